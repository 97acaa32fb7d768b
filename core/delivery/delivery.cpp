#include "delivery/delivery.hpp"

#include "delivery/statement.hpp"
#include "http/target.hpp"
#include "store/entries.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::delivery {
namespace {

using http::encoded;
using store::Cell;
using store::Transaction;
using Row = std::vector<Cell>;

json::value identifier(std::string_view type, json::value const& id) { return {{"type", type}, {"id", id}}; }

json::value linkage(Field const& field, json::value const& value) {
  if (!field.many) return identifier(*field.reference, value);
  json::array all;
  if (json::array const* ids = value.if_array())
    for (json::value const& id : *ids) all.push_back(identifier(*field.reference, id));
  return all;
}

/// A JSON:API resource object of one row (entry, locale, data, revision, since).
json::object resource(Plan const& plan, ContentType const& type, Row const& row) {
  json::object const data = stored_json(row[2].value()).as_object();
  auto const sparse = plan.fields.find(type.name());
  json::object attributes, relationships;
  for (Field const& field : type.fields()) {
    if (sparse != plan.fields.end() && !sparse->second.contains(field.name)) continue;
    json::value const* value = data.if_contains(field.name);
    if (field.reference)
      relationships[field.name] = {{"data", value != nullptr ? linkage(field, *value)
                                            : field.many     ? json::value(json::array{})
                                                             : json::value(nullptr)}};
    else if (value != nullptr) attributes[field.name] = *value;
  }
  json::object object{{"type", type.name()}, {"id", row[0].value()}, {"attributes", std::move(attributes)}};
  if (!relationships.empty()) object["relationships"] = std::move(relationships);
  json::object meta{{"locale", row[1].value() == "shared" ? plan.locale : row[1].value()}};
  if (row[4]) meta["published_at"] = format_timestamp(store::timestamp_cell(row[4])); // a draft is not
  if (row[3]) meta["revision"] = std::stoi(*row[3]);
  object["links"] = {{"self", "/api/v1/" + type.name() + "/" + row[0].value()}};
  object["meta"] = std::move(meta);
  return object;
}

/// Follows the include paths level by level; each entry appears once. `on` gets those looked for, found or not.
json::array included(Transaction& tx, Plan const& plan, ContentTypes const& types, std::vector<Row> const& primary,
                     std::vector<Dependency>& on) {
  std::map<std::string, std::pair<ContentType const*, Row>> known;
  std::set<std::string> primary_ids;
  for (Row const& row : primary) {
    primary_ids.insert(row[0].value());
    known.emplace(row[0].value(), std::pair{plan.type, row});
  }
  std::map<std::string, json::object> found;
  for (auto const& path : plan.includes) {
    std::set<std::string> level = primary_ids;
    for (std::string const& name : path) {
      std::set<std::string> next;
      for (std::string const& id : level) {
        auto const& [type, row] = known.at(id);
        for (Reference const& reference : references_of(*type, stored_json(row[2].value()).as_object()))
          if (reference.pointer == "/" + name || reference.pointer.starts_with("/" + name + "/"))
            next.insert(reference.target.text());
      }
      std::vector<std::string> missing;
      for (std::string const& id : next) {
        on.push_back(on_entry(Uuid::parse(id).value()));
        if (!known.contains(id)) missing.push_back(id);
      }
      if (!missing.empty()) {
        Statement const statement = entries_statement(plan, missing);
        for (Row const& row : tx.query(statement.sql, statement.values))
          known.emplace(row[0].value(), std::pair{types.find(row[5].value()), row});
      }
      std::erase_if(next,
                    [&](std::string const& id) { return !known.contains(id) || known.at(id).first == nullptr; });
      for (std::string const& id : next)
        if (!primary_ids.contains(id)) found.emplace(id, resource(plan, *known.at(id).first, known.at(id).second));
      level = std::move(next);
    }
  }
  json::array all;
  for (auto& [id, object] : found) all.push_back(std::move(object));
  return all;
}

/// The question's address with another cursor (or none).
std::string page_link(Question const& question, std::string_view parameter, std::string const& cursor) {
  std::string link = "/api/v1/" + encoded(question.type);
  char separator = '?';
  auto const append = [&](std::string_view name, std::string_view value) {
    link += separator + encoded(name) + "=" + encoded(value);
    separator = '&';
  };
  for (http::Parameter const& p : question.query)
    if (p.name != "page[after]" && p.name != "page[before]") append(p.name, p.value);
  if (!parameter.empty()) append(parameter, cursor);
  return link;
}

std::vector<std::string> keys_of(Plan const& plan, Row const& row) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < plan.sort.size(); ++i) {
    std::string key = row[5 + i].value();
    if (plan.sort[i].field->kind == FieldKind::date_time && key != "infinity")
      key = format_timestamp(store::timestamp_cell(key));
    if (plan.sort[i].field->kind == FieldKind::boolean) key = key.starts_with('t') ? "true" : "false";
    keys.push_back(std::move(key));
  }
  return keys;
}

