#pragma once
/// API tokens: rows in and out.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct TokenRow {
  Uuid id;
  std::string label;
  std::string account;                        ///< Its name.
  std::optional<json::object> scope = {};     ///< Permissions and scope as JSON; none: all that the account may.
  std::optional<Timestamp> expires_at = {};   ///< None: it has no end.
  Timestamp created_at = {};                  ///< Set by the database.
  std::optional<Timestamp> last_used_at = {}; ///< Right to the minute.
};

/// `secret_hash` is 64 hex digits of SHA-256.
void insert_token(Transaction& tx, TokenRow const& token, std::string const& secret_hash, Uuid const& account);
/// Tokens that are neither revoked nor expired, by account; of one account only, if it is given.
[[nodiscard]] std::vector<TokenRow> list_tokens(Transaction& tx, std::optional<Uuid> const& account = {});
/// How many of the account's tokens are in force; others who ask wait until the transaction ends.
[[nodiscard]] std::size_t lock_and_count_tokens(Transaction& tx, Uuid const& account);

/// A token in force.
struct TokenInForce {
  Uuid id, account;
  std::optional<json::object> scope;
  bool to_be_noted; ///< Its last use was noted a minute ago or more.
};
[[nodiscard]] std::optional<TokenInForce> find_token(Transaction& tx, std::string const& secret_hash);
/// Notes that it was used just now.
void note_use(Transaction& tx, Uuid const& token);

/// The token that was revoked: of one account only, if it is given. Nothing when there is none in force.
[[nodiscard]] std::optional<TokenRow> revoke_token(Transaction& tx, Uuid const& id,
                                                   std::optional<Uuid> const& account = {});
/// How many that were.
std::size_t revoke_tokens_of(Transaction& tx, Uuid const& account);

} // namespace tandem::store
