#include "app/webhook_delivery.hpp"

#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

constexpr std::chrono::seconds pause{1};

/// Runs `step`; what goes wrong is one line in the log, and tried again with the next turn or the end of a lease.
/// That the database is away is not: the next turn comes each second.
template <class Step> auto logged(Step step) -> decltype(step()) {
  try {
    auto done = step();
    if (!done && done.error().code != ErrorCode::unavailable) spdlog::error("webhooks: {}", done.error().detail);
    return done;
  } catch (std::exception const& thrown) {
    spdlog::error("webhooks: {}", thrown.what());
  } catch (...) {
    spdlog::error("webhooks: something was thrown that is no exception");
  }
  return Error{ErrorCode::internal, "see the log"};
}

} // namespace

WebhookDelivery::WebhookDelivery(store::Database& database, webhooks::Settings const& settings)
    : delivery_(database, settings) {
  for (unsigned i = 0; i < settings.concurrency; ++i) threads_.emplace_back([this] { loop(); });
}

WebhookDelivery::~WebhookDelivery() {
  stop_.request_stop();
  threads_.clear();
}

void WebhookDelivery::loop() {
  while (auto const claimed = wait_for_one()) make(*claimed);
}

std::optional<store::ClaimedDelivery> WebhookDelivery::wait_for_one() {
  std::lock_guard const turn(looking_);
  std::unique_lock lock(mutex_);
  while (!stop_.stop_requested()) {
    auto claimed = logged([&] { return delivery_.claim(); });
    if (claimed && *claimed) return std::move(*claimed);
    logged([&] { return delivery_.forget(); });
    stopped_.wait_for(lock, stop_.get_token(), pause, [] { return false; });
  }
  return std::nullopt;
}

void WebhookDelivery::make(store::ClaimedDelivery const& claimed) {
  std::string const name = claimed.delivery.webhook.text();
  auto const made = delivery_.send(claimed, stop_.get_token());
  if (!made) {
    logged([&] { return delivery_.release(claimed); });
    return;
  }
  if (!made->error.empty())
    spdlog::warn("webhook {}: delivery {}: {}", name, claimed.delivery.id.text(), made->error);
  auto const note = logged([&] { return delivery_.record(claimed, *made); });
  if (note && !note->empty()) spdlog::error("webhook {} was disabled: {}", name, *note);
}

} // namespace tandem::app
