#pragma once
/// The memory on the command line. Each answers the exit code: 0, 1 for what could not be done, 2 for a slip.

#include "memory/tmx.hpp"

namespace translation::memory {

using Arguments = std::vector<std::string>;

/// `memory rebuild` or `memory forget ORIGIN`.
[[nodiscard]] int run_memory(tandem::Storage& storage, Arguments const& arguments);
/// `export-tmx [FILE] [--from nl] [--to fr] [--origin FILE-NAME | --published]`; without FILE to standard output.
[[nodiscard]] int run_export(tandem::Storage& storage, Arguments const& arguments);
/// `import-tmx FILE [--origin NAME] [--dry-run]`. What the same origin brought before is replaced.
[[nodiscard]] int run_import(tandem::Host& host, TmxLimits const& limits, Arguments const& arguments);

} // namespace translation::memory
