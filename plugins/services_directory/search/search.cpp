#include "search/search.hpp"

#include "answer.hpp"
#include "calendar.hpp"
#include "quality/verification.hpp"
#include "search/reasons.hpp"
#include "search/statement.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace directory {
namespace {

namespace json = boost::json;
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
  json::array asked;
  for (EntryFilter const& filter : plan.entries)
    for (Named const& named : filter.any) asked.push_back({filter.type, named.asked});
  if (asked.empty()) return {};
  Result<tandem::Rows> const found = storage.read(
      {"select e, tandem_services_directory.shown(e, $2) ->> 'name' from jsonb_array_elements($1::jsonb) with "
       "ordinality a (named, n), tandem_services_directory.named(array[named ->> 0], named ->> 1, $2) e order by n",
       {json::serialize(asked), plan.locale}});
  if (!found) return found.error();
  auto row = found->begin();
  for (EntryFilter& filter : plan.entries)
    for (Named& named : filter.any) {
      if (!row->at(0)) return invalid(filter.parameter, "there is no " + filter.type + " \"" + named.asked + "\"");
      named.id = *row->at(0);
      named.name = row->at(1).value_or("");
      ++row;
    }
  return {};
}

/// The rows that `statement_of` gives: services, and what is counted.
struct Found {
  tandem::Rows services;
  json::object counts;
  [[nodiscard]] bool nothing() const { return counts.at("total").as_int64() == 0; }
};

Result<Found> read(tandem::Storage& storage, Plan const& plan) {
  Result<tandem::Rows> rows = storage.read(statement_of(plan));
  if (!rows) return rows.error();
  json::value const counts = json::parse(cell(rows->back(), Column::document).value());
  rows->pop_back();
  Found found{std::move(*rows), counts.as_object()};
  json::value const* ignored = found.counts.if_contains("ignored");
  if (ignored != nullptr && ignored->as_array().empty()) found.counts.erase("ignored");
  return found;
}

/// With other words when those typed find nothing, which are then `plan.words`.
Result<Found> find(Plan& plan, tandem::Storage& storage) {
  Result<Found> found = read(storage, plan);
  if (!found || plan.words.empty() || !found->nothing()) return found;
  std::string locales = "{shared";
  for (std::string const& locale : plan.locales) locales += "," + locale;
  Result<tandem::Rows> const better =
      storage.read({"select tandem_services_directory.corrected($1, $2::boolean, $3::text[])",
                    {plan.words, plan.typing ? "true" : "false", locales + "}"}});
  if (!better) return better.error();
  if (!(*better)[0][0]) return found;
  Plan other = plan;
  other.words = *(*better)[0][0];
  Result<Found> instead = read(storage, other);
  if (!instead) return instead;
  if (instead->nothing()) return found;
  instead->counts["corrected"] = other.words;
  plan = std::move(other);
  return instead;
}

/// What each service is told by: the plan, and since when it must have been verified.
struct Telling {
  Plan const& plan;
  Day today;
  std::chrono::days verify_every;
};

json::object resource_of(Telling const& telling, Row const& row) {
  json::object document = json::parse(cell(row, Column::document).value()).as_object();
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
                         Found found) {
  Telling const telling{plan, day_of(tandem::string_member(found.counts, "today")).value(), verify_every};
  found.counts.erase("today");
  json::object links{{"self", request.target}};
  if (found.services.size() > static_cast<std::size_t>(plan.page_size)) {
    found.services.pop_back(); // it only told that there is another page
    Row const& last = found.services.back();
    links["next"] =
        next_page(request, cursor_past(cell(last, Column::key).value(), cell(last, Column::entry).value()));
  }
  json::array services;
  for (Row const& row : found.services) services.push_back(resource_of(telling, row));
  return {{"data", std::move(services)}, {"links", std::move(links)}, {"meta", std::move(found.counts)}};
}

} // namespace

Result<tandem::Response> search(tandem::Host& host, std::chrono::days verify_every, tandem::Request const& request) {
  Result<Plan> plan = plan_of(request, locales_of(host), tandem::now());
  if (!plan) return plan.error();
  if (auto ok = resolve(*plan, host.storage()); !ok) return ok.error();
  Result<Found> found = find(*plan, host.storage());
  if (!found) return found.error();
  return tandem::Response{200,
                          {{"Content-Type", "application/vnd.api+json"},
                           {"Content-Language", plan->locale},
                           {"Vary", "Accept-Language"},
                           {"Cache-Control", "no-cache"},
                           {"Access-Control-Allow-Origin", "*"}},
                          json::serialize(document_of(request, *plan, verify_every, std::move(*found))) + "\n"};
}

} // namespace directory
