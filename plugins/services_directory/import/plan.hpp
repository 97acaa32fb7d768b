#pragma once
/// The batch of edits that brings a matched source in.

#include "match.hpp"

namespace directory::importing {

struct Plan {
  tandem::Batch batch;
  std::vector<std::size_t> items; ///< Index of the item of each entry of the batch.
};

/// What is doubtful is left out. Fields that the source does not have stay; lists of names and identifiers grow; a
/// name that differs from ours in case, accents and punctuation alone stays as it is.
[[nodiscard]] Plan plan(Source const& source, std::vector<Decision> const& decisions, Known const& known);

} // namespace directory::importing
