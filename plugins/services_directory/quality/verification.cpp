#include "verification.hpp"

#include <cstdio>

namespace directory::quality {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char const c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

} // namespace

std::optional<Day> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(Day{date}) : std::nullopt;
}

std::string written(Day day) {
  std::chrono::year_month_day const date{day};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

bool is_overdue(std::optional<Day> last_verified, Day today, std::chrono::days days) {
  return !last_verified || today - *last_verified > days;
}

boost::json::object verification(boost::json::object const& document, Day today, std::chrono::days days) {
  boost::json::value const* field = document.if_contains("last_verified_on");
  std::optional<Day> const last = field != nullptr && field->is_string()
                                      ? read_day({field->get_string().data(), field->get_string().size()})
                                      : std::nullopt;
  boost::json::value shown = nullptr;
  if (last) shown = written(*last);
  return {{"last_verified_on", std::move(shown)}, {"overdue", is_overdue(last, today, days)}};
}

} // namespace directory::quality
