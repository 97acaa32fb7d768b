#pragma once
/// From the atoms of a block to the content of a segment.

#include "segments/blocks.hpp"

namespace translation::segments {

/// Neighbouring characters as one text, codes numbered from 1, a pair alike.
[[nodiscard]] Content content_of(std::vector<Atom> const& atoms);

} // namespace translation::segments
