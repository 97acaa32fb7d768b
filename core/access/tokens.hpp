#pragma once
/// API tokens: for programs, with no more than their account may, and no second factor.

#include "access/accounts.hpp"
#include "store/tokens.hpp"

namespace tandem::access {

struct TokenRule {
  long max_days = 0;            ///< A token must end within as many days; 0: it may be without end.
  std::size_t per_account = 50; ///< Most in force of one account.
};

class Tokens {
public:
  /// Both must outlive it.
  Tokens(store::Database& database, Roles const& roles, TokenRule rule = {})
      : database_(database), roles_(roles), rule_(rule) {}

  /// `scope`: what it may do at most, as one grant of config/roles.json without fields; none: all that the account
  /// may. An account makes tokens for itself only, and only such as hold nothing that is withheld from it at that
  /// moment: `forbidden`.
  [[nodiscard]] Result<Secret> create(Actor const& actor, std::string const& account, std::string const& label,
                                      std::optional<Timestamp> expires_at,
                                      std::optional<json::object> const& scope = {}) const;
  /// Those in force, by account; of one account only, if it is given.
  [[nodiscard]] Result<std::vector<store::TokenRow>> list(std::optional<std::string> const& account = {}) const;
  /// One of any account, or only if it is of the account that is given; else `not_found`.
  [[nodiscard]] Result<void> revoke(Actor const& actor, Uuid const& id,
                                    std::optional<Uuid> const& account = {}) const;

private:
  [[nodiscard]] Result<void> check(std::string const& label, std::optional<Timestamp> expires_at,
                                   std::optional<json::object> const& scope) const;
  store::Database& database_;
  Roles const& roles_;
  TokenRule rule_;
};

/// A token as people are shown it, never its secret.
[[nodiscard]] json::object token_json(store::TokenRow const& token);

} // namespace tandem::access
