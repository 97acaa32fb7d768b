#pragma once
/// The configuration: command line > `TANDEM_*` environment > file. Every key is declared, with its default, what
/// it means and what it may be; anything else is one clear line that says where it stands.

#include "app/keys.hpp"
#include "content/error.hpp"

#include <filesystem>
#include <map>

namespace tandem::app {

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
