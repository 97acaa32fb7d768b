#include "app/services.hpp"

#include "api/change_events.hpp"
#include "app/ask_provider.hpp"
#include "app/plugin_ports.hpp"
#include "app/settings.hpp"

namespace tandem::app {

namespace {

/// What the configuration says, as far as the library can.
media::Offer offer_of(Configuration const& configuration, media::Pictures const& pictures) {
  media::Offer offer = media_offer(configuration).value();
  std::erase_if(offer.formats, [&](media::PictureFormat format) { return !pictures.can_write(format); });
  return offer;
}

/// What the configuration and the plugins say.
delivery::Settings delivery_settings_with(plugin::Registered const& registered, Configuration const& configuration,
                                          media::Pictures const& pictures) {
  delivery::Settings settings = delivery_settings(configuration).value();
  settings.file_shown = [offer = offer_of(configuration, pictures)](
                            store::FileRow const& file, json::object const& data, std::string const& query) {
    return media::shown_file(file, data, query, offer);
  };
  for (plugin::RegisteredMeta const& meta : registered.metas) settings.metas.push_back({meta.name, meta.function});
  return settings;
}

/// Half of the workers: whatever is asked of pictures, the others serve the rest.
std::ptrdiff_t most_makers(Configuration const& configuration) {
  return std::max(1L, configuration.number("http.worker_threads") / 2);
}

} // namespace

Services::Services(store::Database& database, ContentTypes const& types, access::Roles const& roles,
                   plugin::Registered const& registered, Configuration const& configuration,
                   media::FileStore& file_store, media::Pictures const& pictures)
    : editing{database, types, configuration.list("locales"), hooks_of(registered), roles.authority_names()},
      gate(database, roles, second_factor_for(configuration, roles).value()),
      accounts(database, roles, invitation_rule(configuration)), sign_in(database, lockout_rule(configuration)),
      second_factor(database, sign_in), tokens(database, roles, token_rule(configuration)),
      sign_on(database, oidc_settings(configuration),
              ask_over_http(std::chrono::milliseconds{configuration.number("oidc.timeout_ms")}),
              static_cast<int>(configuration.number("session.hours"))),
      previews(editing, gate), delivery(database, types, delivery_settings_with(registered, configuration, pictures)),
      cache(static_cast<std::size_t>(configuration.number("cache.bytes"))), feed(api::change_event),
      freshness(database, cache, feed), reads(delivery, cache, previews),
      subscriptions(database, types, webhook_settings(configuration)), files(database, file_store),
      uploads(database, file_store, pictures, upload_rules(configuration)),
      media_reads(files, file_store, pictures, offer_of(configuration, pictures), gate, previews, cache,
                  most_makers(configuration)) {
  database.on_change([this] { freshness.catch_up_or_clear(); });
}

} // namespace tandem::app
