#pragma once
/// The use cases around webhooks: add, change, remove, enable again, try out, read the log. Who may do so is decided
/// by the routes; every change is in the audit, without secrets.

#include "access/actor.hpp"
#include "content/content_type.hpp"
#include "store/webhooks.hpp"
#include "webhooks/settings.hpp"

namespace tandem::webhooks {

/// What a webhook is asked to be; what is absent stays as it is, or takes its default.
struct Wish {
  std::optional<std::string> url = {};                 ///< Must be there for a new one.
  std::optional<std::vector<std::string>> events = {}; ///< Default: published and withdrawn.
  std::optional<std::vector<std::string>> types = {};  ///< Default, and when empty: all content types.
  std::optional<bool> enabled = {};                    ///< Default: true.
};

/// A webhook with the secret that signs its deliveries, which is never shown again.
struct Made {
  store::WebhookRow webhook;
  std::string secret;
};

class Subscriptions {
public:
  /// Longest address, in bytes.
  static constexpr std::size_t longest_url = 2000;

  /// `database` and `types` must outlive it.
  Subscriptions(store::Database& database, ContentTypes const& types, Settings settings)
      : database_(database), types_(types), settings_(std::move(settings)) {}

  /// `invalid_content` with pointers to /url, /events/…, /types/…; `conflict` when there are as many as there may be.
  [[nodiscard]] Result<Made> add(access::Actor const& actor, Wish const& wish) const;
  [[nodiscard]] Result<std::vector<store::WebhookRow>> list() const;
  /// Here and below `not_found` when there is no such webhook.
  [[nodiscard]] Result<store::WebhookRow> find(Uuid const& id) const;
  /// Enabling, or another address, goes on at once with what waits; while disabled, events are not noted down for it.
  [[nodiscard]] Result<store::WebhookRow> change(access::Actor const& actor, Uuid const& id, Wish const& wish) const;
  /// With what waits and its log.
  [[nodiscard]] Result<void> remove(access::Actor const& actor, Uuid const& id) const;
  /// A new secret; the old one signs nothing from now on.
  [[nodiscard]] Result<Made> renew_secret(access::Actor const& actor, Uuid const& id) const;
  /// A delivery without content, tried once. `conflict` while another waits, or when the webhook is disabled.
  [[nodiscard]] Result<store::DeliveryRow> ping(access::Actor const& actor, Uuid const& id) const;
  /// Newest first, those before the delivery `before`.
  [[nodiscard]] Result<std::vector<store::DeliveryRow>> deliveries(Uuid const& id, std::optional<Uuid> const& before,
                                                                   int limit) const;

private:
  [[nodiscard]] Result<void> check(Wish const& wish) const;
  store::Database& database_;
  ContentTypes const& types_;
  Settings settings_;
};

} // namespace tandem::webhooks
