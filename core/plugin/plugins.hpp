#pragma once
/// The host: loads plugins from shared objects and keeps what they register.
///
/// `app/` loads them first, then hands what they registered to the rooms it belongs to: types to content, hooks to
/// editing, routes to api. This folder knows nothing of those rooms. Plugins stay loaded until the program ends.
///
///   <folder>/<name>/<name>.so ─► descriptor checked ─► make() ─► register_with(host) ─► Registered

#include "content/content_type.hpp"
#include "tandem/plugin.hpp"

#include <filesystem>
#include <memory>

namespace tandem::plugin {

struct RegisteredRoute {
  std::string plugin;
  Method method;
  std::string pattern;
  Permission permission;
  CallerHandler handler;
  RouteDoc doc;
};
struct RegisteredCommand {
  std::string plugin, name, description;
  std::function<int(std::vector<std::string> const&)> run;
};
struct RegisteredJob {
  std::string plugin, name;
  unsigned every_seconds;
  std::function<Result<void>()> run;
};
struct RegisteredProjection {
  std::string plugin, schema, function;
};
struct RegisteredFollower {
  std::string plugin, schema;
  ChangeHook run;
};
struct RegisteredTypeCheck {
  std::string plugin;
  std::function<Result<void>(std::vector<std::string> const& types)> run;
};
struct RegisteredMeta {
  std::string name, function; ///< The function with its schema.
};
template <class Hook> struct RegisteredHook {
  std::string plugin, type;
  Hook run;
};

/// Everything plugins have registered.
struct Registered {
  std::vector<std::filesystem::path> schema_folders;
  std::vector<std::pair<std::string, std::filesystem::path>> migrations; ///< Database schema, folder.
  std::vector<RegisteredProjection> projections;
  std::vector<RegisteredFollower> followers_of_heads, followers_of_public;
  std::vector<RegisteredMeta> metas;
  std::vector<RegisteredTypeCheck> type_checks;
  std::vector<RegisteredHook<BeforeSaveHook>> before_save;
  std::vector<RegisteredHook<BeforePublishHook>> before_publish;
  std::vector<RegisteredHook<AfterPublishHook>> after_publish;
  std::map<std::string, std::string> permissions;
  Formats formats;
  std::vector<RegisteredRoute> routes;
  std::vector<RegisteredJob> jobs;
  std::vector<RegisteredCommand> commands;
};

/// Where plugins meet the rest. All must outlive them.
struct Ports {
  Settings& settings;
  std::function<Result<json::object>(std::string_view)> read;
  Storage& storage;
  std::function<Result<std::vector<EntryHeads>>(std::string const& type)> heads;
  /// `through` says which plugin's command or job it is, for the audit.
  std::function<Result<std::vector<EditedVariant>>(json::object const& through, Batch const&, bool dry_run)> edit;
  std::stop_token stopping; ///< Of the server.
};

struct Loaded {
  std::string name, version;
  std::filesystem::path file;
};

class Plugins {
public:
  explicit Plugins(Ports ports);
  ~Plugins();
  Plugins(Plugins const&) = delete;
  Plugins& operator=(Plugins const&) = delete;

  /// Loads one plugin and has it register. The error is one line that names the plugin and why it cannot load.
  [[nodiscard]] Result<void> load(std::filesystem::path const& folder, std::string const& name);
  [[nodiscard]] Registered const& registered() const;
  [[nodiscard]] std::vector<Loaded> const& loaded() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace tandem::plugin
