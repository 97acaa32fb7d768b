#include "editing/carry_out.hpp"

#include "access/audit.hpp"
#include "editing/follow.hpp"
#include "editing/settle.hpp"
#include "editing/visible.hpp"
#include "editing/witness.hpp"
#include "editing/workflow.hpp"

#include <algorithm>
#include <set>

namespace tandem::editing {
namespace {

using store::Transaction;
using Entries = std::map<EntryId, store::EntryRow>;

/// Locks the entries in order of id, so that two bundles cannot wait for each other.
Result<Entries> lock_entries(Transaction& tx, access::Actor const& actor, Changes const& changes) {
  std::set<EntryId> ids;
  for (Change const& change : changes.variants) ids.insert(change.entry);
  for (auto const& [id, successor] : changes.successors) ids.insert(id);
  Entries entries;
  for (EntryId const& id : ids) {
    auto entry = visible_entry(tx, actor, id, store::Lock::update);
    if (!entry) return about(id, entry.error());
    entries.emplace(id, std::move(*entry));
  }
  return entries;
}

/// An instant after everything that is public now began: ranges must not be empty, whatever the clock does.
Timestamp next_instant(Transaction& tx, Entries const& entries) {
  Timestamp instant = store::timestamp_cell(tx.query("select clock_timestamp()")[0][0]);
  for (auto const& [id, entry] : entries)
    for (auto const& open : store::open_publications(tx, id))
      instant = std::max(instant, open.from + std::chrono::microseconds{1});
  return instant;
}

std::string action_of(Terms const& terms, Change const& change) {
  if (terms.undoes) return "bundle.undo";
  return change.revision ? "bundle.publish" : "bundle.unpublish";
}

/// Ends what is public of a variant and makes its new revision public, with event and audit.
void change_variant(Transaction& tx, access::Actor const& actor, Terms const& terms, Effect const& effect,
                    Published& done) {
  Change const& change = effect.change;
  Uuid const& bundle = done.bundle.id;
  Timestamp const instant = done.bundle.created_at;
  json::object detail{{"bundle", bundle.text()}};
  if (auto open = store::open_publication(tx, change.entry, change.locale)) {
    store::close_publication(tx, change.entry, change.locale, instant, bundle);
    open->until = instant;
    detail["before"] = witnessed(*open);
    done.closed.push_back(std::move(*open));
  }
  if (change.revision) {
    done.opened.push_back({change.entry, change.locale, *change.revision, instant, {}, bundle, {}});
    store::insert_publication(tx, done.opened.back());
    detail["after"] = witnessed(done.opened.back());
  }
  tx.change({change.revision ? "published" : "withdrawn", change.entry, effect.type, change.locale, change.revision,
             bundle});
  store::insert_event(tx, change.revision ? "published" : "withdrawn", change.entry, effect.type, change.locale,
                      bundle);
  if (!terms.message.empty()) detail["message"] = terms.message;
  if (terms.scheduled) detail["scheduled"] = terms.scheduled->text();
  access::audit(tx, actor, {action_of(terms, change), change.entry, change.locale.text(), change.revision, detail});
}

/// Sends readers where the changes say. Answers where they were sent before, for those where that differs.
std::map<EntryId, std::optional<EntryId>> send_readers(Transaction& tx, access::Actor const& actor,
                                                       Uuid const& bundle, Entries const& entries,
                                                       Changes const& changes) {
  auto const shown = [](std::optional<EntryId> const& id) { return id ? json::value(id->text()) : nullptr; };
  std::map<EntryId, std::optional<EntryId>> before;
  for (auto const& [id, successor] : changes.successors) {
    std::optional<EntryId> const& present = entries.at(id).successor;
    if (present == successor) continue;
    before.emplace(id, present);
    store::set_successor(tx, id, successor);
    json::object detail{{"bundle", bundle.text()}, {"before", shown(present)}, {"after", shown(successor)}};
    access::audit(tx, actor, {"entry.successor", id, "", {}, std::move(detail)});
  }
  return before;
}

Result<void> check_referrers(Transaction& tx, EntryId const& entry) {
  if (!store::public_among(tx, {entry}).empty()) return {};
  json::array who;
  for (auto const& referrer : store::referrers_of(tx, entry, true))
    if (referrer.entry != entry && !store::public_among(tx, {referrer.entry}).empty())
      who.push_back({{"type", referrer.type},
                     {"id", referrer.entry.text()},
                     {"locale", referrer.locale.text()},
                     {"pointer", referrer.path}});
  if (who.empty()) return {};
  Error in_use{ErrorCode::conflict, "public entries point at this one"};
  in_use.meta = {{"entry", entry.text()}, {"referrers", std::move(who)}};
  return in_use;
}

/// Brings in line what hangs on what is public of the entries. Answers what must not stay so.
std::vector<Error> settle_all(Transaction& tx, Context const& context, Entries const& entries, Timestamp instant,
                              bool force) {
  std::map<EntryId, std::set<EntryId>> before;
  for (auto const& [id, entry] : entries) before[id] = store::release_public(tx, id);
  std::vector<Error> problems;
  std::vector<EntryId> ids;
  std::map<EntryId, std::vector<Reference>> references;
  for (auto const& [id, entry] : entries) {
    ids.push_back(id);
    auto settled = settle(tx, context, entry);
    if (settled) references.emplace(id, std::move(*settled));
    else problems.push_back(settled.error());
  }
  store::refresh_published(tx, ids, instant);
  if (auto ok = follow_public(tx, context, ids); !ok) problems.push_back(ok.error());
  for (auto const& [id, of_entry] : references) {
    if (auto ok = check_targets(tx, id, of_entry, before.at(id)); !ok) problems.push_back(ok.error());
    if (force) continue;
    if (auto ok = check_referrers(tx, id); !ok) problems.push_back(ok.error());
  }
  return problems;
}

/// What goes out has been agreed, as its type asks. What was agreed once may come back.
std::vector<Error> not_agreed(Transaction& tx, Context const& context, access::Actor const& actor, Terms const& terms,
                              Entries const& entries, std::vector<Change> const& changes) {
  std::vector<Error> lacking;
  for (Change const& change : changes)
    if (change.revision && !terms.undoes)
      if (auto ok = check_agreed(tx, context, actor, entries.at(change.entry), change.locale, *change.revision); !ok)
        lacking.push_back(ok.error());
  return lacking;
}

} // namespace

Result<void> may_publish_or_withdraw(access::Actor const& actor) {
  return actor.may("entry.publish") ? Result<void>() : access::require(actor, "entry.unpublish");
}

std::vector<Error> missing_grants(access::Actor const& actor, Entries const& entries,
                                  std::vector<Change> const& changes) {
  std::vector<Error> missing;
  for (Change const& change : changes)
    if (auto ok = access::require(actor, change.revision ? "entry.publish" : "entry.unpublish",
                                  target_of(entries.at(change.entry), change.locale));
        !ok)
      missing.push_back(about(change.entry, ok.error()));
  return missing;
}

Result<Outcome> carry_out(Transaction& tx, Context const& context, access::Actor const& actor, Terms const& terms,
                          Changes const& changes) {
  auto const entries = lock_entries(tx, actor, changes);
  if (!entries) return entries.error();
  if (auto missing = missing_grants(actor, *entries, changes.variants); !missing.empty())
    return as_one(std::move(missing));

  Timestamp const instant = next_instant(tx, *entries);
  Uuid const id = terms.scheduled.value_or(Uuid::make());
  Outcome outcome{{{id, terms.kind, actor.name, terms.message, instant, terms.undoes}, {}, {}}, {}, {}};
  std::vector<Error> const lacking = not_agreed(tx, context, actor, terms, *entries, changes.variants);
  Published& done = outcome.done;
  done.bundle.successors_before = send_readers(tx, actor, id, *entries, changes);
  store::insert_bundle(tx, done.bundle);
  outcome.effects = effects_of(tx, changes.variants);
  for (Effect const& effect : outcome.effects)
    if (effect.changes_something()) change_variant(tx, actor, terms, effect, done);
  if (done.opened.empty() && done.closed.empty()) {
    outcome.problems.push_back({ErrorCode::conflict, "there is nothing to do: all of it is in that state already"});
    return outcome;
  }
  outcome.problems = settle_all(tx, context, *entries, instant, terms.force);
  outcome.problems.insert(outcome.problems.begin(), lacking.begin(), lacking.end());
  return outcome;
}

Result<Published> accepted(Result<Outcome> outcome) {
  if (!outcome) return outcome.error();
  if (!outcome->problems.empty()) return as_one(std::move(outcome->problems));
  return std::move(outcome->done);
}

} // namespace tandem::editing
