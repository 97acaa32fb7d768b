#include "editing/editor.hpp"

#include "access/audit.hpp"
#include "editing/follow.hpp"
#include "editing/visible.hpp"
#include "editing/write.hpp"
#include "store/publications.hpp"

namespace tandem::editing {
namespace {

using store::Transaction;

/// No head points at the entry. Names those that the caller may see, and counts the others.
Result<void> check_unused(Transaction& tx, access::Actor const& actor, EntryId const& id) {
  json::array who;
  int unseen = 0;
  for (store::Referrer const& referrer : store::referrers_of(tx, id, false)) {
    if (referrer.entry == id) continue;
    if (!visible_variant(tx, actor, referrer.entry, referrer.locale)) ++unseen;
    else
      who.push_back({{"type", referrer.type},
                     {"id", referrer.entry.text()},
                     {"locale", referrer.locale.text()},
                     {"pointer", referrer.path}});
  }
  if (who.empty() && unseen == 0) return {};
  Error in_use{ErrorCode::conflict, "other entries point at this one: change them first"};
  in_use.meta["referrers"] = std::move(who);
  if (unseen != 0) in_use.meta["unseen"] = unseen;
  return in_use;
}

} // namespace

Result<std::vector<Revision>> Editor::create(access::Actor const& actor, NewEntry const& entry) const {
  if (auto ok = access::require(actor, "entry.create"); !ok) return ok.error();
  ContentType const* type = context_.types.find(entry.type);
  if (type == nullptr)
    return Error{ErrorCode::invalid_content, "there is no content type \"" + entry.type + "\"", "/entry_type"};
  std::map<Locale, json::object const*> variants;
  for (auto const& [locale, fields] : entry.variants) variants.emplace(locale, &fields);
  return context_.database.transact([&](Transaction& tx) -> Result<std::vector<Revision>> {
    std::optional<EntryId> const owner = entry.organisation ? entry.organisation : actor.organisation;
    store::EntryRow const row{Uuid::make(), type->name(), owner, now(), std::nullopt, std::nullopt};
    if (auto ok = check_new(tx, actor, *type, owner, variants); !ok) return ok.error();
    if (auto ok = check_owner(tx, owner); !ok) return ok.error();
    store::insert_entry(tx, row);
    std::vector<Revision> revisions;
    for (auto const& [locale, fields] : entry.variants) {
      auto made = write_first(tx, context_, actor, *type, row.id, locale, fields, entry.message);
      if (!made) return made.error();
      revisions.push_back(std::move(*made));
    }
    if (auto ok = follow_heads(tx, context_, std::vector{row.id}); !ok) return ok.error();
    return revisions;
  });
}

Result<Saved> Editor::save(access::Actor const& actor, Edit const& edit) const {
  std::optional<Error> late; // the side revision must be stored although the edit is refused
  Result<Saved> saved = context_.database.transact([&](Transaction& tx) -> Result<Saved> {
    late.reset();
    Result<Saved> written = write_next(tx, context_, actor, edit, late);
    if (written && written->made)
      if (auto ok = follow_heads(tx, context_, std::vector{edit.entry}); !ok) return ok.error();
    return written;
  });
  if (saved && late) return *late;
  return saved;
}

Result<Saved> Editor::restore(access::Actor const& actor, EntryId const& entry, Locale const& locale, int number,
                              std::optional<std::string> const& if_match) const {
  using Fields = Result<json::object>;
  Fields const fields = context_.database.transact([&](Transaction& tx) -> Fields {
    if (auto const seen = visible_variant(tx, actor, entry, locale); !seen) return seen.error();
    auto const wanted = store::find_revision(tx, entry, locale, number);
    auto const variant = store::find_variant(tx, entry, locale);
    if (!wanted || !variant) return Error{ErrorCode::not_found, "there is no such revision"};
    auto const head = store::find_revision(tx, entry, locale, variant->head);
    json::object changed = wanted->data;
    for (auto const& member : head->data)
      if (!changed.contains(member.key())) changed[member.key()] = nullptr;
    return changed;
  });
  if (!fields) return fields.error();
  return save(actor, {entry, locale, *fields, if_match, "restores revision " + std::to_string(number), {}, false});
}

Result<void> Editor::transfer(access::Actor const& actor, EntryId const& id,
                              std::optional<EntryId> const& organisation) const {
  return context_.database.transact([&](Transaction& tx) -> Result<void> {
    auto const entry = visible_entry(tx, actor, id, store::Lock::edit);
    if (!entry) return entry.error();
    store::EntryRow after = *entry;
    after.organisation = organisation;
    for (store::EntryRow const& side : {*entry, after}) // who gives away must be able to take
      if (auto ok = access::require(actor, "entry.transfer", target_of(side)); !ok) return ok;
    if (organisation && !store::find_present_entry(tx, *organisation, store::Lock::share))
      return Error{ErrorCode::invalid_content, "there is no entry " + organisation->text(), "/organisation"};
    store::set_entry_organisation(tx, id, organisation);
    auto const text = [](std::optional<EntryId> const& owner) {
      return owner ? json::value(owner->text()) : json::value(nullptr);
    };
    access::audit(
        tx, actor,
        {"entry.transfer", id, "", {}, {{"before", text(entry->organisation)}, {"after", text(organisation)}}});
    return {};
  });
}

Result<void> Editor::remove(access::Actor const& actor, EntryId const& id) const {
  return context_.database.transact([&](Transaction& tx) -> Result<void> {
    auto const entry = visible_entry(tx, actor, id, store::Lock::update);
    if (!entry) return entry.error();
    if (auto ok = access::require(actor, "entry.delete", target_of(*entry)); !ok) return ok;
    if (!store::open_publications(tx, id).empty())
      return Error{ErrorCode::conflict, "the entry is public: withdraw it first"};
    if (auto ok = check_unused(tx, actor, id); !ok) return ok;
    store::set_entry_deleted(tx, id, now());
    access::audit(tx, actor, {"entry.delete", id});
    return follow_heads(tx, context_, std::vector{id});
  });
}

Result<void> Editor::undelete(access::Actor const& actor, EntryId const& id) const {
  return context_.database.transact([&](Transaction& tx) -> Result<void> {
    auto const entry = store::find_entry(tx, id, store::Lock::update);
    if (!entry) return no_entry();
    if (auto ok = require_on(actor, "entry.delete", *entry); !ok) return ok;
    if (!entry->deleted) return Error{ErrorCode::conflict, "the entry is not deleted"};
    ContentType const* type = context_.types.find(entry->type);
    if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry->type + " is not loaded"};
    if (auto ok = check_singleton(tx, *type); !ok) return ok;
    for (auto const& variant : store::variants_of(tx, id)) {
      auto const head = store::find_revision(tx, id, variant.locale, variant.head);
      if (auto ok = check_references(tx, actor, references_of(*type, head->data)); !ok)
        return Error{ErrorCode::conflict, "it points at what is deleted: " + ok.error().detail};
    }
    store::set_entry_deleted(tx, id, std::nullopt);
    access::audit(tx, actor, {"entry.undelete", id});
    return follow_heads(tx, context_, std::vector{id});
  });
}

} // namespace tandem::editing
