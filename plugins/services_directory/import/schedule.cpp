#include "schedule.hpp"

#include "../calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <regex>

namespace directory::importing {
namespace {

constexpr std::array<std::string_view, 7> days{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

/// Reads one row; what is wrong is noted and reading goes on, so that all of a row is named at once.
class Reader {
public:
  Reader(Record const& row, std::vector<Problem>& problems) : row_(row), problems_(problems) {}

  std::optional<HoursPart> read() {
    std::size_t const before = problems_.size();
    refuse_what_has_no_place();
    auto const valid_from = date("valid_from"), start = date("dtstart"), valid_to = date("valid_to"),
               until = date("until");
    auto const opens = time("opens_at", false), closes = time("closes_at", true);
    if (row_.text("opens_at").empty() != row_.text("closes_at").empty())
      problem(row_.text("opens_at").empty() ? "opens_at" : "closes_at", "opening and closing time go together");
    std::string const freq(row_.text("freq"));
    bool const once = freq.empty() && row_.text("byday").empty();
    json::array const on = once ? json::array() : weekdays(freq, start);
    if (problems_.size() != before) return std::nullopt;
    std::string const from = std::max(valid_from, start);
    std::string const last = valid_to.empty() ? until : until.empty() ? valid_to : std::min(valid_to, until);
    return once ? exception(from, last, opens, closes) : weekly(on, from, last, opens, closes);
  }

private:
  void problem(std::string_view column, std::string detail) {
    problems_.push_back({row_.place(column), std::move(detail)});
  }

  void refuse_what_has_no_place() {
    for (char const* part : {"count", "byweekno", "bymonthday", "byyearday"})
      if (!row_.text(part).empty()) problem(part, "opening hours here cannot repeat by " + std::string(part));
    std::string_view const interval = row_.text("interval");
    if (!interval.empty() && interval != "1") problem("interval", "opening hours here repeat every week");
    (void)row_.text("wkst"); // matters with an interval only
    std::string_view const zone = row_.text("timezone");
    static std::set<std::string_view> const here{"", "1", "2", "+1", "+2", "+01:00", "+02:00", "Europe/Brussels"};
    if (!here.contains(zone)) problem("timezone", "hours here are local time of Brussels");
  }

  /// "" when empty or wrong. Dates in this form compare as text.
  std::string date(std::string_view column) {
    std::string const text(row_.text(column));
    if (text.empty() || day_of(text)) return text;
    problem(column, "is no date like 2026-03-01");
    return {};
  }

  /// HH:MM; seconds must be none, and the offset one of Brussels.
  std::string time(std::string_view column, bool closes) {
    static std::regex const form("((?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)(?::00(?:\\.0+)?)?(?:\\+0[12]:00)?");
    std::string const text(row_.text(column));
    std::smatch found;
    if (text.empty()) return {};
    if (std::regex_match(text, found, form) && (closes || found[1] != "24:00")) return found[1];
    problem(column, "is no local time like 09:00");
    return {};
  }

  json::array weekdays(std::string const& freq, std::string const& start) {
    if (freq.empty()) problem("freq", "is missing: days of the week repeat WEEKLY");
    else if (freq != "WEEKLY" && freq != "DAILY")
      problem("freq", "opening hours here repeat every week, not " + freq);
    std::string_view const written = row_.text("byday");
    if (written.empty() && freq == "DAILY") return json::array(days.begin(), days.end());
    if (written.empty()) { // RFC 5545: the day of DTSTART
      if (auto const day = day_of(start)) return {json::value(weekday_of(*day))};
      problem("byday", "is missing, and there is no dtstart whose day of the week it would be");
      return {};
    }
    std::set<std::size_t> found;
    for (std::size_t at = 0; at <= written.size();) {
      std::size_t const comma = std::min(written.find(',', at), written.size());
      auto const day = std::find(days.begin(), days.end(), trimmed(written.substr(at, comma - at)));
      if (day == days.end()) problem("byday", "is no list of days like MO,TU");
      else found.insert(static_cast<std::size_t>(day - days.begin()));
      if (day == days.end()) break;
      at = comma + 1;
    }
    json::array on;
    for (std::size_t const day : found) on.push_back(json::value(days.at(day)));
    return on;
  }

  std::optional<HoursPart> exception(std::string const& from, std::string const& last, std::string const& opens,
                                     std::string const& closes) {
    if (from.empty() || (last.empty() && row_.text("dtstart").empty())) {
      problem("freq", "is missing: without it a row is about days from valid_from to valid_to");
      return std::nullopt;
    }
    HoursPart part{true, {{"from", from}, {"until", last.empty() ? from : last}}};
    if (!last.empty() && last < from) return problem("valid_to", "lies before the first day"), std::nullopt;
    if (!opens.empty()) part.value.insert({{"opens", opens}, {"closes", closes}});
    return part;
  }

  std::optional<HoursPart> weekly(json::array const& on, std::string const& from, std::string const& last,
                                  std::string const& opens, std::string const& closes) {
    if (opens.empty()) return problem("opens_at", "is missing: when it opens is not known"), std::nullopt;
    if (!last.empty() && last < from) return problem("valid_to", "lies before the first day"), std::nullopt;
    HoursPart part{false, {{"days", on}, {"opens", opens}, {"closes", closes}}};
    if (!from.empty()) part.value["from"] = from;
    if (!last.empty()) part.value["until"] = last;
    return part;
  }

  Record const& row_;
  std::vector<Problem>& problems_;
};

bool same_but_days(json::object const& a, json::object const& b) {
  return std::all_of(b.begin(), b.end(),
                     [&](auto const& member) {
                       json::value const* other = a.if_contains(member.key());
                       return member.key() == "days" || (other != nullptr && *other == member.value());
                     }) &&
         a.size() == b.size();
}

} // namespace

std::optional<HoursPart> hours_part(Record const& row, std::vector<Problem>& problems) {
  return Reader(row, problems).read();
}

void add_hours(json::object& hours, HoursPart const& part) {
  json::value& list = hours[part.exception ? "exceptions" : "weekly"];
  if (!list.is_array()) list = json::array();
  for (json::value& known : list.get_array()) {
    if (part.exception ? known == json::value(part.value) : !same_but_days(known.get_object(), part.value)) {
      if (part.exception) return;
      continue;
    }
    if (part.exception) continue;
    json::array merged;
    auto const has = [](json::value const& all, std::string_view day) {
      return std::find(all.get_array().begin(), all.get_array().end(), json::value(day)) != all.get_array().end();
    };
    for (std::string_view const day : days)
      if (has(known.at("days"), day) || has(part.value.at("days"), day)) merged.push_back(json::value(day));
    known.get_object()["days"] = std::move(merged);
    return;
  }
  list.get_array().push_back(part.value);
}

} // namespace directory::importing
