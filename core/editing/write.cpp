#include "editing/write.hpp"

#include "access/audit.hpp"
#include "content/diff.hpp"
#include "editing/files.hpp"
#include "editing/visible.hpp"
#include "editing/workflow.hpp"
#include "store/files.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::editing {

using store::Transaction;

namespace {

Result<void> check_locale(Context const& context, ContentType const& type, Locale const& locale) {
  bool const known =
      std::find(context.locales.begin(), context.locales.end(), locale.text()) != context.locales.end();
  if (!locale.is_shared() && !known)
    return Error{ErrorCode::not_found, "the language \"" + locale.text() + "\" is not among those of this site"};
  if (locale.is_shared() ? !type.has_shared() : !type.has_localised())
    return Error{ErrorCode::not_found, "the type " + type.name() + " has no such variant"};
  return {};
}

/// The slug is made from its field when it was left out; another public entry's slug gets a number behind it.
void fill_slug(Transaction& tx, ContentType const& type, EntryId const& entry, Locale const& locale,
               json::object& data) {
  Field const* slug = type.slug();
  if (slug == nullptr || slug->localised == locale.is_shared() || data.contains(slug->name)) return;
  std::string const made = make_slug(string_member(data, *slug->slug_from));
  if (made.empty()) return;
  std::string candidate = made;
  for (int n = 2; n < 100; ++n) {
    auto const holder = store::entry_of_slug(tx, type.name(), {locale.text()}, candidate);
    if (!holder || *holder == entry) break;
    candidate = made.substr(0, 92) + "-" + std::to_string(n);
  }
  data[slug->name] = candidate;
}

Result<void> check_slug(ContentType const& type, json::object const& data) {
  Field const* slug = type.slug();
  if (slug == nullptr || !data.contains(slug->name) || is_slug(string_member(data, slug->name))) return {};
  return Error{ErrorCode::invalid_content, "a slug is a-z, 0-9 and single hyphens, at most 96 characters",
               "/" + slug->name};
}

/// Runs hooks and rules on a variant's data as it would be stored.
Result<void> prepare(Transaction& tx, Context const& context, access::Actor const& actor, ContentType const& type,
                     EntryId const& entry, Locale const& locale, json::object& data) {
  fill_slug(tx, type, entry, locale, data);
  if (context.hooks.before_save) // first, so that a plugin can bring what people type into the form the schema wants
    if (auto ok = context.hooks.before_save(type.name(), entry, locale, data); !ok) return ok;
  if (auto ok = type.check_draft(data, locale); !ok) return ok;
  if (auto ok = check_slug(type, data); !ok) return ok;
  if (auto ok = check_files(tx, files_of(type, data)); !ok) return ok;
  return check_references(tx, actor, references_of(type, data));
}

/// Stores `data` as the next revision of a variant; the entry's row is locked.
Revision append(Transaction& tx, access::Actor const& actor, ContentType const& type, Edit const& edit,
                std::optional<store::VariantRow> const& variant, std::optional<Revision> const& parent, bool side,
                json::object data) {
  Revision revision{edit.entry,        type.name(), edit.locale,     variant ? variant->last + 1 : 1,
                    std::nullopt,      side,        std::move(data), actor.name,
                    edit.message,      now(),       edit.source,     "",
                    edit.source_fields};
  std::sort(revision.source_fields.begin(), revision.source_fields.end());
  if (parent) revision.parent = parent->number;
  revision.hash = revision_hash(revision, parent ? parent->hash : "");
  store::insert_revision(tx, revision);
  store::insert_revision_files(tx, revision, names_of(files_of(type, revision.data)));
  if (!side) store::set_references(tx, edit.entry, edit.locale, false, references_of(type, revision.data));
  json::object detail{{"after", revision.hash}};
  if (parent) detail["before"] = parent->hash;
  if (!edit.message.empty()) detail["message"] = edit.message;
  if (revision.source) detail["source"] = source_json(revision);
  access::audit(tx, actor,
                {side ? "entry.side" : "entry.edit", edit.entry, edit.locale.text(), revision.number, detail});
  if (parent && !side) tell_void(tx, actor, type, *parent, revision);
  return revision;
}

json::object apply_fields(json::object data, json::object const& fields) {
  for (auto const& member : fields) {
    if (member.value().is_null()) data.erase(member.key());
    else data[member.key()] = member.value();
  }
  return data;
}

/// The answer to an edit that came too late: base, theirs and yours per field.
Error too_late(Revision const& head, std::optional<Revision> const& base, json::object const& yours) {
  Error error{ErrorCode::stale,
              "someone saved a newer revision (number " + std::to_string(head.number) + ") meanwhile"};
  error.meta = {{"head", head.number}, {"etag", head.hash}};
  json::array fields;
  for (ThreeWayField const& field : three_way(base ? base->data : head.data, head.data, yours)) {
    json::object shown{{"field", field.field}, {"conflict", field.conflict}};
    if (field.base) shown["base"] = *field.base;
    if (field.theirs) shown["theirs"] = *field.theirs;
    if (field.yours) shown["yours"] = *field.yours;
    fields.push_back(std::move(shown));
  }
  error.meta["fields"] = std::move(fields);
  return error;
}

/// Whether one of the permissions lets the caller write these fields of the target.
Result<void> check_grants(access::Actor const& actor, std::vector<std::string> const& permissions,
                          access::Target const& target, std::vector<std::string> const& fields) {
  auto const some = [&](auto const& test) { return std::any_of(permissions.begin(), permissions.end(), test); };
  if (!some([&](std::string const& permission) { return actor.may(permission, target); }))
    return access::require(actor, permissions.front(), target);
  std::vector<Error> refused;
  for (std::string const& field : fields) {
    if (some([&](std::string const& permission) { return actor.may_write(permission, target, field); })) continue;
    Error error{ErrorCode::forbidden,
                "this needs the grant " + permissions.front() + " on the field " + field + " of " + target.type,
                "/" + pointer_token(field)};
    error.meta["grant"] = {{"permission", permissions.front()}, {"type", target.type}, {"field", field}};
    refused.push_back(std::move(error));
  }
  if (refused.empty()) return {};
  return as_one(std::move(refused));
}

/// The source exists and the fields named belong to the variant. That an edit leaves the meaning as it was, so that
/// no translation has to follow, is not for everyone to say.
Result<void> check_source(Transaction& tx, access::Actor const& actor, ContentType const& type,
                          access::Target const& target, Edit const& edit) {
  if (!edit.source) {
    if (edit.source_fields.empty()) return {};
    return Error{ErrorCode::invalid_content, "fields of a source are named, but no source"};
  }
  auto const source = store::find_revision(tx, edit.entry, edit.source->locale, edit.source->number);
  if (!source) return Error{ErrorCode::invalid_content, "the source revision does not exist"};
  if (source->side || edit.source->locale.is_shared())
    return Error{ErrorCode::invalid_content,
                 source->side ? "the source revision was kept on the side: no translation follows it"
                              : "what the languages share is no source of a translation"};
  for (std::string const& name : edit.source_fields) {
    Field const* field = type.field(name);
    if (field == nullptr || field->localised == edit.locale.is_shared())
      return Error{ErrorCode::invalid_content,
                   "the source names \"" + name + "\", which is no field of this variant"};
    if (std::count(edit.source_fields.begin(), edit.source_fields.end(), name) > 1)
      return Error{ErrorCode::invalid_content, "the source names \"" + name + "\" twice"};
  }
  if (edit.source->locale != edit.locale) return {};
  return access::require(actor, "entry.correct", target);
}

/// Whether it says more of its source than the head does, so that it is worth a revision without a change of content.
bool says_more(Edit const& edit, Revision const& head) {
  if (!edit.source || edit.source_fields.empty()) return false;
  return edit.source != head.source ||
         !std::all_of(edit.source_fields.begin(), edit.source_fields.end(), [&](std::string const& field) {
           return std::find(head.source_fields.begin(), head.source_fields.end(), field) != head.source_fields.end();
         });
}

/// The fields that `changed` has otherwise than `before`.
std::vector<std::string> fields_changed(json::object const& before, json::object const& changed) {
  std::vector<std::string> names;
  for (auto const& member : changed) {
    json::value const* old = before.if_contains(member.key());
    bool const same = member.value().is_null() ? old == nullptr : old != nullptr && *old == member.value();
    if (!same) names.emplace_back(member.key());
  }
  return names;
}

} // namespace

