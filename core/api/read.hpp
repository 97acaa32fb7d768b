#pragma once
/// /api/v1: what web clients read.

#include "api/routes.hpp"
#include "delivery/delivery.hpp"
#include "editing/previews.hpp"

namespace tandem::api {

/// GET /api/v1/{type} and /api/v1/{type}/{id}. Both must outlive the routes.
[[nodiscard]] Result<void> add_read_routes(Routes& routes, delivery::Delivery const& delivery,
                                           editing::Previews const& previews);

/// A strong ETag over the bytes of the answer (RFC 9110 section 8.8.3); 304 without them for who has them already.
[[nodiscard]] Response with_etag(Request const& request, Response response);
/// Pages of any site may read the answer (Fetch, CORS).
void allow_all_sites(Response& response);

} // namespace tandem::api
