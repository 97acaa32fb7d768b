#include "api/previews.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/openapi.hpp"
#include "http/target.hpp"

namespace tandem::api {
namespace {

/// {"entry": id, "locale": …, "revision": n, "action": "publish" | "unpublish"}; only `entry` is needed.
Result<editing::PreviewItem> item_of(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"entry", "locale", "revision", "action"}, pointer); !ok) return ok.error();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return Error{ErrorCode::malformed_document, "must be the id of an entry", pointer + "/entry"};
  editing::PreviewItem item{*entry};
  if (object.contains("locale")) {
    Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
    if (!locale) return locale.error().at(pointer + "/locale");
    item.locale = *locale;
  }
  if (object.contains("action")) {
    std::string_view const action = string_member(object, "action");
    if (action != "publish" && action != "unpublish")
      return Error{ErrorCode::malformed_document, "must be publish or unpublish", pointer + "/action"};
    item.withdrawn = action == "unpublish";
  }
  if (object.contains("revision")) {
    Result<int> const revision = revision_number(object, pointer);
    if (!revision) return revision.error();
    if (item.withdrawn)
      return Error{ErrorCode::malformed_document, "what is withdrawn has no revision", pointer + "/revision"};
    item.revision = *revision;
  }
  return item;
}

Result<std::vector<editing::PreviewItem>> items_of(json::object const& attributes, std::size_t most) {
  if (!attributes.contains("items") && attributes.contains("bundle")) return std::vector<editing::PreviewItem>{};
  Result<json::array> const items = items_member(attributes, most);
  if (!items) return items.error();
  std::vector<editing::PreviewItem> all;
  for (json::value const& value : *items) {
    Result<editing::PreviewItem> item = item_of(value, "/data/attributes/items/" + std::to_string(all.size()));
    if (!item) return item.error();
    all.push_back(std::move(*item));
  }
  return all;
}

Result<std::optional<Uuid>> bundle_of(json::object const& attributes) {
  if (!attributes.contains("bundle")) return std::optional<Uuid>{};
  Result<Uuid> const id = Uuid::parse(string_member(attributes, "bundle"));
  if (!id) return Error{ErrorCode::malformed_document, "must be the id of a bundle", "/data/attributes/bundle"};
  return std::optional<Uuid>(*id);
}

Result<std::chrono::hours> lifetime_of(json::object const& attributes, std::chrono::hours most) {
  json::value const* hours = attributes.if_contains("hours");
  if (hours == nullptr) return most;
  if (!hours->is_int64() || hours->get_int64() < 1 || hours->get_int64() > most.count())
    return Error{ErrorCode::malformed_document,
                 "must be a whole number of hours from 1 to " + std::to_string(most.count()),
                 "/data/attributes/hours"};
  return std::chrono::hours{hours->get_int64()};
}

Result<std::string> note_of(json::object const& attributes) {
  json::value const* note = attributes.if_contains("note");
  if (note == nullptr) return std::string();
  if (!note->is_string() || note->get_string().size() > longest_message)
    return Error{ErrorCode::malformed_document,
                 "must be text of at most " + std::to_string(longest_message) + " bytes", "/data/attributes/note"};
  return std::string(note->get_string());
}

json::object item_json(store::PreviewItemRow const& item) {
  json::object shown{{"entry", item.entry.text()}, {"entry_type", item.type}, {"locale", item.locale.text()}};
  shown["action"] = item.revision || item.follows_head ? "publish" : "unpublish";
  if (item.revision) shown["revision"] = *item.revision;
  return shown;
}

json::object preview_json(store::PreviewRow const& preview) {
  json::array items;
  for (store::PreviewItemRow const& item : preview.items) items.push_back(item_json(item));
  return {{"type", "preview"},
          {"id", preview.id.text()},
          {"attributes",
           {{"account", preview.account_name},
            {"note", preview.note},
            {"created_at", format_timestamp(preview.created_at)},
            {"expires_at", format_timestamp(preview.expires_at)},
            {"items", std::move(items)}}}};
}

/// Entry → language → address under /api/v1. What the languages share is read in each of them.
json::object links_of(editing::NewPreview const& fresh, std::vector<std::string> const& locales) {
  json::object links;
  for (store::ShownRow const& row : fresh.shown) {
    std::string const address = "/api/v1/" + http::encoded(row.type) + "/" + row.entry.text() + "?locale=";
    json::object& of_entry = links.emplace(row.entry.text(), json::object{}).first->value().get_object();
    for (std::string const& locale : locales)
      if (row.locale.is_shared() || row.locale.text() == locale)
        of_entry[locale] = address + http::encoded(locale) + "&preview=" + fresh.token;
  }
  return links;
}

