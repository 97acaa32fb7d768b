#include "editing/changes.hpp"

#include "editing/visible.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::Transaction;

std::string item_pointer(std::size_t item) { return "/data/attributes/items/" + std::to_string(item); }

Error no_variant(BundleItem const& item) {
  return about(item.entry, {ErrorCode::not_found, "there is no such variant"});
}

/// The variants an item names, with their heads, of an entry that the caller may see.
Result<std::vector<store::VariantRow>> variants_named(Transaction& tx, access::Actor const& actor,
                                                      BundleItem const& item) {
  if (auto const entry = visible_entry(tx, actor, item.entry); !entry) return about(item.entry, entry.error());
  std::vector<store::VariantRow> variants = store::variants_of(tx, item.entry);
  std::erase_if(variants, [&](auto const& variant) { return item.locale && variant.locale != *item.locale; });
  if (variants.empty()) return no_variant(item);
  return variants;
}

/// What an item may not say of itself.
Result<void> check_item(BundleItem const& item, std::string const& pointer) {
  if (item.action == Action::unpublish && item.revision)
    return Error{ErrorCode::invalid_content, "what is withdrawn is named without a revision", pointer + "/revision"};
  if (item.action == Action::publish && item.successor)
    return Error{ErrorCode::invalid_content, "only what is withdrawn has a successor", pointer + "/successor"};
  if (item.revision && !item.locale)
    return Error{ErrorCode::invalid_content, "a revision needs a locale beside it", pointer};
  return {};
}

/// A variant that two items name would be changed twice.
Result<void> add(std::vector<Change>& changes, Change change, std::string const& pointer) {
  for (Change const& other : changes)
    if (other.entry == change.entry && other.locale == change.locale)
      return Error{ErrorCode::invalid_content, "the " + change.locale.text() + " variant is in the bundle already",
                   pointer};
  changes.push_back(std::move(change));
  return {};
}

Result<void> add_item(Transaction& tx, access::Actor const& actor, BundleItem const& item, std::string const& pointer,
                      std::vector<Change>& changes) {
  if (auto ok = check_item(item, pointer); !ok) return ok;
  auto const variants = variants_named(tx, actor, item);
  if (!variants) return variants.error();
  for (auto const& variant : *variants) {
    std::optional<int> number;
    if (item.action == Action::publish) {
      number = item.revision.value_or(variant.head);
      auto const revision = store::find_revision(tx, item.entry, variant.locale, *number);
      if (!revision || revision->side) return no_variant(item);
    }
    if (auto ok = add(changes, {item.entry, variant.locale, number}, pointer); !ok) return ok;
  }
  return {};
}

bool is_withdrawn(std::vector<BundleItem> const& items, EntryId const& entry) {
  return std::any_of(items.begin(), items.end(),
                     [&](BundleItem const& item) { return item.entry == entry && item.action == Action::unpublish; });
}

/// Says where the readers of an item's entry are sent, when it is withdrawn.
Result<void> add_successor(Transaction& tx, access::Actor const& actor, BundleOrder const& order, std::size_t index,
                           std::map<EntryId, std::optional<EntryId>>& successors) {
  BundleItem const& item = order.items[index];
  if (item.action != Action::unpublish) return {};
  std::optional<EntryId> const successor = item.successor ? item.successor : order.successor;
  std::string const pointer = item.successor ? item_pointer(index) + "/successor" : "/data/attributes/successor";
  if (successor && !visible_entry(tx, actor, *successor))
    return Error{ErrorCode::invalid_content, "there is no such entry", pointer};
  if (successor && is_withdrawn(order.items, *successor))
    return Error{ErrorCode::invalid_content, "is itself being withdrawn", pointer};
  auto const [known, is_new] = successors.emplace(item.entry, successor);
  if (!is_new && known->second != successor)
    return Error{ErrorCode::invalid_content, "another item sends the readers of this entry elsewhere",
                 item_pointer(index)};
  return {};
}

} // namespace

Error about(EntryId const& entry, Error error) {
  error.meta["entry"] = entry.text();
  return error;
}

std::string kind_of(std::vector<BundleItem> const& items) {
  auto const withdrawn =
      std::count_if(items.begin(), items.end(), [](auto const& item) { return item.action == Action::unpublish; });
  if (withdrawn == 0) return "publish";
  return static_cast<std::size_t>(withdrawn) == items.size() ? "unpublish" : "mixed";
}

Result<Changes> resolve(Transaction& tx, access::Actor const& actor, BundleOrder const& order) {
  if (order.successor && kind_of(order.items) == "publish")
    return Error{ErrorCode::invalid_content, "only what is withdrawn has a successor", "/data/attributes/successor"};
  Changes changes;
  for (std::size_t i = 0; i < order.items.size(); ++i) {
    if (auto ok = add_successor(tx, actor, order, i, changes.successors); !ok) return ok.error();
    if (auto ok = add_item(tx, actor, order.items[i], item_pointer(i), changes.variants); !ok) return ok.error();
  }
  return changes;
}

std::vector<BundleItem> frozen(BundleOrder const& order, Changes const& changes) {
  std::vector<BundleItem> items;
  for (Change const& change : changes.variants)
    if (change.revision) items.push_back({change.entry, change.locale, change.revision});
  for (BundleItem item : order.items) {
    if (item.action != Action::unpublish) continue;
    item.successor = changes.successors.at(item.entry);
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<Change> changes_of(Transaction& tx, std::vector<BundleItem> const& items) {
  std::vector<Change> changes;
  for (BundleItem const& item : items)
    for (auto const& variant : store::variants_of(tx, item.entry))
      if (!item.locale || variant.locale == *item.locale)
        changes.push_back({item.entry, variant.locale, item.revision});
  return changes;
}

json::object item_json(BundleItem const& item) {
  json::object shown{{"entry", item.entry.text()}};
  if (item.locale) shown["locale"] = item.locale->text();
  if (item.revision) shown["revision"] = *item.revision;
  shown["action"] = item.action == Action::publish ? "publish" : "unpublish";
  if (item.successor) shown["successor"] = item.successor->text();
  return shown;
}

std::vector<Effect> effects_of(Transaction& tx, std::vector<Change> const& changes) {
  std::map<EntryId, std::string> types;
  std::vector<Effect> effects;
  for (Change const& change : changes) {
    if (!types.contains(change.entry)) types[change.entry] = store::find_entry(tx, change.entry).value().type;
    auto const open = store::open_publication(tx, change.entry, change.locale);
    effects.push_back(
        {change, types.at(change.entry), open ? std::optional<int>(open->revision) : std::optional<int>{}});
  }
  return effects;
}

} // namespace tandem::editing
