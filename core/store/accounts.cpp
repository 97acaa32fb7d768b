#include "store/accounts.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view account_columns =
    "select id, name, password_hash, to_json(roles), disabled, must_change from account ";

AccountRow account_of(std::vector<Cell> const& row) {
  AccountRow account{Uuid::parse(row[0].value()).value(),
                     row[1].value(),
                     row[2].value(),
                     {},
                     row[4].value() == "t",
                     row[5].value() == "t"};
  json::value const roles = json::parse(row[3].value());
  for (json::value const& role : roles.as_array()) account.roles.emplace_back(role.as_string());
  return account;
}

std::optional<AccountRow> one_account(Transaction& tx, std::string const& where, std::string const& value) {
  Rows const rows = tx.query(std::string(account_columns) + where, {value});
  return rows.empty() ? std::nullopt : std::optional<AccountRow>(account_of(rows[0]));
}

} // namespace

std::optional<AccountRow> find_account(Transaction& tx, std::string const& name) {
  return one_account(tx, "where name = $1", name);
}
std::optional<AccountRow> find_account(Transaction& tx, Uuid const& id) {
  return one_account(tx, "where id = $1", id.text());
}

std::vector<AccountRow> list_accounts(Transaction& tx) {
  std::vector<AccountRow> accounts;
  for (auto const& row : tx.query(std::string(account_columns) + "order by name"))
    accounts.push_back(account_of(row));
  return accounts;
}

void insert_account(Transaction& tx, AccountRow const& account) {
  tx.query("insert into account (id, name, password_hash, roles, must_change) values ($1, $2, $3, $4::text[], $5)",
           {account.id.text(), account.name, account.password_hash, array_literal(account.roles),
            account.must_change ? "t" : "f"});
}

void set_password(Transaction& tx, Uuid const& id, std::string const& password_hash, bool must_change) {
  tx.query("update account set password_hash = $2, must_change = $3 where id = $1",
           {id.text(), password_hash, must_change ? "t" : "f"});
}

void set_disabled(Transaction& tx, Uuid const& id, bool disabled) {
  tx.query("update account set disabled = $2 where id = $1", {id.text(), disabled ? "t" : "f"});
}

void insert_session(Transaction& tx, std::string const& secret_hash, SessionRow const& session,
                    Timestamp expires_at) {
  tx.query("delete from session where expires_at < clock_timestamp()");
  tx.query("insert into session (id, account, csrf, expires_at) values (decode($1, 'hex'), $2, $3, $4)",
           {secret_hash, session.account.text(), session.csrf, format_timestamp(expires_at)});
}

std::optional<SessionRow> find_session(Transaction& tx, std::string const& secret_hash) {
  Rows const rows = tx.query("select account, csrf from session where id = decode($1, 'hex') "
                             "and expires_at > clock_timestamp()",
                             {secret_hash});
  if (rows.empty()) return std::nullopt;
  return SessionRow{Uuid::parse(rows[0][0].value()).value(), rows[0][1].value()};
}

void delete_session(Transaction& tx, std::string const& secret_hash) {
  tx.query("delete from session where id = decode($1, 'hex')", {secret_hash});
}
void delete_sessions_of(Transaction& tx, Uuid const& account) {
  tx.query("delete from session where account = $1", {account.text()});
}

void insert_token(Transaction& tx, Uuid const& id, std::string const& name, std::string const& secret_hash,
                  Uuid const& account, std::optional<Timestamp> expires_at) {
  tx.query("insert into api_token (id, name, secret, account, expires_at) values ($1, $2, decode($3, 'hex'), $4, $5)",
           {id.text(), name, secret_hash, account.text(), expires_at ? Cell(format_timestamp(*expires_at)) : Cell{}});
}

std::vector<TokenRow> list_tokens(Transaction& tx) {
  std::vector<TokenRow> tokens;
  for (auto const& row : tx.query("select t.id, t.name, a.name from api_token t join account a on a.id = t.account "
                                  "where t.revoked_at is null and (t.expires_at is null or t.expires_at > "
                                  "clock_timestamp()) order by a.name, t.id"))
    tokens.push_back({row[0].value(), row[1].value(), row[2].value()});
  return tokens;
}

std::optional<Uuid> account_of_token(Transaction& tx, std::string const& secret_hash) {
  Rows const rows = tx.query("select account from api_token where secret = decode($1, 'hex') and revoked_at is null "
                             "and (expires_at is null or expires_at > clock_timestamp())",
                             {secret_hash});
  return rows.empty() ? std::nullopt : std::optional<Uuid>(Uuid::parse(rows[0][0].value()).value());
}

bool revoke_token(Transaction& tx, Uuid const& id) {
  return tx.query("update api_token set revoked_at = clock_timestamp() where id = $1 and revoked_at is null",
                  {id.text()})
             .affected() == 1;
}

void revoke_tokens_of(Transaction& tx, Uuid const& account) {
  tx.query("update api_token set revoked_at = clock_timestamp() where account = $1 and revoked_at is null",
           {account.text()});
}

void insert_audit(Transaction& tx, AuditRow const& row) {
  tx.query("insert into audit (actor, action, entry, locale, revision, detail, address, request_id) "
           "values ($1, $2, $3, nullif($4, ''), $5, $6, $7, $8)",
           {row.actor, row.action, row.entry ? Cell(row.entry->text()) : Cell{}, row.locale,
            row.revision ? Cell(std::to_string(*row.revision)) : Cell{}, json::serialize(row.detail), row.address,
            row.request_id});
}

std::vector<json::object> list_audit(Transaction& tx, std::optional<EntryId> const& entry, std::optional<long> before,
                                     int limit) {
  std::vector<json::object> lines;
  for (auto const& row : tx.query("select to_jsonb(a) from audit a where ($1::uuid is null or entry = $1::uuid) "
                                  "and ($2::bigint is null or id < $2::bigint) order by id desc limit $3",
                                  {entry ? Cell(entry->text()) : Cell{},
                                   before ? Cell(std::to_string(*before)) : Cell{}, std::to_string(limit)}))
    lines.push_back(json::parse(row[0].value()).as_object());
  return lines;
}

} // namespace tandem::store
