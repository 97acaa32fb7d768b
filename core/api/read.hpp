#pragma once
/// /api/v1: what web clients read.

#include "api/routes.hpp"
#include "delivery/delivery.hpp"

namespace tandem::api {

/// GET /api/v1/{type} and /api/v1/{type}/{id}. `delivery` must outlive the routes.
[[nodiscard]] Result<void> add_read_routes(Routes& routes, delivery::Delivery const& delivery);

} // namespace tandem::api
