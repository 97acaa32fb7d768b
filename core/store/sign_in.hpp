#pragma once
/// Rows around signing in: attempts that failed, pending OpenID Connect logins, identities.

#include "content/identity.hpp"
#include "store/database.hpp"

namespace tandem::store {

/// Failures of a pair of name and address, by the database's clock: nodes may differ, it does not.
struct AttemptRow {
  int failures = 0;
  Timestamp last_failure, now;
};
/// The failures of a pair (64 hex digits), none at first; others wait for the row until the transaction ends. Rows
/// older than `forgotten_after` are deleted on the way.
[[nodiscard]] AttemptRow lock_attempts(Transaction& tx, std::string const& pair,
                                       std::chrono::seconds forgotten_after);
void set_attempts(Transaction& tx, std::string const& pair, int failures, Timestamp last_failure);
/// One failure less, and the last one that much longer ago.
void take_back_attempt(Transaction& tx, std::string const& pair, std::chrono::seconds earlier);
void delete_attempts(Transaction& tx, std::string const& pair);

/// What must be known when the browser comes back from the provider.
struct PendingLogin {
  std::string nonce, verifier;
};
/// Hashes are 64 hex digits of SHA-256. Deletes what has expired on the way.
void insert_login(Transaction& tx, std::string const& state_hash, std::string const& browser_hash,
                  PendingLogin const& login, std::chrono::seconds lifetime);
/// Takes the login away: it is used once. Nothing when there is none of this state and browser, or it has expired.
[[nodiscard]] std::optional<PendingLogin> take_login(Transaction& tx, std::string const& state_hash,
                                                     std::string const& browser_hash);

/// A person as an OpenID Connect provider knows them.
struct Identity {
  std::string issuer, subject;
};
[[nodiscard]] std::optional<Uuid> account_of_identity(Transaction& tx, Identity const& identity);
/// False when the account has an identity of this issuer already.
[[nodiscard]] bool link_identity(Transaction& tx, Identity const& identity, Uuid const& account);
void unlink_identities(Transaction& tx, Uuid const& account);
/// Who changes the account waits until the transaction ends, so that what it starts is not missed.
[[nodiscard]] bool oidc_allowed(Transaction& tx, Uuid const& account);
void set_oidc_allowed(Transaction& tx, Uuid const& account, bool allowed);

} // namespace tandem::store
