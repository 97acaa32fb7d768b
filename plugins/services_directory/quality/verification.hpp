#pragma once
/// Whether somebody who knows has confirmed lately what an entry says. Pure: for the check, and for answers that show
/// it with each service.

#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <string_view>

namespace directory::quality {

/// A day of the calendar, in the directory's time zone.
using Day = std::chrono::sys_days;

/// "2026-03-01" (RFC 3339 full-date); nothing when it is no day of the calendar.
[[nodiscard]] std::optional<Day> read_day(std::string_view written);
/// The other way.
[[nodiscard]] std::string written(Day day);

/// Whether more than `days` days have passed since, or it was never verified.
[[nodiscard]] bool is_overdue(std::optional<Day> last_verified, Day today, std::chrono::days days);

/// `{"last_verified_on": "2026-03-01" or null, "overdue": bool}` of a document with the field `last_verified_on`: a
/// service, organisation, location or service at a location. `days`: the setting `directory.verify_every_days`.
[[nodiscard]] boost::json::object verification(boost::json::object const& document, Day today,
                                               std::chrono::days days);

} // namespace directory::quality
