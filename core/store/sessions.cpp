#include "store/sessions.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view columns =
    "select id, account, csrf, second_factor, address, user_agent, expires_at, created_at, last_used_at from session "
    "where expires_at > clock_timestamp() and ";

SessionRow session_of(std::vector<Cell> const& row) {
  return {uuid_cell(row[0]), uuid_cell(row[1]),      row[2].value(),         row[3] == "t",         row[4].value(),
          row[5].value(),    timestamp_cell(row[6]), timestamp_cell(row[7]), timestamp_cell(row[8])};
}

} // namespace

void insert_session(Transaction& tx, std::string const& secret_hash, SessionRow const& session) {
  tx.query("delete from session where expires_at < clock_timestamp()");
  tx.query("insert into session (id, secret, account, csrf, second_factor, address, user_agent, expires_at) values "
           "($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8)",
           {session.id.text(), secret_hash, session.account.text(), session.csrf, session.second_factor ? "t" : "f",
            session.address, session.user_agent, format_timestamp(session.expires_at)});
}

std::optional<SessionRow> use_session(Transaction& tx, std::string const& secret_hash) {
  Rows const rows = tx.query(std::string(columns) + "secret = decode($1, 'hex')", {secret_hash});
  if (rows.empty()) return std::nullopt;
  SessionRow session = session_of(rows[0]);
  if (now() - session.last_used_at > std::chrono::minutes{1}) // so that reading does not write each time
    tx.query("update session set last_used_at = clock_timestamp() where id = $1", {session.id.text()});
  return session;
}

std::vector<SessionRow> sessions_of(Transaction& tx, Uuid const& account) {
  std::vector<SessionRow> sessions;
  for (auto const& row :
       tx.query(std::string(columns) + "account = $1 order by created_at desc, id", {account.text()}))
    sessions.push_back(session_of(row));
  return sessions;
}

std::size_t delete_session(Transaction& tx, Uuid const& account, Uuid const& id) {
  return tx.query("delete from session where account = $1 and id = $2", {account.text(), id.text()}).affected();
}

std::size_t delete_sessions_of(Transaction& tx, Uuid const& account, std::optional<Uuid> const& except) {
  return tx
      .query("delete from session where account = $1 and id is distinct from $2", {account.text(), cell_of(except)})
      .affected();
}

void set_second_factor_given(Transaction& tx, Uuid const& id) {
  tx.query("update session set second_factor = true where id = $1", {id.text()});
}

void forget_second_factor_given(Transaction& tx, Uuid const& account) {
  tx.query("update session set second_factor = false where account = $1", {account.text()});
}

} // namespace tandem::store
