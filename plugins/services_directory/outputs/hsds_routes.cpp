#include "hsds_routes.hpp"

#include "../answer.hpp"
#include "hours.hpp"
#include "hsds.hpp"
#include "hsds_filters.hpp"
#include "queries.hpp"

#include <boost/json/serialize.hpp>

namespace directory::outputs {
namespace {

using hsds::Detail;
using tandem::ParameterDoc;
using tandem::Request;
using tandem::Response;
using tandem::Result;

constexpr std::size_t page_size = 50, largest_page = 500, last_page_number = 1'000'000;

/// A resource of the standard: what it is called, what is read of it, and how one is written.
struct Resource {
  std::string path, one;
  std::vector<std::string_view> filters; ///< Parameters of its list, besides those that all lists have.
  std::vector<std::string_view> single;  ///< Parameters of one of it, besides `locale`.
  std::string column;                    ///< Its id, in conditions.
  std::string types;                     ///< The content types it is made of, as SQL lists them.
  std::function<Query(Request const&, std::string_view locale, bool full)> query;
  std::function<json::object(json::object const&, Request const&, bool full)> write;
};

Detail detail_of(bool full) { return full ? Detail::full : Detail::listed; }
bool is_set(Request const& request, std::string_view name) { return request.parameter(name) == "true"; }

json::object written_service(json::object const& document, Request const& request, bool full) {
  if (is_set(request, "minimal")) {
    json::object body{{"id", document.at("id")}};
    if (document.contains("modified")) body["modified_date"] = document.at("modified");
    return body;
  }
  return hsds::service(document, detail_of(full));
}

/// `full_service` nests the services, which takes the organisation with what belongs to it.
json::object written_organization(json::object const& document, Request const& request, bool full) {
  bool const services = is_set(request, "full_service");
  return hsds::organization(document, detail_of(full || services), detail_of(services));
}

std::vector<Resource> const& resources() {
  static std::vector<Resource> const all{
      {.path = "services",
       .one = "service",
       .filters = {"search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal",
                   "full"},
       .single = {},
       .column = "s.entry",
       .types = "'service'",
       .query = [](Request const&, std::string_view locale, bool) { return services(locale); },
       .write = written_service},
      {.path = "organizations",
       .one = "organization",
       .filters = {"search", "full", "full_service"},
       .single = {"full_service"},
       .column = "p.entry",
       .types = "'organisation'",
       .query = [](Request const& request, std::string_view locale,
                   bool full) { return organisations(locale, full || is_set(request, "full_service")); },
       .write = written_organization},
      {.path = "taxonomies",
       .one = "taxonomy",
       .filters = {"search"},
       .single = {},
       .column = "p.entry",
       .types = "'taxonomy'",
       .query = [](Request const&, std::string_view locale, bool) { return taxonomies(locale); },
       .write = [](json::object const& document, Request const&, bool) { return hsds::taxonomy(document); }},
      {.path = "taxonomy_terms",
       .one = "taxonomy term",
       .filters = {"search", "taxonomy_id", "top_only", "parent_id"},
       .single = {},
       .column = "p.entry",
       .types = "'taxonomy_term', 'audience', 'authority'",
       .query = [](Request const&, std::string_view locale, bool) { return taxonomy_terms(locale); },
       .write = [](json::object const& document, Request const&, bool) { return hsds::taxonomy_term(document); }},
      {.path = "service_at_locations",
       .one = "service at a location",
       .filters = {"search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full"},
       .single = {},
       .column = "p.entry",
       .types = "'service_at_location'",
       .query = [](Request const&, std::string_view locale, bool) { return services_at_locations(locale); },
       .write = [](json::object const& document, Request const&,
                   bool full) { return hsds::service_at_location(document, detail_of(full)); }},
  };
  return all;
}

json::object page_of(json::array contents, std::size_t total, std::size_t page, std::size_t per_page) {
  std::size_t const pages = (total + per_page - 1) / per_page;
  return {{"total_items", total},      {"total_pages", pages},           {"page_number", page},
          {"size", contents.size()},   {"first_page", page == 1},        {"last_page", page >= pages},
          {"empty", contents.empty()}, {"contents", std::move(contents)}};
}

/// All of the list, an object a line; no pages.
Result<Response> lines(tandem::Storage& storage, Resource const& resource, Request const& request, Query const& query,
                       std::string const& locale, bool full) {
  for (char const* name : {"page", "per_page"})
    if (request.parameter(name)) return invalid(name, "ndjson has no pages");
  Result<std::vector<json::object>> const all = read_all(storage, query);
  if (!all) return all.error();
  std::string body;
  for (json::object const& document : *all) body += json::serialize(resource.write(document, request, full)) + "\n";
  return answer(request, {std::move(body), "application/x-ndjson", locale});
}

Result<void> known_parameters(Resource const& resource, Request const& request) {
  std::vector<std::string_view> names{"locale", "page", "per_page", "format"};
  names.insert(names.end(), resource.filters.begin(), resource.filters.end());
  if (auto ok = only(request, names); !ok) return ok.error();
  for (char const* flag : {"full", "full_service", "minimal", "top_only"})
    if (auto ok = flag_of(request, flag); !ok) return ok.error();
  return {};
}

Result<Response> list(tandem::Storage& storage, Resource const& resource, Request const& request) {
  if (auto ok = known_parameters(resource, request); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Result<std::size_t> const page = number_of(request, "page", 1, 1, last_page_number);
  if (!page) return page.error();
  Result<std::size_t> const per_page = number_of(request, "per_page", page_size, 1, largest_page);
  if (!per_page) return per_page.error();
  bool const full = is_set(request, "full");
  Query query = resource.query(request, *locale, full);
  if (auto ok = narrow(query, resource.path, request); !ok) return ok.error();
  std::string_view const format = request.parameter("format").value_or("json");
  if (format == "ndjson") return lines(storage, resource, request, query, *locale, full);
  if (format != "json") return invalid("format", "is json or ndjson");
  Result<Page> const found = read_page(storage, query, (*page - 1) * *per_page, *per_page);
  if (!found) return found.error();
  json::array contents;
  for (json::object const& document : found->documents) contents.push_back(resource.write(document, request, full));
  return answer(request, {json::serialize(page_of(std::move(contents), found->total, *page, *per_page)) + "\n",
                          "application/json", *locale});
}

Result<Response> single(tandem::Storage& storage, Resource const& resource, Request const& request) {
  std::vector<std::string_view> names{"locale"};
  names.insert(names.end(), resource.single.begin(), resource.single.end());
  if (auto ok = only(request, names); !ok) return ok.error();
  if (auto ok = flag_of(request, "full_service"); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Query query = resource.query(request, *locale, true);
  only_entry(query, resource.column, resource.types, request.capture("id"));
  Result<json::object> const document = read_one(storage, query, "there is no such " + resource.one);
  if (!document) return document.error();
  std::string_view const shown = text(*document, "locale");
  return answer(request, {json::serialize(resource.write(*document, request, true)) + "\n", "application/json",
                          shown.empty() ? *locale : std::string(shown)});
}

/// `site.url`, or else the address by which it was asked.
Result<Response> about(tandem::Host& host, Request const& request) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  std::string address = host.settings().get("site.url");
  while (address.ends_with('/')) address.pop_back();
  json::object body{{"version", "3.0"}, {"profile", "https://docs.openreferral.org/en/latest/"}};
  if (address.empty() && request.has_header("Host")) address = "http://" + std::string(request.header("Host"));
  if (!address.empty()) body["openapi_url"] = address + "/openapi.json";
  return answer(request, {json::serialize(body) + "\n", "application/json", "en"});
}

tandem::RouteDoc described(std::string summary, std::vector<ParameterDoc> parameters) {
  tandem::RouteDoc doc{std::move(summary), std::move(parameters)};
  doc.response = {{"type", "object"}};
  doc.media_type = "application/json";
  return doc;
}

std::vector<ParameterDoc> list_parameters(Resource const& resource) {
  std::vector<ParameterDoc> all{locale_doc(),
                                {"page",
                                 "number of the page, from 1",
                                 false,
                                 {{"type", "integer"}, {"minimum", 1}, {"maximum", last_page_number}},
                                 1},
                                {"per_page",
                                 "objects on a page; 50 when left out",
                                 false,
                                 {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}},
                                 20},
                                {"format",
                                 "json, or ndjson: all of them without pages, one a line",
                                 false,
                                 {{"type", "string"}, {"enum", {"json", "ndjson"}}},
                                 "json"}};
  for (std::string_view const name : resource.filters) all.push_back(filter_doc(name));
  return all;
}

} // namespace

void register_hsds(tandem::Host& host) {
  std::string const root = "/services/v1/hsds";
  for (std::string const& path : {root, root + "/"})
    host.route(
        tandem::Method::get, path, tandem::Public, [&host](Request const& request) { return about(host, request); },
        described("About this API of HSDS 3.0", {}));
  for (Resource const& resource : resources()) {
    tandem::RouteDoc lists = described("HSDS 3.0: " + resource.path, list_parameters(resource));
    lists.other_media = {{"application/x-ndjson", {{"type", "string"}}}};
    host.route(
        tandem::Method::get, root + "/" + resource.path, tandem::Public,
        [&host, &resource](Request const& request) { return list(host.storage(), resource, request); },
        std::move(lists));
    std::vector<ParameterDoc> parameters{locale_doc()};
    for (std::string_view const name : resource.single) parameters.push_back(filter_doc(name));
    host.route(
        tandem::Method::get, root + "/" + resource.path + "/{id}", tandem::Public,
        [&host, &resource](Request const& request) { return single(host.storage(), resource, request); },
        described("HSDS 3.0: a " + resource.one + " with all that belongs to it, by id or slug",
                  std::move(parameters)));
  }
}

} // namespace directory::outputs
