#include "app/memory.hpp"

#include <algorithm>
#include <fstream>
#include <string>

namespace tandem::app {
namespace {

/// The number in a file that holds nothing else; none for "max".
std::optional<std::size_t> number_in(std::filesystem::path const& file) {
  std::size_t value = 0;
  return std::ifstream(file) >> value ? std::optional(value) : std::nullopt;
}

std::optional<std::size_t> of_the_machine(std::filesystem::path const& root) {
  std::ifstream in(root / "proc/meminfo");
  for (std::string name; in >> name; in.ignore(256, '\n'))
    if (std::size_t kilobytes = 0; name == "MemAvailable:" && in >> kilobytes) return kilobytes * 1024;
  return std::nullopt;
}

std::optional<std::size_t> of_the_group(std::filesystem::path const& root) {
  auto const most = number_in(root / "sys/fs/cgroup/memory.max");
  auto const used = number_in(root / "sys/fs/cgroup/memory.current");
  if (!most || !used) return std::nullopt;
  return *most > *used ? *most - *used : 0;
}

} // namespace

std::optional<std::size_t> available_memory(std::filesystem::path const& root) {
  auto const machine = of_the_machine(root), group = of_the_group(root);
  if (machine && group) return std::min(*machine, *group);
  return machine ? machine : group;
}

std::size_t next_cache_limit(std::size_t limit, std::size_t held, std::size_t most, std::size_t available,
                             std::size_t spare) {
  if (available < spare) return std::min(limit, held / 2);
  constexpr std::size_t step = 1 << 20; // from nothing, too
  if (available / 2 >= spare) return std::min(most, limit + std::max(limit / 4, step));
  return limit;
}

} // namespace tandem::app
