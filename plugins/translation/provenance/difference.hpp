#pragma once
/// What changed between two texts, word by word: for a translator who knows the older one. Pure.

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace translation::provenance {

enum class Change { same, removed, added };
[[nodiscard]] std::string_view name_of(Change change);

struct Part {
  Change change;
  std::string text;
  bool operator==(Part const&) const = default;
};

/// The parts in order; those that are same or removed make up `before`, those that are same or added `after`. Words
/// are those of Unicode (UAX 29). Past `most` words of one text it is one part removed and one added: whoever
/// compares books does so elsewhere.
[[nodiscard]] std::vector<Part> difference(std::string_view before, std::string_view after,
                                           std::size_t most = 20'000);

/// A field's value as text: a string as it is, everything else as JSON.
[[nodiscard]] std::string text_of(boost::json::value const* value);

} // namespace translation::provenance
