#pragma once
/// /edit/v1/decisions, …/{locale}/workflow and /edit/v1/reviews: submit, approve, sign; how far a revision is; what
/// waits for whom.

#include "api/edit.hpp"
#include "editing/workflow.hpp"

namespace tandem::api {

[[nodiscard]] Result<void> add_workflow_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
