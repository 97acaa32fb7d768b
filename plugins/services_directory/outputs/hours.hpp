#pragma once
/// Opening hours as values: what a field `hours` says, and on which days it holds.
///
/// What repeats every week does not hold on the days of an exception, nor on public holidays unless it is said to; an
/// exception with hours holds on its days, unless another one closes them. As open_at() in ../migrations/ has it.

#include "../calendar.hpp"
#include "reading.hpp"

#include <chrono>
#include <optional>
#include <set>

namespace directory::outputs {

/// From when to when, as written ("22:00", "02:00"), in minutes since the day began. `closes` is later than `opens`;
/// past 1440 it is on the next day.
struct Span {
  std::string opens_at, closes_at;
  int opens, closes;
};

struct Weekly {
  std::vector<std::string> days; ///< MO … SU, in the order of the week.
  Span span;
  std::optional<Day> from, until;
  bool appointment;
};
struct Exception {
  Day from, until;
  std::optional<Span> span; ///< Without: closed.
  bool appointment;
};
struct Hours {
  std::vector<Weekly> weekly;
  std::vector<Exception> exceptions;
  bool open_on_holidays = false;
  [[nodiscard]] bool known() const { return !weekly.empty() || !exceptions.empty(); }
};

/// The field `hours` of a service or a service_at_location.
[[nodiscard]] Hours hours_of(json::object const& document);

struct Period {
  Day first, last;
};
/// The days of the period on which it holds.
[[nodiscard]] std::vector<Day> days_of(Weekly const& weekly, Hours const& hours, std::set<Day> const& holidays,
                                       Period period);
[[nodiscard]] std::vector<Day> days_of(Exception const& exception, Hours const& hours, Period period);

/// The instant in UTC of a local time in Brussels: an hour before it, in summer two (Directive 2000/84/EC: from 1:00
/// UTC on the last Sunday of March to 1:00 UTC on the last Sunday of October).
[[nodiscard]] std::chrono::sys_seconds instant_of(Day day, int minutes);

/// One line for people: "ma, wo 09:00–12:30 (op afspraak); 2026-12-24: gesloten". "" when nothing is known.
[[nodiscard]] std::string in_words(Hours const& hours, std::string_view locale);

} // namespace directory::outputs
