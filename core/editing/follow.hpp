#pragma once
/// What follows a change of content inside its transaction: what plugins derive of it, and what they have to say to
/// it.

#include "editing/editor.hpp"

namespace tandem::editing {

/// To be called once the heads of entries changed.
[[nodiscard]] Result<void> follow_heads(store::Transaction& tx, Context const& context,
                                        Hooks::Entries const& entries);
/// To be called once what is public changed and `published` has followed.
[[nodiscard]] Result<void> follow_public(store::Transaction& tx, Context const& context,
                                         Hooks::Entries const& entries);

} // namespace tandem::editing
