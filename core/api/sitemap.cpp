#include "api/sitemap.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"
#include "api/read.hpp"

namespace tandem::api {
namespace {

Result<json::object> page(Request const& request, delivery::Delivery const& delivery) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  return delivery.sitemap(request.query, request.target);
}

json::object schema() {
  json::object const text{{"type", "string"}}, id{{"type", "string"}, {"format", "uuid"}};
  json::object const meta{{"type", "object"},
                          {"required", {"published_at"}},
                          {"properties", {{"published_at", {{"type", "string"}, {"format", "date-time"}}}}}};
  json::object const entry{
      {"type", "object"},
      {"required", {"type", "id", "links", "meta"}},
      {"properties", {{"type", text}, {"id", id}, {"links", entry_links_schema()}, {"meta", meta}}}};
  json::object const data{{"type", "array"}, {"items", entry}};
  return {{"allOf", {{{"$ref", "#/components/schemas/Document"}}, {{"properties", {{"data", data}}}}}}};
}

} // namespace

Result<void> add_sitemap_routes(Routes& routes, delivery::Delivery const& delivery) {
  RouteDoc doc{"Every public entry, with its languages, slugs and addresses",
               {{"filter[type]", "entries of this type", false, {{"type", "string"}}, "page"},
                {"filter[type][in]", "entries of these types, separated by commas", false, {{"type", "string"}}},
                {"page[size]", "entries on a page", false, {{"type", "integer"}}, 5},
                {"page[after]", "cursor of the page before", false, {{"type", "string"}}}}};
  doc.response = schema();
  return routes.add_all({
      {Method::get, "/api/v1/sitemap", Public,
       [&delivery](Call const& call) -> Result<Response> {
         return public_document(call.request, page(call.request, delivery));
       },
       std::move(doc)},
  });
}

} // namespace tandem::api
