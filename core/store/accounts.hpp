#pragma once
/// Accounts with the roles they hold, sessions and API tokens: rows in and out.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "store/database.hpp"

namespace tandem::store {

/// An account holds a role, perhaps narrowed. What is absent is not narrowed.
struct Assignment {
  std::string role;
  std::optional<EntryId> organisation = {}; ///< Only what is this organisation's; also what is "own" here.
  std::optional<std::vector<std::string>> types = {};
  std::optional<std::vector<std::string>> locales = {}; ///< Of what is written; reading is not narrowed by it.
  std::optional<std::vector<std::string>> entries = {};
  std::string authority = {}; ///< In whose name the holder signs; "" for none.
};

struct AccountRow {
  Uuid id;
  std::string name;
  std::string password_hash;
  std::vector<Assignment> roles;
  bool disabled = false;
  bool must_change = false;                 ///< Signed in with a one-time password.
  std::optional<EntryId> organisation = {}; ///< Whose content is its "own".
};

[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, std::string const& name);
[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, Uuid const& id);
[[nodiscard]] std::vector<AccountRow> list_accounts(Transaction& tx);
void insert_account(Transaction& tx, AccountRow const& account);
/// Replaces the roles that an account holds.
void set_roles(Transaction& tx, Uuid const& id, std::vector<Assignment> const& roles);
void set_account_organisation(Transaction& tx, Uuid const& id, std::optional<EntryId> const& organisation);
void set_password(Transaction& tx, Uuid const& id, std::string const& password_hash, bool must_change);
void set_disabled(Transaction& tx, Uuid const& id, bool disabled);

struct SessionRow {
  Uuid account;
  std::string csrf;
  bool second_factor = false; ///< Was given, here or at the identity provider.
};
/// `secret_hash` is 64 hex digits of SHA-256.
void insert_session(Transaction& tx, std::string const& secret_hash, SessionRow const& session, Timestamp expires_at);
[[nodiscard]] std::optional<SessionRow> find_session(Transaction& tx, std::string const& secret_hash);
void delete_session(Transaction& tx, std::string const& secret_hash);
void delete_sessions_of(Transaction& tx, Uuid const& account);

void insert_token(Transaction& tx, Uuid const& id, std::string const& name, std::string const& secret_hash,
                  Uuid const& account, std::optional<Timestamp> expires_at);
struct TokenRow {
  std::string id, label, account; ///< `account` is its name.
};
/// Tokens that are neither revoked nor expired, by account.
[[nodiscard]] std::vector<TokenRow> list_tokens(Transaction& tx);
/// A token in force.
struct TokenInForce {
  Uuid account;
  std::optional<json::object> scope; ///< Permissions and scope as JSON; none: all that the account may.
};
[[nodiscard]] std::optional<TokenInForce> find_token(Transaction& tx, std::string const& secret_hash);
void revoke_tokens_of(Transaction& tx, Uuid const& account);
/// False when there is no such token, or it was revoked before.
[[nodiscard]] bool revoke_token(Transaction& tx, Uuid const& id);

} // namespace tandem::store
