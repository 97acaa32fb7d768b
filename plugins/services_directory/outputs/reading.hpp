#pragma once
/// The standard outputs of the directory: its documents in the formats of others. One file pair a format, each a pure
/// function from documents (see ../documents.hpp) to text; routes.cpp gives them addresses.
///
/// Here: reading those documents. A field that is not there reads as empty, since what is not known is left out.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace directory::outputs {

namespace json = boost::json;

/// The text of a field, or "".
[[nodiscard]] std::string_view text(json::object const& document, std::string_view field);
/// The items of a field, or none.
[[nodiscard]] json::array const& items(json::object const& document, std::string_view field);
/// The object in a field, or null.
[[nodiscard]] json::object const* object(json::object const& document, std::string_view field);
/// The texts in a list of texts; in a list of objects, those of `member`.
[[nodiscard]] std::vector<std::string> texts(json::object const& document, std::string_view field,
                                             std::string_view member = "name");
[[nodiscard]] bool is_true(json::object const& document, std::string_view field);

/// One after the other; empty ones are passed over.
[[nodiscard]] std::string joined(std::vector<std::string> const& parts, std::string_view between);

/// The names of the terms of taxonomies with that facet ("help", "area").
[[nodiscard]] std::vector<std::string> terms_of(json::object const& service, std::string_view facet);

/// Where a location is; a part that is not known is "".
struct Address {
  std::string street; ///< As it is written in Belgium: street, number, and the box after it.
  std::string postcode, municipality;
  [[nodiscard]] bool complete() const { return !street.empty() && !postcode.empty() && !municipality.empty(); }
  /// "Stalingradlaan 54, 1000 Brussel", of what is known.
  [[nodiscard]] std::string line() const;
};
[[nodiscard]] Address address_of(json::object const& location);

/// Latitude and longitude (degrees, WGS 84) as they were written, or both "".
struct Coordinates {
  std::string latitude, longitude;
  [[nodiscard]] bool known() const { return !latitude.empty(); }
};
[[nodiscard]] Coordinates coordinates_of(json::object const& location);

/// What a word of the schemas (`in_custody`, `free`, `office` …) or of the outputs is called in Dutch or French; the
/// word itself when it is none of them.
[[nodiscard]] std::string word(std::string_view word, std::string_view locale);

} // namespace directory::outputs
