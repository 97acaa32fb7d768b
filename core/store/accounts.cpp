#include "store/accounts.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view account_columns =
    "select id, name, password_hash, (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(g)) order by position), "
    "'[]') from role_grant g where g.account = account.id), disabled, must_change, organisation from account ";

std::optional<std::vector<std::string>> texts_of(json::object const& object, std::string_view name) {
  json::value const* list = object.if_contains(name);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> all;
  for (json::value const& text : list->as_array()) all.emplace_back(text.as_string());
  return all;
}

Assignment assignment_of(json::object const& row) {
  Assignment assignment{std::string(string_member(row, "role"))};
  if (row.contains("organisation")) assignment.organisation = Uuid::parse(string_member(row, "organisation")).value();
  assignment.types = texts_of(row, "types");
  assignment.locales = texts_of(row, "locales");
  assignment.entries = texts_of(row, "entries");
  assignment.authority = string_member(row, "authority");
  return assignment;
}

AccountRow account_of(std::vector<Cell> const& row) {
  AccountRow account{Uuid::parse(row[0].value()).value(),
                     row[1].value(),
                     row[2].value(),
                     {},
                     row[4].value() == "t",
                     row[5].value() == "t"};
  json::value const roles = stored_json(row[3].value());
  for (json::value const& role : roles.as_array()) account.roles.push_back(assignment_of(role.as_object()));
  if (row[6]) account.organisation = Uuid::parse(*row[6]).value();
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
  tx.query("insert into account (id, name, password_hash, must_change, organisation) values ($1, $2, $3, $4, $5)",
           {account.id.text(), account.name, account.password_hash, account.must_change ? "t" : "f",
            account.organisation ? Cell(account.organisation->text()) : Cell{}});
  set_roles(tx, account.id, account.roles);
}

void set_roles(Transaction& tx, Uuid const& id, std::vector<Assignment> const& roles) {
  auto const list = [](std::optional<std::vector<std::string>> const& values) {
    return values ? Cell(array_literal(*values)) : Cell{};
  };
  tx.query("delete from role_grant where account = $1", {id.text()});
  int position = 0;
  for (Assignment const& held : roles)
    tx.query("insert into role_grant (account, position, role, organisation, types, locales, entries, authority) "
             "values ($1, $2, $3, $4, $5::text[], $6::text[], $7::uuid[], nullif($8, ''))",
             {id.text(), std::to_string(++position), held.role,
              held.organisation ? Cell(held.organisation->text()) : Cell{}, list(held.types), list(held.locales),
              list(held.entries), held.authority});
}

void set_account_organisation(Transaction& tx, Uuid const& id, std::optional<EntryId> const& organisation) {
  tx.query("update account set organisation = $2 where id = $1",
           {id.text(), organisation ? Cell(organisation->text()) : Cell{}});
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
  tx.query(
      "insert into session (id, account, csrf, expires_at, second_factor) values (decode($1, 'hex'), $2, $3, $4, $5)",
      {secret_hash, session.account.text(), session.csrf, format_timestamp(expires_at),
       session.second_factor ? "t" : "f"});
}

std::optional<SessionRow> find_session(Transaction& tx, std::string const& secret_hash) {
  Rows const rows = tx.query("select account, csrf, second_factor from session where id = decode($1, 'hex') "
                             "and expires_at > clock_timestamp()",
                             {secret_hash});
  if (rows.empty()) return std::nullopt;
  return SessionRow{Uuid::parse(rows[0][0].value()).value(), rows[0][1].value(), rows[0][2] == "t"};
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

std::optional<TokenInForce> find_token(Transaction& tx, std::string const& secret_hash) {
  Rows const rows = tx.query("select account, scope, last_used_at is null or last_used_at < clock_timestamp() - "
                             "interval '1 minute', id from api_token where secret = decode($1, 'hex') and revoked_at "
                             "is null and (expires_at is null or expires_at > clock_timestamp())",
                             {secret_hash});
  if (rows.empty()) return std::nullopt;
  auto const& row = rows[0];
  if (row[2].value() == "t") // to the minute, so that reading does not write each time
    tx.query("update api_token set last_used_at = clock_timestamp() where id = $1", {row[3]});
  TokenInForce token{Uuid::parse(row[0].value()).value(), std::nullopt};
  if (row[1]) token.scope = stored_json(*row[1]).as_object();
  return token;
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

} // namespace tandem::store
