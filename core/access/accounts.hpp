#pragma once
/// The use cases around accounts: add, sign in, change a password, tokens.

#include "access/audit.hpp"
#include "access/lockout.hpp"
#include "access/roles.hpp"
#include "store/accounts.hpp"

#include <semaphore>

namespace tandem::access {

/// A secret that is shown once, and never stored in clear.
struct Secret {
  std::string id; ///< Of the account or token.
  std::string value;
};

/// A role as an account holds it, for the API and the audit.
[[nodiscard]] json::object assignment_json(store::Assignment const& held);
/// What an account holds: roles and organisation.
[[nodiscard]] json::object held_json(store::AccountRow const& account);

class Accounts {
public:
  /// Both must outlive it.
  Accounts(store::Database& database, Roles const& roles, LockoutRule const& lockout = {})
      : database_(database), roles_(roles), lockout_(lockout) {}

  /// Adds an account with a one-time password that has to be changed at the first sign-in.
  [[nodiscard]] Result<Secret> add(Actor const& actor, std::string const& name,
                                   std::vector<store::Assignment> const& roles,
                                   std::optional<EntryId> const& organisation = {}) const;
  /// Gives an account a new one-time password, ends its sessions and revokes its tokens and previews. `conflict`
  /// when it is disabled.
  [[nodiscard]] Result<Secret> reset_password(Actor const& actor, std::string const& name) const;
  /// Changes the caller's own password to another one; ends their sessions.
  [[nodiscard]] Result<void> change_password(Actor const& actor, std::string const& name,
                                             std::string_view old_password, std::string_view new_password) const;
  /// Ends its sessions; its tokens and password are refused until it is enabled again.
  [[nodiscard]] Result<void> disable(Actor const& actor, std::string const& name) const;
  [[nodiscard]] Result<void> enable(Actor const& actor, std::string const& name) const;
  [[nodiscard]] Result<std::vector<store::AccountRow>> list() const;
  [[nodiscard]] Result<Secret> create_token(Actor const& actor, std::string const& account, std::string const& label,
                                            std::optional<Timestamp> expires_at) const;
  [[nodiscard]] Result<void> revoke_token(Actor const& actor, Uuid const& id) const;
  /// Those in force, by account.
  [[nodiscard]] Result<std::vector<store::TokenRow>> list_tokens() const;

  struct SignedIn {
    std::string cookie, csrf;
    bool must_change;
  };
  /// Checks name and password; `unauthenticated` does not tell which of them is wrong, and is told in the audit.
  /// `too_many_requests` while others are being checked, and while the name must wait at this address (lockout.hpp).
  [[nodiscard]] Result<SignedIn> sign_in(std::string const& name, std::string_view password, int hours,
                                         Actor const& from) const;
  /// Starts a session of somebody who has proved who they are. `second_factor`: by two means. `how` goes into the
  /// audit.
  [[nodiscard]] static SignedIn start_session(store::Transaction& tx, store::AccountRow const& account, int hours,
                                              Actor const& from, bool second_factor, json::object how = {});
  [[nodiscard]] Result<void> sign_out(std::string const& cookie) const;

private:
  store::Database& database_;
  Roles const& roles_;
  LockoutRule lockout_;
  mutable std::counting_semaphore<> checking_{2};
};

} // namespace tandem::access
