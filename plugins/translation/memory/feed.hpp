#pragma once
/// Feeds the memory with what is published. The database notes down, in the transaction that changes what is public,
/// which entries are to be read (migrations/0002_memory.sql); here they are.

#include <tandem/plugin.hpp>

namespace translation::memory {

/// What came of reading entries.
struct Fed {
  std::size_t entries = 0;                ///< Read.
  std::vector<std::string> failures = {}; ///< "ENTRY: why" of those that could not be; they wait for the next time.
};

/// Reads what waits, until nothing does; an entry that cannot be read is passed over. An error when not even what
/// waits can be asked for.
[[nodiscard]] tandem::Result<Fed> catch_up(tandem::Storage& storage);
/// Reads everything that is public anew; what was imported stays.
[[nodiscard]] tandem::Result<Fed> rebuild(tandem::Storage& storage);

} // namespace translation::memory
