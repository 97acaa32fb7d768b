#pragma once
/// Edits of many entries in one transaction: all or none. For programs that bring content in, like the imports of
/// plugins. What they store are drafts; nothing is published.

#include "content/batch.hpp"
#include "editing/editor.hpp"

namespace tandem::editing {

/// The heads of all present entries of a type, as far as the caller may read them; by id.
[[nodiscard]] Result<std::vector<EntryHeads>> heads_of(Context const& context, access::Actor const& actor,
                                                       std::string const& type);

/// Carries out the batch with all rules of single edits. Entries may refer to each other in any order. `dry_run` does
/// all of it and takes it back. Answers every variant, in the order of the batch. An error is all that was found
/// (`further`), each with meta.index and meta.entry of its entry, meta.variant and a pointer into that variant's
/// data.
[[nodiscard]] Result<std::vector<EditedVariant>> edit_batch(Context const& context, access::Actor const& actor,
                                                            Batch const& batch, bool dry_run);

} // namespace tandem::editing
