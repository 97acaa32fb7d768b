#pragma once
/// /edit/v1/sessions and /edit/v1/accounts/{name}/sessions: where somebody is signed in, and ending it.

#include "access/sign_in.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// `sign_in` must outlive the routes.
[[nodiscard]] Result<void> add_sessions_routes(Routes& routes, access::SignIn const& sign_in);

} // namespace tandem::api
