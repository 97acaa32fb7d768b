#include "api/workflow.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

constexpr std::size_t page_size = 50;

json::array texts(std::vector<std::string> const& values) { return json::array(values.begin(), values.end()); }

json::object state_json(Workflow const& workflow, WorkflowState const& state) {
  json::object shown{{"state", state.name}, {"ready", state.ready}};
  if (workflow.approvals > 0) shown["approvals"] = {{"needed", workflow.approvals}, {"by", texts(state.approved_by)}};
  if (workflow.every_authority) {
    json::object signatures;
    for (auto const& [authority, who] : state.signatures) signatures[authority] = who;
    shown["signatures"] = std::move(signatures);
    shown["missing_authorities"] = texts(state.missing);
  }
  return shown;
}

json::object event_json(WorkflowEvent const& event) {
  json::object shown{{"decision", name_of(event.step)},
                     {"revision", event.revision},
                     {"actor", event.actor},
                     {"at", format_timestamp(event.at)}};
  if (!event.authority.empty()) shown["authority"] = event.authority;
  if (!event.message.empty()) shown["message"] = event.message;
  return shown;
}

json::object progress_json(editing::Progress const& progress) {
  Revision const& head = progress.head;
  json::object attributes = state_json(progress.workflow, progress.state);
  attributes["entry"] = head.entry.text();
  attributes["entry_type"] = head.type;
  attributes["locale"] = head.locale.text();
  attributes["revision"] = head.number;
  json::array events;
  for (auto event = progress.events.rbegin(); event != progress.events.rend(); ++event)
    events.push_back(event_json(*event));
  attributes["history"] = std::move(events);
  return {{"type", "workflow"}, {"id", head.entry.text() + ":" + head.locale.text()}, {"attributes", attributes}};
}

Result<editing::Decision::Item> item_of(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"entry", "locale", "revision"}, pointer); !ok) return ok.error();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return Error{ErrorCode::malformed_document, "must be the id of an entry", pointer + "/entry"};
  Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
  if (!locale) return Error{ErrorCode::malformed_document, "must be a locale, or shared", pointer + "/locale"};
  json::value const* revision = object.if_contains("revision");
  bool const numbered = revision != nullptr && revision->is_int64() && revision->get_int64() >= 1 &&
                        revision->get_int64() <= 1'000'000'000;
  if (!numbered)
    return Error{ErrorCode::malformed_document, "must be the number of the revision that was read",
                 pointer + "/revision"};
  return editing::Decision::Item{*entry, *locale, static_cast<int>(revision->get_int64())};
}

/// POST {"data": {"type": "decision", "attributes": {"decision": "signed", "items": [{entry, locale, revision}], …}}}
Result<Response> decide(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "decision", {"decision", "items", "authority", "message"});
  if (!attributes) return attributes.error();
  auto const step = step_of(string_member(*attributes, "decision"));
  if (!step)
    return Error{ErrorCode::malformed_document,
                 "must be submitted, withdrawn, approved, changes_requested, signed or signature_withdrawn",
                 "/data/attributes/decision"};
  editing::Decision decision{*step,
                             {},
                             std::string(string_member(*attributes, "authority")),
                             std::string(string_member(*attributes, "message"))};
  std::string const pointer = "/data/attributes/items";
  json::value const* items = attributes->if_contains("items");
  if (items == nullptr || !items->is_array() || items->get_array().empty() ||
      items->get_array().size() > limits.bundle_items)
    return Error{ErrorCode::malformed_document,
                 "must be a list of 1 to " + std::to_string(limits.bundle_items) + " items", pointer};
  for (json::value const& value : items->get_array()) {
    Result<editing::Decision::Item> item = item_of(value, pointer + "/" + std::to_string(decision.items.size()));
    if (!item) return item.error();
    decision.items.push_back(std::move(*item));
  }
  auto const done = editing::Reviews(context).decide(call.actor, decision);
  if (!done) return done.error();
  json::array all;
  for (editing::Progress const& progress : *done) all.push_back(progress_json(progress));
  return private_document(200, std::move(all));
}

Result<Response> show(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  Result<editing::Progress> const progress =
      editing::Reviews(context).progress(call.actor, named->entry, named->locale);
  return progress ? Result<Response>(private_document(200, progress_json(*progress))) : progress.error();
}

