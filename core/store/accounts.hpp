#pragma once
/// Accounts, sessions, API tokens and the audit: rows in and out.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct AccountRow {
  Uuid id;
  std::string name;
  std::string password_hash;
  std::vector<std::string> roles;
  bool disabled = false;
  bool must_change = false; ///< Signed in with a one-time password.
};

[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, std::string const& name);
[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, Uuid const& id);
[[nodiscard]] std::vector<AccountRow> list_accounts(Transaction& tx);
void insert_account(Transaction& tx, AccountRow const& account);
void set_password(Transaction& tx, Uuid const& id, std::string const& password_hash, bool must_change);
void set_disabled(Transaction& tx, Uuid const& id, bool disabled);

struct SessionRow {
  Uuid account;
  std::string csrf;
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
/// The account of a token that is neither revoked nor expired.
[[nodiscard]] std::optional<Uuid> account_of_token(Transaction& tx, std::string const& secret_hash);
void revoke_tokens_of(Transaction& tx, Uuid const& account);
/// False when there is no such token, or it was revoked before.
[[nodiscard]] bool revoke_token(Transaction& tx, Uuid const& id);

struct AuditRow {
  std::string actor, action, locale, address, request_id;
  std::optional<EntryId> entry;
  std::optional<int> revision;
  json::object detail;
};
void insert_audit(Transaction& tx, AuditRow const& row);
/// Newest first, as JSON objects with id, at, actor, action, entry, locale, revision, detail, address, request_id.
[[nodiscard]] std::vector<json::object> list_audit(Transaction& tx, std::optional<EntryId> const& entry,
                                                   std::optional<long> before, int limit);

} // namespace tandem::store
