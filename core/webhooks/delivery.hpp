#pragma once
/// Makes deliveries: claim one, send it, record how it went. Any number of threads and nodes may do so at once.

#include "http/client.hpp"
#include "store/webhooks.hpp"
#include "webhooks/settings.hpp"

namespace tandem::webhooks {

/// Before a delivery that has failed `attempts` times is tried again: 2^attempts seconds, an hour at most, of which
/// `jitter` (0 to 1) takes up to half away, so that receivers which failed together are not asked together.
[[nodiscard]] std::chrono::milliseconds pause_after(int attempts, double jitter);

/// The body: {"id", "event", "entry", "entry_type", "locale", "bundle", "occurred_at", "links": {"entry"}}; of a ping
/// id, event and occurred_at.
[[nodiscard]] std::string body_of(store::DeliveryRow const& delivery);

class Delivery {
public:
  /// `database` must outlive it.
  Delivery(store::Database& database, Settings settings);

  /// The next delivery that is due, leased to the caller; nothing when none is.
  [[nodiscard]] Result<std::optional<store::ClaimedDelivery>> claim() const;
  /// Sends it, signed, without a transaction. Nothing when `stop` was requested before it was over.
  [[nodiscard]] std::optional<store::TryRow> send(store::ClaimedDelivery const& claimed,
                                                  std::stop_token const& stop) const;
  /// Writes down how it went. Disables the webhook when the delivery has failed for too long: answers the note then,
  /// and "" otherwise.
  [[nodiscard]] Result<std::string> record(store::ClaimedDelivery const& claimed, store::TryRow const& made) const;
  /// Gives back what was claimed and not sent.
  [[nodiscard]] Result<void> release(store::ClaimedDelivery const& claimed) const;
  /// Removes what is older than the log goes back; does so once an hour among all nodes.
  [[nodiscard]] Result<void> forget() const;

private:
  store::Database& database_;
  Settings settings_;
  http::Client client_;
};

} // namespace tandem::webhooks
