#pragma once
/// /openapi.json: what is served, made from the routes and content types themselves.

#include "api/routes.hpp"
#include "content/content_type.hpp"

namespace tandem::api {

/// An OpenAPI 3.1 document of all routes; a content type's schema stands under components/schemas by its name.
[[nodiscard]] json::object openapi(std::vector<Route> const& routes, ContentTypes const& types, std::string const& version);

} // namespace tandem::api
