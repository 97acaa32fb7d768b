#include "api/bundles.hpp"

#include "api/bundle_order.hpp"
#include "api/document.hpp"
#include "api/openapi.hpp"
#include "editing/publisher.hpp"
#include "editing/schedule.hpp"
#include "editing/visible.hpp"

#include <algorithm>

namespace tandem::api {

json::object publication_json(store::PublicationRow const& publication) {
  json::object shown{{"locale", publication.locale.text()},
                     {"revision", publication.revision},
                     {"from", format_timestamp(publication.from)}};
  if (publication.until) shown["until"] = format_timestamp(*publication.until);
  return shown;
}

namespace {

using store::BundleState;

json::object bundle_resource(Uuid const& id, json::object attributes) {
  return {{"type", "bundle"}, {"id", id.text()}, {"attributes", std::move(attributes)}};
}

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
                          {"state", "done"},
                          {"author", bundle.author},
                          {"message", bundle.message},
                          {"created_at", format_timestamp(bundle.created_at)}};
  if (bundle.at) attributes["at"] = format_timestamp(*bundle.at);
  if (bundle.undoes) attributes["undoes"] = bundle.undoes->text();
  return bundle_resource(bundle.id, std::move(attributes));
}

/// A bundle with the publications it opened and closed.
json::object published_json(editing::Published const& done) {
  json::object bundle = bundle_json(done.bundle);
  bundle["attributes"].as_object()["opened"] = publications_json(done.opened);
  bundle["attributes"].as_object()["closed"] = publications_json(done.closed);
  return bundle;
}

json::object scheduled_json(store::ScheduledBundleRow const& bundle) {
  json::object attributes{{"kind", bundle.kind},
                          {"state", store::name_of(bundle.state)},
                          {"author", bundle.author},
                          {"message", bundle.message},
                          {"created_at", format_timestamp(bundle.created_at)},
                          {"at", format_timestamp(bundle.at)},
                          {"force", bundle.force}};
  if (bundle.finished_at) attributes["finished_at"] = format_timestamp(*bundle.finished_at);
  if (bundle.problem) attributes["problems"] = error_objects(*bundle.problem);
  return bundle_resource(bundle.id, std::move(attributes));
}

/// What is public now (`public`), and what would be (`revision`); null: nothing.
json::array effects_json(std::vector<editing::Effect> const& effects) {
  auto const number = [](std::optional<int> const& revision) -> json::value {
    return revision ? json::value(*revision) : nullptr;
  };
  json::array all;
  for (editing::Effect const& effect : effects)
    if (effect.changes_something())
      all.push_back({{"entry", effect.change.entry.text()},
                     {"entry_type", effect.type},
                     {"locale", effect.change.locale.text()},
                     {"public", number(effect.public_revision)},
                     {"revision", number(effect.change.revision)}});
  return all;
}

/// A bundle that was never carried out, or not yet.
json::object scheduled_json(editing::Scheduled const& scheduled) {
  json::object bundle = scheduled_json(scheduled.bundle);
  json::object& attributes = bundle["attributes"].as_object();
  json::array& items = attributes["items"].emplace_array();
  for (auto const& item : scheduled.items) items.push_back(editing::item_json(item));
  if (scheduled.bundle.state == BundleState::waiting) attributes["replaces"] = effects_json(scheduled.replaces);
  return bundle;
}

json::array problems_json(std::vector<Error> const& problems) {
  return problems.empty() ? json::array() : error_objects(as_one(problems));
}

Response made_document(json::object bundle, json::object meta = {}) {
  std::string const location = "/edit/v1/bundles/" + std::string(bundle.at("id").as_string());
  Response response = private_document(201, std::move(bundle), {}, std::move(meta));
  response.set("Location", location);
  return response;
}

Result<Response> published_document(Result<editing::Published> const& done) {
  if (!done) return done.error();
  return made_document(published_json(*done));
}