Result<void> check_references(Transaction& tx, access::Actor const& actor, std::vector<Reference> const& references) {
  for (Reference const& reference : references) {
    auto const target = store::find_present_entry(tx, reference.target, store::Lock::share);
    bool const known = target && (actor.may_on_some_variant("entry.read", target_of(*target)) ||
                                  !store::public_among(tx, {target->id}).empty());
    if (!known)
      return Error{ErrorCode::invalid_content, "there is no entry " + reference.target.text(), reference.pointer};
    if (target->type != reference.target_type)
      return Error{ErrorCode::invalid_content, "must be a " + reference.target_type + ", not a " + target->type,
                   reference.pointer};
  }
  return {};
}

Result<void> check_singleton(Transaction& tx, ContentType const& type) {
  if (!type.singleton()) return {};
  tx.query("select pg_advisory_xact_lock(hashtext($1))", {"tandem singleton " + type.name()});
  if (store::list_entries(tx, {type.name(), std::nullopt, 1}).empty()) return {};
  return Error{ErrorCode::conflict, "there can be one entry of the type " + type.name() + ", and it exists"};
}

Result<void> check_new(Transaction& tx, access::Actor const& actor, ContentType const& type,
                       std::optional<EntryId> const& owner, std::map<Locale, json::object const*> const& variants) {
  if (variants.empty())
    return Error{ErrorCode::invalid_content, "a new entry needs at least one variant", "/variants"};
  for (auto const& [locale, fields] : variants)
    if (auto ok = check_grants(actor, {"entry.create"}, {type.name(), std::nullopt, owner, locale},
                               fields_changed({}, *fields));
        !ok)
      return ok.error().pointer.empty() ? ok.error() : ok.error().at("/variants/" + locale.text());
  return check_singleton(tx, type);
}

