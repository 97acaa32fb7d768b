#include "api/openapi.hpp"

namespace tandem::api {
namespace {

constexpr std::string_view all_types = "/api/v1/{type}";

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

json::object reference(std::string_view component) { return {{"$ref", "#/components/" + std::string(component)}}; }

json::array parameters_of(Route const& route, std::string const& path) {
  json::array parameters;
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    std::string const name = path.substr(open + 1, path.find('}', open) - open - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (ParameterDoc const& query : route.doc.parameters) {
    json::object parameter{{"name", query.name},
                           {"in", query.in},
                           {"required", query.required},
                           {"description", query.description},
                           {"schema", query.schema}};
    if (!query.example.is_null()) parameter["example"] = query.example;
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

json::object operation(Route const& route, std::string const& path) {
  json::object content{{"schema", route.doc.response}};
  if (route.doc.response.empty() && route.doc.media_type == "application/vnd.api+json")
    content["schema"] = reference("schemas/Document");
  json::object answer{{"description", "Success"}};
  if (route.method != Method::options) {
    json::object media{{route.doc.media_type, std::move(content)}};
    for (auto const& [type, schema] : route.doc.other_media) media[type] = {{"schema", schema}};
    answer["content"] = std::move(media);
  }
  json::object described{{"summary", route.doc.summary},
                         {"tags", {route.owner}},
                         {"operationId", lower(http::name_of(route.method)) + " " + path},
                         {"parameters", parameters_of(route, path)},
                         {"x-permission", route.permission.name()},
                         {"responses", {{"2XX", std::move(answer)}, {"default", reference("responses/Error")}}}};
  if (!route.doc.request_body.empty())
    described["requestBody"] = {{"required", route.doc.request_body_required},
                                {"content", {{route.doc.request_media_type, {{"schema", route.doc.request_body}}}}}};
  bool const unsafe = route.method != Method::get && route.method != Method::head;
  if (!route.permission.is_public() && unsafe)
    described["parameters"].as_array().push_back(
        {{"name", "X-CSRF-Token"},
         {"in", "header"},
         {"required", false},
         {"schema", {{"type", "string"}}},
         {"description", "csrf_token of the sign-in; with a session it is needed, with a token it is not"}});
  if (!route.permission.is_public())
    described["security"] = {json::object{{"token", json::array{}}}, json::object{{"session", json::array{}}}};
  return described;
}

/// A delivery operation as it is for one type.
json::object operation_of_type(Route const& route, std::string const& path, ContentType const& type) {
  bool const list = route.pattern == all_types;
  json::object described = operation(route, path);
  if (route.method != Method::get) return described;
  json::array& parameters = described["parameters"].as_array();
  for (json::object& parameter : type_parameters(type, list)) parameters.push_back(std::move(parameter));
  json::object const resource = reference("schemas/" + type.name());
  json::object const data = list ? json::object{{"type", "array"}, {"items", resource}} : resource;
  json::object const shown{{"allOf", {reference("schemas/Document"), {{"properties", {{"data", data}}}}}}};
  described["responses"].as_object()["2XX"].as_object()["content"] = {
      {"application/vnd.api+json", {{"schema", shown}}}};
  return described;
}

json::object paths_of(std::vector<Route> const& routes, ContentTypes const& types) {
  json::object paths;
  auto const add = [&](std::string const& path, Route const& route, json::object described) {
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[lower(http::name_of(route.method))] = std::move(described);
  };
  for (Route const& route : routes) {
    if (!route.pattern.starts_with(all_types)) {
      add(route.pattern, route, operation(route, route.pattern));
      continue;
    }
    for (auto const& [name, type] : types.all()) {
      std::string const path = "/api/v1/" + name + route.pattern.substr(all_types.size());
      add(path, route, operation_of_type(route, path, type));
    }
  }
  return paths;
}

json::object const error_schema{
    {"type", "object"},
    {"required", {"errors"}},
    {"properties",
     {{"errors",
       {{"type", "array"},
        {"items",
         {{"type", "object"},
          {"required", {"status", "code", "title", "detail"}},
          {"properties",
           {{"status", {{"type", "string"}}},
            {"code", {{"type", "string"}}},
            {"title", {{"type", "string"}}},
            {"detail", {{"type", "string"}}},
            {"source",
             {{"type", "object"},
              {"properties", {{"pointer", {{"type", "string"}}}, {"parameter", {{"type", "string"}}}}}}},
            {"meta", {{"type", "object"}}}}}}}}}}}};

json::object const document_schema{
    {"type", "object"},
    {"required", {"jsonapi", "data"}},
    {"properties",
     {{"jsonapi", {{"type", "object"}, {"properties", {{"version", {{"const", "1.1"}}}}}}},
      {"data", json::object{}},
      {"included", {{"type", "array"}, {"items", {{"type", "object"}}}}},
      {"links", {{"type", "object"}}},
      {"meta", {{"type", "object"}}}}}};

} // namespace

json::object object_schema(std::string_view description) {
  return {{"type", "object"}, {"description", description}};
}

json::object request_schema(std::string_view type, json::object attributes,
                            std::vector<std::string_view> const& required) {
  json::array names;
  for (std::string_view const name : required) names.emplace_back(name);
  json::object const described{{"type", "object"},
                               {"required", std::move(names)},
                               {"additionalProperties", false},
                               {"properties", std::move(attributes)}};
  json::object const data{{"type", "object"},
                          {"required", {"type", "attributes"}},
                          {"properties", {{"type", {{"const", type}}}, {"attributes", described}}}};
  return {{"type", "object"}, {"required", {"data"}}, {"properties", {{"data", data}}}};
}

json::object openapi(std::vector<Route> const& routes, ContentTypes const& types, std::string const& version) {
  json::object schemas{{"Document", document_schema}, {"Errors", error_schema}};
  for (auto const& [name, type] : types.all()) schemas[name] = resource_schema(type);
  json::object const errors{{"description", "What is wrong, as a JSON:API errors document"},
                            {"content", {{"application/vnd.api+json", {{"schema", reference("schemas/Errors")}}}}}};
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Tandem"}, {"version", version}}},
          {"paths", paths_of(routes, types)},
          {"components",
           {{"schemas", std::move(schemas)},
            {"responses", {{"Error", errors}}},
            {"securitySchemes",
             {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
              {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tandem_session"}}}}}}}};
}

} // namespace tandem::api
