#include "calendar.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace directory {
namespace {

std::optional<int> number(std::string_view digits) {
  int value = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-') return std::nullopt;
  return value;
}

} // namespace

std::optional<Day> day_of(std::string_view written) {
  if (written.size() != 10 || written[4] != '-' || written[7] != '-') return std::nullopt;
  auto const year = number(written.substr(0, 4)), month = number(written.substr(5, 2)),
             day = number(written.substr(8));
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(Day{date}) : std::nullopt;
}

std::string written(Day day) {
  std::chrono::year_month_day const date{day};
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer.data();
}

std::optional<int> minutes_of(std::string_view written) {
  if (written.size() != 5 || written[2] != ':') return std::nullopt;
  auto const hour = number(written.substr(0, 2)), minute = number(written.substr(3));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
  return *hour * 60 + *minute;
}

std::string weekday_of(Day day) {
  static constexpr std::array<std::string_view, 7> week{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  return std::string(week.at(std::chrono::weekday{day}.iso_encoding() - 1));
}

} // namespace directory
