#include "editing/schedule.hpp"

#include "access/audit.hpp"
#include "editing/visible.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::BundleState;
using store::ScheduledBundleRow;
using store::Transaction;

json::array items_json(std::vector<BundleItem> const& items) {
  json::array all;
  for (BundleItem const& item : items) all.push_back(item_json(item));
  return all;
}

std::vector<BundleItem> items_of(ScheduledBundleRow const& bundle) {
  std::vector<BundleItem> items;
  for (json::value const& stored : bundle.items) {
    json::object const& object = stored.as_object();
    BundleItem item{Uuid::parse(string_member(object, "entry")).value()};
    if (object.contains("locale")) item.locale = Locale::parse(string_member(object, "locale")).value();
    if (object.contains("revision")) item.revision = static_cast<int>(object.at("revision").as_int64());
    if (string_member(object, "action") == "unpublish") item.action = Action::unpublish;
    if (object.contains("successor")) item.successor = Uuid::parse(string_member(object, "successor")).value();
    items.push_back(std::move(item));
  }
  return items;
}

/// Whether the caller may read what an item names. A deleted entry too: a bundle that waits for it can be cancelled.
bool may_see(Transaction& tx, access::Actor const& actor, BundleItem const& item) {
  auto const entry = store::find_entry(tx, item.entry);
  if (!entry) return false;
  return item.locale ? actor.may("entry.read", target_of(*entry, item.locale))
                     : actor.may_on_some_variant("entry.read", target_of(*entry));
}

Result<Scheduled> seen_by(Transaction& tx, access::Actor const& actor, std::optional<ScheduledBundleRow> bundle) {
  if (!bundle) return no_bundle();
  Scheduled seen{std::move(*bundle), {}, {}};
  for (BundleItem& item : items_of(seen.bundle))
    if (may_see(tx, actor, item)) seen.items.push_back(std::move(item));
  if (seen.items.empty()) return no_bundle();
  if (seen.bundle.state != BundleState::waiting) return seen;
  seen.replaces = effects_of(tx, changes_of(tx, seen.items));
  std::erase_if(seen.replaces, [](Effect const& effect) { return !effect.changes_something(); });
  return seen;
}

/// The grants that making it takes, without naming entries that the caller may not see.
Result<void> may_cancel(Transaction& tx, access::Actor const& actor, Scheduled const& seen) {
  if (seen.items.size() < seen.bundle.items.size())
    return Error{ErrorCode::forbidden, "this bundle changes other entries too, on which a grant is missing"};
  std::vector<Change> const changes = changes_of(tx, seen.items);
  std::map<EntryId, store::EntryRow> entries;
  for (Change const& change : changes) entries.emplace(change.entry, *store::find_entry(tx, change.entry));
  std::vector<Error> missing = missing_grants(actor, entries, changes);
  return missing.empty() ? Result<void>() : as_one(std::move(missing));
}

void audit_state(Transaction& tx, access::Actor const& actor, std::string const& action,
                 ScheduledBundleRow const& bundle, json::object after, std::string const& message) {
  json::object detail{{"bundle", bundle.id.text()}};
  if (bundle.state == BundleState::waiting && action != "bundle.schedule")
    detail["before"] = {{"state", "waiting"}, {"at", format_timestamp(bundle.at)}};
  detail["after"] = std::move(after);
  if (!message.empty()) detail["message"] = message;
  access::audit(tx, actor, {action, {}, "", {}, std::move(detail)});
}

/// How the order would come out now, and the items that mean the same later.
struct Rehearsal {
  std::vector<BundleItem> items;
  std::vector<Error> problems;
};
Result<Rehearsal> rehearse(Context const& context, access::Actor const& actor, BundleOrder const& order) {
  Rehearsal rehearsal;
  Result<Outcome> const outcome = context.database.try_out([&](Transaction& tx) -> Result<Outcome> {
    auto const changes = resolve(tx, actor, order);
    if (!changes) return changes.error();
    rehearsal.items = frozen(order, *changes);
    return carry_out(tx, context, actor, {kind_of(order.items), order.message, order.force}, *changes);
  });
  if (!outcome) return outcome.error();
  rehearsal.problems = outcome->problems;
  return rehearsal;
}

Result<void> carry_out_due(Transaction& tx, Context const& context, access::Gate const& gate,
                           ScheduledBundleRow const& due) {
  Result<access::Actor> const author = gate.actor_of(tx, due.account);
  if (!author) return author.error();
  BundleOrder const order{items_of(due), due.message, due.force};
  auto const changes = resolve(tx, *author, order);
  if (!changes) return changes.error();
  Result<Published> const done =
      accepted(carry_out(tx, context, *author, {due.kind, due.message, due.force, {}, due.id}, *changes));
  if (!done) return done.error();
  store::finish_scheduled_bundle(tx, due.id, BundleState::done, {});
  return {};
}

/// A failure of our own is tried this often before it counts; one of the database without end.
constexpr int most_attempts = 5;

/// Writes down what came of an attempt, unless somebody else carried it out or cancelled it since.
Result<void> record(store::Database& database, ScheduledBundleRow const& due, Scheduler::Attempt const& attempt) {
  return database.transact([&](Transaction& tx) -> Result<void> {
    auto const bundle = store::find_scheduled_bundle(tx, due.id, store::Lock::update);
    if (!bundle || bundle->state != BundleState::waiting) return {};
    if (attempt.again) {
      store::postpone_scheduled_bundle(tx, *bundle);
      return {};
    }
    store::finish_scheduled_bundle(tx, due.id, BundleState::failed, attempt.problem);
    access::Actor author;
    author.name = due.author;
    audit_state(tx, author, "bundle.failed", *bundle,
                {{"state", "failed"}, {"problem", attempt.problem->detail}, {"meta", attempt.problem->meta}},
                due.message);
    return {};
  });
}

} // namespace

