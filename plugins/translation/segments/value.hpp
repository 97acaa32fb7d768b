#pragma once
/// Values of fields: each string in them is a text of its own, named by its JSON pointer in the value.

#include "segments/segment.hpp"

#include <map>

namespace translation::segments {

/// A field of a content type that a translator works on, as its JSON Schema describes it.
struct TextField {
  std::string name;
  std::string label;       ///< `title` of its schema; the name without one.
  std::string description; ///< "" without one.
  Form form = Form::plain;
  json::object schema;
};

/// The localised fields of a content type (its whole JSON Schema) that may hold text: no slugs, no values of a list
/// (`enum`, `const`) or with a format (dates, addresses), no numbers. In the order of the schema.
[[nodiscard]] std::vector<TextField> text_fields(json::object const& content_type);

/// Each text in a value of `field` by its JSON pointer: "" for a string itself, "/0/label" inside arrays and objects.
/// Strings that the schema lists or gives a format are none; nor is an empty one.
[[nodiscard]] std::map<std::string, std::string> texts_of(TextField const& field, json::value const& value);

/// `value` with other texts at these pointers. A pointer that leads to no string is an error at it.
[[nodiscard]] tandem::Result<json::value> with_texts(json::value value,
                                                     std::map<std::string, std::string> const& texts);

} // namespace translation::segments
