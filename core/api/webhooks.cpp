#include "api/webhooks.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

using webhooks::Subscriptions;
using webhooks::Wish;

std::string const attributes_pointer = "/data/attributes";

json::array texts_json(std::vector<std::string> const& texts) {
  json::array all;
  for (std::string const& text : texts) all.emplace_back(text);
  return all;
}

void set_time(json::object& attributes, std::string_view name, std::optional<Timestamp> const& time) {
  attributes[name] = time ? json::value(format_timestamp(*time)) : json::value(nullptr);
}
void set_number(json::object& attributes, std::string_view name, std::optional<int> const& number) {
  attributes[name] = number ? json::value(*number) : json::value(nullptr);
}
void set_text(json::object& attributes, std::string_view name, std::string const& text) {
  attributes[name] = text.empty() ? json::value(nullptr) : json::value(text);
}

json::object webhook_json(store::WebhookRow const& webhook, std::string const& secret = "") {
  json::object attributes{{"url", webhook.url},
                          {"events", texts_json(webhook.events)},
                          {"types", texts_json(webhook.types)},
                          {"enabled", webhook.enabled}};
  set_text(attributes, "disabled_because", webhook.disabled_because);
  attributes["created_by"] = webhook.created_by;
  attributes["created_at"] = format_timestamp(webhook.created_at);
  set_time(attributes, "failing_since", webhook.failing_since);
  attributes["waiting"] = webhook.waiting;
  if (!secret.empty()) attributes["secret"] = secret;
  return {{"type", "webhook"}, {"id", webhook.id.text()}, {"attributes", std::move(attributes)}};
}

json::object delivery_json(store::DeliveryRow const& delivery) {
  json::object attributes{{"event", delivery.event}};
  set_text(attributes, "entry", delivery.entry ? delivery.entry->text() : "");
  set_text(attributes, "entry_type", delivery.type);
  set_text(attributes, "locale", delivery.locale);
  set_text(attributes, "bundle", delivery.bundle ? delivery.bundle->text() : "");
  attributes["occurred_at"] = format_timestamp(delivery.occurred_at);
  attributes["state"] = delivery.state;
  attributes["attempts"] = delivery.attempts;
  set_time(attributes, "next_try", delivery.next_try);
  set_time(attributes, "failing_since", delivery.failing_since);
  set_time(attributes, "tried_at", delivery.tried_at);
  set_number(attributes, "took_ms", delivery.took_ms);
  set_number(attributes, "last_status", delivery.last_status);
  set_text(attributes, "last_error", delivery.last_error);
  return {{"type", "delivery"}, {"id", delivery.id.text()}, {"attributes", std::move(attributes)}};
}

/// A list of texts; what they may be is not decided here.
Result<std::optional<std::vector<std::string>>> texts_of(json::object const& attributes, std::string_view name) {
  json::value const* list = attributes.if_contains(name);
  if (list == nullptr) return std::optional<std::vector<std::string>>();
  std::string const pointer = attributes_pointer + "/" + std::string(name);
  if (!list->is_array()) return Error{ErrorCode::malformed_document, "must be a list", pointer};
  std::vector<std::string> texts;
  for (json::value const& text : list->get_array()) {
    if (!text.is_string())
      return Error{ErrorCode::malformed_document, "must be a text", pointer + "/" + std::to_string(texts.size())};
    texts.emplace_back(text.get_string());
  }
  return std::optional(std::move(texts));
}

Result<Wish> wish_of(Request const& request, EditLimits const& limits) {
  Result<json::object> const attributes =
      attributes_of(request, limits.json_depth, "webhook", {"url", "events", "types", "enabled"});
  if (!attributes) return attributes.error();
  Wish wish;
  if (json::value const* url = attributes->if_contains("url")) {
    if (!url->is_string()) return Error{ErrorCode::malformed_document, "must be a text", attributes_pointer + "/url"};
    wish.url = url->get_string();
  }
  if (json::value const* enabled = attributes->if_contains("enabled")) {
    if (!enabled->is_bool())
      return Error{ErrorCode::malformed_document, "must be true or false", attributes_pointer + "/enabled"};
    wish.enabled = enabled->get_bool();
  }
  auto events = texts_of(*attributes, "events");
  if (!events) return events.error();
  auto types = texts_of(*attributes, "types");
  if (!types) return types.error();
  wish.events = std::move(*events);
  wish.types = std::move(*types);
  return wish;
}

Result<Uuid> webhook_id(Request const& request) {
  Result<Uuid> id = Uuid::parse(request.capture("id"));
  return id ? id : Error{ErrorCode::not_found, "there is no such webhook"};
}

Result<Response> list(Call const& call, Subscriptions const& subscriptions) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  auto const webhooks = subscriptions.list();
  if (!webhooks) return webhooks.error();
  json::array all;
  for (auto const& webhook : *webhooks) all.push_back(webhook_json(webhook));
  return private_document(200, std::move(all));
}

