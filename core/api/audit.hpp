#pragma once
/// /edit/v1/audit: who changed what; filtered, page by page, or exported as CSV and JSON lines.

#include "api/routes.hpp"

namespace tandem::api {

/// `database` must outlive the routes. An export has at most `export_lines` lines.
[[nodiscard]] Result<void> add_audit_routes(Routes& routes, store::Database& database, std::size_t export_lines);

} // namespace tandem::api
