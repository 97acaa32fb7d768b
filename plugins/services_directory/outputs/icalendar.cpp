#include "icalendar.hpp"

#include "ids.hpp"
#include "lines.hpp"

#include <algorithm>
#include <array>

namespace directory::outputs {

namespace chrono = std::chrono;

namespace {

/// 2016-03-06T23:00:00Z as 20160306T230000Z.
std::string basic(std::string written) {
  std::erase_if(written, [](char c) { return c == '-' || c == ':'; });
  return written;
}

std::string basic(Day day, int minutes) {
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), "T%02d%02d00", minutes / 60 % 24, minutes % 60);
  return basic(written(day + chrono::days(minutes / (24 * 60)))) + time.data();
}

std::string basic(chrono::sys_seconds instant) {
  Day const day = chrono::floor<chrono::days>(instant);
  return basic(day, static_cast<int>(chrono::duration_cast<chrono::minutes>(instant - day).count())) + "Z";
}

/// The rule of Directive 2000/84/EC, with the dates of its two halves in Belgium.
constexpr std::string_view time_zone = "BEGIN:VTIMEZONE\r\n"
                                       "TZID:Europe/Brussels\r\n"
                                       "BEGIN:DAYLIGHT\r\n"
                                       "DTSTART:19810329T020000\r\n"
                                       "TZOFFSETFROM:+0100\r\n"
                                       "TZOFFSETTO:+0200\r\n"
                                       "TZNAME:CEST\r\n"
                                       "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
                                       "END:DAYLIGHT\r\n"
                                       "BEGIN:STANDARD\r\n"
                                       "DTSTART:19961027T030000\r\n"
                                       "TZOFFSETFROM:+0200\r\n"
                                       "TZOFFSETTO:+0100\r\n"
                                       "TZNAME:CET\r\n"
                                       "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
                                       "END:STANDARD\r\n"
                                       "END:VTIMEZONE\r\n";

/// What all events at one place say alike.
struct Place {
  json::object const& service;
  json::object const* at; ///< The service_at_location; null for the service's own hours.
  [[nodiscard]] std::string_view owner() const { return text(at != nullptr ? *at : service, "id"); }
};

/// One span: when it begins, how it repeats, and on which days of that rule it does not hold.
struct Event {
  std::string id;
  Span const& span;
  bool appointment;
  std::vector<Day> days;         ///< On which it holds; at least one.
  std::string rule;              ///< FREQ=WEEKLY;BYDAY=MO or FREQ=DAILY.
  std::vector<std::string> week; ///< The rule's days; none for all.
};

void write_when(Lines& lines, Event const& event) {
  std::string const zone = ";TZID=Europe/Brussels";
  Day const first = event.days.front(), last = event.days.back();
  lines.add("DTSTART" + zone, basic(first, event.span.opens));
  lines.add("DTEND" + zone, basic(first, event.span.closes));
  if (first == last) return;
  // UNTIL is in UTC where DTSTART has a time zone (section 3.3.10).
  lines.add("RRULE", event.rule + ";UNTIL=" + basic(instant_of(last, event.span.opens)));
  for (Day day = first; day <= last; day += chrono::days(1)) {
    bool const of_rule =
        event.week.empty() || std::find(event.week.begin(), event.week.end(), weekday_of(day)) != event.week.end();
    if (of_rule && !std::binary_search(event.days.begin(), event.days.end(), day))
      lines.add("EXDATE" + zone, basic(day, event.span.opens));
  }
}

void write_where(Lines& lines, json::object const& location, std::string const& language) {
  lines.add_text("LOCATION" + language,
                 joined({std::string(text(location, "name")), address_of(location).line()}, ", "));
  if (Coordinates const at = coordinates_of(location); at.known()) lines.add("GEO", at.latitude + ";" + at.longitude);
}

void write(Lines& lines, Event const& event, Place const& place) {
  json::object const& service = place.service;
  std::string const locale(text(service, "locale")), language = ";LANGUAGE=" + locale;
  lines.add("BEGIN", "VEVENT");
  lines.add("UID", event.id);
  lines.add("DTSTAMP", basic(std::string(text(service, "modified"))));
  lines.add("LAST-MODIFIED", basic(std::string(text(service, "modified"))));
  write_when(lines, event);
  lines.add_text("SUMMARY" + language, std::string(text(service, "name")) +
                                           (event.appointment ? " (" + word("appointment", locale) + ")" : ""));
  std::string_view const own = place.at != nullptr ? text(*place.at, "permanence") : "";
  lines.add_text("DESCRIPTION" + language, own.empty() ? text(service, "permanence") : own);
  if (json::object const* location = place.at != nullptr ? object(*place.at, "location") : nullptr)
    write_where(lines, *location, language);
  lines.add("URL", text(service, "site"));
  lines.add("TRANSP", "TRANSPARENT"); // the service's hours do not fill the reader's day
  lines.add("END", "VEVENT");
}

void write_all(Lines& lines, Place const& place, std::set<Day> const& holidays, Period period) {
  Hours const hours = hours_of(place.at != nullptr ? *place.at : place.service);
  for (std::size_t i = 0; i < hours.weekly.size(); ++i) {
    Weekly const& weekly = hours.weekly[i];
    Event event{derived_id(place.owner(), "hours/weekly/" + std::to_string(i)),
                weekly.span,
                weekly.appointment,
                days_of(weekly, hours, holidays, period),
                "FREQ=WEEKLY;BYDAY=" + joined(weekly.days, ","),
                weekly.days};
    if (!event.days.empty()) write(lines, event, place);
  }
  for (std::size_t i = 0; i < hours.exceptions.size(); ++i) {
    Exception const& exception = hours.exceptions[i];
    if (!exception.span) continue;
    Event event{derived_id(place.owner(), "hours/exception/" + std::to_string(i)),
                *exception.span,
                exception.appointment,
                days_of(exception, hours, period),
                "FREQ=DAILY",
                {}};
    if (!event.days.empty()) write(lines, event, place);
  }
}

} // namespace

std::string icalendar(json::object const& service, std::set<Day> const& holidays, Period period) {
  std::string const locale(text(service, "locale"));
  std::string const name = std::string(text(service, "name")) + " – " + word("opening_hours", locale);
  Lines head, events;
  head.add("BEGIN", "VCALENDAR");
  head.add("VERSION", "2.0");
  head.add("PRODID", "-//Tandem//Services directory//EN");
  head.add("CALSCALE", "GREGORIAN");
  head.add_text("NAME;LANGUAGE=" + locale, name); // RFC 7986; X-WR-CALNAME for those who do not know it
  head.add_text("X-WR-CALNAME", name);
  head.add("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
  write_all(events, {service, nullptr}, holidays, period);
  for (json::value const& at : items(service, "locations"))
    write_all(events, {service, &at.as_object()}, holidays, period);
  return head.written() + std::string(time_zone) + events.written() + "END:VCALENDAR\r\n";
}

} // namespace directory::outputs
