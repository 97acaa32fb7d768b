#pragma once
/// Webhooks tell other programs, over HTTP, that something was published or withdrawn.
///
///   publish ─► outbox event + a delivery for each webhook (one transaction, core/store)
///              └► Delivery::claim (lease) ─► send (no transaction) ─► record ─► delivered | again later | disabled
///
/// At least once: what was sent but not recorded is sent again when its lease ends. In order for each webhook and
/// entry: a later event waits for the earlier one. A delivery says what changed, never what it says now: drafts stay
/// inside, and a receiver that reads /api/v1 sees what is public at that moment.
/// For `api/` (Subscriptions) and `app/` (Delivery).

#include <chrono>
#include <cstddef>
#include <string>

namespace tandem::webhooks {

/// Each is a key of the configuration (`webhooks.*`).
struct Settings {
  std::size_t most = 20;                     ///< Webhooks there may be.
  std::chrono::milliseconds timeout{10'000}; ///< For one try, redirects included.
  std::size_t answer_bytes = 65'536;         ///< Read of an answer; the rest is cut.
  bool allow_private = false;                ///< Also addresses that are not of the public Internet.
  std::chrono::hours give_up{72};            ///< A webhook is disabled when a delivery has failed for so long.
  std::chrono::days log{30};                 ///< How long deliveries that are over are kept.
  unsigned concurrency = 8;                  ///< Deliveries under way at once, on one node.
  std::string user_agent = "Tandem";         ///< "Tandem/<version>".
  std::chrono::milliseconds margin{5'000};   ///< A lease lasts that much longer than a try may; no key.
};

} // namespace tandem::webhooks
