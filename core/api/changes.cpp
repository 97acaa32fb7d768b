#include "api/changes.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/read.hpp"
#include "store/changes.hpp"

namespace tandem::api {
namespace {

Result<json::object> page(Request const& request, store::Database& database, std::size_t page_size) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  auto const after = changes_after(request);
  if (!after) return after.error();
  auto found = database.read([&](store::Transaction& tx) -> Result<std::vector<store::ChangeRow>> {
    return store::list_changes(tx, after->value_or(0), page_size + 1); // one more tells whether a page follows
  });
  if (!found) return found.error();
  bool const more = cut_to_page(*found, page_size);
  json::array data;
  for (store::ChangeRow const& change : *found) data.push_back(change_resource(change));
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

/// EventSource asks for events by name; whoever asks for anything else, or for either, gets JSON.
Result<Response> answer(Request const& request, store::Database& database, delivery::Feed& feed,
                        std::size_t page_size, EventSettings const& settings) {
  if (auto ok = only_parameters(request, {"after"}); !ok) return public_document(request, ok.error());
  if (!prefers(request.header("Accept"), events_type))
    return public_document(request, page(request, database, page_size));
  Result<Response> events = change_events(request, database, feed, settings);
  if (!events) return public_document(request, events.error());
  allow_all_sites(*events);
  return events;
}

RouteDoc described() {
  RouteDoc doc{"What became public or ceased to be, in the order in which it did; meta.after is where to go on. As "
               "text/event-stream: the same as events, and what is to come as it comes"};
  json::object const number{{"type", "integer"}, {"minimum", 0}};
  doc.parameters = {{"after",
                     "number of the last change that is known; without it, from the first (as events: from now on)",
                     false, number, 5},
                    {"Last-Event-ID", "the same, as EventSource sends it; wins over `after`; for events", false,
                     number, nullptr, "header"}};
  doc.response = schema();
  doc.other_media[events_type] = {
      {"type", "string"},
      {"description", "events `published`, `withdrawn`, `all`; `id` is the number, `data` a resource object as in "
                      "the JSON document"}};
  return doc;
}

} // namespace

Result<void> add_change_routes(Routes& routes, store::Database& database, delivery::Feed& feed, std::size_t page_size,
                               EventSettings const& settings) {
  return routes.add_all({
      {Method::get, "/api/v1/changes", Public,
       [&database, &feed, page_size, settings](Call const& call) {
         return answer(call.request, database, feed, page_size, settings);
       },
       described()},
  });
}

} // namespace tandem::api
