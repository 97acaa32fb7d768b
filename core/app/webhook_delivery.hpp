#pragma once
/// Threads that make the webhooks' deliveries while the server runs, beside requests and background work.

#include "webhooks/delivery.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tandem::app {

class WebhookDelivery {
public:
  /// `database` must outlive it. Starts at once, with as many threads as deliveries may be under way.
  WebhookDelivery(store::Database& database, webhooks::Settings const& settings);
  ~WebhookDelivery(); ///< Breaks off what is under way, gives it back, then stops.
  WebhookDelivery(WebhookDelivery const&) = delete;
  WebhookDelivery& operator=(WebhookDelivery const&) = delete;

private:
  void loop();
  std::optional<store::ClaimedDelivery> wait_for_one();
  void make(store::ClaimedDelivery const& claimed);

  webhooks::Delivery const delivery_;
  std::stop_source stop_;
  std::mutex looking_; // held by the one thread that looks for what is due; the others wait for their turn
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::vector<std::jthread> threads_;
};

} // namespace tandem::app
