#include "editing/previews.hpp"

#include "access/audit.hpp"
#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "editing/schedule.hpp"
#include "editing/visible.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::PreviewItemRow;
using store::Transaction;

Error no_variant() { return {ErrorCode::not_found, "there is no such variant"}; }
Error no_preview() { return {ErrorCode::not_found, "there is no such preview in force"}; }

/// The variants an item names, all of which the caller may preview. Those that the caller may not read are not there.
Result<std::vector<store::VariantRow>> variants_previewed(Transaction& tx, access::Actor const& actor,
                                                          PreviewItem const& item) {
  auto const entry =
      item.locale ? visible_variant(tx, actor, item.entry, *item.locale) : visible_entry(tx, actor, item.entry);
  if (!entry) return entry.error();
  std::vector<store::VariantRow> variants = store::variants_of(tx, item.entry);
  std::erase_if(variants, [&](store::VariantRow const& variant) {
    return item.locale ? variant.locale != *item.locale : !actor.may("entry.read", target_of(*entry, variant.locale));
  });
  if (variants.empty()) return no_variant();
  for (store::VariantRow const& variant : variants)
    if (auto ok = access::require(actor, "entry.preview", target_of(*entry, variant.locale)); !ok) return ok.error();
  return variants;
}

/// Adds the variants of one item.
Result<void> add_item(Transaction& tx, access::Actor const& actor, PreviewItem const& item,
                      std::vector<PreviewItemRow>& rows) {
  auto const variants = variants_previewed(tx, actor, item);
  if (!variants) return about(item.entry, variants.error());
  if (item.revision && !item.locale) return Error{ErrorCode::invalid_content, "a revision needs a locale beside it"};
  for (store::VariantRow const& variant : *variants) {
    if (item.revision) {
      auto const revision = store::find_revision(tx, item.entry, variant.locale, *item.revision);
      if (!revision || revision->side) return about(item.entry, {ErrorCode::not_found, "there is no such revision"});
    }
    PreviewItemRow row{item.entry, variant.locale, item.revision, !item.revision && !item.withdrawn};
    for (PreviewItemRow const& other : rows)
      if (other.entry == row.entry && other.locale == row.locale)
        return Error{ErrorCode::invalid_content, "the " + row.locale.text() + " variant is in the preview already"};
    rows.push_back(std::move(row));
  }
  return {};
}

/// What a scheduled bundle would change, as far as the caller may read it.
Result<std::vector<PreviewItem>> items_of(Transaction& tx, Context const& context, access::Actor const& actor,
                                          Uuid const& bundle) {
  auto const found = Scheduler(context).find(tx, actor, bundle);
  if (!found) return found.error();
  if (found->bundle.state != store::BundleState::waiting)
    return Error{ErrorCode::conflict, "the bundle does not wait any more"};
  std::vector<PreviewItem> items;
  for (Change const& change : changes_of(tx, found->items))
    items.push_back({change.entry, change.locale, change.revision, !change.revision});
  return items;
}

/// The variants of the order's items and of its bundle.
Result<std::vector<PreviewItemRow>> rows_of(Transaction& tx, Context const& context, access::Actor const& actor,
                                            PreviewOrder const& order) {
  std::vector<PreviewItemRow> rows;
  for (std::size_t i = 0; i < order.items.size(); ++i)
    if (auto ok = add_item(tx, actor, order.items[i], rows); !ok)
      return ok.error().at("/data/attributes/items/" + std::to_string(i));
  if (!order.bundle) return rows;
  auto const items = items_of(tx, context, actor, *order.bundle);
  if (!items) return items.error().at("/data/attributes/bundle");
  for (PreviewItem const& item : *items)
    if (auto ok = add_item(tx, actor, item, rows); !ok) return ok.error().at("/data/attributes/bundle");
  return rows;
}

void audit_preview(Transaction& tx, access::Actor const& actor, store::PreviewRow const& preview) {
  for (PreviewItemRow const& item : preview.items) {
    json::object detail{{"preview", preview.id.text()}, {"expires_at", format_timestamp(preview.expires_at)}};
    if (item.follows_head) detail["revision"] = "head";
    else if (!item.revision) detail["revision"] = nullptr;
    if (!preview.note.empty()) detail["note"] = preview.note;
    access::audit(tx, actor, {"preview.make", item.entry, item.locale.text(), item.revision, std::move(detail)});
  }
}

access::Target item_target(PreviewItemRow const& item) {
  return {item.type, item.entry, item.organisation, item.locale};
}

bool may_show(access::Actor const& maker, PreviewItemRow const& item) {
  return maker.may("entry.read", item_target(item)) && maker.may("entry.preview", item_target(item));
}

} // namespace

Result<NewPreview> Previews::make(access::Actor const& actor, PreviewOrder const& order) const {
  if (!actor.account) return Error{ErrorCode::forbidden, "a preview is made in the name of an account"};
  std::string const token = "preview_" + access::random_secret();
  return context_.database.transact([&](Transaction& tx) -> Result<NewPreview> {
    Timestamp const made = now();
    auto rows = rows_of(tx, context_, actor, order);
    if (!rows) return rows.error();
    NewPreview fresh{
        {Uuid::make(), *actor.account, actor.name, order.note, made, made + order.lifetime, std::move(*rows)},
        token,
        {}};
    store::insert_preview(tx, fresh.preview, sha256_hex(token));
    audit_preview(tx, actor, fresh.preview);
    fresh.preview = store::find_preview(tx, fresh.preview.id).value(); // in order, with types
    fresh.shown = store::shown_in_preview(tx, fresh.preview.id);
    return fresh;
  });
}

Result<std::vector<store::PreviewRow>> Previews::list(access::Actor const& actor, std::optional<Uuid> const& before,
                                                      std::size_t limit) const {
  using All = Result<std::vector<store::PreviewRow>>;
  return context_.database.transact([&](Transaction& tx) -> All {
    auto previews =
        store::list_previews(tx, actor.may("account.manage") ? std::nullopt : actor.account, before, limit);
    for (store::PreviewRow& preview : previews)
      std::erase_if(preview.items,
                    [&](PreviewItemRow const& item) { return !actor.may("entry.read", item_target(item)); });
    return previews;
  });
}

Result<void> Previews::revoke(access::Actor const& actor, Uuid const& id) const {
  return context_.database.transact([&](Transaction& tx) -> Result<void> {
    auto const preview = store::find_preview(tx, id);
    if (!preview || (preview->account != actor.account && !actor.may("account.manage"))) return no_preview();
    if (!store::revoke_preview(tx, id)) return no_preview(); // somebody else was faster
    access::audit(tx, actor,
                  {"preview.revoke", {}, "", {}, {{"preview", id.text()}, {"account", preview->account_name}}});
    return {};
  });
}

Result<Uuid> Previews::open(std::string_view token) const {
  Error ended{ErrorCode::unauthenticated, "the preview is not valid (any more)"};
  ended.parameter = "preview";
  return context_.database.transact([&](Transaction& tx) -> Result<Uuid> {
    auto const preview = store::find_preview(tx, sha256_hex(token));
    if (!preview) return ended;
    Result<access::Actor> const maker = gate_.actor_of(tx, preview->account);
    if (!maker) return ended;
    bool const shows = std::all_of(preview->items.begin(), preview->items.end(),
                                   [&](PreviewItemRow const& item) { return may_show(*maker, item); });
    return shows ? Result<Uuid>(preview->id) : ended;
  });
}

} // namespace tandem::editing
