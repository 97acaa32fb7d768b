#include "api/openapi.hpp"

namespace tandem::api {
namespace {

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

json::array parameters_of(Route const& route) {
  json::array parameters;
  for (std::size_t open = route.pattern.find('{'); open != std::string::npos; open = route.pattern.find('{', open + 1)) {
    std::string const name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (ParameterDoc const& query : route.doc.query) {
    json::object parameter{{"name", query.name}, {"in", "query"}, {"required", query.required},
                           {"description", query.description}, {"schema", query.schema}};
    if (!query.example.is_null()) parameter["example"] = query.example;
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

json::object operation(Route const& route) {
  json::object answer{{"description", "Success"}};
  answer["content"] = {{route.doc.media_type, {{"schema", route.doc.response}}}};
  json::object described{{"summary", route.doc.summary},
                         {"tags", {route.owner}},
                         {"operationId", lower(http::name_of(route.method)) + " " + route.pattern},
                         {"parameters", parameters_of(route)},
                         {"x-permission", route.permission.name()},
                         {"responses", {{"2XX", std::move(answer)}, {"default", {{"$ref", "#/components/responses/Error"}}}}}};
  if (!route.permission.is_public()) described["security"] = {json::object{{"token", json::array{}}}, json::object{{"session", json::array{}}}};
  return described;
}

} // namespace

json::object openapi(std::vector<Route> const& routes, ContentTypes const& types, std::string const& version) {
  json::object paths;
  for (Route const& route : routes) {
    if (!paths.contains(route.pattern)) paths[route.pattern] = json::object{};
    paths[route.pattern].as_object()[lower(http::name_of(route.method))] = operation(route);
  }
  json::object schemas;
  for (auto const& [name, type] : types.all()) schemas[name] = type.schema();
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Tandem"}, {"version", version}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", std::move(schemas)},
            {"responses", {{"Error", {{"description", "A JSON:API errors document"},
                                      {"content", {{"application/vnd.api+json", {{"schema", {{"type", "object"}}}}}}}}}}},
            {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
                                 {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tandem_session"}}}}}}}};
}

} // namespace tandem::api
