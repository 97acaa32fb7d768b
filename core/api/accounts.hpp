#pragma once
/// /edit/v1/accounts, roles: who has an account, and what it holds. Sessions, second factors and tokens of accounts
/// are next door.

#include "access/accounts.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// Both must outlive the routes.
[[nodiscard]] Result<void> add_account_routes(Routes& routes, access::Accounts const& accounts,
                                              access::Roles const& roles, std::size_t json_depth);

} // namespace tandem::api
