#pragma once
/// All sentences of the check, in both languages. Pure.

#include "finding.hpp"
#include "hours.hpp"

#include <tandem/plugin.hpp>

namespace directory::quality {

[[nodiscard]] Message overdue_message(std::optional<Day> last_verified, std::chrono::days days);
/// `status`: of HTTP, or 0 when there was no answer.
[[nodiscard]] Message broken_link_message(std::string_view address, int status);
[[nodiscard]] Message hours_message(HoursProblem const& problem);
[[nodiscard]] Message phone_message(std::string_view written);
/// Of a Dutch text and a French one, in this order.
[[nodiscard]] Message difference_message(tandem::facts::Difference const& difference);
/// `field`: "" when the entry is not public in that language at all.
[[nodiscard]] Message missing_message(std::string_view locale, std::string_view field);

/// What can be said of the last check. `links`: what became of the links: see Links in check.hpp.
[[nodiscard]] Message check_message(bool ever, std::string_view links, std::size_t findings);

} // namespace directory::quality
