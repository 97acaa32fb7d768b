#pragma once
/// /edit/v1/entries/{id}/{locale}: save, read, compare and restore the revisions of a variant.

#include "api/edit.hpp"
#include "editing/editor.hpp"

namespace tandem::api {

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_revision_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
