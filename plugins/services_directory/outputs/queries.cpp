#include "queries.hpp"

#include "hsds.hpp"
#include "ids.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace directory::outputs {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

namespace {

constexpr std::size_t most = 1'000'000; // more than any directory has

/// Entries of these content types that are public in some language, in the order of the content.
std::string entries(std::string const& types, std::string const& condition = "") {
  return "select row_number() over (order by p.position, p.entry) as n, p.entry from (select distinct on "
         "(entry) entry, type, data, (data ->> 'position')::integer as position from tandem.published where type in "
         "(" +
         types + ")" + condition + " order by entry, locale) p";
}

} // namespace

void Query::where(std::string condition, std::string value) {
  values_.emplace_back(std::move(value));
  std::string const place = "$" + std::to_string(values_.size());
  for (std::size_t at = condition.find('?'); at != std::string::npos; at = condition.find('?', at + place.size()))
    condition.replace(at, 1, place);
  conditions_ += (conditions_.empty() ? " where (" : " and (") + condition + ")";
}

tandem::Statement Query::page(std::size_t offset, std::size_t limit) const {
  tandem::Statement statement{"", values_};
  statement.values.emplace_back(std::to_string(offset));
  statement.values.emplace_back(std::to_string(limit));
  // Only the documents of the page are made. The count is there without any.
  statement.sql =
      "with listed as (" + from_ + conditions_ + ") select d.document, (select count(*) from listed) from " +
      "(select 1) one left join (select n, " + document_ +
      " as document from (select * from listed order by n offset $" + std::to_string(values_.size() + 1) +
      "::bigint limit $" + std::to_string(values_.size() + 2) + "::bigint) listed) d on true order by d.n";
  return statement;
}

Result<Page> read_page(tandem::Storage& storage, Query const& query, std::size_t offset, std::size_t limit) {
  Result<tandem::Rows> const rows = storage.read(query.page(offset, limit));
  if (!rows) return rows.error();
  Page page{{}, std::stoull(rows->front()[1].value())};
  for (auto const& row : *rows)
    if (row[0]) page.documents.push_back(json::parse(*row[0]).as_object());
  return page;
}

Result<std::vector<json::object>> read_all(tandem::Storage& storage, Query const& query) {
  Result<Page> page = read_page(storage, query, 0, most);
  if (!page) return page.error();
  return std::move(page->documents);
}

Result<json::object> read_one(tandem::Storage& storage, Query const& query, std::string_view what) {
  Result<Page> page = read_page(storage, query, 0, 1);
  if (!page) return page.error();
  if (page->documents.empty()) return Error{ErrorCode::not_found, std::string(what)};
  return std::move(page->documents.front());
}

Query services(std::string_view locale) {
  return {
      "select row_number() over (order by s.position, s.entry) as n, s.entry from tandem_services_directory.service "
      "s",
      "(select tandem_services_directory.output_of(s, $1) from tandem_services_directory.service s where s.entry = "
      "listed.entry)",
      {std::string(locale)}};
}

Query services_at_locations(std::string_view locale) {
  return {"select row_number() over (order by s.position, s.entry, p.position, p.entry) as n, p.entry, s.entry as "
          "service "
          "from (select distinct on (entry) entry, data, (data ->> 'position')::integer as position from "
          "tandem.published "
          "where type = 'service_at_location' order by entry, locale) p "
          "join tandem_services_directory.service s on s.entry = (p.data ->> 'service')::uuid and "
          "(p.data ->> 'location')::uuid = any (s.locations)",
          "(select tandem_services_directory.place_output_of(s, listed.entry, $1) from "
          "tandem_services_directory.service s "
          "where s.entry = listed.service)",
          {std::string(locale)}};
}

Query organisations(std::string_view locale, bool nested) {
  return {entries("'organisation'"),
          std::string("tandem_services_directory.organisation_output_of(listed.entry, $1, ") +
              (nested ? "true" : "false") + ")",
          {std::string(locale)}};
}

Query taxonomies(std::string_view locale) {
  json::array const made{hsds::taxonomy_of_audiences(locale), hsds::taxonomy_of_authorities(locale)};
  return {"select row_number() over (order by p.position, p.entry) as n, p.entry, p.made from "
          "(select distinct on (entry) entry, (data ->> 'position')::integer as position, null::jsonb as made "
          "from tandem.published where type = 'taxonomy' "
          "union all select (m ->> 'id')::uuid, -1, m from jsonb_array_elements($2::jsonb) m) p",
          "coalesce(listed.made, tandem_services_directory.shown(listed.entry, $1))",
          {std::string(locale), json::serialize(made)}};
}

Query taxonomy_terms(std::string_view locale) {
  json::object const made{{"audience", hsds::taxonomy_of_audiences(locale)},
                          {"authority", hsds::taxonomy_of_authorities(locale)}};
  return {"select row_number() over (order by p.taxonomy, p.position, p.entry) as n, p.entry from "
          "(select distinct on (entry) entry, data, (data ->> 'position')::integer as position, "
          "coalesce($2::jsonb -> type ->> 'id', data ->> 'taxonomy') as taxonomy from tandem.published "
          "where type in ('taxonomy_term', 'audience', 'authority') order by entry, locale) p",
          "tandem_services_directory.term_output_of(listed.entry, $1, $2::jsonb)",
          {std::string(locale), json::serialize(made)}};
}

Query mapped_locations(std::string_view locale) {
  return {entries("'location'", " and data ->> 'latitude' is not null and data ->> 'longitude' is not null"),
          "tandem_services_directory.location_output_of(listed.entry, $1)",
          {std::string(locale)}};
}

void only_entry(Query& query, std::string const& column, std::string const& types, std::string_view id_or_slug) {
  if (tandem::Uuid::parse(id_or_slug)) query.where(column + " = ?::uuid", std::string(id_or_slug));
  else
    query.where(column + " = tandem_services_directory.named(array[" + types + "], ?, $1)", std::string(id_or_slug));
}

} // namespace directory::outputs
