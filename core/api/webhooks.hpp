#pragma once
/// /edit/v1/webhooks: who is told of publications, and the log of what they were told.

#include "api/edit.hpp"
#include "webhooks/subscriptions.hpp"

namespace tandem::api {

/// `subscriptions` must outlive the routes.
[[nodiscard]] Result<void> add_webhook_routes(Routes& routes, webhooks::Subscriptions const& subscriptions,
                                              EditLimits limits);

} // namespace tandem::api
