#include "api/bundles.hpp"

#include "api/document.hpp"

namespace tandem::api {
namespace {

json::array publications_json(std::vector<store::PublicationRow> const& publications) {
  json::array all;
  for (auto const& one : publications) {
    json::object shown{{"entry", one.entry.text()}, {"locale", one.locale.text()}, {"revision", one.revision},
                       {"from", format_timestamp(one.from)}};
    if (one.until) shown["until"] = format_timestamp(*one.until);
    all.push_back(std::move(shown));
  }
  return all;
}

json::object bundle_json(store::BundleRow const& bundle) {
  json::object attributes{{"kind", bundle.kind}, {"author", bundle.author}, {"message", bundle.message},
                          {"created_at", format_timestamp(bundle.created_at)}};
  if (bundle.undoes) attributes["undoes"] = bundle.undoes->text();
  return {{"type", "bundle"}, {"id", bundle.id.text()}, {"attributes", std::move(attributes)}};
}

Response published_document(editing::Published const& done) {
  json::object bundle = bundle_json(done.bundle);
  bundle["attributes"].as_object()["opened"] = publications_json(done.opened);
  bundle["attributes"].as_object()["closed"] = publications_json(done.closed);
  Response response = document(201, {{"jsonapi", {{"version", "1.1"}}}, {"data", std::move(bundle)}});
  response.set("Cache-Control", "no-store");
  response.set("Location", "/edit/v1/bundles/" + done.bundle.id.text());
  return response;
}

Result<editing::BundleItem> item_of(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
  json::object const& object = value.get_object();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return Error{ErrorCode::malformed_document, "must be the id of an entry", pointer + "/entry"};
  editing::BundleItem item{*entry, {}, {}};
  if (object.contains("locale")) {
    Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
    if (!locale) return locale.error().at(pointer + "/locale");
    item.locale = *locale;
  }
  if (json::value const* revision = object.if_contains("revision")) {
    if (!revision->is_int64() || revision->get_int64() < 1 || revision->get_int64() > 1'000'000'000)
      return Error{ErrorCode::malformed_document, "must be the number of a revision", pointer + "/revision"};
    item.revision = static_cast<int>(revision->get_int64());
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
  if (auto ok = negotiate(call.request); !ok) return ok.error();
  Result<json::object> const body = body_document(call.request, limits.json_depth);
  if (!body) return body.error();
  json::value const& data = body->at("data");
  json::value const* attributes = data.is_object() ? data.get_object().if_contains("attributes") : nullptr;
  if (attributes == nullptr || !attributes->is_object() || string_member(data.get_object(), "type") != "bundle")
    return Error{ErrorCode::malformed_document, "must be a bundle with attributes", "/data"};
  json::object const& given = attributes->get_object();
  Result<std::vector<editing::BundleItem>> const items = items_of(given, limits.bundle_items);
  if (!items) return items.error();
  std::string const message(string_member(given, "message"));
  std::string_view const kind = string_member(given, "kind");
  editing::Publisher const publisher(context);
  if (kind == "publish") {
    Result<editing::Published> const done = publisher.publish(call.actor, *items, message);
    return done ? Result<Response>(published_document(*done)) : done.error();
  }
  if (kind != "unpublish") return Error{ErrorCode::malformed_document, "must be publish or unpublish", "/data/attributes/kind"};
  json::value const* force = given.if_contains("force");
  std::optional<EntryId> successor;
  if (given.contains("successor")) {
    Result<Uuid> const id = Uuid::parse(string_member(given, "successor"));
    if (!id) return Error{ErrorCode::malformed_document, "must be the id of an entry", "/data/attributes/successor"};
    successor = *id;
  }
  bool const forced = force != nullptr && force->is_bool() && force->get_bool();
  Result<editing::Published> const done = publisher.unpublish(call.actor, *items, message, forced, successor);
  return done ? Result<Response>(published_document(*done)) : done.error();
}

Result<Response> undo(Call const& call, editing::Context const& context) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such bundle"};
  Result<editing::Published> const done = editing::Publisher(context).undo(call.actor, *id, "");
  return done ? Result<Response>(published_document(*done)) : done.error();
}

Result<Response> list(Call const&, editing::Context const& context) {
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    json::array all;
    for (auto const& bundle : store::list_bundles(tx, std::nullopt, 50)) all.push_back(bundle_json(bundle));
    Response response = document(200, {{"jsonapi", {{"version", "1.1"}}}, {"data", std::move(all)}});
    response.set("Cache-Control", "no-store");
    return response;
  });
}

} // namespace

Result<void> add_bundle_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const bundles = "/edit/v1/bundles";
  if (auto ok = routes.add(Method::get, bundles, Permission("entry.read"),
                           [&context](Call const& call) { return list(call, context); }, {"The last 50 bundles"}); !ok)
    return ok;
  // Publishing and withdrawing need different permissions; editing asks for the one that fits.
  if (auto ok = routes.add(Method::post, bundles, Permission("entry.read"),
                           [&context, limits](Call const& call) { return make(call, context, limits); },
                           {"Publish or withdraw variants together"}); !ok)
    return ok;
  return routes.add(Method::post, bundles + "/{id}/undo", Permission("entry.unpublish"),
                    [&context](Call const& call) { return undo(call, context); }, {"Take a bundle back"});
}

} // namespace tandem::api
