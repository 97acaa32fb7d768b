#include "app/site.hpp"

#include "api/about.hpp"
#include "api/accounts.hpp"
#include "api/audit.hpp"
#include "api/bundles.hpp"
#include "api/comments.hpp"
#include "api/document.hpp"
#include "api/entries.hpp"
#include "api/invitations.hpp"
#include "api/oidc.hpp"
#include "api/openapi.hpp"
#include "api/previews.hpp"
#include "api/read.hpp"
#include "api/revisions.hpp"
#include "api/second_factor.hpp"
#include "api/session.hpp"
#include "api/sessions.hpp"
#include "api/tokens.hpp"
#include "api/webhooks.hpp"
#include "api/workflow.hpp"
#include "app/ask_provider.hpp"
#include "app/settings.hpp"
#include "editing/witness.hpp"
#include "http/target.hpp"
#include "store/content_types.hpp"
#include "store/entries.hpp"
#include "store/migrations.hpp"
#include "store/publications.hpp"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

/// A plugin's settings are keys of the configuration.
class ConfiguredSettings final : public Settings {
public:
  explicit ConfiguredSettings(Configuration& configuration) : configuration_(configuration) {}
  void add(std::string key, std::string default_value, std::string description) override {
    configuration_.declare({std::move(key), std::move(default_value), std::move(description)});
  }
  [[nodiscard]] std::string get(std::string_view key) const override { return configuration_.text(key); }

private:
  Configuration& configuration_;
};

std::vector<std::string> authorities_of(access::Roles const& roles) {
  std::vector<std::string> names;
  for (auto const& [name, label] : roles.authorities()) names.push_back(name);
  return names;
}

/// A hook that throws takes its request back and is named in the log; the client learns no more than that.
template <class Call> Result<void> guarded(std::string const& plugin, Call call) {
  try {
    return call();
  } catch (std::exception const& thrown) {
    spdlog::error("plugin {}: a hook threw: {}", plugin, thrown.what());
    return Error{ErrorCode::internal, "the plugin " + plugin + " made a mistake"};
  }
}

} // namespace

Folders Folders::of_this_program() {
  std::filesystem::path const prefix = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  std::filesystem::path const share = prefix / "share" / "tandem";
  return {share / "schemas", share / "migrations", share / "config" / "roles.json",
          prefix / "lib" / "tandem" / "plugins"};
}

Site::Site(Configuration configuration, Folders folders)
    : configuration_(std::move(configuration)), folders_(std::move(folders)),
      settings_(std::make_unique<ConfiguredSettings>(configuration_)),
      plugins_(
          std::make_unique<plugin::Plugins>(*settings_, [this](std::string_view target) { return read(target); })) {}
Site::~Site() = default;

Result<std::unique_ptr<Site>> Site::load(Configuration configuration, Folders const& folders) {
  std::unique_ptr<Site> site(new Site(std::move(configuration), folders));
  Result<delivery::Settings> settings = delivery_settings(site->configuration_);
  if (!settings) return settings.error();
  site->delivery_settings_ = std::move(*settings);
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

  access::Vocabulary vocabulary{access::core_permissions(), &site->types_, site->configuration_.list("locales"), {}};
  vocabulary.permissions.insert(site->plugins_->registered().permissions.begin(),
                                site->plugins_->registered().permissions.end());
  for (auto const& plugin : site->plugins_->loaded()) vocabulary.plugins.insert(plugin.name);
  std::string const roles_file = site->configuration_.text("roles");
  Result<access::Roles> roles =
      access::Roles::load(roles_file.empty() ? folders.roles : std::filesystem::path(roles_file), vocabulary);
  if (!roles) return roles.error();
  site->roles_ = std::move(*roles);
  if (auto ok = site->types_.check_workflows(site->roles_.names(), authorities_of(site->roles_)); !ok)
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
  database_ = std::make_unique<store::Database>(connection_,
                                                static_cast<unsigned>(configuration_.number("database.connections")));
  if (auto const problem = database_->connection_problem())
    return Error{ErrorCode::unavailable, "the database cannot be reached (setting database): " + *problem};
  editing_.reset(
      new editing::Context{*database_, types_, configuration_.list("locales"), hooks(), authorities_of(roles_)});
  accounts_ = std::make_unique<access::Accounts>(
      *database_, roles_,
      access::InvitationRule{std::chrono::hours{configuration_.number("account.invitation_hours")},
                             public_address(configuration_).value() + "/desk/#invitation="});
  sign_in_ = std::make_unique<access::SignIn>(
      *database_, access::LockoutRule{static_cast<int>(configuration_.number("session.failures")),
                                      std::chrono::seconds{configuration_.number("session.longest_wait")}});
  second_factor_ = std::make_unique<access::SecondFactor>(*database_, *sign_in_);
  tokens_ = std::make_unique<access::Tokens>(
      *database_, roles_,
      access::TokenRule{configuration_.number("token.max_days"),
                        static_cast<std::size_t>(configuration_.number("token.per_account"))});
  sign_on_ = std::make_unique<access::SingleSignOn>(
      *database_, oidc_settings(configuration_),
      ask_over_http(std::chrono::milliseconds{configuration_.number("oidc.timeout_ms")}),
      static_cast<int>(configuration_.number("session.hours")));
  gate_ = std::make_unique<access::Gate>(*database_, roles_, second_factor_for(configuration_, roles_).value());
  previews_ = std::make_unique<editing::Previews>(*editing_, *gate_);
  delivery_ = std::make_unique<delivery::Delivery>(*database_, types_, delivery_settings_);
  subscriptions_ = std::make_unique<webhooks::Subscriptions>(*database_, types_, webhook_settings());
  return {};
}

