#include "delivery/delivery.hpp"

#include "delivery/links.hpp"
#include "delivery/search.hpp"
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

using Files = std::map<std::string, store::FileRow>; // by name

json::value attribute(Plan const& plan, Field const& field, json::value const& value, json::object const& data,
                      Files const& files) {
  if (!field.file || !plan.file_shown) return value;
  auto const file = files.find(std::string(value.as_string()));
  return file == files.end() ? value : json::value(plan.file_shown(file->second, data, plan.file_query));
}

/// A JSON:API resource object of one row (columns: statement.hpp).
json::object resource(Plan const& plan, ContentType const& type, Row const& row, Files const& files) {
  json::object const data = stored_json(row[column::data].value()).as_object();
  auto const sparse = plan.fields.find(type.name());
  json::object attributes, relationships;
  for (Field const& field : type.fields()) {
    if (sparse != plan.fields.end() && !sparse->second.contains(field.name)) continue;
    json::value const* value = data.if_contains(field.name);
    if (field.reference)
      relationships[field.name] = {{"data", value != nullptr ? linkage(field, *value)
                                            : field.many     ? json::value(json::array{})
                                                             : json::value(nullptr)}};
    else if (value != nullptr) attributes[field.name] = attribute(plan, field, *value, data, files);
  }
  json::object object{
      {"type", type.name()}, {"id", row[column::entry].value()}, {"attributes", std::move(attributes)}};
  if (!relationships.empty()) object["relationships"] = std::move(relationships);
  json::object meta{{"locale", row[column::locale].value() == "shared" ? plan.locale : row[column::locale].value()}};
  if (row[column::since])
    meta["published_at"] = format_timestamp(store::timestamp_cell(row[column::since])); // a draft is not
  if (row[column::revision]) meta["revision"] = std::stoi(*row[column::revision]);
  if (row.size() > column::highlight && row[column::highlight])
    meta["highlight"] = highlights(*row[column::highlight]);
  std::size_t const said = column::keys + plan.sort.size();
  json::value const of_plugins =
      row.size() > said && row[said] ? stored_json(*row[said]) : json::value(json::object{});
  for (auto const& member : of_plugins.as_object()) meta[member.key()] = member.value();
  json::object links{{"self", "/api/v1/" + type.name() + "/" + row[column::entry].value()}};
  add_alternates(links, type.name(), row[column::entry].value(), row[column::languages], plan.locales,
                 plan.at ? "&at=" + encoded(format_timestamp(*plan.at)) : "");
  object["links"] = std::move(links);
  object["meta"] = std::move(meta);
  return object;
}

std::vector<std::string> keys_of(Plan const& plan, Row const& row) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < plan.sort.size(); ++i) {
    std::string key = row[column::keys + i].value();
    if (plan.sort[i].field == nullptr) {
      keys.push_back(std::move(key));
      continue;
    }
    if (plan.sort[i].field->kind == FieldKind::date_time && key != "infinity")
      key = format_timestamp(store::timestamp_cell(key));
    if (plan.sort[i].field->kind == FieldKind::boolean) key = key.starts_with('t') ? "true" : "false";
    keys.push_back(std::move(key));
  }
  return keys;
}

json::object page_links(Question const& question, Plan const& plan, std::vector<Row> const& rows, bool more) {
  std::string const path = "/api/v1/" + encoded(question.type);
  std::vector<http::Parameter> query = question.query;
  for (http::Parameter& one : query)
    if (one.name == "q") one.value = plan.search; // the words that were meant
  json::object links{
      {"self", question.target}, {"first", page_link(path, query, "", "")}, {"prev", nullptr}, {"next", nullptr}};
  if (rows.empty()) return links;
  bool const backwards = plan.cursor && plan.cursor->before;
  auto const link = [&](std::string_view parameter, Row const& row) {
    return page_link(path, query, parameter, cursor_text(plan, keys_of(plan, row), row[column::entry].value()));
  };
  if (backwards || more) links["next"] = link("page[after]", rows.back());
  if (backwards ? more : plan.cursor.has_value()) links["prev"] = link("page[before]", rows.front());
  return links;
}

json::object top_level(json::value data, json::object links) {
  return {{"jsonapi", {{"version", "1.1"}}}, {"links", std::move(links)}, {"data", std::move(data)}};
}

/// What one statement answered, by what its rows are.
struct Found {
  std::vector<Row> page; ///< One more than the page's size when there is a next one.
  std::vector<Row> included;
  json::object counts;
  Files files; ///< That the rows name.
};

/// The files that rows name: in a statement of its own, where there are any.
Files files_named(Transaction& tx, ContentTypes const& types, Plan const& plan, Found const& found) {
  std::vector<std::string> names;
  auto const look = [&](ContentType const* type, Row const& row) {
    bool const may = type != nullptr && std::any_of(type->fields().begin(), type->fields().end(),
                                                    [](Field const& field) { return field.file; });
    if (!may) return;
    for (std::string& name : names_of(files_of(*type, stored_json(row[column::data].value()).as_object())))
      names.push_back(std::move(name));
  };
  for (Row const& row : found.page) look(plan.type, row);
  for (Row const& row : found.included) look(types.find(row[column::type].value()), row);
  return names.empty() ? Files{} : store::find_files(tx, names);
}

