#pragma once
/// Sessions of people who signed in: rows in and out.

#include "content/identity.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct SessionRow {
  Uuid id;
  Uuid account;
  std::string csrf;
  bool second_factor = false; ///< Was given, here or at the identity provider.
  std::string address;        ///< Where it was begun.
  std::string user_agent;
  Timestamp expires_at;
  Timestamp created_at = {}, last_used_at = {}; ///< Set by the database; the latter is right to the minute.
};

/// `secret_hash` is 64 hex digits of SHA-256. Deletes what has expired on the way.
void insert_session(Transaction& tx, std::string const& secret_hash, SessionRow const& session);
/// One that has not expired; notes that it is used.
[[nodiscard]] std::optional<SessionRow> use_session(Transaction& tx, std::string const& secret_hash);
/// Those that have not expired, the newest first.
[[nodiscard]] std::vector<SessionRow> sessions_of(Transaction& tx, Uuid const& account);
/// Ends one session of the account, or all but `except`. How many that were.
std::size_t delete_session(Transaction& tx, Uuid const& account, Uuid const& id);
std::size_t delete_sessions_of(Transaction& tx, Uuid const& account, std::optional<Uuid> const& except = {});
/// The second factor was given later, in the session itself.
void set_second_factor_given(Transaction& tx, Uuid const& id);
/// From now on none of the account's sessions counts as one with a second factor.
void forget_second_factor_given(Transaction& tx, Uuid const& account);

} // namespace tandem::store
