#include "store/schedule.hpp"

#include "store/cells.hpp"

#include <algorithm>
#include <array>

namespace tandem::store {
namespace {

constexpr std::array<std::pair<BundleState, std::string_view>, 4> states{{{BundleState::waiting, "waiting"},
                                                                          {BundleState::done, "done"},
                                                                          {BundleState::failed, "failed"},
                                                                          {BundleState::cancelled, "cancelled"}}};

json::object error_json(Error const& error) {
  json::array further;
  for (Error const& other : error.further) further.push_back(error_json(other));
  return {{"code", describe(error.code).name},
          {"detail", error.detail},
          {"pointer", error.pointer},
          {"meta", error.meta},
          {"further", std::move(further)}};
}

ErrorCode error_code(std::string_view name) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::unavailable); ++code)
    if (describe(static_cast<ErrorCode>(code)).name == name) return static_cast<ErrorCode>(code);
  return ErrorCode::internal; // a name that a later version wrote
}

Error error_of(json::object const& stored) {
  Error error{error_code(string_member(stored, "code")), std::string(string_member(stored, "detail")),
              std::string(string_member(stored, "pointer"))};
  error.meta = stored.at("meta").as_object();
  for (json::value const& other : stored.at("further").as_array())
    error.further.push_back(error_of(other.as_object()));
  return error;
}

constexpr std::string_view columns =
    "select id, kind, items, message, force, account, author, at, created_at, state, "
    "attempts, problem, finished_at from scheduled_bundle ";

ScheduledBundleRow row_of(std::vector<Cell> const& row) {
  ScheduledBundleRow bundle{uuid_cell(row[0]),
                            row[1].value(),
                            stored_json(row[2].value()).as_array(),
                            row[3].value(),
                            row[4].value() == "t",
                            uuid_cell(row[5]),
                            row[6].value(),
                            timestamp_cell(row[7]),
                            timestamp_cell(row[8]),
                            bundle_state(row[9].value()).value(),
                            std::stoi(row[10].value())};
  if (row[11]) bundle.problem = error_of(stored_json(*row[11]).as_object());
  bundle.finished_at = optional_time(row[12]);
  return bundle;
}

std::optional<ScheduledBundleRow> first_of(Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional<ScheduledBundleRow>(row_of(rows[0]));
}

} // namespace

std::string_view name_of(BundleState state) {
  return std::find_if(states.begin(), states.end(), [&](auto const& one) { return one.first == state; })->second;
}

std::optional<BundleState> bundle_state(std::string_view name) {
  auto const found = std::find_if(states.begin(), states.end(), [&](auto const& one) { return one.second == name; });
  return found == states.end() ? std::nullopt : std::optional<BundleState>(found->first);
}

void insert_scheduled_bundle(Transaction& tx, ScheduledBundleRow const& bundle) {
  tx.query("insert into scheduled_bundle (id, kind, items, entries, message, force, account, author, at, next_try, "
           "created_at) values ($1, $2, $3::jsonb, array(select distinct (item ->> 'entry')::uuid from "
           "jsonb_array_elements($3::jsonb) item), $4, $5, $6, $7, $8, $8, $9)",
           {bundle.id.text(), bundle.kind, json::serialize(bundle.items), bundle.message, bundle.force ? "t" : "f",
            bundle.account.text(), bundle.author, format_timestamp(bundle.at), format_timestamp(bundle.created_at)});
}

std::optional<ScheduledBundleRow> find_scheduled_bundle(Transaction& tx, Uuid const& id, Lock lock) {
  return first_of(tx.query(std::string(columns) + "where id = $1" + std::string(lock_clause(lock)), {id.text()}));
}

std::vector<ScheduledBundleRow> list_scheduled_bundles(Transaction& tx, ScheduledFilter const& filter,
                                                       std::size_t limit) {
  Cell const state = filter.state ? Cell(std::string(name_of(*filter.state))) : Cell{};
  Cell const before = cell_of(filter.before);
  std::vector<ScheduledBundleRow> bundles;
  for (auto const& row :
       tx.query(std::string(columns) +
                    "where case when $1::text is null then state <> 'done' else state = $1::text end "
                    "and ($2::uuid is null or id < $2::uuid) and exists (select 1 from entry e where e.id = any "
                    "(entries) and " +
                    visible_condition("$3") + ") order by id desc limit $4",
                {state, before, visible_value(filter.visible), std::to_string(limit)}))
    bundles.push_back(row_of(row));
  return bundles;
}

std::vector<Uuid> overlapping_bundles(Transaction& tx, Uuid const& id) {
  std::vector<Uuid> found;
  for (auto const& row :
       tx.query("select other.id from scheduled_bundle mine join scheduled_bundle other on other.state = 'waiting' "
                "and other.id <> mine.id and other.entries && mine.entries where mine.id = $1 and exists (select 1 "
                "from jsonb_to_recordset(mine.items) a (entry uuid, locale text) "
                "join jsonb_to_recordset(other.items) b (entry uuid, locale text) on a.entry = b.entry "
                "and coalesce(a.locale = b.locale, true)) order by other.at, other.id",
                {id.text()}))
    found.push_back(uuid_cell(row[0]));
  return found;
}

bool take_turn(Transaction& tx) {
  return tx.query("select pg_try_advisory_xact_lock(hashtext('tandem scheduled bundles')), "
                  "set_config('idle_in_transaction_session_timeout', '60s', true)")[0][0]
             .value() == "t";
}

std::optional<ScheduledBundleRow> next_due_bundle(Transaction& tx) {
  return first_of(tx.query(std::string(columns) + "where state = 'waiting' and at <= clock_timestamp() and next_try "
                                                  "<= clock_timestamp() order by at, id limit 1 for update skip "
                                                  "locked"));
}

std::optional<std::chrono::milliseconds> time_to_next_bundle(Transaction& tx) {
  Rows const rows = tx.query("select ceil(extract(epoch from min(next_try) - clock_timestamp()) * 1000)::bigint from "
                             "scheduled_bundle where state = 'waiting'");
  if (!rows[0][0]) return std::nullopt;
  return std::chrono::milliseconds{std::stoll(*rows[0][0])};
}

void finish_scheduled_bundle(Transaction& tx, Uuid const& id, BundleState state,
                             std::optional<Error> const& problem) {
  tx.query("update scheduled_bundle set state = $2, problem = $3::jsonb, finished_at = clock_timestamp() "
           "where id = $1",
           {id.text(), std::string(name_of(state)), problem ? Cell(json::serialize(error_json(*problem))) : Cell{}});
}

void postpone_scheduled_bundle(Transaction& tx, ScheduledBundleRow const& bundle) {
  int const seconds = bundle.attempts >= 6 ? 60 : 1 << bundle.attempts;
  tx.query("update scheduled_bundle set attempts = attempts + 1, next_try = clock_timestamp() + "
           "make_interval(secs => $2) where id = $1",
           {bundle.id.text(), std::to_string(seconds)});
}

} // namespace tandem::store
