#pragma once
/// What must hold after an entry's publications changed; for publisher.cpp and transfer.cpp.

#include "editing/editor.hpp"
#include "store/entries.hpp"

namespace tandem::editing {

/// Brings everything that hangs on what is public of one entry in line: completeness, unique values, references.
/// Answers what its public revisions point at. Errors name entry and locale in their meta.
[[nodiscard]] Result<std::vector<Reference>> settle(store::Transaction& tx, Context const& context,
                                                    store::EntryRow const& entry);

/// After the projection is up to date: nothing public points at something that is not.
[[nodiscard]] Result<void> check_targets(store::Transaction& tx, EntryId const& entry,
                                         std::vector<Reference> const& references);

} // namespace tandem::editing
