#pragma once
/// /edit/v1/accounts/{name}/invitation and /edit/v1/invitation: links by which people set their password.
///
/// The secret of a link comes in the header X-Invitation, never in a path: paths are in the access log, and in those
/// of proxies.

#include "access/accounts.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// `accounts` must outlive the routes.
[[nodiscard]] Result<void> add_invitation_routes(Routes& routes, access::Accounts const& accounts,
                                                 std::size_t json_depth);

} // namespace tandem::api