Result<void> check_owner(Transaction& tx, std::optional<EntryId> const& owner) {
  if (!owner || store::find_present_entry(tx, *owner, store::Lock::share)) return {};
  return Error{ErrorCode::invalid_content, "there is no entry " + owner->text(), "/organisation"};
}

Result<Revision> write_first(Transaction& tx, Context const& context, access::Actor const& actor,
                             ContentType const& type, EntryId const& entry, Locale const& locale,
                             json::object const& fields, std::string const& message) {
  if (auto ok = check_locale(context, type, locale); !ok)
    return Error{ErrorCode::invalid_content, ok.error().detail, "/variants/" + locale.text()};
  json::object data = apply_fields({}, fields);
  if (auto ok = prepare(tx, context, actor, type, entry, locale, data); !ok) {
    Error error = ok.error();
    error.meta["variant"] = locale.text();
    return error;
  }
  return append(tx, actor, type, {entry, locale, {}, {}, message, {}, false}, std::nullopt, std::nullopt, false,
                std::move(data));
}

Result<Saved> write_next(Transaction& tx, Context const& context, access::Actor const& actor, Edit const& edit,
                         std::optional<Error>& late) {
  std::vector<std::string> const permissions = permissions_to_write(edit.locale);
  auto const entry = visible_entry(tx, actor, edit.entry, store::Lock::edit);
  if (!entry) return entry.error();
  access::Target const target = target_of(*entry, edit.locale);
  if (auto ok = check_grants(actor, permissions, target, {}); !ok) return ok.error();
  ContentType const* type = context.types.find(entry->type);
  if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry->type + " is not loaded"};
  if (auto ok = check_locale(context, *type, edit.locale); !ok) return ok.error();

  auto const variant = store::find_variant(tx, edit.entry, edit.locale);
  std::optional<Revision> head;
  if (variant) head = store::find_revision(tx, edit.entry, edit.locale, variant->head);
  if (head && !edit.if_match)
    return Error{ErrorCode::precondition_required, "send If-Match with the ETag of the revision you started from"};
  if (!head && edit.if_match) return Error{ErrorCode::stale, "this variant does not exist yet: leave If-Match out"};
  if (auto ok = check_source(tx, actor, *type, target, edit); !ok) return ok.error();
  bool const in_time = !head || *edit.if_match == head->hash;
  std::optional<Revision> const base =
      in_time ? head : store::find_revision_by_hash(tx, edit.entry, edit.locale, *edit.if_match);
  json::object const from = base ? base->data : head ? head->data : json::object{};
  std::vector<std::string> written = fields_changed(from, edit.fields);
  written.insert(written.end(), edit.source_fields.begin(), edit.source_fields.end());
  if (auto ok = check_grants(actor, permissions, target, written); !ok) return ok.error();
  json::object data = apply_fields(from, edit.fields);
  if (auto ok = prepare(tx, context, actor, *type, edit.entry, edit.locale, data); !ok) return ok.error();

  if (!in_time) {
    late = too_late(*head, base, data);
    if (!edit.keep_side) return *late;
    Revision const side = append(tx, actor, *type, edit, variant, base ? base : head, true, std::move(data));
    late->meta["side"] = side.number;
    return Saved{*head, false, head->data};
  }
  if (head && same_content(head->data, data) && !says_more(edit, *head)) return Saved{*head, false, head->data};
  json::object before = head ? head->data : json::object{};
  return Saved{append(tx, actor, *type, edit, variant, head, false, std::move(data)), true, std::move(before)};
}

} // namespace tandem::editing
