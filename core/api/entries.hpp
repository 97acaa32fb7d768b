#pragma once
/// /edit/v1/entries: make, list, look at and delete entries.

#include "api/edit.hpp"
#include "editing/editor.hpp"

namespace tandem::api {

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_entry_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
