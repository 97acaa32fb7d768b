#include "hours.hpp"

#include <algorithm>
#include <array>

namespace directory::outputs {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, 7> week{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

std::optional<Span> span_of(json::object const& part) {
  std::string_view const opens_at = text(part, "opens"), closes_at = text(part, "closes");
  auto const opens = minutes_of(opens_at), closes = minutes_of(closes_at);
  if (!opens || !closes) return std::nullopt;
  return Span{std::string(opens_at), std::string(closes_at), *opens, *closes > *opens ? *closes : *closes + 24 * 60};
}

bool covers(Exception const& exception, Day day) { return exception.from <= day && day <= exception.until; }

chrono::sys_seconds clock_change(chrono::year year, chrono::month month) {
  return chrono::sys_days{year / month / chrono::Sunday[chrono::last]} + chrono::hours(1);
}

std::string in_words(Span const& span, bool appointment, std::string_view locale) {
  return span.opens_at + "–" + span.closes_at + (appointment ? " (" + word("appointment", locale) + ")" : "");
}

} // namespace

Hours hours_of(json::object const& document) {
  Hours hours;
  json::object const* field = object(document, "hours");
  if (field == nullptr) return hours;
  hours.open_on_holidays = text(*field, "public_holidays") == "open";
  for (json::value const& item : items(*field, "weekly")) {
    json::object const& part = item.as_object();
    std::optional<Span> span = span_of(part);
    if (!span) continue;
    std::vector<std::string> const said = texts(part, "days");
    std::vector<std::string> days;
    for (std::string_view const day : week)
      if (std::find(said.begin(), said.end(), day) != said.end()) days.emplace_back(day);
    hours.weekly.push_back({std::move(days), std::move(*span), day_of(text(part, "from")),
                            day_of(text(part, "until")), is_true(part, "appointment")});
  }
  for (json::value const& item : items(*field, "exceptions")) {
    json::object const& part = item.as_object();
    std::optional<Day> const from = day_of(text(part, "from")), until = day_of(text(part, "until"));
    if (from && until) hours.exceptions.push_back({*from, *until, span_of(part), is_true(part, "appointment")});
  }
  return hours;
}

std::vector<Day> days_of(Weekly const& weekly, Hours const& hours, std::set<Day> const& holidays, Period period) {
  std::vector<Day> days;
  Day const last = std::min(period.last, weekly.until.value_or(period.last));
  for (Day day = std::max(period.first, weekly.from.value_or(period.first)); day <= last; day += chrono::days(1)) {
    if (std::find(weekly.days.begin(), weekly.days.end(), weekday_of(day)) == weekly.days.end()) continue;
    if (!hours.open_on_holidays && holidays.contains(day)) continue;
    if (std::none_of(hours.exceptions.begin(), hours.exceptions.end(),
                     [&](Exception const& one) { return covers(one, day); }))
      days.push_back(day);
  }
  return days;
}

std::vector<Day> days_of(Exception const& exception, Hours const& hours, Period period) {
  std::vector<Day> days;
  if (!exception.span) return days;
  Day const last = std::min(period.last, exception.until);
  for (Day day = std::max(period.first, exception.from); day <= last; day += chrono::days(1))
    if (std::none_of(hours.exceptions.begin(), hours.exceptions.end(),
                     [&](Exception const& one) { return !one.span && covers(one, day); }))
      days.push_back(day);
  return days;
}

chrono::sys_seconds instant_of(Day day, int minutes) {
  chrono::sys_seconds const summer = day + chrono::minutes(minutes) - chrono::hours(2);
  chrono::year const year = chrono::year_month_day{day}.year();
  bool const is_summer = clock_change(year, chrono::March) <= summer && summer < clock_change(year, chrono::October);
  return is_summer ? summer : summer + chrono::hours(1);
}

std::string in_words(Hours const& hours, std::string_view locale) {
  if (!hours.known()) return {};
  std::vector<std::string> parts;
  for (Weekly const& weekly : hours.weekly) {
    std::vector<std::string> days;
    for (std::string const& day : weekly.days) days.push_back(word(day, locale));
    std::string part = joined(days, ", ") + " " + in_words(weekly.span, weekly.appointment, locale);
    if (weekly.from || weekly.until)
      part += " [" + (weekly.from ? written(*weekly.from) : "") + "/" + (weekly.until ? written(*weekly.until) : "") +
              "]"; // an interval as ISO 8601 writes it; half of it may be open
    parts.push_back(std::move(part));
  }
  for (Exception const& one : hours.exceptions)
    parts.push_back(written(one.from) + (one.until == one.from ? "" : "/" + written(one.until)) + ": " +
                    (one.span ? in_words(*one.span, one.appointment, locale) : word("closed", locale)));
  parts.push_back(word(hours.open_on_holidays ? "open_on_holidays" : "closed_on_holidays", locale));
  return joined(parts, "; ");
}

} // namespace directory::outputs
