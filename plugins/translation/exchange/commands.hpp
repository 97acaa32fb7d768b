#pragma once
/// The verbs `export-xliff` and `import-xliff`. Answer the exit code: 1 when it could not be done, 2 for words that
/// are wrong.

#include "exchange/read_xliff.hpp"

namespace translation::exchange {

[[nodiscard]] int run_export(tandem::Host& host, std::vector<std::string> const& words);
[[nodiscard]] int run_import(tandem::Host& host, std::vector<std::string> const& words, ReadLimits const& limits);

} // namespace translation::exchange
