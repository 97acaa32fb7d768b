#pragma once
/// Days of the calendar where the directory's services are: in Brussels. Hours, holidays and what was verified when
/// are all said in local days and times.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace directory {

/// The IANA name of the time zone of all opening hours, whatever the machine's clock is set to.
inline constexpr std::string_view time_zone = "Europe/Brussels";

/// A day of the calendar in Brussels; not an instant.
using Day = std::chrono::sys_days;

/// "2026-03-01" (RFC 3339 full-date); nothing when it is no day of the calendar.
[[nodiscard]] std::optional<Day> day_of(std::string_view written);
/// The other way.
[[nodiscard]] std::string written(Day day);

/// "09:30" in minutes since midnight; nothing for what no clock shows. 24:00 is the end of the day.
[[nodiscard]] std::optional<int> minutes_of(std::string_view written);

/// MO … SU, as RFC 5545 writes them.
[[nodiscard]] std::string weekday_of(Day day);

} // namespace directory
