#pragma once
/// /edit/v1/oidc/start and callback: signing in with an OpenID Connect provider, in the browser's address bar.

#include "access/single_sign_on.hpp"
#include "api/routes.hpp"
#include "api/session.hpp"

namespace tandem::api {

/// `sign_on` must outlive the routes. Both are there when it is off, and say so.
[[nodiscard]] Result<void> add_oidc_routes(Routes& routes, access::SingleSignOn& sign_on, SessionSettings settings);

} // namespace tandem::api
