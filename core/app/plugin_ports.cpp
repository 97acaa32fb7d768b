#include "app/plugin_ports.hpp"

#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

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

void ConfiguredSettings::add(std::string key, std::string default_value, std::string description) {
  configuration_.declare({std::move(key), std::move(default_value), std::move(description)});
}

std::string ConfiguredSettings::get(std::string_view key) const { return configuration_.text(key); }

editing::Hooks hooks_of(plugin::Registered const& registered) {
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

} // namespace tandem::app
