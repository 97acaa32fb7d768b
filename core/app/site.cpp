#include "app/site.hpp"

#include "app/plugin_ports.hpp"
#include "app/settings.hpp"
#include "editing/batch.hpp"
#include "http/target.hpp"

namespace tandem::app {

Folders Folders::of_this_program() {
  std::filesystem::path const prefix = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  std::filesystem::path const share = prefix / "share" / "tandem";
  return {share / "schemas", share / "migrations", share / "config" / "roles.json",
          prefix / "lib" / "tandem" / "plugins"};
}

Site::Site(Configuration configuration, Folders folders)
    : configuration_(std::move(configuration)), folders_(std::move(folders)),
      settings_(std::make_unique<ConfiguredSettings>(configuration_)),
      storage_(std::make_unique<PluginStorage>([this] { return database_.get(); }, configuration_)),
      plugins_(std::make_unique<plugin::Plugins>(ports())) {}
Site::~Site() = default;

namespace {

/// Plugins whose settings name content types look whether there are such.
Result<void> check_named_types(plugin::Registered const& registered, ContentTypes const& types) {
  std::vector<std::string> names;
  for (auto const& [name, type] : types.all()) names.push_back(name);
  for (auto const& check : registered.type_checks)
    if (auto const ok = check.run(names); !ok)
      return Error{ErrorCode::invalid_content, "plugin " + check.plugin + ": " + ok.error().detail};
  return {};
}

} // namespace

Result<std::unique_ptr<Site>> Site::load(Configuration configuration, Folders const& folders) {
  std::unique_ptr<Site> site(new Site(std::move(configuration), folders));
  if (auto ok = delivery_settings(site->configuration_); !ok) return ok.error();
  if (auto ok = media_offer(site->configuration_); !ok) return ok.error();
  if (auto ok = access::check_oidc_settings(oidc_settings(site->configuration_)); !ok) return ok.error();
  std::string const plugins = site->configuration_.text("plugins.folder");
  for (std::string const& name : site->configuration_.list("plugins"))
    if (auto ok = site->plugins_->load(plugins.empty() ? folders.plugins : std::filesystem::path(plugins), name); !ok)
      return ok.error();
  if (auto ok = site->configuration_.check_all_known(); !ok) return ok.error();
  for (auto const& [name, check] : site->plugins_->registered().formats)
    if (auto ok = site->types_.add_format(name, check); !ok) return ok.error();
  if (auto ok = site->types_.add_folder(folders.schemas); !ok) return ok.error();
  for (auto const& folder : site->plugins_->registered().schema_folders)
    if (auto ok = site->types_.add_folder(folder); !ok) return ok.error();
  if (auto ok = site->types_.check_references(); !ok) return ok.error();
  if (auto ok = check_named_types(site->plugins_->registered(), site->types_); !ok) return ok.error();

  access::Vocabulary vocabulary{access::core_permissions(), &site->types_, site->configuration_.list("locales"), {}};
  vocabulary.permissions.insert(site->plugins_->registered().permissions.begin(),
                                site->plugins_->registered().permissions.end());
  for (auto const& plugin : site->plugins_->loaded()) vocabulary.plugins.insert(plugin.name);
  std::string const roles_file = site->configuration_.text("roles");
  Result<access::Roles> roles =
      access::Roles::load(roles_file.empty() ? folders.roles : std::filesystem::path(roles_file), vocabulary);
  if (!roles) return roles.error();
  site->roles_ = std::move(*roles);
  if (auto ok = site->types_.check_workflows(site->roles_.names(), site->roles_.authority_names()); !ok)
    return ok.error();
  if (auto ok = public_address(site->configuration_); !ok) return ok.error();
  if (auto ok = second_factor_for(site->configuration_, site->roles_); !ok) return ok.error();
  return site;
}

Result<void> Site::open_database(bool may_make) {
  connection_ = configuration_.text("database");
  if (connection_.empty()) {
    postgres_ = std::make_unique<PrivatePostgres>(PrivatePostgres::Options{
        configuration_.text("data"), configuration_.text("postgres.bin"), configuration_.text("postgres.user")});
    Result<std::string> started = postgres_->start(may_make);
    if (!started) return started.error();
    connection_ = std::move(*started);
  }
  database_ = std::make_unique<store::Database>(
      connection_, static_cast<unsigned>(configuration_.number("database.connections")),
      static_cast<std::size_t>(configuration_.number("database.statements")));
  if (auto const problem = database_->connection_problem())
    return Error{ErrorCode::unavailable, "the database cannot be reached (setting database): " + *problem};
  auto file_store = open_file_store(configuration_);
  if (!file_store) return file_store.error();
  file_store_ = std::move(*file_store);
  pictures_ = std::make_unique<media::Pictures>(picture_limits(configuration_));
  services_ = std::make_unique<Services>(*database_, types_, roles_, plugins_->registered(), configuration_,
                                         *file_store_, *pictures_);
  return {};
}

Result<bool> Site::revive_database() { return postgres_ ? postgres_->revive() : Result<bool>(false); }

plugin::Ports Site::ports() {
  static Error const none{ErrorCode::unavailable, "there is no database yet"};
  return {
      *settings_,
      [this](std::string_view target) { return read(target); },
      *storage_,
      [this](std::string const& type) -> Result<std::vector<EntryHeads>> {
        if (!services_) return none;
        return editing::heads_of(services_->editing, access::command_line(), type);
      },
      [this](json::object const& through, Batch const& batch, bool dry_run) -> Result<std::vector<EditedVariant>> {
        if (!services_) return none;
        access::Actor actor = access::command_line();
        actor.through = through;
        return editing::edit_batch(services_->editing, actor, batch, dry_run);
      },
      stopping()};
}

Result<json::object> Site::read(std::string_view target) const {
  std::optional<http::Target> const parsed = http::parse_target(target);
  constexpr std::string_view prefix = "/api/v1/";
  if (!parsed || !parsed->path.starts_with(prefix) || !services_)
    return Error{ErrorCode::not_found, "only addresses under /api/v1 can be read"};
  std::string const rest = parsed->path.substr(prefix.size());
  std::size_t const slash = rest.find('/');
  Result<delivery::Answer> answer =
      services_->delivery.read({rest.substr(0, slash), slash == std::string::npos ? "" : rest.substr(slash + 1),
                                parsed->query, "", std::string(target)});
  if (!answer) return answer.error();
  if (!answer->document) return Error{ErrorCode::gone, "moved to " + answer->location};
  return std::move(*answer->document);
}

} // namespace tandem::app
