#pragma once
/// The command line: `tandem <command> [options]`. Each command is a function from its arguments to an exit code:
/// 0 done, 1 refused or failed, 2 wrong words on the command line or in the configuration.

#include <string>
#include <vector>

namespace tandem::app {

/// Runs one command line (without the program's name).
[[nodiscard]] int run(std::vector<std::string> const& arguments);

} // namespace tandem::app
