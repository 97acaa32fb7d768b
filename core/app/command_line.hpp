#pragma once
/// Reads the command line, loads the configuration and the site, and runs a command.

#include <string>
#include <vector>

namespace tandem::app {

/// Runs `tandem <arguments>`. Exit code: 0 done, 1 failed, 2 wrong words or settings.
[[nodiscard]] int run(std::vector<std::string> const& arguments);

} // namespace tandem::app
