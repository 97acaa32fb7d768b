#pragma once
/// /edit/v1/tokens: API tokens, for programs.

#include "access/tokens.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// `tokens` must outlive the routes.
[[nodiscard]] Result<void> add_token_routes(Routes& routes, access::Tokens const& tokens, std::size_t json_depth);

} // namespace tandem::api
