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

/// Has all that the plugin of this schema derives derived anew.
[[nodiscard]] Result<void> derive_anew(store::Transaction& tx, plugin::Registered const& registered,
                                       std::string const& schema);

/// A caller as a plugin sees them. All must outlive it.
class ActingCaller final : public Caller {
public:
  ActingCaller(access::Actor const& actor, std::string const& plugin, editing::Context const& context)
      : actor_(actor), plugin_(plugin), context_(context) {}
  [[nodiscard]] std::string const& name() const override { return actor_.name; }
  [[nodiscard]] bool may(std::string const& permission) const override { return actor_.may(permission); }
  [[nodiscard]] bool may(std::string const& permission, Subject const& subject) const override;
  [[nodiscard]] Result<void> require(std::string const& permission, Subject const& subject) const override;
  [[nodiscard]] json::array visible() const override;
  [[nodiscard]] Result<std::vector<EntryHeads>> heads(std::string const& type) const override;
  [[nodiscard]] Result<std::vector<EditedVariant>> edit(Batch const& batch, bool dry_run) const override;

private:
  access::Actor const& actor_;
  std::string const& plugin_;
  editing::Context const& context_;
};

/// What plugins do before a revision is saved or published, what they derive from drafts and from what is public, and
/// what they say to it. `registered` must outlive it.
[[nodiscard]] editing::Hooks hooks_of(plugin::Registered const& registered);

} // namespace tandem::app
