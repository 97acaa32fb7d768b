#pragma once
/// `tandem serve`: the server from start to stop.

#include "app/site.hpp"

namespace tandem::app {

/// Serves until SIGINT or SIGTERM. The database is open and migrated. Answers the exit code.
[[nodiscard]] int serve(Site& site);

} // namespace tandem::app
