#pragma once
/// The configuration: command line > `TANDEM_*` environment > file. Every key is declared, with its default, what
/// it means and what it may be; anything else is one clear line that says where it stands.

#include "content/error.hpp"

#include <filesystem>
#include <map>
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

class Configuration {
public:
  explicit Configuration(std::vector<Key> keys = core_keys());

  /// Reads the three sources. `file` may be missing when it is not named explicitly. Values of known keys are
  /// checked; unknown keys wait for `check_all_known`, because plugins declare theirs later.
  [[nodiscard]] Result<void> load(std::filesystem::path const& file,
                                  std::map<std::string, std::string> const& environment,
                                  std::map<std::string, std::string> const& command_line);
  void declare(Key key);
  [[nodiscard]] Result<void> check_all_known() const;

  /// The value in force; throws std::logic_error for a key that is not declared.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] long number(std::string_view name) const;
  [[nodiscard]] bool boolean(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const; ///< Separated by spaces.

  /// Every key declared so far.
  [[nodiscard]] std::vector<Key> const& keys() const { return keys_; }

  struct Shown {
    std::string name, value, source;
  };
  [[nodiscard]] std::vector<Shown> describe() const;

private:
  struct Value {
    std::string text, source;
  };
  [[nodiscard]] Key const* find(std::string_view name) const;
  [[nodiscard]] Result<void> check(Key const& key, Value const& value) const;
  std::vector<Key> keys_;
  std::map<std::string, Value, std::less<>> values_; // key → what the strongest source says
};

} // namespace tandem::app