Result<Response> try_out(Call const& call, editing::Context const& context, editing::BundleOrder const& order) {
  Result<editing::Outcome> const outcome = editing::Publisher(context).try_out(call.actor, order);
  if (!outcome) return outcome.error();
  return private_document(200, nullptr, {},
                          {{"kind", outcome->done.bundle.kind},
                           {"replaces", effects_json(outcome->effects)},
                           {"problems", problems_json(outcome->problems)}});
}

Result<Response> schedule(Call const& call, editing::Context const& context, editing::BundleOrder const& order,
                          Timestamp at) {
  auto const answer = editing::Scheduler(context).schedule(call.actor, order, at);
  if (!answer) return answer.error();
  json::array overlaps;
  for (Uuid const& id : answer->overlaps) overlaps.emplace_back(id.text());
  return made_document(scheduled_json(answer->scheduled),
                       {{"problems", problems_json(answer->problems)}, {"overlaps", std::move(overlaps)}});
}

Result<Uuid> bundle_id(Call const& call) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  return id ? id : editing::no_bundle();
}

Result<Response> list(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"page[before]", "filter[state]"}); !ok) return ok.error();
  auto const before = id_cursor(call.request, "page[before]", "bundle");
  if (!before) return before.error();
  auto const name = call.request.parameter("filter[state]");
  std::optional<BundleState> const state = name ? store::bundle_state(*name) : std::nullopt;
  if (name && !state)
    return Error{ErrorCode::invalid_parameter, "is one of waiting, done, failed, cancelled", "", "filter[state]"};
  constexpr std::size_t page_size = 50;
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    std::vector<std::pair<Uuid, json::object>> bundles; // of both tables one more than a page holds
    if (!state || state == BundleState::done)
      for (auto const& bundle : store::list_bundles(tx, *before, page_size + 1))
        bundles.emplace_back(bundle.id, bundle_json(bundle));
    if (state != BundleState::done)
      for (auto const& bundle : editing::Scheduler(context).list(tx, call.actor, state, *before, page_size + 1))
        bundles.emplace_back(bundle.id, scheduled_json(bundle));
    std::sort(bundles.begin(), bundles.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    bool const more = bundles.size() > page_size;
    if (more) bundles.erase(bundles.begin() + page_size, bundles.end());
    std::string const filter = name ? "filter%5Bstate%5D=" + std::string(*name) + "&" : "";
    std::string const next =
        more ? "/edit/v1/bundles?" + filter + "page%5Bbefore%5D=" + bundles.back().first.text() : "";
    json::array all;
    for (auto& [id, bundle] : bundles) all.push_back(std::move(bundle));
    return private_document(200, std::move(all), page_links(call.request, next));
  });
}

/// Publications of entries that the caller may see.
std::vector<store::PublicationRow> seen(store::Transaction& tx, access::Actor const& actor,
                                        std::vector<store::PublicationRow> publications) {
  std::map<EntryId, std::optional<store::EntryRow>> entries;
  std::erase_if(publications, [&](store::PublicationRow const& one) {
    if (!entries.contains(one.entry)) entries.emplace(one.entry, store::find_entry(tx, one.entry));
    return !actor.may_on_some_variant("entry.read", editing::target_of(*entries.at(one.entry)));
  });
  return publications;
}

Result<Response> show(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<Uuid> const id = bundle_id(call);
  if (!id) return id.error();
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    if (auto const bundle = store::find_bundle(tx, *id))
      return private_document(200, published_json({*bundle, seen(tx, call.actor, store::opened_by(tx, *id)),
                                                   seen(tx, call.actor, store::closed_by(tx, *id))}));
    auto const scheduled = editing::Scheduler(context).find(tx, call.actor, *id);
    if (!scheduled) return scheduled.error();
    return private_document(200, scheduled_json(*scheduled));
  });
}