Found find(Transaction& tx, Plan const& plan, ContentTypes const& types) {
  Statement const statement = page_statement(plan);
  Found found;
  for (Row const& row : tx.query(statement.sql, statement.values)) {
    if (!row[column::place]) found.included.push_back(row);
    else if (*row[column::place] == place_of_counts)
      found.counts = stored_json(row[column::data].value()).as_object();
    else found.page.push_back(row);
  }
  if (plan.file_shown) found.files = files_named(tx, types, plan, found);
  return found;
}

/// What the includes found, as a member of the document; `on` gets what they look for, public or not: once it is, or
/// ceases to be, the answer is another.
void add_included(json::object& document, std::vector<Dependency>& on, Plan const& plan, ContentTypes const& types,
                  Found const& found) {
  if (plan.includes.empty()) return;
  std::map<std::string, std::vector<Reference>> known;
  auto const know = [&](ContentType const& type, Row const& row) {
    known.emplace(row[column::entry].value(),
                  references_of(type, stored_json(row[column::data].value()).as_object()));
  };
  std::set<std::string> on_page;
  for (Row const& row : found.page) {
    know(*plan.type, row);
    on_page.insert(row[column::entry].value());
  }
  json::array all;
  for (Row const& row : found.included)
    if (ContentType const* type = types.find(row[column::type].value())) {
      know(*type, row);
      all.push_back(resource(plan, *type, row, found.files));
    }
  document["included"] = std::move(all);
  for (auto const& path : plan.includes) {
    std::set<std::string> level = on_page;
    for (std::string const& name : path) {
      std::set<std::string> next;
      for (std::string const& id : level)
        for (Reference const& reference : known[id])
          if (reference.pointer == "/" + name || reference.pointer.starts_with("/" + name + "/"))
            next.insert(reference.target.text());
      for (std::string const& id : next) on.push_back(on_entry(Uuid::parse(id).value()));
      level = std::move(next);
    }
  }
}

/// The same search with the words that were probably meant, where nothing was found and some are written nowhere.
std::optional<std::string> meant(Transaction& tx, Plan const& plan) {
  if (plan.search.empty() || plan.cursor) return std::nullopt;
  Statement const statement = correction_statement(plan);
  if (statement.sql.empty()) return std::nullopt;
  return corrected(plan, tx.query(statement.sql, statement.values));
}

Answer answer_page(Transaction& tx, Question const& question, Plan plan, ContentTypes const& types) {
  Found found = find(tx, plan, types);
  bool corrected = false;
  if (std::optional<std::string> const other = found.page.empty() ? meant(tx, plan) : std::nullopt) {
    Plan instead = plan;
    instead.search = *other;
    Found again = find(tx, instead, types);
    corrected = !again.page.empty();
    if (corrected) {
      plan = std::move(instead);
      found = std::move(again);
    }
  }
  bool const more = static_cast<int>(found.page.size()) > plan.page_size;
  if (more) found.page.pop_back();
  if (plan.cursor && plan.cursor->before) std::reverse(found.page.begin(), found.page.end());
  json::array data;
  for (Row const& row : found.page) data.push_back(resource(plan, *plan.type, row, found.files));
  json::object document = top_level(std::move(data), page_links(question, plan, found.page, more));
  json::object meta{{"locale", plan.locale}};
  if (plan.preview) meta["preview"] = true;
  if (plan.total) meta["total"] = found.counts.at("total");
  if (!plan.facets.empty()) meta["facets"] = found.counts.at("facets");
  if (corrected) meta["search"] = {{"corrected", plan.search}};
  document["meta"] = std::move(meta);
  std::vector<Dependency> on{on_type(plan.type->name())};
  add_included(document, on, plan, types, found);
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
      json::object const data = stored_json(rows[0][column::data].value()).as_object();
      std::string const slug(string_member(data, "slug", id->text()));
      return slug == plan.slug ? "" : "/api/v1/" + entry->type + "/" + slug;
    }
    id = entry->successor;
  }
  return "";
}

Result<Answer> answer_one(Transaction& tx, Question const& question, Plan const& plan, ContentTypes const& types) {
  Found const found = find(tx, plan, types);
  if (found.page.empty()) {
    std::string location = plan.at ? "" : forwarding(tx, plan);
    if (!location.empty()) return Answer{std::nullopt, std::move(location), plan.locale};
    return Error{ErrorCode::not_found, "there is no public " + plan.type->name() + " at this address"};
  }
  Row const& row = found.page[0];
  json::object document = top_level(resource(plan, *plan.type, row, found.files), {{"self", question.target}});
  if (plan.preview) document["meta"] = {{"preview", true}};
  std::vector<Dependency> on{on_entry(Uuid::parse(row[column::entry].value()).value())};
  if (!plan.slug.empty()) on.push_back(on_slug(plan.type->name(), plan.slug));
  add_included(document, on, plan, types, found);
  std::string const& locale = row[column::locale].value();
  return Answer{std::move(document), "", locale == "shared" ? plan.locale : locale, std::move(on)};
}

} // namespace

Delivery::Delivery(store::Database& database, ContentTypes const& types, Settings settings)
    : database_(database), types_(types), settings_(std::move(settings)) {}

Result<Answer> Delivery::read(Question const& question) const {
  Result<Plan> const plan = make_plan(question, types_, settings_, now());
  if (!plan) return plan.error();
  return database_.read(std::chrono::milliseconds{settings_.timeout_ms}, [&](Transaction& tx) -> Result<Answer> {
    if (question.id_or_slug.empty()) return answer_page(tx, question, *plan, types_);
    return answer_one(tx, question, *plan, types_);
  });
}

} // namespace tandem::delivery
