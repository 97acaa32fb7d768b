#include "store/outbox.hpp"

#include "store/cells.hpp"

#include <algorithm>

namespace tandem::store {

std::optional<EventRow> next_event(Transaction& tx) {
  Rows const rows = tx.query(
      "select id, kind, entry, type, locale, bundle, attempts from outbox o "
      "where delivered_at is null and next_try <= clock_timestamp() and not exists (select 1 from outbox earlier "
      "where earlier.entry = o.entry and earlier.delivered_at is null and earlier.id < o.id) "
      "order by id limit 1 for update skip locked");
  if (rows.empty()) return std::nullopt;
  auto const& row = rows[0];
  return EventRow{row[0].value(),      row[1].value(),    uuid_cell(row[2]),        row[3].value(),
                  locale_cell(row[4]), uuid_cell(row[5]), std::stoi(row[6].value())};
}

void set_delivered(Transaction& tx, std::string const& id) {
  tx.query("update outbox set delivered_at = clock_timestamp() where id = $1", {id});
}

void set_failed(Transaction& tx, EventRow const& event) {
  int const seconds = event.attempts >= 12 ? 3600 : std::min(3600, 1 << event.attempts);
  tx.query("update outbox set attempts = attempts + 1, next_try = clock_timestamp() + make_interval(secs => $2) "
           "where id = $1",
           {event.id, std::to_string(seconds)});
}

bool claim_job(Transaction& tx, std::string const& name, unsigned every_seconds) {
  tx.query("insert into job (name) values ($1) on conflict do nothing", {name});
  return tx.query("update job set next_run = clock_timestamp() + make_interval(secs => $2), last_run = "
                  "clock_timestamp() "
                  "where name = $1 and next_run <= clock_timestamp()",
                  {name, std::to_string(every_seconds)})
             .affected() == 1;
}

void record_job(Transaction& tx, std::string const& name, std::string const& error) {
  tx.query("update job set last_took = clock_timestamp() - last_run, last_error = nullif($2, '') where name = $1",
           {name, error});
}

} // namespace tandem::store
