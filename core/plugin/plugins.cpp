#include "plugin/plugins.hpp"

#include <boost/dll/shared_library.hpp>
#include <dlfcn.h>
#include <list>
#include <string>

namespace tandem::plugin {
namespace {

/// Libraries stay mapped until the process ends: formats and handlers of a plugin live in places that outlast its
/// object, and code must not go before they do.
std::list<boost::dll::shared_library>& never_unloaded() {
  static auto* libraries = new std::list<boost::dll::shared_library>;
  return *libraries;
}

Error refused(std::string const& name, std::string const& why) {
  return {ErrorCode::conflict, "plugin " + name + " cannot load: " + why};
}

/// The command or job that this thread runs: in whose name a plugin edits.
thread_local json::object const* running = nullptr;

/// `run`, with `running` set meanwhile.
template <class Run> auto as_running(json::object through, Run run) {
  return [through = std::move(through), run = std::move(run)](auto const&... arguments) {
    struct Restore {
      json::object const* before;
      ~Restore() { running = before; }
    } const restore{std::exchange(running, &through)};
    return run(arguments...);
  };
}

Error only_in_commands() {
  return {ErrorCode::forbidden, "a plugin reads drafts and edits in its commands and jobs alone"};
}

/// What one plugin sees while it registers.
class RegisteringHost final : public Host {
public:
  RegisteringHost(std::string name, std::filesystem::path folder, Ports const& ports, Registered& registered)
      : name_(std::move(name)), folder_(std::move(folder)), ports_(ports), registered_(registered) {}

