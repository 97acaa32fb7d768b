#pragma once
/// /api/v1/changes: what became public or ceased to be, for those who keep a copy (static sites, search engines).

#include "api/routes.hpp"
#include "store/database.hpp"

namespace tandem::api {

/// GET /api/v1/changes?after=N: the changes after number N, the oldest first, at most `page_size` of them. `database`
/// must outlive the routes.
[[nodiscard]] Result<void> add_change_routes(Routes& routes, store::Database& database, std::size_t page_size);

} // namespace tandem::api
