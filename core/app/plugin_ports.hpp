#pragma once
/// How the plugins' side meets the core's: their settings are keys of the configuration, their hooks those of
/// editing.

#include "app/configuration.hpp"
#include "editing/editor.hpp"
#include "plugin/plugins.hpp"

namespace tandem::app {

/// Declares and reads a plugin's settings.
class ConfiguredSettings final : public Settings {
public:
  /// `configuration` must outlive it.
  explicit ConfiguredSettings(Configuration& configuration) : configuration_(configuration) {}
  void add(std::string key, std::string default_value, std::string description) override;
  [[nodiscard]] std::string get(std::string_view key) const override;

private:
  Configuration& configuration_;
};

/// What plugins do before a revision is saved or published. `registered` must outlive it.
[[nodiscard]] editing::Hooks hooks_of(plugin::Registered const& registered);

} // namespace tandem::app
