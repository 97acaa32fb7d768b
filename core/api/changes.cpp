#include "api/changes.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/read.hpp"
#include "store/changes.hpp"

namespace tandem::api {
namespace {

json::object shown(store::ChangeRow const& change) {
  json::object attributes{{"kind", change.line.kind}, {"at", format_timestamp(change.at)}};
  json::object one{{"type", "change"}, {"id", std::to_string(change.number)}};
  if (change.line.entry) {
    attributes["entry"] = change.line.entry->text();
    attributes["entry_type"] = change.line.type;
    attributes["locale"] = change.line.locale->text();
    if (change.line.revision) attributes["revision"] = *change.line.revision;
    one["links"] = {{"entry", "/api/v1/" + change.line.type + "/" + change.line.entry->text()}};
  }
  one["attributes"] = std::move(attributes);
  return one;
}

Result<json::object> page(Request const& request, store::Database& database, std::size_t page_size) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  if (auto ok = only_parameters(request, {"after"}); !ok) return ok.error();
  auto const after = number_cursor(request, "after", "must be the id of a change, or 0 for all of them");
  if (!after) return after.error();
  auto found = database.transact([&](store::Transaction& tx) -> Result<std::vector<store::ChangeRow>> {
    return store::list_changes(tx, after->value_or(0), page_size + 1); // one more tells whether a page follows
  });
  if (!found) return found.error();
  bool const more = cut_to_page(*found, page_size);
  json::array data;
  for (store::ChangeRow const& change : *found) data.push_back(shown(change));
  std::int64_t const last = found->empty() ? after->value_or(0) : found->back().number;
  std::string const next = "/api/v1/changes?after=" + std::to_string(last);
  return json::object{{"jsonapi", {{"version", "1.1"}}},
                      {"links", page_links(request, more ? next : "")},
                      {"data", std::move(data)},
                      {"meta", {{"after", last}}}};
}

json::object schema() {
  json::object const text{{"type", "string"}}, id{{"type", "string"}, {"format", "uuid"}};
  json::object const attributes{{"type", "object"},
                                {"required", {"kind", "at"}},
                                {"properties",
                                 {{"kind", {{"enum", {"published", "withdrawn", "all"}}}},
                                  {"at", {{"type", "string"}, {"format", "date-time"}}},
                                  {"entry", id},
                                  {"entry_type", text},
                                  {"locale", text},
                                  {"revision", {{"type", "integer"}}}}}};
  json::object const change{
      {"type", "object"},
      {"required", {"type", "id", "attributes"}},
      {"properties", {{"type", {{"const", "change"}}}, {"id", text}, {"attributes", attributes}}}};
  json::object const properties{{"data", {{"type", "array"}, {"items", change}}}};
  return {{"allOf", {{{"$ref", "#/components/schemas/Document"}}, {{"properties", properties}}}}};
}

} // namespace

Result<void> add_change_routes(Routes& routes, store::Database& database, std::size_t page_size) {
  RouteDoc doc{"What became public or ceased to be, in the order in which it did; meta.after is where to go on",
               {{"after",
                 "number of the last change that is known; without it, from the first",
                 false,
                 {{"type", "integer"}},
                 5}}};
  doc.response = schema();
  return routes.add_all({
      {Method::get, "/api/v1/changes", Public,
       [&database, page_size](Call const& call) -> Result<Response> {
         return public_document(call.request, page(call.request, database, page_size));
       },
       std::move(doc)},
  });
}

} // namespace tandem::api
