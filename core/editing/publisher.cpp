#include "editing/publisher.hpp"

#include "access/audit.hpp"
#include "editing/settle.hpp"
#include "editing/visible.hpp"
#include "editing/witness.hpp"
#include "editing/workflow.hpp"
#include "store/entries.hpp"

#include <algorithm>
#include <set>

namespace tandem::editing {
namespace {

using store::Transaction;

/// What a bundle does to one variant: makes a revision public, or (none) withdraws it.
struct Change {
  EntryId entry;
  Locale locale;
  std::optional<int> revision;
};

struct Order {
  std::string kind;
  std::string message;
  bool force = false;
  std::optional<Uuid> undoes = {};
};

/// An error that says which entry of the bundle it is about.
Error about(EntryId const& entry, Error error) {
  error.meta["entry"] = entry.text();
  return error;
}

/// Locks the entries in order of id, so that two bundles cannot wait for each other.
Result<std::map<EntryId, store::EntryRow>> lock_entries(Transaction& tx, access::Actor const& actor,
                                                        std::set<EntryId> const& ids) {
  std::map<EntryId, store::EntryRow> entries;
  for (EntryId const& id : ids) {
    auto entry = visible_entry(tx, actor, id, store::Lock::update);
    if (!entry) return about(id, entry.error());
    entries.emplace(id, std::move(*entry));
  }
  return entries;
}

/// Whoever makes public must hold entry.publish on the variant, whoever withdraws entry.unpublish.
Result<void> may_carry_out(access::Actor const& actor, std::map<EntryId, store::EntryRow> const& entries,
                           std::vector<Change> const& changes) {
  for (Change const& change : changes)
    if (auto ok = access::require(actor, change.revision ? "entry.publish" : "entry.unpublish",
                                  target_of(entries.at(change.entry), change.locale));
        !ok)
      return about(change.entry, ok.error());
  return {};
}

/// What goes out has been agreed, as its type asks. What was agreed once may come back.
Result<void> all_agreed(Transaction& tx, Context const& context, access::Actor const& actor, Order const& order,
                        std::map<EntryId, store::EntryRow> const& entries, std::vector<Change> const& changes) {
  std::vector<Error> lacking;
  for (Change const& change : changes)
    if (change.revision && !order.undoes)
      if (auto ok = check_agreed(tx, context, actor, entries.at(change.entry), change.locale, *change.revision); !ok)
        lacking.push_back(ok.error());
  return lacking.empty() ? Result<void>() : as_one(std::move(lacking));
}

/// An instant after everything that is public now began: ranges must not be empty, whatever the clock does.
Timestamp next_instant(Transaction& tx, std::set<EntryId> const& ids) {
  Timestamp instant = store::timestamp_cell(tx.query("select clock_timestamp()")[0][0]);
  for (EntryId const& id : ids)
    for (auto const& open : store::open_publications(tx, id))
      instant = std::max(instant, open.from + std::chrono::microseconds{1});
  return instant;
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

/// Carries out a bundle; everything or nothing.
Result<Published> carry_out(Transaction& tx, Context const& context, access::Actor const& actor, Order const& order,
                            std::vector<Change> const& changes) {
  std::set<EntryId> ids;
  for (Change const& change : changes) ids.insert(change.entry);
  auto const entries = lock_entries(tx, actor, ids);
  if (!entries) return entries.error();
  if (auto ok = may_carry_out(actor, *entries, changes); !ok) return ok.error();
  if (auto ok = all_agreed(tx, context, actor, order, *entries, changes); !ok) return ok.error();
  Timestamp const instant = next_instant(tx, ids);
  Published done{{Uuid::make(), order.kind, actor.name, order.message, instant, order.undoes}, {}, {}};
  store::insert_bundle(tx, done.bundle);
  for (Change const& change : changes) {
    auto const open = store::open_publication(tx, change.entry, change.locale);
    if (open ? open->revision == change.revision : !change.revision) continue;
    if (open) {
      store::close_publication(tx, change.entry, change.locale, instant, done.bundle.id);
      done.closed.push_back(*open);
      done.closed.back().until = instant;
    }
    if (change.revision) {
      done.opened.push_back({change.entry, change.locale, *change.revision, instant, {}, done.bundle.id, {}});
      store::insert_publication(tx, done.opened.back());
    }
    store::insert_event(tx, change.revision ? "published" : "withdrawn", change.entry, entries->at(change.entry).type,
                        change.locale, done.bundle.id);
    json::object detail{{"bundle", done.bundle.id.text()}};
    if (open) detail["before"] = witnessed(done.closed.back());
    if (change.revision) detail["after"] = witnessed(done.opened.back());
    if (!order.message.empty()) detail["message"] = order.message;
    access::audit(tx, actor, {"bundle." + order.kind, change.entry, change.locale.text(), change.revision, detail});
  }
  if (done.opened.empty() && done.closed.empty())
    return Error{ErrorCode::conflict, "there is nothing to do: all of it is in that state already"};

  std::map<EntryId, std::set<EntryId>> before;
  for (auto const& [id, entry] : *entries) {
    before[id] = store::public_targets(tx, id);
    release(tx, id);
  }
  std::map<EntryId, std::vector<Reference>> references;
  for (auto const& [id, entry] : *entries) {
    auto settled = settle(tx, context, entry);
    if (!settled) return settled.error();
    references.emplace(id, std::move(*settled));
  }
  store::refresh_published(tx, {ids.begin(), ids.end()}, instant);
  for (auto const& [id, of_entry] : references) {
    if (auto ok = check_targets(tx, id, of_entry, before.at(id)); !ok && !order.force) return ok.error();
    if (auto ok = check_referrers(tx, id); !ok && !order.force) return ok.error();
  }
  tx.query("select pg_notify('tandem_published', $1)", {done.bundle.id.text()});
  return done;
}

/// A variant that two items name would be published twice.
Result<void> add_change(std::vector<Change>& changes, Change change, std::size_t item) {
  for (Change const& other : changes)
    if (other.entry == change.entry && other.locale == change.locale)
      return Error{ErrorCode::invalid_content, "the " + change.locale.text() + " variant is in the bundle already",
                   "/data/attributes/items/" + std::to_string(item)};
  changes.push_back(std::move(change));
  return {};
}

/// The variants an item names, with their heads.
std::vector<store::VariantRow> variants_named(Transaction& tx, BundleItem const& item) {
  std::vector<store::VariantRow> variants = store::variants_of(tx, item.entry);
  std::erase_if(variants, [&](auto const& variant) { return item.locale && variant.locale != *item.locale; });
  return variants;
}

Result<void> check_successor(Transaction& tx, std::vector<BundleItem> const& items,
                             std::optional<EntryId> const& successor) {
  if (!successor) return {};
  std::string const pointer = "/data/attributes/successor";
  auto const entry = store::find_present_entry(tx, *successor);
  if (!entry) return Error{ErrorCode::invalid_content, "there is no such entry", pointer};
  for (BundleItem const& item : items)
    if (item.entry == *successor) return Error{ErrorCode::invalid_content, "is itself being withdrawn", pointer};
  return {};
}

Error no_variant(BundleItem const& item) {
  return about(item.entry, {ErrorCode::not_found, "there is no such variant"});
}

/// The variants an item names, of an entry that the caller may see.
Result<std::vector<store::VariantRow>> variants_seen(Transaction& tx, access::Actor const& actor,
                                                     BundleItem const& item) {
  if (auto const entry = visible_entry(tx, actor, item.entry); !entry) return about(item.entry, entry.error());
  auto variants = variants_named(tx, item);
  if (variants.empty()) return no_variant(item);
  return variants;
}

} // namespace

Result<Published> Publisher::publish(access::Actor const& actor, std::vector<BundleItem> const& items,
                                     std::string const& message) const {
  if (auto ok = access::require(actor, "entry.publish"); !ok) return ok.error();
  return context_.database.transact([&](Transaction& tx) -> Result<Published> {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < items.size(); ++i) {
      BundleItem const& item = items[i];
      auto const variants = variants_seen(tx, actor, item);
      if (!variants) return variants.error();
      if (item.revision && !item.locale)
        return Error{ErrorCode::invalid_content, "a revision needs a locale beside it",
                     "/data/attributes/items/" + std::to_string(i)};
      for (auto const& variant : *variants) {
        int const number = item.revision.value_or(variant.head);
        auto const revision = store::find_revision(tx, item.entry, variant.locale, number);
        if (!revision || revision->side) return no_variant(item);
        if (auto ok = add_change(changes, {item.entry, variant.locale, number}, i); !ok) return ok.error();
      }
    }
    return carry_out(tx, context_, actor, {"publish", message}, changes);
  });
}

Result<Published> Publisher::unpublish(access::Actor const& actor, std::vector<BundleItem> const& items,
                                       std::string const& message, bool force,
                                       std::optional<EntryId> const& successor) const {
  if (auto ok = access::require(actor, "entry.unpublish"); !ok) return ok.error();
  return context_.database.transact([&](Transaction& tx) -> Result<Published> {
    if (auto ok = check_successor(tx, items, successor); !ok) return ok.error();
    std::vector<Change> changes;
    for (std::size_t i = 0; i < items.size(); ++i) {
      auto const variants = variants_seen(tx, actor, items[i]);
      if (!variants) return variants.error();
      for (auto const& variant : *variants)
        if (auto ok = add_change(changes, {items[i].entry, variant.locale, std::nullopt}, i); !ok) return ok.error();
    }
    Result<Published> done = carry_out(tx, context_, actor, {"unpublish", message, force}, changes);
    if (done) // none given: one from an earlier withdrawal does not hold any more
      for (BundleItem const& item : items) store::set_successor(tx, item.entry, successor);
    return done;
  });
}

Result<Published> Publisher::undo(access::Actor const& actor, Uuid const& id, std::string const& message) const {
  if (!actor.may("entry.publish"))
    if (auto ok = access::require(actor, "entry.unpublish"); !ok) return ok.error();
  return context_.database.transact([&](Transaction& tx) -> Result<Published> {
    auto const bundle = store::find_bundle(tx, id);
    if (!bundle) return Error{ErrorCode::not_found, "there is no such bundle"};
    Error const newer{ErrorCode::conflict, "something newer than this bundle is public: it cannot be taken back"};
    std::map<std::pair<EntryId, Locale>, std::optional<int>> before; // what is to be public again
    for (auto const& opened : store::opened_by(tx, id)) {
      if (opened.until) return newer;
      before[{opened.entry, opened.locale}] = std::nullopt;
    }
    for (auto const& closed : store::closed_by(tx, id)) {
      auto const key = std::pair{closed.entry, closed.locale};
      if (!before.contains(key) && store::open_publication(tx, closed.entry, closed.locale)) return newer;
      before[key] = closed.revision;
    }
    std::vector<Change> changes;
    for (auto const& [variant, revision] : before) {
      changes.push_back({variant.first, variant.second, revision});
    }
    return carry_out(tx, context_, actor, {"undo", message, false, id}, changes);
  });
}

} // namespace tandem::editing
