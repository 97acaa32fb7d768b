#pragma once
/// How much may still be sent today, over all nodes of the site (migrations/0005_machine.sql).

#include <tandem/plugin.hpp>

namespace translation::machine {

/// Counts so many characters as sent today, in UTC. `too_many_requests` when they would be more than `most`: nothing
/// is counted then, and `meta.retry_after` has the seconds to the next day.
[[nodiscard]] tandem::Result<void> take_characters(tandem::Storage& storage, std::size_t characters,
                                                   std::size_t most);
/// Those that the provider did not take after all.
[[nodiscard]] tandem::Result<void> give_back(tandem::Storage& storage, std::size_t characters);

} // namespace translation::machine
