#pragma once
/// How much there is to translate, in words of the source.

#include "queue.hpp"

namespace translation::work {

/// Of each item, in their order. Three statements for all.
[[nodiscard]] tandem::Result<std::vector<Words>> words_of(tandem::Storage& storage, std::vector<Item> const& items);

} // namespace translation::work