Error no_bundle() { return {ErrorCode::not_found, "there is no such bundle"}; }

Result<void> check_instant(Timestamp at, Timestamp now, std::chrono::days horizon) {
  if (at <= now) return Error{ErrorCode::invalid_content, "must lie in the future"};
  if (at > now + horizon)
    return Error{ErrorCode::invalid_content,
                 "must lie within " + std::to_string(horizon.count()) + " days (setting schedule.horizon_days)"};
  return {};
}

Result<Scheduler::Answer> Scheduler::schedule(access::Actor const& actor, BundleOrder const& order,
                                              Timestamp at) const {
  if (!actor.account) return Error{ErrorCode::forbidden, "a bundle is scheduled in the name of an account"};
  Result<Rehearsal> rehearsal = rehearse(context_, actor, order);
  if (!rehearsal) return rehearsal.error();
  ScheduledBundleRow bundle{Uuid::make(),
                            kind_of(order.items),
                            items_json(rehearsal->items),
                            order.message,
                            order.force,
                            *actor.account,
                            actor.name,
                            at,
                            now()};
  return context_.database.transact([&](Transaction& tx) -> Result<Answer> {
    store::insert_scheduled_bundle(tx, bundle);
    audit_state(tx, actor, "bundle.schedule", bundle,
                {{"state", "waiting"}, {"at", format_timestamp(at)}, {"kind", bundle.kind}, {"items", bundle.items}},
                bundle.message);
    auto seen = seen_by(tx, actor, bundle);
    if (!seen) return seen.error();
    return Answer{std::move(*seen), rehearsal->problems, store::overlapping_bundles(tx, bundle.id)};
  });
}

Result<Scheduled> Scheduler::find(Transaction& tx, access::Actor const& actor, Uuid const& id) const {
  return seen_by(tx, actor, store::find_scheduled_bundle(tx, id));
}

std::vector<ScheduledBundleRow> Scheduler::list(Transaction& tx, access::Actor const& actor,
                                                std::optional<BundleState> state, std::optional<Uuid> const& before,
                                                std::size_t limit) const {
  return store::list_scheduled_bundles(tx, {state, before, visible_to(actor)}, limit);
}

Result<Scheduled> Scheduler::cancel(access::Actor const& actor, Uuid const& id, std::string const& message) const {
  if (auto ok = may_publish_or_withdraw(actor); !ok) return ok.error();
  return context_.database.transact([&](Transaction& tx) -> Result<Scheduled> {
    auto const scheduled = store::find_scheduled_bundle(tx, id, store::Lock::update);
    Error const done{ErrorCode::conflict, "this bundle was carried out: undo it instead"};
    if (!scheduled && store::find_bundle(tx, id)) return done;
    auto seen = seen_by(tx, actor, scheduled);
    if (!seen) return seen;
    if (auto ok = may_cancel(tx, actor, *seen); !ok) return ok.error();
    if (seen->bundle.state == BundleState::done) return done;
    if (seen->bundle.state != BundleState::waiting)
      return Error{ErrorCode::conflict,
                   "this bundle does not wait any more: it " +
                       std::string(seen->bundle.state == BundleState::failed ? "failed" : "was cancelled")};
    store::finish_scheduled_bundle(tx, id, BundleState::cancelled, {});
    audit_state(tx, actor, "bundle.cancel", seen->bundle, {{"state", "cancelled"}}, message);
    return find(tx, actor, id);
  });
}

Result<std::optional<Scheduler::Attempt>> Scheduler::carry_out_next(access::Gate const& gate) const {
  std::optional<ScheduledBundleRow> due;
  auto const work = [&](Transaction& tx) -> Result<void> {
    due.reset();
    if (store::take_turn(tx)) due = store::next_due_bundle(tx);
    return due ? carry_out_due(tx, context_, gate, *due) : Result<void>();
  };
  // Those behind one that throws must not wait for it.
  Result<void> done = Error{ErrorCode::internal, "it could not be carried out; the log has the cause"};
  std::string cause;
  try {
    done = context_.database.transact(work);
  } catch (std::exception const& thrown) {
    if (!due) throw;
    cause = thrown.what();
  } catch (...) {
    if (!due) throw;
    cause = "something was thrown that is no exception";
  }
  if (!due && done) return std::optional<Attempt>();
  if (!due) return done.error();
  Attempt attempt{due->id, std::chrono::duration_cast<std::chrono::milliseconds>(now() - due->at)};
  if (done) return std::optional(attempt);
  attempt.problem = done.error();
  attempt.cause = cause;
  attempt.again = attempt.problem->code == ErrorCode::unavailable ||
                  (attempt.problem->code == ErrorCode::internal && due->attempts + 1 < most_attempts);
  if (auto ok = record(context_.database, *due, attempt); !ok) return ok.error();
  return std::optional(std::move(attempt));
}

Result<std::optional<std::chrono::milliseconds>> Scheduler::time_to_next() const {
  using Time = Result<std::optional<std::chrono::milliseconds>>;
  return context_.database.transact([](Transaction& tx) -> Time { return store::time_to_next_bundle(tx); });
}

} // namespace tandem::editing
