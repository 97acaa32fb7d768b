#pragma once
/// The indexes that the content types declare: pure. store/indexes.hpp makes them.

#include "content/content_type.hpp"
#include "store/indexes.hpp"

namespace tandem::delivery {

/// For each type: its fields with `index`, its title and what orders it. A text has one a language, because each has
/// its own alphabet. Named `published:page:title:nl`, or `published:page:position`.
[[nodiscard]] std::vector<store::Index> declared_indexes(ContentTypes const& types,
                                                         std::vector<std::string> const& locales);

} // namespace tandem::delivery
