#include "api/about.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

Response plain(std::string text) {
  return {200, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(text)};
}

/// For whoever opens the bare address: what there is, and where.
Response front_door(ContentTypes const& types, std::string const& version) {
  json::object links{{"describedby", "/openapi.json"},
                     {"ready", "/health/ready"},
                     {"sitemap", "/api/v1/sitemap"},
                     {"changes", "/api/v1/changes"}};
  for (auto const& [name, type] : types.all()) links[name] = "/api/v1/" + name;
  return document(200, {{"jsonapi", {{"version", "1.1"}}},
                        {"meta", {{"product", "Tandem"}, {"version", version}}},
                        {"links", std::move(links)}});
}

Result<Response> ready(store::Database& database) {
  return database.transact([](store::Transaction& tx) -> Result<Response> {
    tx.query("select 1");
    return plain("ready\n");
  });
}

} // namespace

Result<void> add_about_routes(Routes& routes, ContentTypes const& types, store::Database& database,
                              std::string const& version) {
  RouteDoc live{"The process runs"}, is_ready{"The database answers"}, self{"This description"};
  live.media_type = is_ready.media_type = "text/plain";
  self.media_type = "application/json";
  return routes.add_all({
      {Method::get,
       "/",
       Public,
       [&types, version](Call const&) { return front_door(types, version); },
       {"What this server offers, and where"}},
      {Method::get, "/health/live", Public, [](Call const&) { return plain("live\n"); }, live, http::Runs::at_once},
      {Method::get, "/health/ready", Public, [&database](Call const&) { return ready(database); }, is_ready},
      {Method::get, "/openapi.json", Public,
       [&routes, &types, version](Call const&) -> Result<Response> {
         return Response{200,
                         {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}},
                         json::serialize(openapi(routes.all(), types, version)) + "\n"};
       },
       self},
  });
}

} // namespace tandem::api
