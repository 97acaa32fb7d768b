#pragma once
/// /edit/v1/second_factor: codes from an authenticator app, and recovery codes.

#include "access/second_factor.hpp"
#include "api/routes.hpp"

namespace tandem::api {

/// `second_factor` must outlive the routes.
[[nodiscard]] Result<void> add_second_factor_routes(Routes& routes, access::SecondFactor const& second_factor,
                                                    std::size_t json_depth);

} // namespace tandem::api
