#include "routes.hpp"

#include "../answer.hpp"
#include "csv.hpp"
#include "geojson.hpp"
#include "hsds_routes.hpp"
#include "icalendar.hpp"
#include "queries.hpp"
#include "schema_org.hpp"
#include "vcard.hpp"

#include <boost/json/serialize.hpp>

namespace directory::outputs {
namespace {

namespace chrono = std::chrono;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Request;
using tandem::Response;
using tandem::Result;

/// The present year and the two after it.
Period calendar_period() {
  // Brussels is an hour or two ahead of UTC; on New Year's Eve that is another year.
  chrono::year const year =
      chrono::year_month_day{chrono::floor<chrono::days>(chrono::system_clock::now() + chrono::hours(1))}.year();
  return {Day{year / chrono::January / 1}, Day{(year + chrono::years(2)) / chrono::December / 31}};
}

Result<std::set<Day>> holidays_in(tandem::Storage& storage, Period period) {
  Result<tandem::Rows> const rows =
      storage.read({"select to_char(day, 'YYYY-MM-DD') from tandem_services_directory.public_holiday where day "
                    "between $1::date and $2::date",
                    {written(period.first), written(period.last)}});
  if (!rows) return rows.error();
  std::set<Day> days;
  for (auto const& row : *rows)
    if (auto const day = day_of(row[0].value_or(""))) days.insert(*day);
  return days;
}

/// A service in the format that the last part of its address names.
Result<Response> one_service(tandem::Storage& storage, Request const& request) {
  if (auto ok = only(request, {"locale"}); !ok) return ok.error();
  std::string_view const file = request.capture("file");
  std::size_t const dot = file.rfind('.');
  std::string_view const format = dot == std::string_view::npos ? "" : file.substr(dot + 1);
  if (format != "jsonld" && format != "vcf" && format != "ics")
    return Error{ErrorCode::not_found, "a service is there as .jsonld, .vcf and .ics"};
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Query query = services(*locale);
  only_entry(query, "s.entry", "'service'", file.substr(0, dot));
  Result<json::object> const service = read_one(storage, query, "there is no such service");
  if (!service) return service.error();
  std::string const shown(text(*service, "locale"));
  std::string const name =
      std::string(text(*service, text(*service, "slug").empty() ? "id" : "slug")) + "." + std::string(format);
  if (format == "jsonld")
    return answer(request, {json::serialize(schema_org(*service)) + "\n", "application/ld+json", shown});
  if (format == "vcf") return answer(request, {vcard(*service), "text/vcard; charset=utf-8", shown, name});
  Period const period = calendar_period();
  Result<std::set<Day>> const holidays = holidays_in(storage, period);
  if (!holidays) return holidays.error();
  return answer(request, {icalendar(*service, *holidays, period), "text/calendar; charset=utf-8", shown, name});
}

Result<Response> all_cards(tandem::Storage& storage, Request const& request) {
  if (auto ok = only(request, {"locale"}); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Result<std::vector<json::object>> const all = read_all(storage, services(*locale));
  if (!all) return all.error();
  std::string body;
  for (json::object const& service : *all) body += vcard(service);
  return answer(request, {std::move(body), "text/vcard; charset=utf-8", *locale, "services-" + *locale + ".vcf"});
}

Result<Response> table(tandem::Storage& storage, Request const& request) {
  if (auto ok = only(request, {"locale", "delimiter"}); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  std::string_view const delimiter = request.parameter("delimiter").value_or("comma");
  if (delimiter != "comma" && delimiter != "semicolon") return invalid("delimiter", "is comma or semicolon");
  Result<std::vector<json::object>> const all = read_all(storage, services(*locale));
  if (!all) return all.error();
  return answer(request, {csv(*all, delimiter == "comma" ? ',' : ';'), "text/csv; charset=utf-8; header=present",
                          *locale, "services-" + *locale + ".csv"});
}

Result<Response> map(tandem::Storage& storage, Request const& request) {
  if (auto ok = only(request, {"locale"}); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Result<std::vector<json::object>> const all = read_all(storage, mapped_locations(*locale));
  if (!all) return all.error();
  return answer(request, {json::serialize(geojson(*all)) + "\n", "application/geo+json", *locale});
}

tandem::RouteDoc described(std::string summary, std::string media_type, json::object response) {
  tandem::RouteDoc doc{std::move(summary), {locale_doc()}};
  doc.media_type = std::move(media_type);
  doc.response = std::move(response);
  return doc;
}

} // namespace

void register_outputs(tandem::Host& host) {
  json::object const characters{{"type", "string"}}, object{{"type", "object"}};
  auto const route = [&host](std::string path, Result<Response> (*handler)(tandem::Storage&, Request const&),
                             tandem::RouteDoc doc) {
    host.route(
        tandem::Method::get, std::move(path), tandem::Public,
        [&host, handler](Request const& request) { return handler(host.storage(), request); }, std::move(doc));
  };
  register_hsds(host);
  tandem::RouteDoc one = described(
      "A service by id or slug: {file} is <id>.jsonld (schema.org), .vcf (vCard 4.0) or .ics (opening hours)",
      "application/ld+json", object);
  one.other_media = {{"text/vcard", characters}, {"text/calendar", characters}};
  route("/services/v1/services/{file}", one_service, std::move(one));
  route("/services/v1/services.vcf", all_cards, described("All services as vCard 4.0", "text/vcard", characters));
  tandem::RouteDoc csv = described("All services as a table for spreadsheets", "text/csv", characters);
  csv.parameters.push_back({"delimiter",
                            "what stands between cells; comma when left out",
                            false,
                            {{"type", "string"}, {"enum", {"comma", "semicolon"}}},
                            "semicolon"});
  route("/services/v1/services.csv", table, std::move(csv));
  route("/services/v1/locations.geojson", map,
        described("Locations with the services there, for maps", "application/geo+json", object));
}

} // namespace directory::outputs
