#include "api/entries.hpp"

#include "api/bundles.hpp"
#include "api/document.hpp"
#include "api/openapi.hpp"
#include "editing/visible.hpp"
#include "editing/workflow.hpp"
#include "store/entries.hpp"
#include "store/publications.hpp"

namespace tandem::api {
namespace {

using store::Transaction;

Result<Response> create(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "entry", {"entry_type", "organisation", "variants", "message"});
  if (!attributes) return attributes.error();
  editing::NewEntry entry{
      std::string(string_member(*attributes, "entry_type")), {}, std::string(string_member(*attributes, "message"))};
  if (attributes->contains("organisation")) {
    Result<Uuid> const organisation = Uuid::parse(string_member(*attributes, "organisation"));
    if (!organisation) return organisation.error().at("/data/attributes/organisation");
    entry.organisation = *organisation;
  }
  Result<json::object> const variants = object_member(*attributes, "variants");
  if (!variants) return variants.error();
  for (auto const& member : *variants) {
    std::string const pointer = "/data/attributes/variants/" + pointer_token(member.key());
    Result<Locale> const locale = Locale::parse({member.key().data(), member.key().size()});
    if (!locale) return locale.error().at(pointer);
    if (!member.value().is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
    entry.variants.emplace(*locale, member.value().get_object());
  }
  Result<std::vector<Revision>> const made = editing::Editor(context).create(call.actor, entry);
  if (!made) {
    std::string const variant(string_member(made.error().meta, "variant"));
    if (!variant.empty()) return made.error().at("/data/attributes/variants/" + variant);
    return made.error().pointer.empty() ? made.error() : made.error().at("/data/attributes");
  }
  json::array revisions;
  for (Revision const& revision : *made) revisions.push_back(revision_json(revision));
  std::string const id = made->front().entry.text();
  Response response = private_document(
      201, json::object{{"type", "entry"},
                        {"id", id},
                        {"attributes", {{"entry_type", entry.type}, {"revisions", std::move(revisions)}}}});
  response.set("Location", "/edit/v1/entries/" + id);
  return response;
}

/// With the variants that the caller may read.
json::object entry_json(access::Actor const& actor, store::EntryRow const& entry,
                        std::vector<editing::HeadState> const& states) {
  json::object variants;
  for (auto const& [head, state] : states) {
    if (head.entry.id != entry.id) continue;
    if (!actor.may("entry.read", editing::target_of(entry, head.variant.locale))) continue;
    json::object shown{{"head", head.variant.head}, {"etag", head.variant.head_hash}};
    if (head.revision.public_revision) shown["public"] = *head.revision.public_revision;
    if (state) shown["state"] = name_of(state->state);
    variants[head.variant.locale.text()] = std::move(shown);
  }
  json::object attributes{{"entry_type", entry.type},
                          {"created_at", format_timestamp(entry.created_at)},
                          {"variants", std::move(variants)}};
  if (entry.organisation) attributes["organisation"] = entry.organisation->text();
  if (entry.successor) attributes["successor"] = entry.successor->text();
  return {{"type", "entry"}, {"id", entry.id.text()}, {"attributes", std::move(attributes)}};
}

Result<Response> list(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"filter[type]", "filter[deleted]", "page[after]"}); !ok)
    return ok.error();
  store::EntryFilter filter;
  filter.visible = editing::visible_to(call.actor);
  if (auto const type = call.request.parameter("filter[type]")) {
    if (context.types.find(*type) == nullptr)
      return Error{ErrorCode::invalid_parameter, "there is no such content type", "", "filter[type]"};
    filter.type = std::string(*type);
  }
  auto const deleted = bool_parameter(call.request, "filter[deleted]");
  if (!deleted) return deleted.error();
  if (deleted->value_or(false)) filter.which = store::Which::deleted;
  auto const after = id_cursor(call.request, "page[after]", "entry");
  if (!after) return after.error();
  filter.after = *after;
  std::size_t const page_size = static_cast<std::size_t>(filter.limit++); // one more tells whether a page follows
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto found = store::list_entries(tx, filter);
    bool const more = cut_to_page(found, page_size);
    json::array entries;
    std::vector<EntryId> ids;
    ids.reserve(found.size());
    for (auto const& entry : found) ids.push_back(entry.id);
    auto const states = editing::head_states(tx, context, ids);
    for (auto const& entry : found) entries.push_back(entry_json(call.actor, entry, states));
    std::string next;
    if (more)
      next = "/edit/v1/entries?page%5Bafter%5D=" + found.back().id.text() +
             (filter.type ? "&filter%5Btype%5D=" + *filter.type : "") +
             (filter.which == store::Which::deleted ? "&filter%5Bdeleted%5D=true" : "");
    return private_document(200, std::move(entries), page_links(call.request, next));
  });
}

