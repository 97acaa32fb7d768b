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
  void add_secret(std::string key, std::string description) override;

private:
  Configuration& configuration_;
};

/// The open database of a site for its plugins.
class PluginStorage final : public Storage {
public:
  /// `database` answers null until there is one.
  PluginStorage(std::function<store::Database*()> database, Configuration const& configuration)
      : database_(std::move(database)), configuration_(configuration) {}
  [[nodiscard]] Result<Rows> read(Statement const& statement) override;
  [[nodiscard]] Result<Rows> write(std::vector<Statement> const& statements) override;

private:
  template <class Work> Result<Rows> with_database(Work work);
  std::function<store::Database*()> database_;
  Configuration const& configuration_;
};

/// Has all projections of the schema derived anew.
void derive_anew(store::Transaction& tx, plugin::Registered const& registered, std::string const& schema);

/// What plugins do before a revision is saved or published, and what they derive from what is public. `registered`
/// must outlive it.
[[nodiscard]] editing::Hooks hooks_of(plugin::Registered const& registered);

} // namespace tandem::app
