#pragma once
/// The keys of the configuration: what may be set, to what, and what it is without.

#include <string>
#include <vector>

namespace tandem::app {

enum class KeyKind { text, number, boolean, list, choice, address, networks };

struct Key {
  std::string name;
  std::string default_value;
  std::string description;
  KeyKind kind = KeyKind::text;
  long least = 0, most = 0;              ///< Range of a number, both included.
  bool secret = false;                   ///< Masked by `config show`.
  std::vector<std::string> choices = {}; ///< What a choice may be.
};

/// The keys of the core, in the order of config/tandem.conf.
[[nodiscard]] std::vector<Key> core_keys();
/// A configuration file with every key commented out with its default; of the core's keys, it is config/tandem.conf.
[[nodiscard]] std::string default_file(std::vector<Key> const& keys);

} // namespace tandem::app
