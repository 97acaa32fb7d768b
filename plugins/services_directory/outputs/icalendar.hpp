#pragma once
/// Opening hours as a calendar to subscribe to (RFC 5545).
///
/// A VEVENT for each span of the week at each place, with an RRULE and the days on which it does not hold as EXDATE;
/// one for each exception with hours. The calendar ends where the public holidays that it was given end: an hour
/// that it says is one that is known. Without known hours it has no VEVENT. Times are local (TZID=Europe/Brussels).

#include "hours.hpp"

namespace directory::outputs {

/// `service` as in ../documents.hpp, with `modified` (RFC 3339, UTC). `holidays`: all of the period's.
[[nodiscard]] std::string icalendar(json::object const& service, std::set<Day> const& holidays, Period period);

} // namespace directory::outputs