/// "<entry>:<locale>" of the last variant of a page.
Result<std::optional<std::pair<EntryId, Locale>>> cursor_of(Request const& request) {
  auto const text = request.parameter("page[after]");
  if (!text) return std::optional<std::pair<EntryId, Locale>>{};
  std::size_t const colon = text->find(':');
  Result<Uuid> const entry = Uuid::parse(text->substr(0, colon));
  Result<Locale> const locale = Locale::parse(colon == std::string_view::npos ? "" : text->substr(colon + 1));
  if (!entry || !locale)
    return Error{ErrorCode::invalid_cursor, "must be the id of the last variant of a page", "", "page[after]"};
  return std::optional(std::pair{*entry, *locale});
}

Result<Response> reviews(Call const& call, editing::Context const& context) {
  Request const& request = call.request;
  if (auto ok = only_parameters(request, {"filter[type]", "filter[waiting]", "page[after]"}); !ok) return ok.error();
  std::optional<std::string> type;
  if (auto const name = request.parameter("filter[type]")) {
    if (context.types.find(*name) == nullptr)
      return Error{ErrorCode::invalid_parameter, "there is no such content type", "", "filter[type]"};
    type = std::string(*name);
  }
  auto const waiting = request.parameter("filter[waiting]");
  if (waiting && *waiting != "me") return Error{ErrorCode::invalid_parameter, "must be me", "", "filter[waiting]"};
  auto const after = cursor_of(request);
  if (!after) return after.error();
  auto const page = editing::Reviews(context).waiting(call.actor, type, waiting.has_value(), *after, page_size);
  if (!page) return page.error();
  json::array all;
  for (auto const& one : page->waiting) {
    auto const& [entry, locale, head] = one.variant;
    json::object attributes = state_json(context.types.find(entry.type)->workflow(), one.state);
    json::array next;
    for (Step const step : one.next) next.emplace_back(name_of(step));
    attributes["entry"] = entry.id.text();
    attributes["entry_type"] = entry.type;
    attributes["locale"] = locale.text();
    attributes["revision"] = head;
    attributes["next"] = std::move(next);
    all.push_back(json::object{
        {"type", "workflow"}, {"id", entry.id.text() + ":" + locale.text()}, {"attributes", std::move(attributes)}});
  }
  std::string next;
  if (page->last)
    next = "/edit/v1/reviews?page%5Bafter%5D=" + page->last->first.text() + ":" + page->last->second.text() +
           (type ? "&filter%5Btype%5D=" + *type : "") + (waiting ? "&filter%5Bwaiting%5D=me" : "");
  return private_document(200, std::move(all), page_links(request, next));
}

} // namespace

Result<void> add_workflow_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  Permission const read{"entry.read"}; // what each decision takes, editing knows
  json::object const text{{"type", "string"}};
  RouteDoc deciding{"Submit, approve, ask for changes, sign: on the heads of some variants at once"};
  deciding.request_body = request_schema(
      "decision",
      {{"decision",
        {{"type", "string"},
         {"enum", {"submitted", "withdrawn", "approved", "changes_requested", "signed", "signature_withdrawn"}}}},
       {"items", {{"type", "array"}, {"items", object_schema("entry, locale and the revision that was read")}}},
       {"authority", {{"type", "string"}, {"description", "in whose name, when one may sign for several"}}},
       {"message", text}},
      {"decision", "items"});
  RouteDoc listing{"Variants that wait for a decision, or agreed for their publication"};
  listing.parameters = {{"filter[type]", "a content type", false, text, "page"},
                        {"filter[waiting]",
                         "me: those that wait for the caller",
                         false,
                         {{"type", "string"}, {"enum", {"me"}}},
                         nullptr},
                        {"page[after]", "the last id of the page before", false, text, nullptr}};
  return routes.add_all({
      {Method::post, "/edit/v1/decisions", read,
       [&context, limits](Call const& call) { return decide(call, context, limits); }, deciding},
      {Method::get, "/edit/v1/reviews", read, [&context](Call const& call) { return reviews(call, context); },
       listing},
      {Method::get,
       "/edit/v1/entries/{id}/{locale}/workflow",
       read,
       [&context](Call const& call) { return show(call, context); },
       {"How far the head of a variant has come, and what was decided"}},
  });
}

} // namespace tandem::api
