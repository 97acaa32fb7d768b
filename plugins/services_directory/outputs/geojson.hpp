#pragma once
/// Locations on a map (RFC 7946).

#include "reading.hpp"

namespace directory::outputs {

/// A FeatureCollection of points. `locations`: location entries, each with the `services` there (`id`, `slug`,
/// `name`, `short_name`); those whose coordinates are not known are left out.
[[nodiscard]] json::object geojson(std::vector<json::object> const& locations);

} // namespace directory::outputs
