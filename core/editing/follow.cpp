#include "editing/follow.hpp"

namespace tandem::editing {

Result<void> follow_heads(store::Transaction& tx, Context const& context, Hooks::Entries const& entries) {
  return context.hooks.heads_changed ? context.hooks.heads_changed(tx, entries) : Result<void>();
}

Result<void> follow_public(store::Transaction& tx, Context const& context, Hooks::Entries const& entries) {
  if (context.hooks.projections) context.hooks.projections(tx, entries);
  return context.hooks.public_changed ? context.hooks.public_changed(tx, entries) : Result<void>();
}

} // namespace tandem::editing
