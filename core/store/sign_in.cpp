#include "store/sign_in.hpp"

#include "store/cells.hpp"

namespace tandem::store {

AttemptRow lock_attempts(Transaction& tx, std::string const& pair, std::chrono::seconds forgotten_after) {
  tx.query("delete from sign_in_attempt where last_failure <= clock_timestamp() - make_interval(secs => $1)",
           {std::to_string(forgotten_after.count())});
  Rows const rows =
      tx.query("insert into sign_in_attempt (pair, failures, last_failure) values (decode($1, 'hex'), 0, "
               "clock_timestamp()) on conflict (pair) do update set failures = sign_in_attempt.failures "
               "returning failures, last_failure, clock_timestamp()", // the update takes the lock
               {pair});
  return {std::stoi(rows[0][0].value()), timestamp_cell(rows[0][1]), timestamp_cell(rows[0][2])};
}

void set_attempts(Transaction& tx, std::string const& pair, int failures, Timestamp last_failure) {
  tx.query("update sign_in_attempt set failures = $2, last_failure = $3 where pair = decode($1, 'hex')",
           {pair, std::to_string(failures), format_timestamp(last_failure)});
}

void take_back_attempt(Transaction& tx, std::string const& pair, std::chrono::seconds earlier) {
  tx.query("update sign_in_attempt set failures = failures - 1, last_failure = last_failure - make_interval(secs => "
           "$2) where pair = decode($1, 'hex') and failures > 0",
           {pair, std::to_string(earlier.count())});
}

void delete_attempts(Transaction& tx, std::string const& pair) {
  tx.query("delete from sign_in_attempt where pair = decode($1, 'hex')", {pair});
}

void insert_login(Transaction& tx, std::string const& state_hash, std::string const& browser_hash,
                  PendingLogin const& login, std::chrono::seconds lifetime) {
  tx.query("delete from oidc_login where expires_at <= clock_timestamp()");
  tx.query("insert into oidc_login (state, browser, nonce, verifier, expires_at) values (decode($1, 'hex'), "
           "decode($2, 'hex'), $3, $4, clock_timestamp() + make_interval(secs => $5))",
           {state_hash, browser_hash, login.nonce, login.verifier, std::to_string(lifetime.count())});
}

std::optional<PendingLogin> take_login(Transaction& tx, std::string const& state_hash,
                                       std::string const& browser_hash) {
  Rows const rows = tx.query("delete from oidc_login where state = decode($1, 'hex') and browser = decode($2, 'hex') "
                             "and expires_at > clock_timestamp() returning nonce, verifier",
                             {state_hash, browser_hash});
  if (rows.empty()) return std::nullopt;
  return PendingLogin{rows[0][0].value(), rows[0][1].value()};
}

std::optional<Uuid> account_of_identity(Transaction& tx, Identity const& identity) {
  Rows const rows = tx.query("select account from oidc_identity where issuer = $1 and subject = $2",
                             {identity.issuer, identity.subject});
  return rows.empty() ? std::nullopt : std::optional<Uuid>(uuid_cell(rows[0][0]));
}

bool link_identity(Transaction& tx, Identity const& identity, Uuid const& account) {
  return tx.query("insert into oidc_identity (issuer, subject, account) values ($1, $2, $3) on conflict do nothing",
                  {identity.issuer, identity.subject, account.text()})
             .affected() == 1;
}

void unlink_identities(Transaction& tx, Uuid const& account) {
  tx.query("delete from oidc_identity where account = $1", {account.text()});
}

bool oidc_allowed(Transaction& tx, Uuid const& account) {
  Rows const rows = tx.query("select oidc_allowed from account where id = $1 for share", {account.text()});
  return !rows.empty() && rows[0][0] == "t";
}

void set_oidc_allowed(Transaction& tx, Uuid const& account, bool allowed) {
  tx.query("update account set oidc_allowed = $2 where id = $1", {account.text(), allowed ? "t" : "f"});
}

} // namespace tandem::store
