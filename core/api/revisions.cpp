#include "api/revisions.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"
#include "content/diff.hpp"
#include "editing/visible.hpp"
#include "store/entries.hpp"

#include <charconv>

namespace tandem::api {
namespace {

using store::Transaction;

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

Response revision_document(int status, Revision const& revision) {
  Response response = private_document(status, revision_json(revision));
  response.set("ETag", "\"" + revision.hash + "\"");
  return response;
}

/// A revision by number, or the head. `from` of the query makes it a diff.
Result<Response> revision(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  EntryId const& id = named->entry;
  Locale const& locale = named->locale;
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    Error const none{ErrorCode::not_found, "there is no such revision"};
    auto const entry = editing::visible_variant(tx, call.actor, id, locale);
    auto const variant = store::find_variant(tx, id, locale);
    if (!entry || !variant) return none;
    int number = variant->head;
    if (std::string_view const text = call.request.capture("number"); !text.empty()) {
      Result<int> const asked = number_of(text);
      if (!asked) return asked.error();
      number = *asked;
    }
    auto const found = store::find_revision(tx, id, locale, number);
    if (!found) return none;
    return revision_document(200, *found);
  });
}

/// The revisions of a variant, the newest first, page by page.
Result<Response> revisions(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"page[before]"}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  EntryId const& id = named->entry;
  Locale const& locale = named->locale;
  std::optional<int> before;
  if (auto const text = call.request.parameter("page[before]")) {
    Result<int> const number = number_of(*text);
    if (!number) return Error{ErrorCode::invalid_cursor, "must be the number of a revision", "", "page[before]"};
    before = *number;
  }
  constexpr std::size_t page_size = 50;
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_variant(tx, call.actor, id, locale);
    if (!entry || !store::find_variant(tx, id, locale))
      return Error{ErrorCode::not_found, "there is no such variant"};
    auto found = store::revisions_before(tx, id, locale, before, page_size + 1); // one more: does a page follow?
    bool const more = cut_to_page(found, page_size);
    std::string const next = "/edit/v1/entries/" + id.text() + "/" + locale.text() + "/revisions?page%5Bbefore%5D=";
    json::array all;
    for (Revision const& one : found) all.push_back(revision_json(one));
    return private_document(200, std::move(all),
                            page_links(call.request, more ? next + std::to_string(found.back().number) : ""));
  });
}

Result<Response> compare(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  EntryId const& id = named->entry;
  Locale const& locale = named->locale;
  Result<int> const from = number_of(call.request.capture("number"));
  if (!from) return from.error();
  Result<int> const to = number_of(call.request.capture("other"));
  if (!to) return to.error();
  return context.database.transact([&](Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_variant(tx, call.actor, id, locale);
    if (!entry) return entry.error();
    auto const before = store::find_revision(tx, id, locale, *from);
    auto const after = store::find_revision(tx, id, locale, *to);
    if (!before || !after) return Error{ErrorCode::not_found, "there is no such revision"};
    json::array changes;
    for (FieldChange const& change : diff(before->data, after->data)) {
      json::object shown{{"pointer", change.pointer}};
      if (change.before) shown["before"] = *change.before;
      if (change.after) shown["after"] = *change.after;
      changes.push_back(std::move(shown));
    }
    std::string const name =
        id.text() + ":" + locale.text() + ":" + std::to_string(*from) + ":" + std::to_string(*to);
    return private_document(
        200, json::object{{"type", "diff"}, {"id", name}, {"attributes", {{"changes", std::move(changes)}}}});
  });
}

/// The fields that a source names; none where it names none.
Result<std::vector<std::string>> source_fields(json::object const& source) {
  std::string const pointer = "/data/attributes/source";
  if (auto ok = only_members(source, {"locale", "number", "fields"}, pointer); !ok) return ok.error();
  std::vector<std::string> names;
  json::value const* fields = source.if_contains("fields");
  if (fields == nullptr) return names;
  Error const wrong{ErrorCode::malformed_document, "must be a list of the names of fields", pointer + "/fields"};
  if (!fields->is_array() || fields->get_array().empty()) return wrong;
  for (json::value const& name : fields->get_array()) {
    if (!name.is_string()) return wrong;
    names.emplace_back(name.get_string());
  }
  return names;
}

