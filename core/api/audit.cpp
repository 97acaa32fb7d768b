#include "api/audit.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "http/target.hpp"
#include "store/audit.hpp"

namespace tandem::api {
namespace {

constexpr std::size_t page_size = 100;

std::vector<std::string_view> const filter_names{"filter[entry]", "filter[actor]", "filter[action]", "filter[since]",
                                                 "filter[until]"};

Result<std::optional<Timestamp>> instant(Request const& request, std::string const& name) {
  auto const text = request.parameter(name);
  if (!text) return std::optional<Timestamp>{};
  Result<Timestamp> const at = parse_timestamp(*text);
  if (!at) return Error{ErrorCode::invalid_parameter, "must be a date, or an instant (RFC 3339)", "", name};
  return std::optional<Timestamp>(*at);
}

Result<store::AuditFilter> filter_of(Request const& request) {
  store::AuditFilter filter;
  if (auto const text = request.parameter("filter[entry]")) {
    Result<Uuid> const id = Uuid::parse(*text);
    if (!id) return Error{ErrorCode::invalid_parameter, "must be the id of an entry", "", "filter[entry]"};
    filter.entry = *id;
  }
  filter.actor = request.parameter("filter[actor]").value_or("");
  filter.action = request.parameter("filter[action]").value_or("");
  auto const since = instant(request, "filter[since]"), until = instant(request, "filter[until]");
  if (!since || !until) return since ? until.error() : since.error();
  filter.since = *since;
  filter.until = *until;
  return filter;
}

json::object line_json(AuditLine const& line) {
  json::object attributes = audit_json(line);
  attributes.erase("number");
  return {{"type", "audit"}, {"id", std::to_string(line.number)}, {"attributes", std::move(attributes)}};
}

/// The address of the page after `before`, with the filters of this one.
std::string next_page(Request const& request, std::int64_t before) {
  std::string next = "/edit/v1/audit?page%5Bbefore%5D=" + std::to_string(before);
  for (std::string_view const name : filter_names)
    if (auto const value = request.parameter(name)) next += "&" + http::encoded(name) + "=" + http::encoded(*value);
  return next;
}

Result<Response> list(Call const& call, store::Database& database) {
  std::vector<std::string_view> known = filter_names;
  known.emplace_back("page[before]");
  if (auto ok = only_parameters(call.request, known); !ok) return ok.error();
  Result<store::AuditFilter> filter = filter_of(call.request);
  if (!filter) return filter.error();
  auto const before = number_cursor(call.request, "page[before]", "must be the id of a line");
  if (!before) return before.error();
  filter->before = *before;
  return database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto lines = store::list_audit(tx, *filter, page_size + 1); // one more tells whether a page follows
    bool const more = cut_to_page(lines, page_size);
    json::array shown;
    for (AuditLine const& line : lines) shown.push_back(line_json(line));
    return private_document(200, std::move(shown),
                            page_links(call.request, more ? next_page(call.request, lines.back().number) : ""));
  });
}

/// GET …/export?format=csv|jsonl: every line that the filters let through, oldest first.
Result<Response> export_lines(Call const& call, store::Database& database, std::size_t most) {
  std::vector<std::string_view> known = filter_names;
  known.emplace_back("format");
  if (auto ok = only_parameters(call.request, known); !ok) return ok.error();
  std::string_view const format = call.request.parameter("format").value_or("csv");
  if (format != "csv" && format != "jsonl")
    return Error{ErrorCode::invalid_parameter, "must be csv or jsonl", "", "format"};
  Result<store::AuditFilter> const filter = filter_of(call.request);
  if (!filter) return filter.error();
  return database.transact([&](store::Transaction& tx) -> Result<Response> {
    if (store::count_audit(tx, *filter) > most)
      return Error{ErrorCode::invalid_parameter,
                   "more than " + std::to_string(most) +
                       " lines: choose a shorter time, or run tandem audit export on the machine",
                   "", "filter[since]"};
    Response response;
    if (format == "csv") response.body = audit_csv_header();
    store::each_audit_line(tx, *filter, [&](AuditLine const& line) {
      response.body += format == "csv" ? audit_csv(line) : json::serialize(audit_json(line)) + "\n";
    });
    response.set("Content-Type", format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl");
    response.set("Content-Disposition", "attachment; filename=\"audit." + std::string(format) + "\"");
    response.set("Cache-Control", "no-store");
    return response;
  });
}

std::vector<ParameterDoc> filter_docs() {
  json::object const text{{"type", "string"}};
  return {{"filter[entry]", "only of this entry", false, {{"type", "string"}, {"format", "uuid"}}, nullptr},
          {"filter[actor]", "only of this account", false, text, nullptr},
          {"filter[action]", "only this action, or all of a kind like bundle.*", false, text, nullptr},
          {"filter[since]", "from this instant on", false, text, nullptr},
          {"filter[until]", "before this instant", false, text, nullptr}};
}

} // namespace

Result<void> add_audit_routes(Routes& routes, store::Database& database, std::size_t most) {
  RouteDoc listing{"What was changed, by whom, the newest first"}, exporting{"The same as a file, the oldest first"};
  listing.parameters = exporting.parameters = filter_docs();
  listing.parameters.push_back(
      {"page[before]", "the last id of the page before", false, {{"type", "integer"}}, nullptr});
  exporting.parameters.push_back(
      {"format", "csv or jsonl", false, {{"type", "string"}, {"enum", {"csv", "jsonl"}}}, nullptr});
  exporting.media_type = "text/csv";
  exporting.response = {{"type", "string"}};
  return routes.add_all({
      {Method::get, "/edit/v1/audit", Permission{"audit.read"},
       [&database](Call const& call) { return list(call, database); }, listing},
      {Method::get, "/edit/v1/audit/export", Permission{"audit.read"},
       [&database, most](Call const& call) { return export_lines(call, database, most); }, exporting},
  });
}

} // namespace tandem::api
