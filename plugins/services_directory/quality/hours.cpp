#include "hours.hpp"

#include "../calendar.hpp"

#include <tandem/plugin.hpp>

#include <algorithm>
#include <array>

namespace directory::quality {
namespace {

namespace json = boost::json;
using std::chrono::days;
using tandem::string_member;

constexpr int day_length = 24 * 60;
constexpr std::array<std::string_view, 7> day_names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

/// A part of a day on which it is open, with the days of the calendar between which that holds.
struct Part {
  std::size_t weekly; // its place in the list
  int weekday;        // 0 is Monday
  int begins, ends;   // minutes
  Day from, until;
};

/// Days far away stand for "always": before and after any that is written.
Day from_of(json::object const& span) { return day_of(string_member(span, "from")).value_or(Day{days{-800'000}}); }
Day until_of(json::object const& span) { return day_of(string_member(span, "until")).value_or(Day{days{2'000'000}}); }

bool is_on_both(Part const& one, Part const& other) {
  if (one.weekday != other.weekday || one.begins >= other.ends || other.begins >= one.ends) return false;
  Day const from = std::max(one.from, other.from), until = std::min(one.until, other.until);
  if (from > until) return false;
  // The first such day of the week in the period that they share.
  int const first = static_cast<int>(std::chrono::weekday{from}.iso_encoding()) - 1;
  return from + days{(one.weekday - first + 7) % 7} <= until;
}

std::string shown(json::object const& span) {
  std::string all;
  if (json::value const* on = span.if_contains("days"); on != nullptr && on->is_array())
    for (json::value const& day : on->get_array())
      if (day.is_string()) all += (all.empty() ? "" : " ") + std::string(day.get_string());
  if (!string_member(span, "opens").empty() || !string_member(span, "closes").empty())
    all += (all.empty() ? "" : " ") + std::string(string_member(span, "opens")) + "-" +
           std::string(string_member(span, "closes"));
  if (!string_member(span, "from").empty() || !string_member(span, "until").empty())
    all += (all.empty() ? "" : ", ") + std::string(string_member(span, "from")) + "/" +
           std::string(string_member(span, "until"));
  return all;
}

class HoursCheck {
public:
  std::vector<HoursProblem> run(json::object const& hours) {
    if (json::value const* weekly = hours.if_contains("weekly"); weekly != nullptr && weekly->is_array())
      for (std::size_t i = 0; i < weekly->get_array().size(); ++i)
        if (weekly->get_array()[i].is_object()) each_week(weekly->get_array()[i].get_object(), i);
    if (json::value const* exceptions = hours.if_contains("exceptions");
        exceptions != nullptr && exceptions->is_array())
      for (std::size_t i = 0; i < exceptions->get_array().size(); ++i)
        if (exceptions->get_array()[i].is_object()) exception(exceptions->get_array()[i].get_object(), i);
    return std::move(problems_);
  }

private:
  void add(Impossible what, std::string pointer, json::object const& span) {
    problems_.push_back({what, std::move(pointer), shown(span)});
  }

  /// Whether the span can be taken for what it says.
  bool clock(json::object const& span, std::string const& pointer) {
    auto const opens = minutes_of(string_member(span, "opens")), closes = minutes_of(string_member(span, "closes"));
    bool const sound = opens && closes && *opens < day_length;
    if (!sound) add(Impossible::time, pointer, span);
    else if (*opens == *closes) add(Impossible::no_length, pointer, span);
    return sound && *opens != *closes;
  }

  void each_week(json::object const& span, std::size_t index) {
    std::string const pointer = "/weekly/" + std::to_string(index);
    bool const ends_early = from_of(span) > until_of(span);
    if (ends_early) add(Impossible::period, pointer, span);
    if (!clock(span, pointer) || ends_early) return;
    std::vector<Part> const own = parts(span, index);
    for (Part const& part : own)
      if (Part const* other = overlapping(part)) {
        problems_.push_back({Impossible::overlap, pointer, shown(span), spans_[other->weekly],
                             "/weekly/" + std::to_string(other->weekly)});
        break;
      }
    parts_.insert(parts_.end(), own.begin(), own.end());
    spans_.resize(index + 1);
    spans_[index] = shown(span);
  }

  [[nodiscard]] Part const* overlapping(Part const& part) const {
    auto const found =
        std::find_if(parts_.begin(), parts_.end(), [&](Part const& other) { return is_on_both(part, other); });
    return found == parts_.end() ? nullptr : &*found;
  }

  static std::vector<Part> parts(json::object const& span, std::size_t index) {
    std::vector<Part> all;
    int const opens = *minutes_of(string_member(span, "opens")), closes = *minutes_of(string_member(span, "closes"));
    Day const from = from_of(span), until = until_of(span);
    json::value const* on = span.if_contains("days");
    for (int day = 0; on != nullptr && on->is_array() && day < 7; ++day) {
      if (std::find(on->get_array().begin(), on->get_array().end(),
                    json::value(day_names.at(static_cast<std::size_t>(day)))) == on->get_array().end())
        continue;
      all.push_back({index, day, opens, closes > opens ? closes : day_length, from, until});
      if (closes < opens && closes > 0)
        all.push_back({index, (day + 1) % 7, 0, closes, from + days{1}, until + days{1}});
    }
    return all;
  }

  void exception(json::object const& span, std::size_t index) {
    std::string const pointer = "/exceptions/" + std::to_string(index);
    if (from_of(span) > until_of(span)) add(Impossible::period, pointer, span);
    bool const opens = span.contains("opens"), closes = span.contains("closes");
    if (opens != closes) add(Impossible::half, pointer, span);
    else if (opens) clock(span, pointer);
  }

  std::vector<HoursProblem> problems_;
  std::vector<Part> parts_;
  std::vector<std::string> spans_;
};

} // namespace

std::vector<HoursProblem> impossible_hours(json::object const& hours) { return HoursCheck().run(hours); }

} // namespace directory::quality
