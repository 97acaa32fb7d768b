#pragma once
/// /edit/v1/decisions, reviews, and the workflow of a variant: review and sign-off of drafts.

#include "api/edit.hpp"
#include "editing/workflow.hpp"

namespace tandem::api {

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_workflow_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