/// POST {"data": {"type": "webhook", "attributes": {"url": …, "events": […], "types": […], "enabled": bool}}}
Result<Response> add(Call const& call, Subscriptions const& subscriptions, EditLimits const& limits) {
  Result<Wish> const wish = wish_of(call.request, limits);
  if (!wish) return wish.error();
  auto const made = subscriptions.add(call.actor, *wish);
  if (!made)
    return made.error().code == ErrorCode::invalid_content ? made.error().at(attributes_pointer) : made.error();
  Response response = private_document(201, webhook_json(made->webhook, made->secret));
  response.set("Location", "/edit/v1/webhooks/" + made->webhook.id.text());
  return response;
}

Result<Response> show(Call const& call, Subscriptions const& subscriptions) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  auto const webhook = subscriptions.find(*id);
  return webhook ? Result<Response>(private_document(200, webhook_json(*webhook))) : webhook.error();
}

/// PATCH: as POST; what is left out stays. "enabled": true goes on with what waits.
Result<Response> change(Call const& call, Subscriptions const& subscriptions, EditLimits const& limits) {
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  Result<Wish> const wish = wish_of(call.request, limits);
  if (!wish) return wish.error();
  auto const webhook = subscriptions.change(call.actor, *id, *wish);
  if (webhook) return private_document(200, webhook_json(*webhook));
  return webhook.error().code == ErrorCode::invalid_content ? webhook.error().at(attributes_pointer)
                                                            : webhook.error();
}

Result<Response> remove(Call const& call, Subscriptions const& subscriptions) {
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  if (auto ok = subscriptions.remove(call.actor, *id); !ok) return ok.error();
  return Response{204};
}

Result<Response> renew_secret(Call const& call, Subscriptions const& subscriptions) {
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  auto const made = subscriptions.renew_secret(call.actor, *id);
  return made ? Result<Response>(private_document(200, webhook_json(made->webhook, made->secret))) : made.error();
}

Result<Response> ping(Call const& call, Subscriptions const& subscriptions) {
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  auto const delivery = subscriptions.ping(call.actor, *id);
  return delivery ? Result<Response>(private_document(202, delivery_json(*delivery))) : delivery.error();
}

Result<Response> deliveries(Call const& call, Subscriptions const& subscriptions) {
  if (auto ok = only_parameters(call.request, {"page[before]"}); !ok) return ok.error();
  Result<Uuid> const id = webhook_id(call.request);
  if (!id) return id.error();
  auto const before = id_cursor(call.request, "page[before]", "delivery");
  if (!before) return before.error();
  constexpr int page_size = 50;
  auto found = subscriptions.deliveries(*id, *before, page_size + 1); // one more tells whether a page follows
  if (!found) return found.error();
  bool const more = cut_to_page(*found, page_size);
  json::array all;
  for (auto const& delivery : *found) all.push_back(delivery_json(delivery));
  return private_document(
      200, std::move(all),
      page_links(call.request,
                 more ? "/edit/v1/webhooks/" + id->text() + "/deliveries?page%5Bbefore%5D=" + found->back().id.text()
                      : ""));
}

RouteDoc described(std::string summary, std::vector<std::string_view> const& required) {
  RouteDoc doc{std::move(summary)};
  auto const list_of = [](json::object items, std::string_view description) {
    return json::object{{"type", "array"}, {"items", std::move(items)}, {"description", description}};
  };
  doc.request_body = request_schema(
      "webhook",
      {{"url", {{"type", "string"}, {"format", "uri"}}},
       {"events", list_of({{"type", "string"}, {"enum", {"published", "withdrawn"}}}, "what is told; default: both")},
       {"types", list_of({{"type", "string"}}, "content types that are told of; empty: all")},
       {"enabled", {{"type", "boolean"}}}},
      required);
  return doc;
}

} // namespace

Result<void> add_webhook_routes(Routes& routes, Subscriptions const& subscriptions, EditLimits limits) {
  std::string const all = "/edit/v1/webhooks", one = all + "/{id}";
  Permission const manage{"webhook.manage"};
  using Simple = Result<Response> (*)(Call const&, Subscriptions const&);
  auto const with = [&subscriptions](Simple handler) {
    return [handler, &subscriptions](Call const& call) { return handler(call, subscriptions); };
  };
  RouteDoc logging{"What a webhook was told, and is still to be told, the newest first"};
  logging.parameters = {
      {"page[before]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  return routes.add_all({
      {Method::get, all, manage, with(&list), {"Webhooks"}},
      {Method::post, all, manage,
       [&subscriptions, limits](Call const& call) { return add(call, subscriptions, limits); },
       described("Have an address told of publications; the answer shows its secret, once", {"url"})},
      {Method::get, one, manage, with(&show), {"One webhook"}},
      {Method::patch, one, manage,
       [&subscriptions, limits](Call const& call) { return change(call, subscriptions, limits); },
       described("Change a webhook, or enable it again", {})},
      {Method::del, one, manage, with(&remove), {"Remove a webhook with what waits and its log"}},
      {Method::post, one + "/secret", manage, with(&renew_secret), {"A new secret, shown once"}},
      {Method::post, one + "/ping", manage, with(&ping), {"Try it out: a delivery without content"}},
      {Method::get, one + "/deliveries", manage, with(&deliveries), logging},
  });
}

} // namespace tandem::api
