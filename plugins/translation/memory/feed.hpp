#pragma once
/// Feeds the memory with what is published. The database notes down, in the transaction that changes what is public,
/// which entries are to be read (migrations/0002_memory.sql); here they are.

#include <tandem/plugin.hpp>

namespace translation::memory {

/// Reads what waits, until nothing does. How many entries that were.
[[nodiscard]] tandem::Result<std::size_t> catch_up(tandem::Storage& storage);
/// Reads everything that is public anew; what was imported stays.
[[nodiscard]] tandem::Result<std::size_t> rebuild(tandem::Storage& storage);

} // namespace translation::memory