  Settings& settings() override { return ports_.settings; }
  void migrations(std::string_view folder) override {
    registered_.migrations.emplace_back("tandem_" + name_, existing(folder));
  }
  void projection(std::string function) override {
    registered_.projections.push_back({name_, "tandem_" + name_, std::move(function)});
  }
  void follow_heads(ChangeHook hook) override {
    registered_.followers_of_heads.push_back({name_, "tandem_" + name_, std::move(hook)});
  }
  void follow_public(ChangeHook hook) override {
    registered_.followers_of_public.push_back({name_, "tandem_" + name_, std::move(hook)});
  }
  void resource_meta(std::string name, std::string function) override {
    for (RegisteredMeta const& other : registered_.metas)
      if (other.name == name) throw std::runtime_error("the meta " + name + " is registered twice");
    registered_.metas.push_back({std::move(name), "tandem_" + name_ + "." + function});
  }
  void check_types(std::function<Result<void>(std::vector<std::string> const&)> check) override {
    registered_.type_checks.push_back({name_, std::move(check)});
  }
  void content_types(std::string_view folder) override { registered_.schema_folders.push_back(existing(folder)); }
  void format(std::string name, std::function<bool(std::string_view)> check) override {
    if (!registered_.formats.emplace(name, std::move(check)).second)
      throw std::runtime_error("the format " + name + " is registered twice");
  }
  void before_save(std::string type, BeforeSaveHook hook) override {
    registered_.before_save.push_back({name_, std::move(type), std::move(hook)});
  }
  void before_publish(std::string type, BeforePublishHook hook) override {
    registered_.before_publish.push_back({name_, std::move(type), std::move(hook)});
  }
  void after_publish(std::string type, AfterPublishHook hook) override {
    registered_.after_publish.push_back({name_, std::move(type), std::move(hook)});
  }
  void permission(std::string name, std::string description) override {
    if (!registered_.permissions.emplace(name, std::move(description)).second)
      throw std::runtime_error("the permission " + name + " is declared twice");
  }
  void route(Method method, std::string pattern, Permission permission, RouteHandler handler, RouteDoc doc) override {
    route(
        method, std::move(pattern), std::move(permission),
        [handler = std::move(handler)](Request const& request, Caller const&) { return handler(request); },
        std::move(doc));
  }
  void route(Method method, std::string pattern, Permission permission, CallerHandler handler,
             RouteDoc doc) override {
    registered_.routes.push_back(
        {name_, method, std::move(pattern), std::move(permission), std::move(handler), std::move(doc)});
  }
  void job(std::string name, unsigned every_seconds, std::function<Result<void>()> run) override {
    if (every_seconds < 60 || every_seconds > 31'536'000)
      throw std::runtime_error("the job " + name + " must run every 60 to 31536000 seconds");
    auto named = as_running({{"plugin", name_}, {"job", name}}, std::move(run));
    registered_.jobs.push_back({name_, std::move(name), every_seconds, std::move(named)});
  }
  void command(std::string name, std::string description,
               std::function<int(std::vector<std::string> const&)> run) override {
    auto named = as_running({{"plugin", name_}, {"command", name}}, std::move(run));
    registered_.commands.push_back({name_, std::move(name), std::move(description), std::move(named)});
  }
  [[nodiscard]] Result<json::object> read(std::string_view target) override { return ports_.read(target); }
  Storage& storage() override { return ports_.storage; }
  [[nodiscard]] std::stop_token stopping() const override { return ports_.stopping; }
  [[nodiscard]] Result<std::vector<EntryHeads>> heads(std::string const& type) override {
    if (running == nullptr) return only_in_commands();
    return ports_.heads(type);
  }
  [[nodiscard]] Result<std::vector<EditedVariant>> edit(Batch const& batch, bool dry_run) override {
    if (running == nullptr) return only_in_commands();
    return ports_.edit(*running, batch, dry_run);
  }

private:
  [[nodiscard]] std::filesystem::path existing(std::string_view folder) const {
    std::filesystem::path path = folder_ / folder;
    if (!std::filesystem::is_directory(path))
      throw std::runtime_error("its folder " + std::string(folder) + " is not there");
    return path;
  }
  std::string name_;
  std::filesystem::path folder_;
  Ports const& ports_;
  Registered& registered_;
};

} // namespace

struct Plugins::State {
  struct Held {
    std::unique_ptr<Host> host;
    std::unique_ptr<Plugin> plugin;
  };
  Ports ports;
  std::vector<Held> held;
  Registered registered;
  std::vector<Loaded> loaded;
};

Plugins::Plugins(Ports ports) : state_(new State{std::move(ports), {}, {}, {}}) {}
Plugins::~Plugins() = default;

Result<void> Plugins::load(std::filesystem::path const& folder, std::string const& name) {
  std::filesystem::path const file = folder / name / (name + ".so");
  if (!std::filesystem::exists(file))
    return refused(name, "there is no file " + file.string() + " (settings plugins and plugins.folder)");
  try {
    State::Held held;
    boost::dll::fs::error_code ec;
    boost::dll::shared_library& library = never_unloaded().emplace_back();
    library.load(boost::dll::fs::path(file.string()), ec,
                 boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (ec) {
      // Boost.DLL does not pass on what the loader says; it says it again when asked again.
      bool const opened_after_all = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL) != nullptr;
      return refused(name, opened_after_all ? ec.message() : ::dlerror());
    }
    if (!library.has("tandem_plugin")) return refused(name, "it exports no symbol tandem_plugin");
    auto const& descriptor = library.get<PluginDescriptor const>("tandem_plugin");
    if (descriptor.sdk_version != TANDEM_SDK_VERSION)
      return refused(name, "it was built with SDK version " + std::to_string(descriptor.sdk_version) + ", this is " +
                               std::to_string(TANDEM_SDK_VERSION));
    if (std::string_view(descriptor.build_tag) != TANDEM_BUILD_TAG)
      return refused(name,
                     std::string("it was built with ") + descriptor.build_tag + ", this with " TANDEM_BUILD_TAG);
    if (name != descriptor.name) return refused(name, std::string("it calls itself ") + descriptor.name);
    held.host = std::make_unique<RegisteringHost>(name, folder / name, state_->ports, state_->registered);
    held.plugin.reset(descriptor.make());
    held.plugin->register_with(*held.host);
    state_->loaded.push_back({name, descriptor.version, file});
    state_->held.push_back(std::move(held));
  } catch (std::exception const& thrown) {
    return refused(name, thrown.what());
  }
  return {};
}

Registered const& Plugins::registered() const { return state_->registered; }
std::vector<Loaded> const& Plugins::loaded() const { return state_->loaded; }

} // namespace tandem::plugin
