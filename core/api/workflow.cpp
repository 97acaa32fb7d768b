#include "api/workflow.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"
#include "editing/visible.hpp"

namespace tandem::api {
namespace {

constexpr std::size_t page_size = 50;

json::object event_json(WorkflowEvent const& event) {
  json::object shown{{"kind", name_of(event.decision)}, {"by", event.actor}, {"at", format_timestamp(event.at)}};
  if (!event.authority.empty()) shown["authority"] = event.authority;
  if (!event.message.empty()) shown["message"] = event.message;
  return shown;
}

json::array events_json(std::vector<WorkflowEvent> const& events) {
  json::array all;
  for (WorkflowEvent const& event : events) all.push_back(event_json(event));
  return all;
}

/// A variant's head and how far it is; `state` and what it is made of only if its type has a workflow.
json::object state_json(editing::HeadState const& one) {
  store::HeadInWorkflow const& head = one.head;
  json::object attributes{{"entry", head.entry.id.text()},        {"entry_type", head.entry.type},
                          {"locale", head.variant.locale.text()}, {"revision", head.variant.head},
                          {"etag", head.variant.head_hash},       {"author", head.revision.author}};
  if (head.revision.public_revision) attributes["public"] = *head.revision.public_revision;
  if (one.state) {
    WorkflowState const& state = *one.state;
    json::array signatures;
    for (auto const& [authority, event] : state.signatures) signatures.push_back(event_json(event));
    attributes["state"] = name_of(state.state);
    attributes["ready"] = state.ready();
    attributes["approvals"] = {
        {"have", state.approvals.size()}, {"needed", state.needed}, {"given", events_json(state.approvals)}};
    attributes["signatures"] = std::move(signatures);
    attributes["missing_authorities"] = json::array(state.missing.begin(), state.missing.end());
    attributes["changes_requested"] = events_json(state.objections);
  }
  return {{"type", "workflow"},
          {"id", head.entry.id.text() + ":" + head.variant.locale.text()},
          {"attributes", std::move(attributes)}};
}

Result<editing::DecisionItem> item_of(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return Error{ErrorCode::malformed_document, "must be an object", pointer};
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"entry", "locale", "revision"}, pointer); !ok) return ok.error();
  Result<Uuid> const entry = Uuid::parse(string_member(object, "entry"));
  if (!entry) return Error{ErrorCode::malformed_document, "must be the id of an entry", pointer + "/entry"};
  Result<Locale> const locale = Locale::parse(string_member(object, "locale"));
  if (!locale) return Error{ErrorCode::malformed_document, locale.error().detail, pointer + "/locale"};
  Result<int> const revision = revision_number(object, pointer);
  if (!revision) return revision.error();
  return editing::DecisionItem{*entry, *locale, *revision};
}

Result<editing::DecisionOrder> order_of(json::object const& attributes, std::size_t most) {
  auto const decision = decision_named(string_member(attributes, "kind"));
  if (!decision)
    return Error{ErrorCode::malformed_document,
                 "must be submitted, withdrawn, approved, changes_requested, signed or unsigned",
                 "/data/attributes/kind"};
  Result<json::array> const items = items_member(attributes, most);
  if (!items) return items.error();
  editing::DecisionOrder order{*decision, {}};
  for (json::value const& value : *items) {
    Result<editing::DecisionItem> item =
        item_of(value, "/data/attributes/items/" + std::to_string(order.items.size()));
    if (!item) return item.error();
    order.items.push_back(std::move(*item));
  }
  order.authority = string_member(attributes, "authority");
  order.message = string_member(attributes, "message");
  bool const signs = *decision == Decision::signed_ || *decision == Decision::unsigned_;
  if (attributes.contains("authority") && (!signs || order.authority.empty()))
    return Error{ErrorCode::malformed_document, "must be the name of an authority, and goes with signatures only",
                 "/data/attributes/authority"};
  return order;
}

/// POST {"data": {"type": "decision", "attributes": {"kind": "signed", "items": [{"entry": …, "locale": …,
/// "revision": …}], "authority": …, "message": …}}}
Result<Response> decide(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "decision", {"kind", "items", "authority", "message"});
  if (!attributes) return attributes.error();
  Result<editing::DecisionOrder> const order = order_of(*attributes, limits.bundle_items);
  if (!order) return order.error();
  auto const decided = editing::decide(context, call.actor, *order);
  if (!decided) return decided.error().at("/data/attributes");
  json::array all;
  for (editing::HeadState const& one : *decided) all.push_back(state_json(one));
  return private_document(201, std::move(all));
}

json::object past_json(WorkflowEvent const& event) {
  json::object shown = event_json(event);
  shown["revision"] = event.revision;
  return shown;
}

