#pragma once
/// The blocks of a Markdown text that hold running text, taken apart, with where they stand; and an outline of all
/// blocks, by which two texts have the same structure or not.

#include "segments/inline_walk.hpp"

namespace translation::segments {

/// A paragraph, heading or table cell; `raw`: lines of Markdown whose inline nodes were not found in their source.
struct Block {
  Place place = Place::paragraph;
  std::size_t begin = 0, end = 0; ///< In the text.
  std::vector<Atom> atoms;        ///< None when raw.
  std::string inlines;            ///< Raw alone: the types of its inline nodes.
};

struct Blocks {
  std::vector<Block> blocks; ///< In document order, without overlap.
  std::string outline;       ///< Types of blocks with levels, numbers, code and HTML; no running text.
};

[[nodiscard]] Blocks blocks_of(std::string_view text);

} // namespace translation::segments
