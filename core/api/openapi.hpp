#pragma once
/// /openapi.json: OpenAPI 3.1, made from the loaded content types and the declared routes.
/// A delivery route of all types ("/api/v1/{type}") is described once for each type.

#include "api/routes.hpp"
#include "content/content_type.hpp"

namespace tandem::api {

[[nodiscard]] json::object openapi(std::vector<Route> const& routes, ContentTypes const& types,
                                   std::string const& version);

/// JSON Schema of a JSON:API request whose `data` is of this type and has these attributes.
[[nodiscard]] json::object request_schema(std::string_view type, json::object attributes,
                                          std::vector<std::string_view> const& required);
/// JSON Schema of any object, with a description.
[[nodiscard]] json::object object_schema(std::string_view description);

/// JSON Schema of a field's value as delivery answers it: a file is told by an object.
[[nodiscard]] json::object shown_schema(Field const& field);
/// JSON Schema of an entry of a content type as delivery answers it: a resource object.
[[nodiscard]] json::object resource_schema(ContentType const& type);
/// JSON Schema of the links of an entry: itself, and an alternate for each language it is public in.
[[nodiscard]] json::object entry_links_schema();
/// Query parameters that delivery takes for lists of a type, besides those of every type: fields, filters, sort,
/// include.
[[nodiscard]] std::vector<json::object> type_parameters(ContentType const& type, bool list);

} // namespace tandem::api
