#include "search/search.hpp"

#include "calendar.hpp"
#include "quality/verification.hpp"
#include "search/reasons.hpp"
#include "search/statement.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace directory {
namespace {

namespace json = boost::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

/// The site's languages, the first of which is its own.
std::vector<std::string> locales_of(tandem::Host& host) {
  std::vector<std::string> locales;
  std::string one;
  for (char const c : host.settings().get("locales") + " ") {
    if (c != ' ' && c != ',') one += c;
    else if (!one.empty()) locales.push_back(std::exchange(one, ""));
  }
  return locales;
}

/// Finds the entries that filters name by slug or id.
Result<void> resolve(Plan& plan, tandem::Storage& storage) {
  for (EntryFilter& filter : plan.entries)
    for (Named& named : filter.any) {
      Result<tandem::Rows> const found = storage.read({"select n, tandem_services_directory.shown(n, $3) ->> 'name' "
                                                       "from tandem_services_directory.named(array[$1], $2, "
                                                       "$3) n where n is not null",
                                                       {filter.type, named.asked, plan.locale}});
      if (!found) return found.error();
      if (found->empty()) {
        Error unknown{ErrorCode::invalid_parameter, "there is no " + filter.type + " \"" + named.asked + "\""};
        unknown.parameter = filter.parameter;
        return unknown;
      }
      named.id = (*found)[0][0].value();
      named.name = (*found)[0][1].value_or("");
    }
  return {};
}

std::int64_t total_of(tandem::Rows const& rows) {
  json::value const counts = json::parse(rows.back()[static_cast<std::size_t>(Column::document)].value());
  return counts.at("total").as_int64();
}

/// The rows; with other words when those typed find nothing, which are then `plan.words`.
Result<tandem::Rows> find(Plan& plan, tandem::Host& host, bool& corrected) {
  Result<tandem::Rows> rows = host.storage().read(statement_of(plan));
  if (!rows || plan.words.empty() || total_of(*rows) > 0) return rows;
  std::string locales = "{shared";
  for (std::string const& locale : plan.locales) locales += "," + locale;
  Result<tandem::Rows> const better =
      host.storage().read({"select tandem_services_directory.corrected($1, $2::boolean, $3::text[])",
                           {plan.words, plan.typing ? "true" : "false", locales + "}"}});
  if (!better) return better.error();
  if (!(*better)[0][0]) return rows;
  Plan other = plan;
  other.words = *(*better)[0][0];
  Result<tandem::Rows> found = host.storage().read(statement_of(other));
  if (!found || total_of(*found) == 0) return found ? rows : found;
  corrected = true;
  plan = std::move(other);
  return found;
}

/// What each service is told by: the plan, and since when it must have been verified.
struct Telling {
  Plan const& plan;
  Day today;
  std::chrono::days verify_every;
};

json::object resource_of(Telling const& telling, std::vector<std::optional<std::string>> const& row) {
  json::object document = json::parse(row[static_cast<std::size_t>(Column::document)].value()).as_object();
  json::array reasons = reasons_of(telling.plan, row, document);
  std::string const id(tandem::string_member(document, "id"));
  std::string const locale(tandem::string_member(document, "locale"));
  json::object verification = quality::verification(document, telling.today, telling.verify_every);
  document.erase("id");
  document.erase("type");
  document.erase("locale");
  return {{"type", "service"},
          {"id", id},
          {"attributes", std::move(document)},
          {"links", {{"self", "/api/v1/service/" + id + "?locale=" + locale}}},
          {"meta", {{"locale", locale}, {"matched", std::move(reasons)}, {"verification", std::move(verification)}}}};
}

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

/// The address of this page with another cursor.
std::string next_page(tandem::Request const& request, std::string const& cursor) {
  std::string address = "/services/v1/search?";
  for (tandem::http::Parameter const& given : request.query)
    if (given.name != "page[after]") address += encoded(given.name) + "=" + encoded(given.value) + "&";
  return address + "page%5Bafter%5D=" + cursor;
}

json::object document_of(tandem::Request const& request, Plan const& plan, std::chrono::days verify_every,
                         tandem::Rows const& rows, bool corrected) {
  json::array services;
  json::object counts = json::parse(rows.back()[static_cast<std::size_t>(Column::document)].value()).as_object();
  Telling const telling{plan, day_of(tandem::string_member(counts, "today")).value(), verify_every};
  counts.erase("today");
  std::size_t const found = rows.size() - 1, shown = std::min(found, static_cast<std::size_t>(plan.page_size));
  for (std::size_t i = 0; i < shown; ++i) services.push_back(resource_of(telling, rows[i]));
  json::object links{{"self", request.target}};
  if (found > shown) {
    auto const& last = rows[shown - 1];
    links["next"] = next_page(request, cursor_past(last[static_cast<std::size_t>(Column::key)].value(),
                                                   last[static_cast<std::size_t>(Column::entry)].value()));
  }
  if (corrected) counts["corrected"] = plan.words;
  return {{"data", std::move(services)}, {"links", std::move(links)}, {"meta", std::move(counts)}};
}

} // namespace

Result<tandem::Response> search(tandem::Host& host, std::chrono::days verify_every, tandem::Request const& request) {
  Result<Plan> plan = plan_of(request.query, locales_of(host), tandem::now());
  if (!plan) return plan.error();
  if (auto ok = resolve(*plan, host.storage()); !ok) return ok.error();
  bool corrected = false;
  Result<tandem::Rows> const rows = find(*plan, host, corrected);
  if (!rows) return rows.error();
  return tandem::Response{200,
                          {{"Content-Type", "application/vnd.api+json"},
                           {"Content-Language", plan->locale},
                           {"Cache-Control", "no-cache"},
                           {"Access-Control-Allow-Origin", "*"}},
                          json::serialize(document_of(request, *plan, verify_every, *rows, corrected)) + "\n"};
}

} // namespace directory
