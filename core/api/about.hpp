#pragma once
/// What the server says of itself: /, /health/live, /health/ready, /openapi.json.

#include "api/routes.hpp"
#include "content/content_type.hpp"
#include "store/database.hpp"

namespace tandem::api {

/// `types` and `database` must outlive the routes. Describes the routes that are there when it is asked.
[[nodiscard]] Result<void> add_about_routes(Routes& routes, ContentTypes const& types, store::Database& database,
                                            std::string const& version);

} // namespace tandem::api
