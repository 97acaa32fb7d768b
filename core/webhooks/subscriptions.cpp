#include "webhooks/subscriptions.hpp"

#include "access/audit.hpp"
#include "access/secrets.hpp"
#include "http/client.hpp"

#include <set>

namespace tandem::webhooks {
namespace {

using store::Transaction;
using store::WebhookRow;

Error wrong(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}
Error none() { return {ErrorCode::not_found, "there is no such webhook"}; }

/// Each once, each known.
Result<void> check_list(std::vector<std::string> const& names, std::string const& pointer, std::string const& what,
                        std::function<bool(std::string const&)> const& known) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string const place = pointer + "/" + std::to_string(i);
    if (!known(names[i])) return wrong("must be " + what, place);
    if (!seen.insert(names[i]).second) return wrong("is there twice", place);
  }
  return {};
}

void apply(Wish const& wish, access::Actor const& actor, WebhookRow& webhook) {
  if (wish.url) webhook.url = *wish.url;
  if (wish.events) webhook.events = *wish.events;
  if (wish.types) webhook.types = *wish.types;
  if (!wish.enabled || *wish.enabled == webhook.enabled) return;
  webhook.enabled = *wish.enabled;
  webhook.disabled_because = webhook.enabled ? "" : "disabled by " + actor.name;
}

/// For the audit. What follows the path of an address may be a key of the receiver's.
json::object shown(WebhookRow const& webhook) {
  json::array events, types;
  for (std::string const& event : webhook.events) events.emplace_back(event);
  for (std::string const& type : webhook.types) types.emplace_back(type);
  return {{"webhook", webhook.id.text()},
          {"url", webhook.url.substr(0, webhook.url.find('?'))},
          {"events", std::move(events)},
          {"types", std::move(types)},
          {"enabled", webhook.enabled}};
}

} // namespace

Result<void> Subscriptions::check(Wish const& wish) const {
  if (wish.url) {
    if (wish.url->size() > longest_url)
      return wrong("must have at most " + std::to_string(longest_url) + " bytes", "/url");
    http::Client const client({},
                              settings_.allow_private ? http::AddressPolicy::any : http::AddressPolicy::public_only);
    if (auto const problem = client.problem_with(*wish.url)) return wrong(problem->detail, "/url");
    if (wish.url->find('#') != std::string::npos) return wrong("the address must not have a fragment", "/url");
  }
  if (wish.events) {
    if (wish.events->empty()) return wrong("must name one event at least", "/events");
    auto const known = [](std::string const& name) { return name == "published" || name == "withdrawn"; };
    if (auto ok = check_list(*wish.events, "/events", "published or withdrawn", known); !ok) return ok;
  }
  if (!wish.types) return {};
  return check_list(*wish.types, "/types", "the name of a content type",
                    [&](std::string const& name) { return types_.find(name) != nullptr; });
}

Result<Made> Subscriptions::add(access::Actor const& actor, Wish const& wish) const {
  if (!wish.url) return wrong("must be there", "/url");
  if (auto ok = check(wish); !ok) return ok.error();
  Made made{{Uuid::make(), "", {"published", "withdrawn"}, {}, true, "", actor.name, now()}, access::random_secret()};
  apply(wish, actor, made.webhook);
  return database_.transact([&](Transaction& tx) -> Result<Made> {
    store::lock_webhooks(tx); // so that two who come at once do not pass the limit
    if (store::list_webhooks(tx).size() >= settings_.most)
      return Error{ErrorCode::conflict, "there are " + std::to_string(settings_.most) +
                                            " webhooks, as many as there may be (webhooks.most)"};
    store::insert_webhook(tx, made.webhook, made.secret);
    if (!made.webhook.enabled) store::update_webhook(tx, made.webhook);
    access::audit(tx, actor, {.action = "webhook.add", .detail = {{"after", shown(made.webhook)}}});
    return made;
  });
}

Result<std::vector<WebhookRow>> Subscriptions::list() const {
  using Rows = Result<std::vector<WebhookRow>>;
  return database_.transact([](Transaction& tx) -> Rows { return store::list_webhooks(tx); });
}

Result<WebhookRow> Subscriptions::find(Uuid const& id) const {
  return database_.transact([&](Transaction& tx) -> Result<WebhookRow> {
    auto webhook = store::find_webhook(tx, id);
    return webhook ? Result<WebhookRow>(std::move(*webhook)) : none();
  });
}

Result<WebhookRow> Subscriptions::change(access::Actor const& actor, Uuid const& id, Wish const& wish) const {
  if (auto ok = check(wish); !ok) return ok.error();
  return database_.transact([&](Transaction& tx) -> Result<WebhookRow> {
    auto const before = store::find_webhook_for_update(tx, id);
    if (!before) return none();
    WebhookRow after = *before;
    apply(wish, actor, after);
    store::update_webhook(tx, after);
    if (after.enabled && (!before->enabled || after.url != before->url)) store::resume_deliveries(tx, id);
    access::audit(tx, actor,
                  {.action = "webhook.change", .detail = {{"before", shown(*before)}, {"after", shown(after)}}});
    return store::find_webhook(tx, id).value();
  });
}

Result<void> Subscriptions::remove(access::Actor const& actor, Uuid const& id) const {
  return database_.transact([&](Transaction& tx) -> Result<void> {
    auto const webhook = store::find_webhook_for_update(tx, id);
    if (!webhook) return none();
    store::delete_webhook(tx, id);
    access::audit(tx, actor, {.action = "webhook.remove", .detail = {{"before", shown(*webhook)}}});
    return {};
  });
}

Result<Made> Subscriptions::renew_secret(access::Actor const& actor, Uuid const& id) const {
  std::string const secret = access::random_secret();
  return database_.transact([&](Transaction& tx) -> Result<Made> {
    auto const webhook = store::find_webhook_for_update(tx, id);
    if (!webhook) return none();
    store::set_webhook_secret(tx, id, secret);
    access::audit(tx, actor, {.action = "webhook.secret", .detail = {{"webhook", id.text()}}});
    return Made{*webhook, secret};
  });
}

Result<store::DeliveryRow> Subscriptions::ping(access::Actor const& actor, Uuid const& id) const {
  return database_.transact([&](Transaction& tx) -> Result<store::DeliveryRow> {
    auto const webhook = store::find_webhook_for_update(tx, id);
    if (!webhook) return none();
    if (!webhook->enabled) return Error{ErrorCode::conflict, "the webhook is disabled: enable it first"};
    auto const delivery = store::insert_ping(tx, id);
    if (!delivery) return Error{ErrorCode::conflict, "a ping waits already"};
    access::audit(tx, actor, {.action = "webhook.ping", .detail = {{"webhook", id.text()}}});
    return *delivery;
  });
}

Result<std::vector<store::DeliveryRow>> Subscriptions::deliveries(Uuid const& id, std::optional<Uuid> const& before,
                                                                  int limit) const {
  using Rows = Result<std::vector<store::DeliveryRow>>;
  return database_.transact([&](Transaction& tx) -> Rows {
    if (!store::find_webhook(tx, id)) return none();
    return store::list_deliveries(tx, id, before, limit);
  });
}

} // namespace tandem::webhooks