Result<Response> list(Call const& call, editing::Previews const& previews) {
  if (auto ok = only_parameters(call.request, {"page[before]"}); !ok) return ok.error();
  auto const before = id_cursor(call.request, "page[before]", "preview");
  if (!before) return before.error();
  constexpr std::size_t page_size = 50;
  auto rows = previews.list(call.actor, *before, page_size + 1); // one more tells whether a page follows
  if (!rows) return rows.error();
  bool const more = cut_to_page(*rows, page_size);
  json::array all;
  for (store::PreviewRow const& preview : *rows) all.push_back(preview_json(preview));
  return private_document(
      200, std::move(all),
      page_links(call.request, more ? "/edit/v1/previews?page%5Bbefore%5D=" + rows->back().id.text() : ""));
}

/// POST {"data": {"type": "preview", "attributes": {"items": […], "bundle": id, "hours": n, "note": …}}}; items, a
/// scheduled bundle, or both.
Result<Response> make(Call const& call, editing::Previews const& previews, PreviewSettings const& settings) {
  Result<json::object> const attributes =
      attributes_of(call.request, settings.json_depth, "preview", {"items", "bundle", "hours", "note"});
  if (!attributes) return attributes.error();
  Result<std::vector<editing::PreviewItem>> const items = items_of(*attributes, settings.items);
  if (!items) return items.error();
  Result<std::optional<Uuid>> const bundle = bundle_of(*attributes);
  if (!bundle) return bundle.error();
  Result<std::chrono::hours> const lifetime = lifetime_of(*attributes, settings.hours);
  if (!lifetime) return lifetime.error();
  Result<std::string> const note = note_of(*attributes);
  if (!note) return note.error();
  Result<editing::NewPreview> const fresh = previews.make(call.actor, {*items, *bundle, *note, *lifetime});
  if (!fresh) return fresh.error();
  json::object shown = preview_json(fresh->preview);
  shown["attributes"].as_object()["token"] = fresh->token;
  shown["attributes"].as_object()["links"] = links_of(*fresh, previews.locales());
  return private_document(201, std::move(shown));
}

Result<Response> revoke(Call const& call, editing::Previews const& previews) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such preview in force"};
  if (auto ok = previews.revoke(call.actor, *id); !ok) return ok.error();
  return Response{204};
}

} // namespace

bool asks_for_preview(Request const& request) {
  return request.parameter("preview").has_value() || request.has_header(preview_header);
}

Result<std::optional<Uuid>> preview_of(Request const& request, editing::Previews const& previews) {
  if (!asks_for_preview(request)) return std::optional<Uuid>{};
  auto const parameter = request.parameter("preview");
  if (parameter && request.has_header(preview_header))
    return Error{ErrorCode::invalid_parameter,
                 "name the preview once, here or in the header " + std::string(preview_header), "", "preview"};
  Result<Uuid> const preview = previews.open(parameter ? *parameter : request.header(preview_header));
  return preview ? Result<std::optional<Uuid>>(*preview) : preview.error();
}

Result<void> add_preview_routes(Routes& routes, editing::Previews const& previews, PreviewSettings settings) {
  std::string const path = "/edit/v1/previews";
  RouteDoc listing{"Links to drafts that are in force, the newest first: one's own, or (account.manage) everybody's"};
  listing.parameters = {
      {"page[before]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  RouteDoc making{"Make a link that shows the site with drafts; its token is shown once"};
  making.request_body = request_schema(
      "preview",
      {{"items",
        {{"type", "array"},
         {"minItems", 1},
         {"items", object_schema("entry, and if wanted locale, revision (none: the head of the moment) and action "
                                 "(publish or unpublish)")}}},
       {"bundle",
        {{"type", "string"},
         {"format", "uuid"},
         {"description", "a scheduled bundle, in place of items or with them"}}},
       {"hours", {{"type", "integer"}, {"minimum", 1}, {"maximum", settings.hours.count()}}},
       {"note", {{"type", "string"}, {"description", "for whom and why"}}}},
      {});
  return routes.add_all({
      {Method::get, path, SignedIn, [&previews](Call const& call) { return list(call, previews); }, listing},
      {Method::post, path, Permission{"entry.preview"},
       [&previews, settings](Call const& call) { return make(call, previews, settings); }, making},
      {Method::del,
       path + "/{id}",
       SignedIn,
       [&previews](Call const& call) { return revoke(call, previews); },
       {"End a link to drafts: one's own, or (account.manage) anybody's"}},
  });
}

} // namespace tandem::api