json::object page_links(Question const& question, Plan const& plan, std::vector<Row> const& rows, bool more) {
  json::object links{
      {"self", question.target}, {"first", page_link(question, "", "")}, {"prev", nullptr}, {"next", nullptr}};
  if (rows.empty()) return links;
  bool const backwards = plan.cursor && plan.cursor->before;
  auto const link = [&](std::string_view parameter, Row const& row) {
    return page_link(question, parameter, cursor_text(plan, keys_of(plan, row), row[0].value()));
  };
  if (backwards || more) links["next"] = link("page[after]", rows.back());
  if (backwards ? more : plan.cursor.has_value()) links["prev"] = link("page[before]", rows.front());
  return links;
}

json::object top_level(json::value data, json::object links) {
  return {{"jsonapi", {{"version", "1.1"}}}, {"links", std::move(links)}, {"data", std::move(data)}};
}

Answer answer_page(Transaction& tx, Question const& question, Plan const& plan, ContentTypes const& types) {
  Statement const statement = page_statement(plan);
  store::Rows const found = tx.query(statement.sql, statement.values);
  std::vector<Row> rows(found.begin(), found.end());
  bool const more = static_cast<int>(rows.size()) > plan.page_size;
  if (more) rows.pop_back();
  if (plan.cursor && plan.cursor->before) std::reverse(rows.begin(), rows.end());
  json::array data;
  for (Row const& row : rows) data.push_back(resource(plan, *plan.type, row));
  json::object document = top_level(std::move(data), page_links(question, plan, rows, more));
  json::object meta{{"locale", plan.locale}};
  if (plan.preview) meta["preview"] = true;
  if (plan.total) {
    Statement const count = count_statement(plan);
    meta["total"] = std::stoll(tx.query(count.sql, count.values)[0][0].value());
  }
  document["meta"] = std::move(meta);
  std::vector<Dependency> on{on_type(plan.type->name())};
  if (!plan.includes.empty()) document["included"] = included(tx, plan, types, rows, on);
  return {std::move(document), "", plan.locale, std::move(on)};
}

/// Where a former slug, or an entry that was withdrawn in favour of another, leads to now.
std::string forwarding(Transaction& tx, Plan const& plan) {
  std::optional<EntryId> id;
  if (!plan.id.empty()) id = Uuid::parse(plan.id).value();
  else id = store::entry_of_slug(tx, plan.type->name(), plan.chain, plan.slug);
  for (int hops = 0; id && hops < 8; ++hops) {
    auto const entry = store::find_entry(tx, *id);
    if (!entry || (hops == 0 && entry->type != plan.type->name())) return "";
    Statement const statement = entries_statement(plan, {id->text()});
    store::Rows const rows = tx.query(statement.sql, statement.values);
    if (!rows.empty() && (hops > 0 || plan.id.empty())) {
      json::object const data = stored_json(rows[0][2].value()).as_object();
      std::string const slug(string_member(data, "slug", id->text()));
      return slug == plan.slug ? "" : "/api/v1/" + entry->type + "/" + slug;
    }
    id = entry->successor;
  }
  return "";
}

Result<Answer> answer_one(Transaction& tx, Question const& question, Plan const& plan, ContentTypes const& types) {
  Statement const statement = page_statement(plan);
  store::Rows const rows = tx.query(statement.sql, statement.values);
  if (rows.empty()) {
    std::string location = plan.at ? "" : forwarding(tx, plan);
    if (!location.empty()) return Answer{std::nullopt, std::move(location), plan.locale};
    return Error{ErrorCode::not_found, "there is no public " + plan.type->name() + " at this address"};
  }
  json::object document = top_level(resource(plan, *plan.type, rows[0]), {{"self", question.target}});
  if (plan.preview) document["meta"] = {{"preview", true}};
  std::vector<Dependency> on{on_entry(Uuid::parse(rows[0][0].value()).value())};
  if (!plan.slug.empty()) on.push_back(on_slug(plan.type->name(), plan.slug));
  if (!plan.includes.empty()) document["included"] = included(tx, plan, types, {rows[0]}, on);
  return Answer{std::move(document), "", rows[0][1].value() == "shared" ? plan.locale : rows[0][1].value(),
                std::move(on)};
}

} // namespace

Delivery::Delivery(store::Database& database, ContentTypes const& types, Settings settings)
    : database_(database), types_(types), settings_(std::move(settings)) {}

Result<Answer> Delivery::read(Question const& question) const {
  Result<Plan> const plan = make_plan(question, types_, settings_, now());
  if (!plan) return plan.error();
  return database_.transact([&](Transaction& tx) -> Result<Answer> {
    tx.script("set transaction isolation level repeatable read, read only; set local statement_timeout = " +
              std::to_string(settings_.timeout_ms)); // one round trip, on the way of every read
    if (question.id_or_slug.empty()) return answer_page(tx, question, *plan, types_);
    return answer_one(tx, question, *plan, types_);
  });
}

} // namespace tandem::delivery
