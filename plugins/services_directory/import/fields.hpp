#pragma once
/// The fields that a mapping can fill, by type: what their values are made of.

#include <map>
#include <string>
#include <string_view>

namespace directory::importing {

enum class FieldShape { text, texts, phones, languages, integer, number, yes_or_no, address, link, links };

struct FieldForm {
  FieldShape shape;
  bool localised = false;
  std::string_view target = {}; ///< Of links: the type they point at.
};

using FieldForms = std::map<std::string_view, FieldForm>;

/// Null for a type that no mapping can fill.
[[nodiscard]] FieldForms const* fields_of(std::string_view type);

} // namespace directory::importing
