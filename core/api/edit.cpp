#include "api/edit.hpp"

#include "api/document.hpp"
#include "content/diff.hpp"
#include "store/entries.hpp"

#include <charconv>

namespace tandem::api {
namespace {

using store::Transaction;

json::object top_level(json::value data) {
  return {{"jsonapi", {{"version", "1.1"}}}, {"data", std::move(data)}};
}

Response private_document(int status, json::value data) {
  Response response = document(status, top_level(std::move(data)));
  response.set("Cache-Control", "no-store");
  return response;
}

Result<EntryId> entry_id(Request const& request) {
  Result<Uuid> id = Uuid::parse(request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such entry"};
  return *id;
}

Result<Locale> locale_of(Request const& request) {
  Result<Locale> locale = Locale::parse(request.capture("locale"));
  if (!locale) return Error{ErrorCode::not_found, "there is no such variant"};
  return *locale;
}

Result<int> number_of(std::string_view text) {
  int number = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc{} || end != text.data() + text.size() || number < 1)
    return Error{ErrorCode::not_found, "there is no such revision"};
  return number;
}

/// The hash in `If-Match: "…"`; none when the header is absent.
Result<std::optional<std::string>> if_match(Request const& request) {
  std::string_view const header = request.header("If-Match");
  if (header.empty()) return std::optional<std::string>{};
  if (header.size() != 66 || header.front() != '"' || header.back() != '"')
    return Error{ErrorCode::stale, "If-Match must be the ETag of one revision"};
  return std::optional<std::string>(header.substr(1, 64));
}

json::object revision_json(Revision const& revision) {
  json::object attributes{{"entry", revision.entry.text()},     {"entry_type", revision.type},
                          {"locale", revision.locale.text()},   {"number", revision.number},
                          {"side", revision.side},              {"author", revision.author},
                          {"message", revision.message},        {"created_at", format_timestamp(revision.created_at)},
                          {"etag", revision.hash},              {"fields", revision.data}};
  if (revision.parent) attributes["parent"] = *revision.parent;
  if (revision.source)
    attributes["source"] = {{"locale", revision.source->locale.text()}, {"number", revision.source->number}};
  std::string const id = revision.entry.text() + ":" + revision.locale.text() + ":" + std::to_string(revision.number);
  return {{"type", "revision"}, {"id", id}, {"attributes", std::move(attributes)}};
}

Response revision_document(int status, Revision const& revision) {
  Response response = private_document(status, revision_json(revision));
  response.set("ETag", "\"" + revision.hash + "\"");
  return response;
}

/// `data.attributes` of the body, and nothing in `data` that is not known.
Result<json::object> attributes_of(Request const& request, std::size_t depth, std::string_view type) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  Result<json::object> body = body_document(request, depth);
  if (!body) return body.error();
  json::value const& data = body->at("data");
  if (!data.is_object() || string_member(data.get_object(), "type") != type)
    return Error{ErrorCode::malformed_document, "must be \"" + std::string(type) + "\"", "/data/type"};
  json::value const* attributes = data.get_object().if_contains("attributes");
  if (attributes == nullptr || !attributes->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes"};
  return attributes->get_object();
}

Result<json::object> object_member(json::object const& attributes, std::string_view name) {
  json::value const* value = attributes.if_contains(name);
  if (value == nullptr || !value->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes/" + std::string(name)};
  return value->get_object();
}

Result<Response> create(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<json::object> const attributes = attributes_of(call.request, limits.json_depth, "entry");
  if (!attributes) return attributes.error();
  editing::NewEntry entry{std::string(string_member(*attributes, "entry_type")), {}, std::string(string_member(*attributes, "message"))};
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
    return made.error().at(made.error().pointer.empty() ? "" : "/data/attributes/variants/" + variant);
  }
  json::array revisions;
  for (Revision const& revision : *made) revisions.push_back(revision_json(revision));
  std::string const id = made->front().entry.text();
  Response response = private_document(
      201, json::object{{"type", "entry"}, {"id", id},
                        {"attributes", {{"entry_type", entry.type}, {"revisions", std::move(revisions)}}}});
  response.set("Location", "/edit/v1/entries/" + id);
  return response;
}

json::object entry_json(Transaction& tx, store::EntryRow const& entry) {
  json::object variants;
  for (auto const& variant : store::variants_of(tx, entry.id)) {
    json::object state{{"head", variant.head}, {"etag", variant.head_hash}};
    if (auto const open = store::open_publication(tx, entry.id, variant.locale)) state["public"] = open->revision;
    variants[variant.locale.text()] = std::move(state);
  }
  json::object attributes{{"entry_type", entry.type}, {"created_at", format_timestamp(entry.created_at)},
                          {"variants", std::move(variants)}};
  return {{"type", "entry"}, {"id", entry.id.text()}, {"attributes", std::move(attributes)}};
}

Result<Response> list(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"filter[type]", "page[after]"}); !ok) return ok.error();
  store::EntryFilter filter;
  if (auto const type = call.request.parameter("filter[type]")) filter.type = std::string(*type);
  if (auto const after = call.request.parameter("page[after]")) {
    Result<Uuid> const id = Uuid::parse(*after);
    if (!id) {
      Error error{ErrorCode::invalid_cursor, "must be the id of the last entry of a page"};
      error.parameter = "page[after]";
      return error;
    }
    filter.after = *id;
  }
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    json::array entries;
    for (auto const& entry : store::list_entries(tx, filter)) entries.push_back(entry_json(tx, entry));
    return private_document(200, std::move(entries));
  });
}

