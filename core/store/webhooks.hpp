#pragma once
/// Webhooks and their deliveries: who is told of publications, what waits, what became of it.

#include "content/identity.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct WebhookRow {
  Uuid id;
  std::string url;
  std::vector<std::string> events; ///< published, withdrawn.
  std::vector<std::string> types;  ///< Content types; empty: all.
  bool enabled;
  std::string disabled_because; ///< For people; "" while enabled.
  std::string created_by;
  Timestamp created_at;
  std::optional<Timestamp> failing_since = {}; ///< First failure of the oldest delivery that still fails.
  long waiting = 0;                            ///< Deliveries that are still to be made.
};

/// A publication or withdrawal that is told, or a ping, which has no entry, type, locale and bundle.
struct DeliveryRow {
  Uuid id, webhook;
  std::string event; ///< published, withdrawn, ping.
  std::optional<EntryId> entry;
  std::string type, locale;
  std::optional<Uuid> bundle;
  Timestamp occurred_at;
  std::string state;                 ///< waiting, delivered, failed (a ping is tried once).
  int attempts;                      ///< Since the webhook was last enabled.
  std::optional<Timestamp> next_try; ///< While waiting.
  std::optional<Timestamp> failing_since, tried_at;
  std::optional<int> took_ms, last_status; ///< Of the last try.
  std::string last_error;                  ///< Of the last try; "" when it went well.
};

/// A delivery that its caller alone may send, until its lease ends.
struct ClaimedDelivery {
  DeliveryRow delivery;
  std::string url, secret;
  std::string lease; ///< Names the claim: its end, as the database writes it.
};

/// How a try ended.
struct TryRow {
  std::chrono::milliseconds took;
  std::optional<int> status; ///< None: no answer.
  std::string error;         ///< "" when it was delivered.
};

/// Until the transaction ends, nobody else adds a webhook.
void lock_webhooks(Transaction& tx);
void insert_webhook(Transaction& tx, WebhookRow const& webhook, std::string const& secret);
/// Locks the row, not against publications that are noted down for it.
[[nodiscard]] std::optional<WebhookRow> find_webhook_for_update(Transaction& tx, Uuid const& id);
[[nodiscard]] std::optional<WebhookRow> find_webhook(Transaction& tx, Uuid const& id);
/// The oldest first.
[[nodiscard]] std::vector<WebhookRow> list_webhooks(Transaction& tx);
/// Stores url, events, types, enabled and the note.
void update_webhook(Transaction& tx, WebhookRow const& webhook);
void set_webhook_secret(Transaction& tx, Uuid const& id, std::string const& secret);
/// With its deliveries, also those that wait.
void delete_webhook(Transaction& tx, Uuid const& id);
/// What waits is due now, as if it had never failed.
void resume_deliveries(Transaction& tx, Uuid const& webhook);

/// Nothing when a ping of this webhook waits already.
[[nodiscard]] std::optional<DeliveryRow> insert_ping(Transaction& tx, Uuid const& webhook);
/// Newest first; those before the delivery `before`.
[[nodiscard]] std::vector<DeliveryRow> list_deliveries(Transaction& tx, Uuid const& webhook,
                                                       std::optional<Uuid> const& before, int limit);

/// Claims the next delivery that is due, of a webhook that is enabled and has fewer than `at_once` under way. Of one
/// entry the earlier goes first, and the later waits until that is delivered; a webhook with less under way goes
/// before one with more.
[[nodiscard]] std::optional<ClaimedDelivery> claim_delivery(Transaction& tx, std::chrono::milliseconds lease,
                                                            unsigned at_once);
/// A delivery counts as soon as anyone made it, also after the lease ran out.
void record_delivered(Transaction& tx, Uuid const& id, TryRow const& made);
/// Tries again after `pause`, a ping never. Answers since when it has failed; nothing when the claim holds no longer.
[[nodiscard]] std::optional<Timestamp> record_failed(Transaction& tx, ClaimedDelivery const& claimed,
                                                     TryRow const& made, std::chrono::milliseconds pause);
/// Gives a claim back: the try does not count.
void release_claim(Transaction& tx, ClaimedDelivery const& claimed);
/// Removes deliveries that were made, or given up, more than so many days ago.
void forget_deliveries(Transaction& tx, int days);

} // namespace tandem::store
