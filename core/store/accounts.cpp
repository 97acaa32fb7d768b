#include "store/accounts.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view account_columns =
    "select id, name, password_hash, (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(g)) order by position), "
    "'[]') from role_grant g where g.account = account.id), disabled, must_change, organisation, exists (select from "
    "second_factor f where f.account = account.id and f.confirmed_at is not null), created_at, (select "
    "max(expires_at) "
    "from account_link l where l.account = account.id and l.used_at is null and l.expires_at > clock_timestamp()) "
    "from account ";

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
  AccountRow account{uuid_cell(row[0]),     row[1].value(),       row[2].value(), {},
                     row[4].value() == "t", row[5].value() == "t"};
  json::value const roles = stored_json(row[3].value());
  for (json::value const& role : roles.as_array()) account.roles.push_back(assignment_of(role.as_object()));
  account.organisation = optional_uuid(row[6]);
  account.second_factor = row[7] == "t";
  account.created_at = timestamp_cell(row[8]);
  account.invited_until = optional_time(row[9]);
  return account;
}

std::optional<AccountRow> one_account(Transaction& tx, std::string const& where, std::string const& value) {
  Rows const rows = tx.query(std::string(account_columns) + where, {value});
  return rows.empty() ? std::nullopt : std::optional<AccountRow>(account_of(rows[0]));
}

constexpr std::string_view valid_link = "secret = decode($1, 'hex') and used_at is null and l.expires_at > "
                                        "clock_timestamp() and a.id = l.account and not a.disabled";

std::optional<InvitationRow> one_invitation(Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return InvitationRow{rows[0][0].value(), rows[0][1].value(), timestamp_cell(rows[0][2])};
}

} // namespace

std::optional<AccountRow> find_account(Transaction& tx, std::string const& name) {
  return one_account(tx, "where name = $1", name);
}
std::optional<AccountRow> find_account(Transaction& tx, Uuid const& id) {
  return one_account(tx, "where id = $1", id.text());
}

std::vector<AccountRow> list_accounts(Transaction& tx, std::string const& after, std::optional<std::size_t> most) {
  std::vector<AccountRow> accounts;
  for (auto const& row : tx.query(std::string(account_columns) + "where name > $1 order by name limit $2",
                                  {after, most ? Cell(std::to_string(*most)) : Cell{}}))
    accounts.push_back(account_of(row));
  return accounts;
}

void insert_account(Transaction& tx, AccountRow const& account) {
  tx.query("insert into account (id, name, password_hash, must_change, organisation) values ($1, $2, $3, $4, $5)",
           {account.id.text(), account.name, account.password_hash, account.must_change ? "t" : "f",
            cell_of(account.organisation)});
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
             {id.text(), std::to_string(++position), held.role, cell_of(held.organisation), list(held.types),
              list(held.locales), list(held.entries), held.authority});
}

void set_account_organisation(Transaction& tx, Uuid const& id, std::optional<EntryId> const& organisation) {
  tx.query("update account set organisation = $2 where id = $1", {id.text(), cell_of(organisation)});
}

void set_password(Transaction& tx, Uuid const& id, std::string const& password_hash, bool must_change) {
  tx.query("update account set password_hash = $2, must_change = $3 where id = $1",
           {id.text(), password_hash, must_change ? "t" : "f"});
}

void set_disabled(Transaction& tx, Uuid const& id, bool disabled) {
  tx.query("update account set disabled = $2 where id = $1", {id.text(), disabled ? "t" : "f"});
}

void lock_accounts(Transaction& tx) { tx.query("lock table account in share row exclusive mode"); }

void insert_invitation(Transaction& tx, std::string const& secret_hash, Uuid const& account,
                       std::string const& made_by, Timestamp expires_at) {
  tx.query("delete from account_link where account = $1 and used_at is null", {account.text()});
  tx.query("insert into account_link (secret, account, made_by, expires_at) values (decode($1, 'hex'), $2, $3, $4)",
           {secret_hash, account.text(), made_by, format_timestamp(expires_at)});
}

std::optional<InvitationRow> find_invitation(Transaction& tx, std::string const& secret_hash) {
  return one_invitation(tx.query("select a.name, l.made_by, l.expires_at from account_link l, account a where " +
                                     std::string(valid_link),
                                 {secret_hash}));
}

std::optional<InvitationRow> take_invitation(Transaction& tx, std::string const& secret_hash) {
  return one_invitation(tx.query("update account_link l set used_at = clock_timestamp() from account a where " +
                                     std::string(valid_link) + " returning a.name, l.made_by, l.expires_at",
                                 {secret_hash}));
}

} // namespace tandem::store
