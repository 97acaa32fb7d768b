#include "webhooks/delivery.hpp"

#include "access/audit.hpp"
#include "content/json.hpp"
#include "store/outbox.hpp"
#include "webhooks/signature.hpp"

#include <algorithm>
#include <random>

namespace tandem::webhooks {
namespace {

using std::chrono::milliseconds;
using store::Transaction;

/// The server itself, for the audit.
access::Actor server() {
  access::Actor actor;
  actor.name = "server";
  return actor;
}

double random_jitter() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_real_distribution<>(0, 1)(random);
}

http::ClientLimits limits_of(Settings const& settings) {
  http::ClientLimits limits;
  limits.connect_timeout = std::min(limits.connect_timeout, settings.timeout);
  limits.timeout = settings.timeout;
  limits.body_bytes = settings.answer_bytes;
  return limits;
}

} // namespace

milliseconds pause_after(int attempts, double jitter) {
  constexpr milliseconds most = std::chrono::hours{1};
  milliseconds const full = attempts >= 12 ? most : std::min<milliseconds>(most, std::chrono::seconds{1 << attempts});
  return full - milliseconds{static_cast<long>(static_cast<double>(full.count()) * jitter / 2)};
}

std::string body_of(store::DeliveryRow const& delivery) {
  json::object body{{"id", delivery.id.text()}, {"event", delivery.event}};
  if (delivery.entry) {
    body["entry"] = delivery.entry->text();
    body["entry_type"] = delivery.type;
    body["locale"] = delivery.locale;
    body["bundle"] = delivery.bundle.value().text();
    body["links"] = {{"entry", "/api/v1/" + delivery.type + "/" + delivery.entry->text()}};
  }
  body["occurred_at"] = format_timestamp(delivery.occurred_at);
  return json::serialize(body);
}

Delivery::Delivery(store::Database& database, Settings settings)
    : database_(database), settings_(std::move(settings)),
      client_(limits_of(settings_),
              settings_.allow_private ? http::AddressPolicy::any : http::AddressPolicy::public_only) {}

Result<std::optional<store::ClaimedDelivery>> Delivery::claim() const {
  using Claimed = Result<std::optional<store::ClaimedDelivery>>;
  // Half for one webhook, so that one slow receiver leaves room for the others.
  unsigned const at_once = std::max(1U, settings_.concurrency / 2);
  return database_.transact([&](Transaction& tx) -> Claimed {
    return store::claim_delivery(tx, settings_.timeout + settings_.margin, at_once);
  });
}

std::optional<store::TryRow> Delivery::send(store::ClaimedDelivery const& claimed,
                                            std::stop_token const& stop) const {
  std::string const body = body_of(claimed.delivery);
  auto const time = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch());
  auto const started = std::chrono::steady_clock::now();
  http::ClientAnswer const answer =
      client_.send({http::Method::post,
                    claimed.url,
                    {{"Content-Type", "application/json"},
                     {"User-Agent", settings_.user_agent},
                     {"Tandem-Delivery", claimed.delivery.id.text()},
                     {"Tandem-Signature", signature(claimed.secret, time.count(), body)}},
                    body},
                   stop);
  auto const took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  if (answer) {
    bool const taken = answer->status >= 200 && answer->status < 300;
    return store::TryRow{took, answer->status, taken ? "" : "the answer was " + std::to_string(answer->status)};
  }
  if (answer.error().reason == http::ClientFailure::Reason::stopped) return std::nullopt;
  return store::TryRow{took, std::nullopt, answer.error().detail};
}

Result<std::string> Delivery::record(store::ClaimedDelivery const& claimed, store::TryRow const& made) const {
  Uuid const& webhook = claimed.delivery.webhook;
  return database_.transact([&](Transaction& tx) -> Result<std::string> {
    if (made.error.empty()) {
      store::record_delivered(tx, claimed.delivery.id, made);
      return std::string();
    }
    auto const since =
        store::record_failed(tx, claimed, made, pause_after(claimed.delivery.attempts, random_jitter()));
    if (!since || claimed.delivery.event == "ping" || now() - *since < settings_.give_up) return std::string();
    auto row = store::find_webhook_for_update(tx, webhook);
    if (!row || !row->enabled) return std::string();
    row->enabled = false;
    row->disabled_because =
        "a delivery has failed since " + format_timestamp(*since) + ", last because " + made.error;
    store::update_webhook(tx, *row);
    access::audit(
        tx, server(),
        {.action = "webhook.disable", .detail = {{"webhook", webhook.text()}, {"because", row->disabled_because}}});
    return row->disabled_because;
  });
}

Result<void> Delivery::release(store::ClaimedDelivery const& claimed) const {
  return database_.transact([&](Transaction& tx) -> Result<void> {
    store::release_claim(tx, claimed);
    return {};
  });
}

Result<void> Delivery::forget() const {
  return database_.transact([&](Transaction& tx) -> Result<void> {
    if (store::claim_job(tx, "core.webhook-log", 3600))
      store::forget_deliveries(tx, static_cast<int>(settings_.log.count()));
    return {};
  });
}

} // namespace tandem::webhooks
