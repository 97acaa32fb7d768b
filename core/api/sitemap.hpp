#pragma once
/// /api/v1/sitemap: every public entry with its languages and addresses.

#include "api/routes.hpp"
#include "delivery/delivery.hpp"

namespace tandem::api {

/// GET /api/v1/sitemap. `delivery` must outlive the routes.
[[nodiscard]] Result<void> add_sitemap_routes(Routes& routes, delivery::Delivery const& delivery);

} // namespace tandem::api
