#pragma once
/// The structure of a Markdown text, as cmark-gfm reads it: what a translation keeps, whatever the words. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace translation::checks {

struct Heading {
  int level; ///< 1 to 6.
  std::string text;
};
struct List {
  bool numbered;
  std::size_t items;
  std::string first; ///< Text of its first item, without lists in it.
};
struct Table {
  std::size_t columns, rows; ///< With the row of its headings.
  std::string first;         ///< Text of its first row, cells with " | " between.
};
/// A link or an image.
struct Target {
  std::string text, address;
};

/// In the order of the text; lists and tables also inside others. Emphasis, quotes, code and how often a paragraph
/// ends are a translator's own affair.
struct Outline {
  std::vector<Heading> headings;
  std::vector<List> lists;
  std::vector<Table> tables;
  std::vector<Target> links;
  std::vector<Target> images;
};

/// CommonMark with tables. Addresses that are no link in Markdown are none here.
[[nodiscard]] Outline outline_of(std::string_view markdown);

} // namespace translation::checks
