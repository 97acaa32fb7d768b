#pragma once
/// Rows of HSDS schedules (recurrence rules as RFC 5545 section 3.3.10 has them, a column a part) as opening hours.

#include "csv.hpp"

namespace directory::importing {

/// What a row adds to `hours` of a service or a service at a location.
struct HoursPart {
  bool exception;     ///< Of `exceptions`, not of `weekly`.
  json::object value; ///< See `hours` in schemas/service.json.
};

/// A row that repeats every week, or every day, becomes a weekly part, from the later of valid_from and dtstart until
/// the earlier of valid_to and until. One without freq and byday is about its days alone: an exception, closed when
/// it has no hours. Whatever else a row says cannot be expressed and is a problem: other frequencies, intervals,
/// counts, days of months, zones of other countries.
[[nodiscard]] std::optional<HoursPart> hours_part(Record const& row, std::vector<Problem>& problems);

/// Adds a part to hours; weekly parts that differ in days alone become one.
void add_hours(json::object& hours, HoursPart const& part);

} // namespace directory::importing
