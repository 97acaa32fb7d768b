#pragma once
/// Ids of what has none in the content: a service's second telephone, a span of its hours.

#include <string>
#include <string_view>

namespace directory::outputs {

/// UUID version 5 (RFC 9562 section 5.5) of `part` in the name space of the entry it belongs to: the same in every
/// answer for as long as the part keeps its place. Throws std::runtime_error when `owner` is no UUID.
[[nodiscard]] std::string derived_id(std::string_view owner, std::string_view part);

/// The taxonomies that the outputs make of content types of their own: target groups and authorities. Version 5 of
/// urn:tandem:services_directory:audience and …:authority in the name space of URLs.
inline constexpr std::string_view audiences_taxonomy = "9b9c4712-9066-5205-9416-3de61736ecae";
inline constexpr std::string_view authorities_taxonomy = "910ab30d-ae60-5c39-8dc1-f728963f72c6";

} // namespace directory::outputs
