#pragma once
/// What must hold after an entry's publications changed; for publisher.cpp and transfer.cpp.

#include "editing/editor.hpp"
#include "store/entries.hpp"

namespace tandem::editing {

/// Brings everything that hangs on what is public of one entry in line: completeness, unique values, references. What
/// the entry held was released before (store::release_public), and that of all entries of a bundle first, so that
/// values can change hands within it. Answers what its public revisions point at. Errors name entry, locale and the
/// pointer in the content in their meta.
[[nodiscard]] Result<std::vector<Reference>> settle(store::Transaction& tx, Context const& context,
                                                    store::EntryRow const& entry);

/// After the projection is up to date: nothing public points at something that is not, except at `before`, what it
/// pointed at already (a target that was withdrawn by force must not freeze those who point at it).
[[nodiscard]] Result<void> check_targets(store::Transaction& tx, EntryId const& entry,
                                         std::vector<Reference> const& references, std::set<EntryId> const& before);

} // namespace tandem::editing
