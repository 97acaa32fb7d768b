#include "store/second_factors.hpp"

namespace tandem::store {

std::optional<SecondFactorRow> lock_second_factor(Transaction& tx, Uuid const& account) {
  Rows const rows =
      tx.query("select secret, confirmed_at is not null, last_step from second_factor where account = $1 for update",
               {account.text()});
  if (rows.empty()) return std::nullopt;
  SecondFactorRow factor{rows[0][0].value(), rows[0][1] == "t"};
  if (rows[0][2]) factor.last_step = std::stoll(*rows[0][2]);
  return factor;
}

void put_second_factor(Transaction& tx, Uuid const& account, std::string const& secret) {
  tx.query("insert into second_factor (account, secret) values ($1, $2) on conflict (account) do update set secret = "
           "excluded.secret, last_step = null where second_factor.confirmed_at is null",
           {account.text(), secret});
}

void confirm_second_factor(Transaction& tx, Uuid const& account) {
  tx.query("update second_factor set confirmed_at = clock_timestamp() where account = $1", {account.text()});
}

void set_last_step(Transaction& tx, Uuid const& account, std::int64_t step) {
  tx.query("update second_factor set last_step = $2 where account = $1", {account.text(), std::to_string(step)});
}

bool delete_second_factor(Transaction& tx, Uuid const& account) {
  tx.query("delete from recovery_code where account = $1", {account.text()});
  return tx.query("delete from second_factor where account = $1", {account.text()}).affected() == 1;
}

void put_recovery_codes(Transaction& tx, Uuid const& account, std::vector<std::string> const& hashes) {
  tx.query("delete from recovery_code where account = $1", {account.text()});
  tx.query("insert into recovery_code (account, hash) select $1, decode(hash, 'hex') from unnest($2::text[]) hash",
           {account.text(), array_literal(hashes)});
}

bool take_recovery_code(Transaction& tx, Uuid const& account, std::string const& hash) {
  return tx.query("delete from recovery_code where account = $1 and hash = decode($2, 'hex')", {account.text(), hash})
             .affected() == 1;
}

} // namespace tandem::store
