#pragma once
/// /edit/v1/entries and /edit/v1/bundles: what coordinators do with content.

#include "api/routes.hpp"
#include "editing/publisher.hpp"

namespace tandem::api {

struct EditLimits {
  std::size_t json_depth = 32;
  std::size_t bundle_items = 500;
};

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_edit_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
