#pragma once
/// /edit/v1/bundles: publish, withdraw, take back.

#include "api/edit.hpp"

namespace tandem::api {

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_bundle_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