Result<Response> make(Call const& call, editing::Context const& context, EditLimits const& limits) {
  auto const wanted = bundle_request(call.request, limits.json_depth, limits.bundle_items);
  if (!wanted) return wanted.error();
  if (wanted->at)
    if (auto ok = editing::check_instant(*wanted->at, now(), limits.schedule_horizon); !ok)
      return ok.error().at("/data/attributes/at");
  if (wanted->dry_run) return try_out(call, context, wanted->order);
  if (wanted->at) return schedule(call, context, wanted->order, *wanted->at);
  return published_document(editing::Publisher(context).make(call.actor, wanted->order));
}

Result<Response> undo(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<Uuid> const id = bundle_id(call);
  if (!id) return id.error();
  Result<std::string> const message = message_of(call.request, limits.json_depth);
  if (!message) return message.error();
  return published_document(editing::Publisher(context).undo(call.actor, *id, *message));
}

Result<Response> cancel(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<Uuid> const id = bundle_id(call);
  if (!id) return id.error();
  Result<std::string> const message = message_of(call.request, limits.json_depth);
  if (!message) return message.error();
  auto const cancelled = editing::Scheduler(context).cancel(call.actor, *id, *message);
  if (!cancelled) return cancelled.error();
  return private_document(200, scheduled_json(*cancelled));
}

RouteDoc listing_doc() {
  RouteDoc doc{"Bundles, the newest first"};
  doc.parameters = {
      {"page[before]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr},
      {"filter[state]",
       "only those in this state",
       false,
       {{"type", "string"}, {"enum", {"waiting", "done", "failed", "cancelled"}}},
       nullptr}};
  return doc;
}

RouteDoc making_doc() {
  RouteDoc doc{"Publish or withdraw variants together, now or at a time (takes entry.publish for what it publishes, "
               "entry.unpublish for what it withdraws)"};
  json::object const action{{"type", "string"}, {"enum", {"publish", "unpublish"}}};
  json::object const flag{{"type", "boolean"}}, id{{"type", "string"}, {"format", "uuid"}};
  auto const described = [](json::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
  };
  doc.request_body = request_schema(
      "bundle",
      {{"kind", described(action, "action of the items that say none")},
       {"items",
        {{"type", "array"}, {"items", object_schema("entry; if wanted locale, revision, action and successor")}}},
       {"message", {{"type", "string"}}},
       {"force", described(flag, "withdraw although something public points at it")},
       {"successor", described(id, "entry that readers of what is withdrawn are sent to")},
       {"dry_run", described(flag, "only answer what it would replace (meta.replaces) and what would refuse it "
                                   "(meta.problems)")},
       {"at", described({{"type", "string"}, {"format", "date-time"}}, "when; left out: now")}},
      {"items"});
  return doc;
}

RouteDoc with_message(std::string description) {
  RouteDoc doc{std::move(description)};
  doc.request_body = request_schema("bundle", {{"message", {{"type", "string"}}}}, {});
  doc.request_body_required = false;
  return doc;
}

} // namespace

Result<void> add_bundle_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const bundles = "/edit/v1/bundles", one = bundles + "/{id}";
  Permission const read{"entry.read"}; // to publish and to withdraw take different permissions: editing decides
  return routes.add_all({
      {Method::get, bundles, read, [&context](Call const& call) { return list(call, context); }, listing_doc()},
      {Method::get,
       one,
       read,
       [&context](Call const& call) { return show(call, context); },
       {"One bundle: what it opened and closed, or what it will replace"}},
      {Method::post, bundles, read, [&context, limits](Call const& call) { return make(call, context, limits); },
       making_doc()},
      {Method::post, one + "/undo", read,
       [&context, limits](Call const& call) { return undo(call, context, limits); },
       with_message(
           "Take a bundle back (takes entry.publish for what it opens, entry.unpublish for what it closes)")},
      {Method::post, one + "/cancel", read,
       [&context, limits](Call const& call) { return cancel(call, context, limits); },
       with_message("Cancel a bundle that waits for its time (takes the grants that making it takes)")},
  });
}

} // namespace tandem::api
