#include "editing/publisher.hpp"

#include "editing/schedule.hpp"

namespace tandem::editing {
namespace {

using store::Transaction;

/// Who may neither publish nor withdraw anything learns nothing of what the order names.
Result<void> may_make(access::Actor const& actor, std::vector<BundleItem> const& items) {
  for (BundleItem const& item : items)
    if (auto ok = access::require(actor, item.action == Action::publish ? "entry.publish" : "entry.unpublish"); !ok)
      return ok;
  return {};
}

Result<Outcome> make_in(Transaction& tx, Context const& context, access::Actor const& actor,
                        BundleOrder const& order) {
  auto const changes = resolve(tx, actor, order);
  if (!changes) return changes.error();
  return carry_out(tx, context, actor, {kind_of(order.items), order.message, order.force}, *changes);
}

/// What a bundle changed, the other way round. `conflict` when something newer is public.
Result<std::vector<Change>> reversed(Transaction& tx, Uuid const& bundle) {
  Error const newer{ErrorCode::conflict, "something newer than this bundle is public: it cannot be taken back"};
  std::map<std::pair<EntryId, Locale>, std::optional<int>> before; // what is to be public again
  for (auto const& opened : store::opened_by(tx, bundle)) {
    if (opened.until) return newer;
    before[{opened.entry, opened.locale}] = std::nullopt;
  }
  for (auto const& closed : store::closed_by(tx, bundle)) {
    auto const key = std::pair{closed.entry, closed.locale};
    if (!before.contains(key) && store::open_publication(tx, closed.entry, closed.locale)) return newer;
    before[key] = closed.revision;
  }
  std::vector<Change> changes;
  for (auto const& [variant, revision] : before) changes.push_back({variant.first, variant.second, revision});
  return changes;
}

/// Why a bundle that is not there cannot be taken back.
Error not_carried_out(Transaction& tx, Context const& context, access::Actor const& actor, Uuid const& id) {
  auto const scheduled = Scheduler(context).find(tx, actor, id);
  if (!scheduled) return scheduled.error();
  if (scheduled->bundle.state == store::BundleState::waiting)
    return {ErrorCode::conflict, "this bundle waits for its time: cancel it instead"};
  return {ErrorCode::conflict, "this bundle was never carried out: there is nothing to take back"};
}

} // namespace

Result<Published> Publisher::make(access::Actor const& actor, BundleOrder const& order) const {
  if (auto ok = may_make(actor, order.items); !ok) return ok.error();
  return context_.database.transact(
      [&](Transaction& tx) -> Result<Published> { return accepted(make_in(tx, context_, actor, order)); });
}

Result<Outcome> Publisher::try_out(access::Actor const& actor, BundleOrder const& order) const {
  if (auto ok = may_make(actor, order.items); !ok) return ok.error();
  return context_.database.try_out(
      [&](Transaction& tx) -> Result<Outcome> { return make_in(tx, context_, actor, order); });
}

Result<Published> Publisher::undo(access::Actor const& actor, Uuid const& id, std::string const& message) const {
  if (auto ok = may_publish_or_withdraw(actor); !ok) return ok.error();
  return context_.database.transact([&](Transaction& tx) -> Result<Published> {
    auto const bundle = store::find_bundle(tx, id);
    if (!bundle) return not_carried_out(tx, context_, actor, id);
    auto changes = reversed(tx, id);
    if (!changes) return changes.error();
    return accepted(carry_out(tx, context_, actor, {"undo", message, false, id},
                              {std::move(*changes), bundle->successors_before}));
  });
}

} // namespace tandem::editing