Result<Response> show(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const entry = store::find_entry(tx, *id);
    if (!entry || entry->deleted) return Error{ErrorCode::not_found, "there is no such entry"};
    return private_document(200, entry_json(tx, *entry));
  });
}

Result<Response> remove(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  if (auto ok = editing::Editor(context).remove(call.actor, *id); !ok) return ok.error();
  return Response{204};
}

/// A revision by number, or the head. `from` of the query makes it a diff.
Result<Response> revision(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<Locale> const locale = locale_of(call.request);
  if (!locale) return locale.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    Error const none{ErrorCode::not_found, "there is no such revision"};
    auto const entry = store::find_entry(tx, *id);
    auto const variant = store::find_variant(tx, *id, *locale);
    if (!entry || entry->deleted || !variant) return none;
    int number = variant->head;
    if (std::string_view const text = call.request.capture("number"); !text.empty()) {
      Result<int> const asked = number_of(text);
      if (!asked) return asked.error();
      number = *asked;
    }
    auto const found = store::find_revision(tx, *id, *locale, number);
    if (!found) return none;
    return revision_document(200, *found);
  });
}

Result<Response> revisions(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<Locale> const locale = locale_of(call.request);
  if (!locale) return locale.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    json::array all;
    for (Revision const& one : store::revisions_of(tx, *id, *locale)) all.push_back(revision_json(one));
    if (all.empty()) return Error{ErrorCode::not_found, "there is no such variant"};
    return private_document(200, std::move(all));
  });
}

Result<Response> compare(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<Locale> const locale = locale_of(call.request);
  if (!locale) return locale.error();
  Result<int> const from = number_of(call.request.capture("number"));
  if (!from) return from.error();
  Result<int> const to = number_of(call.request.capture("other"));
  if (!to) return to.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const before = store::find_revision(tx, *id, *locale, *from);
    auto const after = store::find_revision(tx, *id, *locale, *to);
    if (!before || !after) return Error{ErrorCode::not_found, "there is no such revision"};
    json::array changes;
    for (FieldChange const& change : diff(before->data, after->data)) {
      json::object shown{{"pointer", change.pointer}};
      if (change.before) shown["before"] = *change.before;
      if (change.after) shown["after"] = *change.after;
      changes.push_back(std::move(shown));
    }
    std::string const name = id->text() + ":" + locale->text() + ":" + std::to_string(*from) + ":" + std::to_string(*to);
    return private_document(200, json::object{{"type", "diff"}, {"id", name}, {"attributes", {{"changes", std::move(changes)}}}});
  });
}

