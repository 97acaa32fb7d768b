#pragma once
/// The indexes that the content types declare: pure. store/indexes.hpp makes them.

#include "content/content_type.hpp"
#include "store/indexes.hpp"

namespace tandem::delivery {

/// For each type: its fields with `index`, its title and what orders it; one for each locale, of the rows that are
/// shown to who asks for it, in its alphabet. Named `published:page:title:nl`; without a locale where none matters.
[[nodiscard]] std::vector<store::Index> declared_indexes(ContentTypes const& types,
                                                         std::vector<std::string> const& locales);

} // namespace tandem::delivery
