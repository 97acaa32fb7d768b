#pragma once
/// Whether somebody who knows has confirmed lately what an entry says. Pure: for the check, and for answers that show
/// it with each service.

#include "../calendar.hpp"

#include <boost/json/object.hpp>

namespace directory::quality {

/// Whether more than `days` days have passed since, or it was never verified.
[[nodiscard]] bool is_overdue(std::optional<Day> last_verified, Day today, std::chrono::days days);

/// `{"last_verified_on": "2026-03-01" or null, "overdue": bool}` of a document with the field `last_verified_on`: a
/// service, organisation, location or service at a location. `days`: the setting `directory.verify_every_days`.
[[nodiscard]] boost::json::object verification(boost::json::object const& document, Day today,
                                               std::chrono::days days);

} // namespace directory::quality
