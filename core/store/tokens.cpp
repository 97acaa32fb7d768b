#include "store/tokens.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

/// Before a condition on `t`.
constexpr std::string_view in_force =
    "t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())";

TokenRow token_of(std::vector<Cell> const& row) {
  TokenRow token{uuid_cell(row[0]), row[1].value(), row[2].value()};
  if (row[3]) token.scope = stored_json(*row[3]).as_object();
  token.expires_at = optional_time(row[4]);
  token.created_at = timestamp_cell(row[5]);
  token.last_used_at = optional_time(row[6]);
  return token;
}

} // namespace

void insert_token(Transaction& tx, TokenRow const& token, std::string const& secret_hash, Uuid const& account) {
  tx.query("insert into api_token (id, name, secret, account, scope, expires_at) values ($1, $2, decode($3, 'hex'), "
           "$4, $5, $6)",
           {token.id.text(), token.label, secret_hash, account.text(),
            token.scope ? Cell(json::serialize(*token.scope)) : Cell{}, cell_of(token.expires_at)});
}

std::vector<TokenRow> list_tokens(Transaction& tx, std::optional<Uuid> const& account) {
  std::vector<TokenRow> tokens;
  for (auto const& row : tx.query(
           "select t.id, t.name, a.name, t.scope, t.expires_at, t.created_at, t.last_used_at from api_token t join "
           "account a on a.id = t.account where ($1::uuid is null or a.id = $1) and " +
               std::string(in_force) + " order by a.name, t.id",
           {cell_of(account)}))
    tokens.push_back(token_of(row));
  return tokens;
}

std::size_t lock_and_count_tokens(Transaction& tx, Uuid const& account) {
  tx.query("select from account where id = $1 for no key update", {account.text()});
  Rows const rows = tx.query("select count(*) from api_token t where t.account = $1 and " + std::string(in_force),
                             {account.text()});
  return std::stoul(rows[0][0].value());
}

std::optional<TokenInForce> find_token(Transaction& tx, std::string const& secret_hash) {
  Rows const rows =
      tx.query("select t.id, t.account, t.scope, t.last_used_at is null or t.last_used_at < clock_timestamp() "
               "- interval '1 minute' from api_token t where t.secret = decode($1, 'hex') and " +
                   std::string(in_force),
               {secret_hash});
  if (rows.empty()) return std::nullopt;
  auto const& row = rows[0];
  TokenInForce token{uuid_cell(row[0]), uuid_cell(row[1]), std::nullopt, row[3].value() == "t"};
  if (row[2]) token.scope = stored_json(*row[2]).as_object();
  return token;
}

void note_use(Transaction& tx, Uuid const& token) {
  tx.query("update api_token set last_used_at = clock_timestamp() where id = $1", {token.text()});
}

std::optional<TokenRow> revoke_token(Transaction& tx, Uuid const& id, std::optional<Uuid> const& account) {
  Rows const rows =
      tx.query("update api_token t set revoked_at = clock_timestamp() from account a where t.id = $1 and "
               "a.id = t.account and ($2::uuid is null or a.id = $2) and " +
                   std::string(in_force) +
                   " returning t.id, t.name, a.name, t.scope, t.expires_at, t.created_at, t.last_used_at",
               {id.text(), cell_of(account)});
  return rows.empty() ? std::nullopt : std::optional<TokenRow>(token_of(rows[0]));
}

std::size_t revoke_tokens_of(Transaction& tx, Uuid const& account) {
  return tx
      .query("update api_token set revoked_at = clock_timestamp() where account = $1 and revoked_at is null",
             {account.text()})
      .affected();
}

} // namespace tandem::store
