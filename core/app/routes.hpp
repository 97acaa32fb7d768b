#pragma once
/// The routes of core and plugins, each with the permission it needs.

#include "api/routes.hpp"
#include "app/site.hpp"

namespace tandem::app {

/// Every route of the open site, added to the router. The site must outlive both.
[[nodiscard]] Result<std::unique_ptr<api::Routes>> make_routes(Site& site, http::Router& router);

} // namespace tandem::app
