#include "verification.hpp"

namespace directory::quality {

bool is_overdue(std::optional<Day> last_verified, Day today, std::chrono::days days) {
  return !last_verified || today - *last_verified > days;
}

boost::json::object verification(boost::json::object const& document, Day today, std::chrono::days days) {
  boost::json::value const* field = document.if_contains("last_verified_on");
  std::optional<Day> const last = field != nullptr && field->is_string()
                                      ? day_of({field->get_string().data(), field->get_string().size()})
                                      : std::nullopt;
  boost::json::value shown = nullptr;
  if (last) shown = written(*last);
  return {{"last_verified_on", std::move(shown)}, {"overdue", is_overdue(last, today, days)}};
}

} // namespace directory::quality
