#pragma once
/// The command `import`: brings an HSDS data package, or a CSV file with a mapping, into the drafts of the directory.

#include <tandem/plugin.hpp>

namespace directory::importing {

/// `import FOLDER-OR-FILE [--mapping FILE] [--locale nl] [--scheme hsds] [--dry-run] [--json]`: exit code 0 done,
/// 1 nothing was imported, 2 wrong words. The report goes to standard output.
[[nodiscard]] int run_import(tandem::Host& host, std::vector<std::string> const& arguments);

} // namespace directory::importing
