#include "geojson.hpp"

namespace directory::outputs {
namespace {

json::object properties_of(json::object const& location) {
  json::object properties;
  for (char const* field : {"name", "slug", "locale", "kind"})
    if (!text(location, field).empty()) properties[field] = text(location, field);
  Address const address = address_of(location);
  for (auto const& [name, value] : {std::pair("street", &address.street), std::pair("postcode", &address.postcode),
                                    std::pair("municipality", &address.municipality)})
    if (!value->empty()) properties[name] = *value;
  if (json::array const& accessibility = items(location, "accessibility"); !accessibility.empty())
    properties["accessibility"] = accessibility;
  properties["services"] = items(location, "services");
  return properties;
}

} // namespace

json::object geojson(std::vector<json::object> const& locations) {
  json::array features;
  for (json::object const& location : locations) {
    if (!coordinates_of(location).known()) continue;
    // Longitude first (section 3.1.1).
    json::array const position{location.at("longitude"), location.at("latitude")};
    features.push_back({{"type", "Feature"},
                        {"id", text(location, "id")},
                        {"geometry", {{"type", "Point"}, {"coordinates", position}}},
                        {"properties", properties_of(location)}});
  }
  return {{"type", "FeatureCollection"}, {"features", std::move(features)}};
}

} // namespace directory::outputs