webhooks::Settings Site::webhook_settings() const {
  webhooks::Settings settings;
  settings.most = static_cast<std::size_t>(configuration_.number("webhooks.most"));
  settings.timeout = std::chrono::milliseconds{configuration_.number("webhooks.timeout_ms")};
  settings.answer_bytes = static_cast<std::size_t>(configuration_.number("webhooks.answer_bytes"));
  settings.allow_private = configuration_.boolean("webhooks.allow_private");
  settings.give_up = std::chrono::hours{configuration_.number("webhooks.give_up_hours")};
  settings.log = std::chrono::days{configuration_.number("webhooks.log_days")};
  settings.concurrency = static_cast<unsigned>(configuration_.number("webhooks.concurrency"));
  settings.user_agent = "Tandem/" TANDEM_VERSION;
  return settings;
}

Result<bool> Site::revive_database() { return postgres_ ? postgres_->revive() : Result<bool>(false); }

editing::Hooks Site::hooks() const {
  auto const& registered = plugins_->registered();
  return {[&registered](std::string const& type, EntryId const& entry, Locale const& locale,
                        json::object& data) -> Result<void> {
            for (auto const& hook : registered.before_save)
              if (hook.type == type) {
                BeforeSave event{type, entry, locale, data};
                if (auto ok = guarded(hook.plugin, [&] { return hook.run(event); }); !ok) return ok;
              }
            return {};
          },
          [&registered](std::string const& type, EntryId const& entry, Locale const& locale,
                        json::object const& document) -> Result<void> {
            for (auto const& hook : registered.before_publish)
              if (hook.type == type)
                if (auto ok = guarded(hook.plugin, [&] { return hook.run({type, entry, locale, document}); }); !ok)
                  return ok;
            return {};
          }};
}

Result<std::vector<std::string>> Site::check_types() {
  return database_->transact([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> problems;
    auto const name = [](store::EntryRow const& entry, Locale const& locale, Error const& error) {
      return entry.type + " " + entry.id.text() + " " + locale.text() +
             (error.pointer.empty() ? "" : " at " + error.pointer) + ": " + error.detail;
    };
    std::optional<EntryId> after;
    while (true) {
      auto const entries = store::list_entries(tx, {std::nullopt, after, 500});
      if (entries.empty()) return problems;
      after = entries.back().id;
      for (auto const& entry : entries) {
        ContentType const* type = types_.find(entry.type);
        if (type == nullptr) {
          problems.push_back(entry.type + " " + entry.id.text() + ": its content type is not loaded");
          continue;
        }
        for (auto const& variant : store::variants_of(tx, entry.id)) {
          auto const head = store::find_revision(tx, entry.id, variant.locale, variant.head);
          if (auto ok = type->check_draft(head->data, variant.locale); !ok)
            problems.push_back(name(entry, variant.locale, ok.error()));
        }
        for (auto const& row : tx.query("select locale, data from published where entry = $1", {entry.id.text()}))
          if (auto ok = type->check_complete(stored_json(row[1].value()).as_object()); !ok)
            problems.push_back("public " + name(entry, Locale::parse(row[0].value()).value(), ok.error()));
      }
    }
  });
}

Result<void> Site::migrate(std::function<void(std::string const&)> const& progress, bool accept_breaking) {
  auto const report = [&](std::string const& schema, std::vector<std::string> const& files) {
    for (std::string const& file : files) progress(schema + ": " + file);
  };
  auto core = store::migrate(*database_, "tandem", folders_.migrations);
  if (!core) return core.error();
  report("tandem", *core);
  Result<std::size_t> const sealed = editing::seal(*database_);
  if (!sealed) return sealed.error();
  if (*sealed != 0) progress("tandem: sealed " + std::to_string(*sealed) + " lines of the audit");
  for (auto const& [schema, folder] : plugins_->registered().migrations) {
    auto ran = store::migrate(*database_, schema, folder);
    if (!ran) return ran.error();
    report(schema, *ran);
  }
  using Names = Result<std::vector<std::string>>;
  Names const changed =
      database_->transact([&](store::Transaction& tx) -> Names { return store::changed_types(tx, types_); });
  if (!changed) return changed.error();
  if (changed->empty()) return {};
  Result<std::vector<std::string>> const problems = check_types();
  if (!problems) return problems.error();
  if (!problems->empty() && !accept_breaking)
    return Error{ErrorCode::conflict, "the changed content types do not fit " + std::to_string(problems->size()) +
                                          " stored variants (see: tandem types check), first: " + problems->front()};
  for (std::string const& name : *changed) progress("content type " + name);
  return database_->transact([&](store::Transaction& tx) -> Result<void> {
    store::apply_types(tx, types_);
    return {};
  });
}