/// PATCH of a variant: `data.attributes.fields` are set, null removes; `message`, `source` and `keep` are optional.
Result<Response> save(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  EntryId const& id = named->entry;
  Locale const& locale = named->locale;
  if (auto ok = only_parameters(call.request, {"keep"}); !ok) return ok.error();
  if (auto const keep = call.request.parameter("keep"); keep && *keep != "side")
    return Error{ErrorCode::invalid_parameter, "must be side", "", "keep"};
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "revision", {"fields", "message", "source"});
  if (!attributes) return attributes.error();
  Result<json::object> const fields = object_member(*attributes, "fields");
  if (!fields) return fields.error();
  Result<std::optional<std::string>> const match = if_match(call.request);
  if (!match) return match.error();
  editing::Edit edit{id,
                     locale,
                     *fields,
                     *match,
                     std::string(string_member(*attributes, "message")),
                     {},
                     call.request.parameter("keep") == "side"};
  if (attributes->contains("source")) {
    Result<json::object> const source = object_member(*attributes, "source");
    if (!source) return source.error();
    Result<Locale> const from = Locale::parse(string_member(*source, "locale"));
    json::value const* number = source->if_contains("number");
    bool const numbered =
        number != nullptr && number->is_int64() && number->get_int64() >= 1 && number->get_int64() <= 1'000'000'000;
    if (!from || !numbered)
      return Error{ErrorCode::malformed_document, "must have a locale and a number", "/data/attributes/source"};
    edit.source = RevisionName{*from, static_cast<int>(number->get_int64())};
    Result<std::vector<std::string>> fields_named = source_fields(*source);
    if (!fields_named) return fields_named.error();
    edit.source_fields = std::move(*fields_named);
  }
  Result<editing::Saved> const saved = editing::Editor(context).save(call.actor, edit);
  if (!saved) return saved.error().pointer.empty() ? saved.error() : saved.error().at("/data/attributes/fields");
  return revision_document(saved->made ? 201 : 200, saved->revision);
}

Result<Response> restore(Call const& call, editing::Context const& context) {
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  EntryId const& id = named->entry;
  Locale const& locale = named->locale;
  Result<int> const number = number_of(call.request.capture("number"));
  if (!number) return number.error();
  Result<std::optional<std::string>> const match = if_match(call.request);
  if (!match) return match.error();
  Result<editing::Saved> const saved = editing::Editor(context).restore(call.actor, id, locale, *number, *match);
  if (!saved) return saved.error();
  return revision_document(saved->made ? 201 : 200, saved->revision);
}

} // namespace

Result<void> add_revision_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const variant = "/edit/v1/entries/{id}/{locale}", number = variant + "/revisions/{number}";
  Permission const read{"entry.read"}; // to save takes edit or translate, by locale: editing decides
  ParameterDoc const if_match{"If-Match", "ETag of the head it is based on; left out for a new variant only",
                              false,      {{"type", "string"}},
                              nullptr,    "header"};
  RouteDoc listing{"Every revision of a variant, the newest first"};
  listing.parameters = {
      {"page[before]", "the last number of the page before", false, {{"type", "integer"}}, nullptr}};
  RouteDoc saving{"Save a revision of a variant, based on the one that If-Match names (takes entry.edit, or "
                  "entry.translate for a language)"};
  saving.request_body = request_schema(
      "revision",
      {{"fields", object_schema("fields to set; null removes one")},
       {"message", {{"type", "string"}}},
       {"source", object_schema("locale and number of the revision that it says the same as, what it was "
                                "translated from; fields: of which that is said, else those that it "
                                "changes; the same locale: corrects a slip (takes entry.correct)")}},
      {"fields"});
  saving.parameters = {{"keep",
                        "side: keep what was sent although it comes too late",
                        false,
                        {{"type", "string"}, {"enum", {"side"}}},
                        nullptr},
                       if_match};
  RouteDoc restoring{"A new revision equal to an old one"};
  restoring.parameters = {if_match};
  return routes.add_all({
      {Method::get,
       variant,
       read,
       [&context](Call const& call) { return revision(call, context); },
       {"The head of a variant"}},
      {Method::patch, variant, read, [&context, limits](Call const& call) { return save(call, context, limits); },
       saving},
      {Method::get, variant + "/revisions", read, [&context](Call const& call) { return revisions(call, context); },
       listing},
      {Method::get, number, read, [&context](Call const& call) { return revision(call, context); }, {"One revision"}},
      {Method::get,
       number + "/diff/{other}",
       read,
       [&context](Call const& call) { return compare(call, context); },
       {"What differs between two revisions"}},
      {Method::post, number + "/restore", read, [&context](Call const& call) { return restore(call, context); },
       restoring},
  });
}

} // namespace tandem::api