/// PATCH of a variant: `data.attributes.fields` are set, null removes; `message`, `source` and `keep` are optional.
Result<Response> save(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<Locale> const locale = locale_of(call.request);
  if (!locale) return locale.error();
  if (auto ok = only_parameters(call.request, {"keep"}); !ok) return ok.error();
  Result<json::object> const attributes = attributes_of(call.request, limits.json_depth, "revision");
  if (!attributes) return attributes.error();
  Result<json::object> const fields = object_member(*attributes, "fields");
  if (!fields) return fields.error();
  Result<std::optional<std::string>> const match = if_match(call.request);
  if (!match) return match.error();
  editing::Edit edit{*id, *locale, *fields, *match, std::string(string_member(*attributes, "message")), {},
                     call.request.parameter("keep") == "side"};
  if (attributes->contains("source")) {
    Result<json::object> const source = object_member(*attributes, "source");
    if (!source) return source.error();
    Result<Locale> const from = Locale::parse(string_member(*source, "locale"));
    json::value const* number = source->if_contains("number");
    if (!from || number == nullptr || !number->is_int64())
      return Error{ErrorCode::malformed_document, "must have a locale and a number", "/data/attributes/source"};
    edit.source = RevisionName{*from, static_cast<int>(number->get_int64())};
  }
  Result<editing::Saved> const saved = editing::Editor(context).save(call.actor, edit);
  if (!saved) return saved.error().pointer.empty() ? saved.error() : saved.error().at("/data/attributes/fields");
  return revision_document(saved->made ? 201 : 200, saved->revision);
}

Result<Response> restore(Call const& call, editing::Context const& context) {
  Result<EntryId> const id = entry_id(call.request);
  if (!id) return id.error();
  Result<Locale> const locale = locale_of(call.request);
  if (!locale) return locale.error();
  Result<int> const number = number_of(call.request.capture("number"));
  if (!number) return number.error();
  Result<std::optional<std::string>> const match = if_match(call.request);
  if (!match) return match.error();
  Result<editing::Saved> const saved = editing::Editor(context).restore(call.actor, *id, *locale, *number, *match);
  if (!saved) return saved.error();
  return revision_document(saved->made ? 201 : 200, saved->revision);
}

} // namespace

Result<void> add_edit_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  auto const bound = [&context, limits](auto function) {
    return [&context, limits, function](Call const& call) -> Result<Response> {
      if constexpr (std::is_invocable_v<decltype(function), Call const&, editing::Context const&, EditLimits const&>)
        return function(call, context, limits);
      else return function(call, context);
    };
  };
  std::string const entries = "/edit/v1/entries", entry = entries + "/{id}", variant = entry + "/{locale}",
                    number = variant + "/revisions/{number}";
  Permission const read{"entry.read"}, create_entries{"entry.create"}, remove_entries{"entry.delete"};
  struct Line {
    Method method;
    std::string pattern;
    Permission permission;
    CallHandler handler;
    RouteDoc doc;
  };
  std::vector<Line> const lines{
      {Method::get, entries, read, bound(list), {"List entries, drafts included"}},
      {Method::post, entries, create_entries, bound(create), {"Make an entry"}},
      {Method::get, entry, read, bound(show), {"The variants of an entry and what of them is public"}},
      {Method::del, entry, remove_entries, bound(remove), {"Delete an entry that is not public"}},
      {Method::get, variant, read, bound(revision), {"The head of a variant"}},
      {Method::patch, variant, read, bound(save), {"Save a revision of a variant"}}, // edit or translate: editing decides
      {Method::get, variant + "/revisions", read, bound(revisions), {"Every revision of a variant"}},
      {Method::get, number, read, bound(revision), {"One revision"}},
      {Method::get, number + "/diff/{other}", read, bound(compare), {"What differs between two revisions"}},
      {Method::post, number + "/restore", read, bound(restore), {"A new revision equal to an old one"}},
  };
  for (Line const& line : lines)
    if (auto ok = routes.add(line.method, line.pattern, line.permission, line.handler, line.doc); !ok) return ok;
  return {};
}

} // namespace tandem::api