Result<json::object> Site::read(std::string_view target) const {
  std::optional<http::Target> const parsed = http::parse_target(target);
  constexpr std::string_view prefix = "/api/v1/";
  if (!parsed || !parsed->path.starts_with(prefix) || !delivery_)
    return Error{ErrorCode::not_found, "only addresses under /api/v1 can be read"};
  std::string const rest = parsed->path.substr(prefix.size());
  std::size_t const slash = rest.find('/');
  Result<delivery::Answer> answer =
      delivery_->read({rest.substr(0, slash), slash == std::string::npos ? "" : rest.substr(slash + 1), parsed->query,
                       "", std::string(target)});
  if (!answer) return answer.error();
  if (!answer->document) return Error{ErrorCode::gone, "moved to " + answer->location};
  return std::move(*answer->document);
}

Result<std::unique_ptr<api::Routes>> Site::routes(http::Router& router) {
  auto routes = std::make_unique<api::Routes>(router, *gate_);
  api::EditLimits const limits{static_cast<std::size_t>(configuration_.number("json.max_depth")),
                               static_cast<std::size_t>(configuration_.number("editing.bundle_items")),
                               static_cast<std::size_t>(configuration_.number("editing.comment_bytes")),
                               std::chrono::days{configuration_.number("schedule.horizon_days")}};
  if (auto ok = api::add_read_routes(*routes, *delivery_, *previews_); !ok) return ok.error();
  if (auto ok = api::add_entry_routes(*routes, *editing_, limits); !ok) return ok.error();
  if (auto ok = api::add_revision_routes(*routes, *editing_, limits); !ok) return ok.error();
  if (auto ok = api::add_workflow_routes(*routes, *editing_, limits); !ok) return ok.error();
  if (auto ok = api::add_comment_routes(*routes, *editing_, limits); !ok) return ok.error();
  if (auto ok = api::add_bundle_routes(*routes, *editing_, limits); !ok) return ok.error();
  api::PreviewSettings const preview_settings{limits.json_depth,
                                              static_cast<std::size_t>(configuration_.number("preview.items")),
                                              std::chrono::hours{configuration_.number("preview.hours")}};
  if (auto ok = api::add_preview_routes(*routes, *previews_, preview_settings); !ok) return ok.error();
  api::SessionSettings const session{static_cast<int>(configuration_.number("session.hours")),
                                     configuration_.boolean("session.secure_cookie"), limits.json_depth};
  if (auto ok = api::add_session_routes(*routes, *sign_in_, session); !ok) return ok.error();
  if (auto ok = api::add_sessions_routes(*routes, *sign_in_); !ok) return ok.error();
  if (auto ok = api::add_second_factor_routes(*routes, *second_factor_, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_account_routes(*routes, *accounts_, roles_, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_invitation_routes(*routes, *accounts_, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_token_routes(*routes, *tokens_, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_oidc_routes(*routes, *sign_on_, session); !ok) return ok.error();
  if (auto ok = api::add_audit_routes(*routes, *database_,
                                      static_cast<std::size_t>(configuration_.number("audit.export_lines")));
      !ok)
    return ok.error();
  if (auto ok = api::add_webhook_routes(*routes, *subscriptions_, limits); !ok) return ok.error();
  for (auto const& route : plugins_->registered().routes)
    if (auto ok = routes->add(
            route.method, route.pattern, route.permission,
            [handler = route.handler](api::Call const& call) { return handler(call.request); }, route.doc,
            route.plugin);
        !ok)
      return Error{ErrorCode::conflict, "plugin " + route.plugin + " cannot load: " + ok.error().detail};

  if (auto ok = api::add_about_routes(*routes, types_, *database_, TANDEM_VERSION); !ok) return ok.error();
  for (api::Route const& route : routes->all())
    if (Permission const& needed = route.permission;
        !needed.is_public() && !needed.is_signed_in() && !roles_.vocabulary().permissions.contains(needed.name()))
      return Error{ErrorCode::internal, route.owner + ": the route " + route.pattern + " needs the permission " +
                                            needed.name() + ", which nobody declared"};
  return routes;
}

} // namespace tandem::app
