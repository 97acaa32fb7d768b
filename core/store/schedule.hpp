#pragma once
/// Bundles that wait for their time: rows in and out.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/timestamp.hpp"
#include "store/database.hpp"
#include "store/entries.hpp"

namespace tandem::store {

enum class BundleState { waiting, done, failed, cancelled };
[[nodiscard]] std::string_view name_of(BundleState state);
[[nodiscard]] std::optional<BundleState> bundle_state(std::string_view name);

struct ScheduledBundleRow {
  Uuid id; ///< Of the bundle too, once it is carried out.
  std::string kind;
  json::array items; ///< As editing/schedule.cpp writes them; each has `entry`.
  std::string message;
  bool force;
  Uuid account; ///< In whose name it is carried out.
  std::string author;
  Timestamp at;
  Timestamp created_at;
  BundleState state = BundleState::waiting;
  int attempts = 0;                          ///< That came to nothing for a reason that may pass.
  std::optional<Error> problem = {};         ///< Why it failed.
  std::optional<Timestamp> finished_at = {}; ///< None while it waits.
};

void insert_scheduled_bundle(Transaction& tx, ScheduledBundleRow const& bundle);
[[nodiscard]] std::optional<ScheduledBundleRow> find_scheduled_bundle(Transaction& tx, Uuid const& id,
                                                                      Lock lock = Lock::none);

/// Newest first. Without state: all but those done, which are bundles. `visible`: those with an entry that fits.
struct ScheduledFilter {
  std::optional<BundleState> state = {};
  std::optional<Uuid> before = {};
  std::vector<Visible> visible = {};
};
[[nodiscard]] std::vector<ScheduledBundleRow> list_scheduled_bundles(Transaction& tx, ScheduledFilter const& filter,
                                                                     std::size_t limit);
/// Other waiting bundles that touch a variant of this one, by time.
[[nodiscard]] std::vector<Uuid> overlapping_bundles(Transaction& tx, Uuid const& id);

/// True for one caller at a time among all nodes, until the transaction ends: bundles that depend on each other are
/// carried out in the order of their times. Who holds it and does nothing for a minute loses it.
[[nodiscard]] bool take_turn(Transaction& tx);
/// The first that is due, locked for this transaction; one that somebody holds is passed over.
[[nodiscard]] std::optional<ScheduledBundleRow> next_due_bundle(Transaction& tx);
/// Until the next one is due, by the database's clock; not positive when one is. None: nothing waits.
[[nodiscard]] std::optional<std::chrono::milliseconds> time_to_next_bundle(Transaction& tx);

/// It waits no more. `problem` goes with `failed`.
void finish_scheduled_bundle(Transaction& tx, Uuid const& id, BundleState state, std::optional<Error> const& problem);
/// It is tried again, 2^attempts seconds from now, at most a minute.
void postpone_scheduled_bundle(Transaction& tx, ScheduledBundleRow const& bundle);

} // namespace tandem::store
