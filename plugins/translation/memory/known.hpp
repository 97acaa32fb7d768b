#pragma once
/// Which sentences the memory has word for word: many at once, for counting.

#include "segments/segment.hpp"

#include <set>

namespace translation::memory {

struct Asked {
  std::string from, to; ///< Languages.
  std::string normal;   ///< See as_known.
  auto operator<=>(Asked const&) const = default;
};

/// A sentence as the memory compares it.
[[nodiscard]] std::string as_known(segments::Content const& sentence);

/// Those among them that have a translation, in one statement.
[[nodiscard]] tandem::Result<std::set<Asked>> known_among(tandem::Storage& storage, std::vector<Asked> const& asked);

} // namespace translation::memory
