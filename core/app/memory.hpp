#pragma once
/// How much memory there is left, and what that means for the response cache.

#include <cstddef>
#include <filesystem>
#include <optional>

namespace tandem::app {

/// Bytes that can still be had without swapping: what the kernel says of the machine (MemAvailable in /proc/meminfo),
/// or less where a control group limits us (memory.max and memory.current of cgroup v2, below `root`/sys/fs/cgroup
/// for a container). None where neither can be read. `root` is "/" but in tests.
[[nodiscard]] std::optional<std::size_t> available_memory(std::filesystem::path const& root = "/");

/// The cache's next limit: half of what it holds while less than `spare` is available, then by a quarter more each
/// time while twice as much as `spare` is, up to `most`. All in bytes.
[[nodiscard]] std::size_t next_cache_limit(std::size_t limit, std::size_t held, std::size_t most,
                                           std::size_t available, std::size_t spare);

} // namespace tandem::app
