#pragma once
/// What differs between the structures of two Markdown texts. Pure.

#include "checks/finding.hpp"
#include "checks/outline.hpp"

#include <vector>

namespace translation::checks {

/// A text in its language.
struct Text {
  std::string_view locale, text;
};

/// Where the numbers of headings, lists, tables, links or images differ, that is one finding for them; where they
/// agree, one for each heading of another level, and each list or table of other measures. To be mended in the text
/// that has less, in the second when that does not tell. `links_told`: the number of links is not compared.
[[nodiscard]] std::vector<Finding> compare_structure(Text const& first, Text const& second, bool links_told = false);

} // namespace translation::checks
