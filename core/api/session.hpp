#pragma once
/// /edit/v1/login, logout, password, me: who one is and what one may do.

#include "access/accounts.hpp"
#include "api/routes.hpp"

namespace tandem::api {

struct SessionSettings {
  int hours = 12;
  bool secure_cookie = false;
  std::size_t json_depth = 32;
};

/// `accounts` must outlive the routes.
[[nodiscard]] Result<void> add_session_routes(Routes& routes, access::Accounts const& accounts,
                                              SessionSettings settings);

} // namespace tandem::api