Result<Response> show(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_entry(tx, call.actor, *id);
    if (!entry) return entry.error();
    return private_document(200, entry_json(call.actor, *entry, editing::head_states(tx, context, {*id})));
  });
}

/// What of an entry was public when, by locale and time.
Result<Response> publications(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_entry(tx, call.actor, *id);
    if (!entry) return entry.error();
    json::array all;
    for (auto const& one : store::publications_of(tx, *id)) {
      json::object attributes = publication_json(one);
      attributes["bundle"] = one.bundle.text();
      std::string const name = id->text() + ":" + one.locale.text() + ":" + format_timestamp(one.from);
      all.push_back(json::object{{"type", "publication"}, {"id", name}, {"attributes", std::move(attributes)}});
    }
    return private_document(200, std::move(all));
  });
}

/// PATCH of an entry: `data.attributes.organisation` says whose it is; null: nobody's.
Result<Response> transfer(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<json::object> const attributes = attributes_of(call.request, limits.json_depth, "entry", {"organisation"});
  if (!attributes) return attributes.error();
  json::value const* given = attributes->if_contains("organisation");
  std::string const pointer = "/data/attributes/organisation";
  if (given == nullptr) return Error{ErrorCode::malformed_document, "must be the id of an entry, or null", pointer};
  std::optional<EntryId> organisation;
  if (!given->is_null()) {
    Result<Uuid> const owner = Uuid::parse(string_member(*attributes, "organisation"));
    if (!owner) return owner.error().at(pointer);
    organisation = *owner;
  }
  if (auto ok = editing::Editor(context).transfer(call.actor, *id, organisation); !ok)
    return ok.error().pointer.empty() ? ok.error() : ok.error().at("/data/attributes");
  return show(call, context);
}

Result<Response> remove(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  if (auto ok = editing::Editor(context).remove(call.actor, *id); !ok) return ok.error();
  return Response{204};
}

Result<Response> undelete(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  if (auto ok = editing::Editor(context).undelete(call.actor, *id); !ok) return ok.error();
  return Response{204};
}

} // namespace

Result<void> add_entry_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const entries = "/edit/v1/entries", entry = entries + "/{id}";
  Permission const read{"entry.read"};
  RouteDoc making{"Make an entry"};
  making.request_body = request_schema("entry",
                                       {{"entry_type", {{"type", "string"}}},
                                        {"variants", object_schema("fields per locale, and under \"shared\"")},
                                        {"organisation", {{"type", "string"}, {"format", "uuid"}}},
                                        {"message", {{"type", "string"}}}},
                                       {"entry_type", "variants"});
  RouteDoc transferring{"Say whose entry it is"};
  transferring.request_body = request_schema(
      "entry", {{"organisation", {{"type", {"string", "null"}}, {"format", "uuid"}}}}, {"organisation"});
  RouteDoc listing{"List the entries one may see, drafts included"};
  listing.parameters = {
      {"filter[type]", "a content type", false, {{"type", "string"}}, "page"},
      {"filter[deleted]", "true: those that were deleted", false, {{"type", "boolean"}}, nullptr},
      {"page[after]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  return routes.add_all({
      {Method::get, entries, read, [&context](Call const& call) { return list(call, context); }, listing},
      {Method::post, entries, Permission{"entry.create"},
       [&context, limits](Call const& call) { return create(call, context, limits); }, making},
      {Method::get,
       entry,
       read,
       [&context](Call const& call) { return show(call, context); },
       {"The variants of an entry and what of them is public"}},
      {Method::patch, entry, Permission{"entry.transfer"},
       [&context, limits](Call const& call) { return transfer(call, context, limits); }, transferring},
      {Method::del,
       entry,
       Permission{"entry.delete"},
       [&context](Call const& call) { return remove(call, context); },
       {"Delete an entry that is neither public nor in use; its history is kept"}},
      {Method::post,
       entry + "/undelete",
       Permission{"entry.delete"},
       [&context](Call const& call) { return undelete(call, context); },
       {"Bring a deleted entry back, as a draft"}},
      {Method::get,
       entry + "/publications",
       read,
       [&context](Call const& call) { return publications(call, context); },
       {"What of an entry was public when"}},
  });
}

} // namespace tandem::api
