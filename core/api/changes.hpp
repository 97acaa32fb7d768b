#pragma once
/// /api/v1/changes: what became public or ceased to be, for those who keep a copy (static sites, search engines).

#include "api/change_events.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// GET /api/v1/changes?after=N: the changes after number N, the oldest first, at most `page_size` of them; to those
/// who ask for `text/event-stream`, all of them and those to come as they come (change_events.hpp). `database` and
/// `feed` must outlive the routes.
[[nodiscard]] Result<void> add_change_routes(Routes& routes, store::Database& database, delivery::Feed& feed,
                                             std::size_t page_size, EventSettings const& settings);

} // namespace tandem::api
