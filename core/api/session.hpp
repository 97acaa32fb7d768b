#pragma once
/// /edit/v1/login, logout, password, me: who one is and what one may do.

#include "access/sign_in.hpp"
#include "api/routes.hpp"

namespace tandem::api {

struct SessionSettings {
  int hours = 12;
  bool secure_cookie = false;
  std::size_t json_depth = 32;
};

/// Set-Cookie for the session's secret, out of reach of scripts; "" takes it away.
[[nodiscard]] std::string session_cookie(std::string const& value, SessionSettings const& settings);
/// Set-Cookie for the session's CSRF token, for the scripts of a page that did not get it from POST login.
[[nodiscard]] std::string csrf_cookie(std::string const& value, SessionSettings const& settings);

/// `sign_in` must outlive the routes.
[[nodiscard]] Result<void> add_session_routes(Routes& routes, access::SignIn const& sign_in,
                                              SessionSettings settings);

} // namespace tandem::api
