#include "api/bundles.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {

json::object publication_json(store::PublicationRow const& publication) {
  json::object shown{{"locale", publication.locale.text()},
                     {"revision", publication.revision},
                     {"from", format_timestamp(publication.from)}};
  if (publication.until) shown["until"] = format_timestamp(*publication.until);
  return shown;
}

namespace {

json::array publications_json(std::vector<store::PublicationRow> const& publications) {
  json::array all;
  for (auto const& one : publications) {
    json::object shown{{"entry", one.entry.text()}};
    for (auto& member : publication_json(one)) shown[member.key()] = std::move(member.value());
    all.push_back(std::move(shown));
  }
  return all;
}

json::object bundle_json(store::BundleRow const& bundle) {
  json::object attributes{{"kind", bundle.kind},
                          {"author", bundle.author},
                          {"message", bundle.message},
                          {"created_at", format_timestamp(bundle.created_at)}};
  if (bundle.undoes) attributes["undoes"] = bundle.undoes->text();
  return {{"type", "bundle"}, {"id", bundle.id.text()}, {"attributes", std::move(attributes)}};
}

/// A bundle with the publications it opened and closed.
json::object published_json(editing::Published const& done) {
  json::object bundle = bundle_json(done.bundle);
  bundle["attributes"].as_object()["opened"] = publications_json(done.opened);
  bundle["attributes"].as_object()["closed"] = publications_json(done.closed);
  return bundle;
}

Response published_document(editing::Published const& done) {
  Response response = private_document(201, published_json(done));
  response.set("Location", "/edit/v1/bundles/" + done.bundle.id.text());
  return response;
}

Result<editing::BundleItem> item_of(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"entry", "locale", "revision"}, pointer); !ok) return ok.error();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return Error{ErrorCode::malformed_document, "must be the id of an entry", pointer + "/entry"};
  editing::BundleItem item{*entry, {}, {}};
  if (object.contains("locale")) {
    Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
    if (!locale) return locale.error().at(pointer + "/locale");
    item.locale = *locale;
  }
  if (object.contains("revision")) {
    Result<int> const revision = revision_number(object, pointer);
    if (!revision) return revision.error();
    item.revision = *revision;
  }
  return item;
}

Result<std::vector<editing::BundleItem>> items_of(json::object const& attributes, std::size_t most) {
  std::string const pointer = "/data/attributes/items";
  json::value const* items = attributes.if_contains("items");
  if (items == nullptr || !items->is_array() || items->get_array().empty() || items->get_array().size() > most)
    return Error{ErrorCode::malformed_document, "must be a list of 1 to " + std::to_string(most) + " items", pointer};
  std::vector<editing::BundleItem> all;
  for (json::value const& value : items->get_array()) {
    Result<editing::BundleItem> item = item_of(value, pointer + "/" + std::to_string(all.size()));
    if (!item) return item.error();
    all.push_back(std::move(*item));
  }
  return all;
}

/// POST {"data": {"type": "bundle", "attributes": {"kind": "publish" | "unpublish", "items": […], "message": …,
/// "force": bool, "successor": id}}}
Result<Response> make(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "bundle", {"kind", "items", "message", "force", "successor"});
  if (!attributes) return attributes.error();
  json::object const& given = *attributes;
  Result<std::vector<editing::BundleItem>> const items = items_of(given, limits.bundle_items);
  if (!items) return items.error();
  std::string const message(string_member(given, "message"));
  std::string_view const kind = string_member(given, "kind");
  editing::Publisher const publisher(context);
  if (kind == "publish") {
    Result<editing::Published> const done = publisher.publish(call.actor, *items, message);
    return done ? Result<Response>(published_document(*done)) : done.error();
  }
  if (kind != "unpublish")
    return Error{ErrorCode::malformed_document, "must be publish or unpublish", "/data/attributes/kind"};
  json::value const* force = given.if_contains("force");
  if (force != nullptr && !force->is_bool())
    return Error{ErrorCode::malformed_document, "must be true or false", "/data/attributes/force"};
  std::optional<EntryId> successor;
  if (given.contains("successor")) {
    Result<Uuid> const id = Uuid::parse(string_member(given, "successor"));
    if (!id) return Error{ErrorCode::malformed_document, "must be the id of an entry", "/data/attributes/successor"};
    successor = *id;
  }
  bool const forced = force != nullptr && force->get_bool();
  Result<editing::Published> const done = publisher.unpublish(call.actor, *items, message, forced, successor);
  return done ? Result<Response>(published_document(*done)) : done.error();
}

Result<Response> undo(Call const& call, editing::Context const& context) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such bundle"};
  Result<editing::Published> const done = editing::Publisher(context).undo(call.actor, *id, "");
  return done ? Result<Response>(published_document(*done)) : done.error();
}

Result<Response> show(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  Error const none{ErrorCode::not_found, "there is no such bundle"};
  if (!id) return none;
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto const bundle = store::find_bundle(tx, *id);
    if (!bundle) return none;
    return private_document(200, published_json({*bundle, store::opened_by(tx, *id), store::closed_by(tx, *id)}));
  });
}

Result<Response> list(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"page[before]"}); !ok) return ok.error();
  std::optional<Uuid> before;
  if (auto const text = call.request.parameter("page[before]")) {
    Result<Uuid> const id = Uuid::parse(*text);
    if (!id)
      return Error{ErrorCode::invalid_cursor, "must be the id of the last bundle of a page", "", "page[before]"};
    before = *id;
  }
  constexpr std::size_t page_size = 50;
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto bundles = store::list_bundles(tx, before, page_size + 1); // one more tells whether a page follows
    bool const more = cut_to_page(bundles, page_size);
    json::array all;
    for (auto const& bundle : bundles) all.push_back(bundle_json(bundle));
    return private_document(
        200, std::move(all),
        page_links(call.request, more ? "/edit/v1/bundles?page%5Bbefore%5D=" + bundles.back().id.text() : ""));
  });
}

} // namespace

Result<void> add_bundle_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const bundles = "/edit/v1/bundles";
  Permission const read{"entry.read"}; // to publish and to withdraw take different permissions: editing decides
  RouteDoc listing{"Bundles, the newest first"};
  listing.parameters = {
      {"page[before]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  RouteDoc making{"Publish or withdraw variants together (takes entry.publish or entry.unpublish)"};
  making.request_body = request_schema(
      "bundle",
      {{"kind", {{"type", "string"}, {"enum", {"publish", "unpublish"}}}},
       {"items", {{"type", "array"}, {"items", object_schema("entry, and if wanted locale and revision")}}},
       {"message", {{"type", "string"}}},
       {"force", {{"type", "boolean"}, {"description", "withdraw although something public points at it"}}},
       {"successor", {{"type", "string"}, {"format", "uuid"}, {"description", "entry that readers are sent to"}}}},
      {"kind", "items"});
  return routes.add_all({
      {Method::get, bundles, read, [&context](Call const& call) { return list(call, context); }, listing},
      {Method::get,
       bundles + "/{id}",
       read,
       [&context](Call const& call) { return show(call, context); },
       {"One bundle, and what it opened and closed"}},
      {Method::post, bundles, read, [&context, limits](Call const& call) { return make(call, context, limits); },
       making},
      {Method::post,
       bundles + "/{id}/undo",
       read,
       [&context](Call const& call) { return undo(call, context); },
       {"Take a bundle back (takes entry.publish for what it opens, entry.unpublish for what it closes)"}},
  });
}

} // namespace tandem::api
