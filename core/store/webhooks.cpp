#include "store/webhooks.hpp"

#include "content/json.hpp"
#include "store/cells.hpp"

namespace tandem::store {
namespace {

std::string milliseconds(std::chrono::milliseconds time) { return std::to_string(time.count()); }

std::vector<std::string> texts(Cell const& array) {
  std::vector<std::string> all;
  json::value const list = stored_json(array.value());
  for (json::value const& text : list.as_array()) all.emplace_back(text.as_string());
  return all;
}

constexpr std::string_view webhook_columns =
    "select id, url, to_json(events), to_json(types), enabled, disabled_because, created_by, created_at, "
    "(select min(failing_since) from webhook_delivery d where d.webhook = w.id and d.state = 'waiting'), "
    "(select count(*) from webhook_delivery d where d.webhook = w.id and d.state = 'waiting') from webhook w ";

std::vector<WebhookRow> webhooks(Transaction& tx, std::string_view where, std::vector<Cell> const& values) {
  std::vector<WebhookRow> found;
  for (auto const& row : tx.query(std::string(webhook_columns) + std::string(where), values))
    found.push_back({uuid_cell(row[0]), row[1].value(), texts(row[2]), texts(row[3]), row[4].value() == "t",
                     row[5].value_or(""), row[6].value(), timestamp_cell(row[7]), optional_time(row[8]),
                     std::stol(row[9].value())});
  return found;
}

std::optional<WebhookRow> one_webhook(Transaction& tx, std::string_view where, Uuid const& id) {
  auto found = webhooks(tx, where, {id.text()});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

constexpr std::string_view delivery_columns =
    "d.id, d.webhook, d.event, d.entry, d.type, d.locale, d.bundle, d.occurred_at, d.state, d.attempts, "
    "case when d.state = 'waiting' then d.next_try end, d.failing_since, d.tried_at, d.took_ms, d.last_status, "
    "d.last_error";
constexpr std::size_t delivery_width = 16;

DeliveryRow delivery_of(std::vector<Cell> const& row) {
  return {uuid_cell(row[0]),      uuid_cell(row[1]),         row[2].value(),           optional_uuid(row[3]),
          row[4].value_or(""),    row[5].value_or(""),       optional_uuid(row[6]),    timestamp_cell(row[7]),
          row[8].value(),         std::stoi(row[9].value()), optional_time(row[10]),   optional_time(row[11]),
          optional_time(row[12]), optional_number(row[13]),  optional_number(row[14]), row[15].value_or("")};
}

} // namespace

void lock_webhooks(Transaction& tx) { tx.query("select pg_advisory_xact_lock(hashtext('tandem webhooks'))"); }

void insert_webhook(Transaction& tx, WebhookRow const& webhook, std::string const& secret) {
  tx.query("insert into webhook (id, url, events, types, secret, created_by, created_at) "
           "values ($1, $2, $3::text[], $4::text[], $5, $6, $7)",
           {webhook.id.text(), webhook.url, array_literal(webhook.events), array_literal(webhook.types), secret,
            webhook.created_by, format_timestamp(webhook.created_at)});
}

std::optional<WebhookRow> find_webhook(Transaction& tx, Uuid const& id) {
  return one_webhook(tx, "where id = $1", id);
}
std::optional<WebhookRow> find_webhook_for_update(Transaction& tx, Uuid const& id) {
  return one_webhook(tx, "where id = $1 for no key update", id);
}
std::vector<WebhookRow> list_webhooks(Transaction& tx) { return webhooks(tx, "order by id", {}); }

void update_webhook(Transaction& tx, WebhookRow const& webhook) {
  tx.query(
      "update webhook set url = $2, events = $3::text[], types = $4::text[], enabled = $5, disabled_because = $6 "
      "where id = $1",
      {webhook.id.text(), webhook.url, array_literal(webhook.events), array_literal(webhook.types),
       webhook.enabled ? "t" : "f", webhook.enabled ? Cell{} : Cell(webhook.disabled_because)});
}

void set_webhook_secret(Transaction& tx, Uuid const& id, std::string const& secret) {
  tx.query("update webhook set secret = $2 where id = $1", {id.text(), secret});
}

void delete_webhook(Transaction& tx, Uuid const& id) { tx.query("delete from webhook where id = $1", {id.text()}); }

void resume_deliveries(Transaction& tx, Uuid const& webhook) {
  tx.query("update webhook_delivery set attempts = 0, failing_since = null, next_try = clock_timestamp() "
           "where webhook = $1 and state = 'waiting'",
           {webhook.text()});
}

std::optional<DeliveryRow> insert_ping(Transaction& tx, Uuid const& webhook) {
  Rows const rows =
      tx.query("insert into webhook_delivery as d (webhook, event) select $1, 'ping' where not exists (select 1 from "
               "webhook_delivery w where w.webhook = $1 and w.event = 'ping' and w.state = 'waiting') returning " +
                   std::string(delivery_columns),
               {webhook.text()});
  return rows.empty() ? std::nullopt : std::optional(delivery_of(rows[0]));
}

std::vector<DeliveryRow> list_deliveries(Transaction& tx, Uuid const& webhook, std::optional<Uuid> const& before,
                                         int limit) {
  std::vector<DeliveryRow> found;
  for (auto const& row :
       tx.query("select " + std::string(delivery_columns) +
                    " from webhook_delivery d where d.webhook = $1 and ($2::uuid is null or d.position < "
                    "(select position from webhook_delivery b where b.webhook = $1 and b.id = $2::uuid)) "
                    "order by d.position desc limit $3",
                {webhook.text(), cell_of(before), std::to_string(limit)}))
    found.push_back(delivery_of(row));
  return found;
}

std::optional<ClaimedDelivery> claim_delivery(Transaction& tx, std::chrono::milliseconds lease, unsigned at_once) {
  Rows const rows = tx.query(
      "with busy as materialized (select webhook, count(*) as under_way from webhook_delivery "
      "  where claimed_until > now() group by webhook), "
      "next as (select d.id from webhook_delivery d join webhook w on w.id = d.webhook and w.enabled "
      "  left join busy on busy.webhook = d.webhook "
      "  where d.state = 'waiting' and d.next_try <= now() and (d.claimed_until is null or d.claimed_until <= now()) "
      "  and coalesce(under_way, 0) < $2::integer and not exists (select 1 from webhook_delivery earlier "
      "    where earlier.webhook = d.webhook and earlier.entry = d.entry and earlier.state = 'waiting' "
      "    and earlier.position < d.position) "
      "  order by coalesce(under_way, 0), d.next_try, d.position limit 1 for update of d skip locked) "
      "update webhook_delivery d set attempts = attempts + 1, "
      "  claimed_until = clock_timestamp() + $1::integer * interval '1 millisecond' "
      "from next, webhook w where d.id = next.id and w.id = d.webhook returning " +
          std::string(delivery_columns) + ", w.url, w.secret, d.claimed_until",
      {milliseconds(lease), std::to_string(at_once)});
  if (rows.empty()) return std::nullopt;
  auto const& row = rows[0];
  return ClaimedDelivery{delivery_of(row), row[delivery_width].value(), row[delivery_width + 1].value(),
                         row[delivery_width + 2].value()};
}

void record_delivered(Transaction& tx, Uuid const& id, TryRow const& made) {
  tx.query("update webhook_delivery set state = 'delivered', claimed_until = null, failing_since = null, "
           "tried_at = clock_timestamp(), took_ms = $2, last_status = $3, last_error = null "
           "where id = $1 and state <> 'delivered'",
           {id.text(), milliseconds(made.took), std::to_string(made.status.value())});
}

std::optional<Timestamp> record_failed(Transaction& tx, ClaimedDelivery const& claimed, TryRow const& made,
                                       std::chrono::milliseconds pause) {
  Rows const rows = tx.query(
      "update webhook_delivery set state = case event when 'ping' then 'failed' else state end, "
      "claimed_until = null, failing_since = coalesce(failing_since, clock_timestamp()), tried_at = "
      "clock_timestamp(), "
      "next_try = clock_timestamp() + $3::integer * interval '1 millisecond', took_ms = $4, last_status = $5, "
      "last_error = $6 where id = $1 and claimed_until = $2 returning failing_since",
      {claimed.delivery.id.text(), claimed.lease, milliseconds(pause), milliseconds(made.took), cell_of(made.status),
       made.error});
  return rows.empty() ? std::nullopt : optional_time(rows[0][0]);
}

void release_claim(Transaction& tx, ClaimedDelivery const& claimed) {
  tx.query("update webhook_delivery set claimed_until = null, attempts = greatest(attempts - 1, 0) "
           "where id = $1 and claimed_until = $2",
           {claimed.delivery.id.text(), claimed.lease});
}

void forget_deliveries(Transaction& tx, int days) {
  tx.query("delete from webhook_delivery where state <> 'waiting' and tried_at < now() - make_interval(days => $1)",
           {std::to_string(days)});
}

} // namespace tandem::store
