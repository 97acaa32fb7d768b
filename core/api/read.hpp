#pragma once
/// /api/v1: what web clients read.

#include "api/routes.hpp"
#include "delivery/delivery.hpp"
#include "editing/previews.hpp"

namespace tandem::api {

/// GET /api/v1/{type} and /api/v1/{type}/{id}. Both must outlive the routes.
[[nodiscard]] Result<void> add_read_routes(Routes& routes, delivery::Delivery const& delivery,
                                           editing::Previews const& previews);

} // namespace tandem::api