/// How far the head of a variant is, and everything that was decided about it and those before, the newest first.
Result<Response> show(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"page[before]"}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  auto const before = number_cursor(call.request, "page[before]", "must be taken from links.next");
  if (!before) return before.error();
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_variant(tx, call.actor, named->entry, named->locale);
    if (!entry) return entry.error();
    for (editing::HeadState const& one : editing::head_states(tx, context, {named->entry})) {
      if (one.head.variant.locale != named->locale) continue;
      auto events = store::decisions_before(tx, named->entry, named->locale, *before, page_size + 1);
      bool const more = cut_to_page(events, page_size);
      json::array history;
      for (WorkflowEvent const& event : events) history.push_back(past_json(event));
      json::object shown = state_json(one);
      shown["attributes"].as_object()["history"] = std::move(history);
      std::string const next =
          "/edit/v1/entries/" + named->entry.text() + "/" + named->locale.text() + "/workflow?page%5Bbefore%5D=";
      return private_document(200, std::move(shown),
                              page_links(call.request, more ? next + std::to_string(events.back().number) : ""));
    }
    return Error{ErrorCode::not_found, "there is no such variant"};
  });
}

/// "<entry>:<locale>": the id of a resource of this kind, which is also where a page ends.
Result<std::pair<EntryId, Locale>> cursor_of(std::string_view text) {
  std::size_t const colon = text.find(':');
  Result<Uuid> const entry = Uuid::parse(text.substr(0, colon));
  Result<Locale> const locale = Locale::parse(colon == std::string_view::npos ? "" : text.substr(colon + 1));
  if (entry && locale) return std::pair{*entry, *locale};
  return Error{ErrorCode::invalid_cursor, "must be the last id of a page", "", "page[after]"};
}

Result<editing::WaitingFilter> filter_of(Request const& request, editing::Context const& context) {
  editing::WaitingFilter filter;
  if (auto const type = request.parameter("filter[type]")) {
    if (context.types.find(*type) == nullptr)
      return Error{ErrorCode::invalid_parameter, "there is no such content type", "", "filter[type]"};
    filter.type = std::string(*type);
  }
  if (auto const whom = request.parameter("filter[waiting]")) {
    if (*whom != "me") return Error{ErrorCode::invalid_parameter, "must be me", "", "filter[waiting]"};
    filter.for_caller = true;
  }
  if (auto const after = request.parameter("page[after]")) {
    Result<std::pair<EntryId, Locale>> cursor = cursor_of(*after);
    if (!cursor) return cursor.error();
    filter.after = std::move(*cursor);
  }
  return filter;
}

Result<Response> reviews(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"filter[type]", "filter[waiting]", "page[after]"}); !ok)
    return ok.error();
  Result<editing::WaitingFilter> const filter = filter_of(call.request, context);
  if (!filter) return filter.error();
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto found = editing::waiting(tx, context, call.actor, *filter, page_size + 1); // one more: does a page follow?
    bool const more = cut_to_page(found, page_size);
    json::array all;
    for (editing::HeadState const& one : found) all.push_back(state_json(one));
    std::string next;
    if (more)
      next = "/edit/v1/reviews?page%5Bafter%5D=" + found.back().head.entry.id.text() + "%3A" +
             found.back().head.variant.locale.text() + (filter->type ? "&filter%5Btype%5D=" + *filter->type : "") +
             (filter->for_caller ? "&filter%5Bwaiting%5D=me" : "");
    return private_document(200, std::move(all), page_links(call.request, next));
  });
}

} // namespace

Result<void> add_workflow_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  Permission const read{"entry.read"}; // each decision takes another permission: editing decides
  json::object const text{{"type", "string"}};
  RouteDoc deciding{
      "Submit, withdraw, approve, ask for changes, sign or unsign several revisions, all or none (takes "
      "entry.edit, entry.translate, entry.review or entry.sign)"};
  deciding.request_body = request_schema(
      "decision",
      {{"kind",
        {{"type", "string"},
         {"enum", {"submitted", "withdrawn", "approved", "changes_requested", "signed", "unsigned"}}}},
       {"items", {{"type", "array"}, {"items", object_schema("entry, locale, and revision: the head's number")}}},
       {"authority", {{"type", "string"}, {"description", "in whose name it is signed; needed by who has several"}}},
       {"message", text}},
      {"kind", "items"});
  RouteDoc showing{"How far the head of a variant is, and what was decided, the newest first"};
  showing.parameters = {{"page[before]", "as links.next has it", false, {{"type", "integer"}}, nullptr}};
  RouteDoc listing{"What waits: variants in review, or approved and not public yet"};
  listing.parameters = {{"filter[type]", "a content type", false, text, "page"},
                        {"filter[waiting]",
                         "me: only those of which one may do the next step",
                         false,
                         {{"type", "string"}, {"enum", {"me"}}},
                         "me"},
                        {"page[after]", "the last id of the page before", false, text, nullptr}};
  return routes.add_all({
      {Method::post, "/edit/v1/decisions", read,
       [&context, limits](Call const& call) { return decide(call, context, limits); }, deciding},
      {Method::get, "/edit/v1/entries/{id}/{locale}/workflow", read,
       [&context](Call const& call) { return show(call, context); }, showing},
      {Method::get, "/edit/v1/reviews", read, [&context](Call const& call) { return reviews(call, context); },
       listing},
  });
}

} // namespace tandem::api
