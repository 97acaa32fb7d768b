#include "hsds.hpp"

#include "hsds_parts.hpp"
#include "ids.hpp"

namespace directory::outputs::hsds {
namespace {

std::string own(json::object const& document, std::string_view field) { return std::string(text(document, field)); }

/// A taxonomy that is made of a content type.
json::object made(std::string_view id, std::string_view name, std::string_view about, std::string_view locale) {
  return {{"id", id}, {"name", word(name, locale)}, {"description", word(about, locale)}, {"locale", locale}};
}

/// Of an entry, in the table of HSDS that it stands in.
json::object attribute(json::object const& entry, std::string_view table, std::string_view kind,
                       std::string const& what) {
  std::string_view const id = text(entry, "id");
  return {{"id", derived_id(id, "attribute/" + std::string(kind) + "/" + what)},
          {"link_id", id},
          {"link_entity", table},
          {"link_type", kind}};
}

json::object term_attribute(json::object const& service, std::string_view kind, json::object const& term) {
  json::object link = attribute(service, "service", kind, own(term, "id"));
  link["taxonomy_term_id"] = text(term, "id");
  link["taxonomy_term"] = taxonomy_term(term);
  return link;
}

/// With the taxonomy that terms of its type are in.
json::object in_taxonomy(json::object term, json::object taxonomy) {
  term["taxonomy"] = std::move(taxonomy);
  return term;
}

json::array attributes(json::object const& document) {
  std::string_view const id = text(document, "id"), locale = text(document, "locale");
  json::array all;
  for (json::value const& group : items(document, "audiences"))
    all.push_back(
        term_attribute(document, "audience", in_taxonomy(group.as_object(), taxonomy_of_audiences(locale))));
  for (json::value const& item : items(document, "terms")) {
    json::object const* taxonomy = object(item.as_object(), "taxonomy");
    all.push_back(
        term_attribute(document, taxonomy != nullptr ? text(*taxonomy, "facet") : "term", item.as_object()));
  }
  for (json::value const& item : items(document, "recognitions"))
    if (json::object const* authority = object(item.as_object(), "authority")) {
      json::object link =
          term_attribute(document, "authority", in_taxonomy(*authority, taxonomy_of_authorities(locale)));
      link["id"] =
          derived_id(id, "attribute/recognition/" + own(item.as_object(), "id")); // two may be of one authority
      link["value"] = text(item.as_object(), "kind");
      all.push_back(std::move(link));
    }
  for (char const* field : {"custody", "places_of_work"})
    for (std::string const& value : texts(document, field)) {
      json::object plain = attribute(document, "service", field, value);
      plain["value"] = value;
      all.push_back(std::move(plain));
    }
  for (json::value const& item : items(document, "identifiers")) {
    std::string const value = own(item.as_object(), "scheme") + ":" + own(item.as_object(), "identifier");
    json::object plain = attribute(document, "service", "identifier", value);
    plain["value"] = value;
    all.push_back(std::move(plain));
  }
  return all;
}

std::string accreditations(json::object const& document) {
  std::vector<std::string> all;
  for (json::value const& item : items(document, "recognitions")) {
    json::object const& recognition = item.as_object();
    if (text(recognition, "kind") != "recognised") continue;
    std::string const period = own(recognition, "since") + "–" + own(recognition, "until");
    all.push_back(joined({own(recognition, "title"), own(recognition, "scope"), own(recognition, "basis"),
                          period == "–" ? "" : period},
                         "; "));
  }
  return joined(all, "\n");
}

json::array funding(json::object const& document) {
  json::array all;
  for (json::value const& item : items(document, "recognitions")) {
    json::object const* authority = object(item.as_object(), "authority");
    if (text(item.as_object(), "kind") != "funded" || authority == nullptr) continue;
    all.push_back({{"id", derived_id(text(document, "id"), "funding/" + own(item.as_object(), "id"))},
                   {"service_id", text(document, "id")},
                   {"source", text(*authority, "name")}});
  }
  return all;
}

json::array service_areas(json::object const& document) {
  json::array all;
  std::string_view const id = text(document, "id");
  for (json::value const& item : items(document, "terms")) {
    json::object const& term = item.as_object();
    json::object const* taxonomy = object(term, "taxonomy");
    if (taxonomy == nullptr || text(*taxonomy, "facet") != "area") continue;
    json::object area{
        {"id", derived_id(id, "area/" + own(term, "id"))}, {"service_id", id}, {"name", text(term, "name")}};
    put(area, "description", text(term, "description"));
    all.push_back(std::move(area));
  }
  if (all.empty() && !text(document, "area").empty())
    all.push_back({{"id", derived_id(id, "area")}, {"service_id", id}, {"name", text(document, "area")}});
  return all;
}

json::array required_documents(json::object const& document) {
  json::array all;
  std::string_view const id = text(document, "id");
  for (std::string const& paper : texts(document, "required_documents"))
    all.push_back(
        {{"id", derived_id(id, "paper/" + std::to_string(all.size()))}, {"service_id", id}, {"document", paper}});
  return all;
}

json::array cost_options(json::object const& document) {
  if (text(document, "cost") != "free") return {}; // no other amount is known
  std::string_view const id = text(document, "id");
  return json::array{json::object{{"id", derived_id(id, "cost")},
                                  {"service_id", id},
                                  {"option", word("free", text(document, "locale"))},
                                  {"currency", "EUR"},
                                  {"amount", std::int64_t{0}}}};
}

json::object location(json::object const& document, Detail detail) {
  Owner const owner{document, "location_id", text(document, "locale")};
  json::object body{{"id", text(document, "id")}, {"location_type", "physical"}, {"name", text(document, "name")}};
  if (!text(document, "organisation").empty()) body["organization_id"] = text(document, "organisation");
  put(body, "transportation", text(document, "directions"));
  if (coordinates_of(document).known()) {
    body["latitude"] = document.at("latitude");
    body["longitude"] = document.at("longitude");
  }
  if (detail == Detail::listed) return body;
  put(body, "addresses", addresses(owner));
  put(body, "phones", phones(owner));
  put(body, "accessibility", accessibility(owner));
  json::object kind = attribute(document, "location", "kind", own(document, "kind"));
  kind["value"] = text(document, "kind");
  body["attributes"] = json::array{std::move(kind)};
  return body;
}

/// As part of its service: without the service.
json::object at_location(json::object const& document, Detail detail) {
  std::string_view const locale = text(document, "locale");
  Owner const owner{document, "service_at_location_id", locale};
  json::object body{{"id", text(document, "id")}, {"service_id", text(document, "service")}};
  put(body, "description", joined({own(document, "title"), own(document, "description")}, "\n\n"));
  if (json::object const* place = object(document, "location")) {
    body["location_id"] = text(*place, "id");
    body["location"] = location(*place, detail);
  }
  if (detail == Detail::listed) return body;
  put(body, "phones", phones(owner));
  put(body, "schedules", schedules(owner));
  return body;
}

void put_words(json::object& body, json::object const& document) {
  std::string_view const locale = text(document, "locale");
  put(body, "alternate_name",
      joined({own(document, "short_name"), joined(texts(document, "alternate_names"), "; ")}, "; "));
  put(body, "description", joined({own(document, "summary"), own(document, "help")}, "\n\n"));
  put(body, "url", text(document, "site"));
  put(body, "email", text(document, "email"));
  if (document.contains("telephone_interpreters"))
    body["interpretation_services"] =
        word(is_true(document, "telephone_interpreters") ? "interpreters" : "no_interpreters", locale);
  put(body, "application_process", text(document, "referral"));
  if (!text(document, "cost").empty()) body["fees_description"] = word(text(document, "cost"), locale);
  put(body, "accreditations", accreditations(document));
  put(body, "eligibility_description", text(document, "eligibility"));
  for (char const* age : {"minimum_age", "maximum_age"})
    if (json::value const* years = document.if_contains(age)) body[age] = *years;
  put(body, "assured_date", text(document, "last_verified_on"));
  put(body, "last_modified", text(document, "modified"));
}

std::string year_of(json::object const& document) { return own(document, "founded").substr(0, 4); }

json::array identifiers(json::object const& document) {
  json::array all;
  std::string_view const id = text(document, "id");
  for (json::value const& item : items(document, "identifiers"))
    all.push_back({{"id", derived_id(id, "identifier/" + std::to_string(all.size()))},
                   {"organization_id", id},
                   {"identifier_scheme", text(item.as_object(), "scheme")},
                   {"identifier_type", text(item.as_object(), "scheme")},
                   {"identifier", text(item.as_object(), "identifier")}});
  return all;
}

} // namespace

json::object taxonomy_of_audiences(std::string_view locale) {
  return made(audiences_taxonomy, "target_groups", "about_target_groups", locale);
}

json::object taxonomy_of_authorities(std::string_view locale) {
  return made(authorities_taxonomy, "authorities", "about_authorities", locale);
}

json::object service(json::object const& document, Detail detail) {
  Owner const owner{document, "service_id", text(document, "locale")};
  json::object body{{"id", text(document, "id")}, {"name", text(document, "name")}, {"status", "active"}};
  put_words(body, document);
  if (json::object const* runs_it = object(document, "organisation")) {
    body["organization_id"] = text(*runs_it, "id");
    body["organization"] = organization(*runs_it, Detail::listed, Detail::listed);
  }
  if (detail == Detail::listed) return body;
  json::array places;
  for (json::value const& at : items(document, "locations"))
    places.push_back(at_location(at.as_object(), Detail::full));
  put(body, "phones", phones(owner));
  put(body, "schedules", schedules(owner));
  put(body, "service_areas", service_areas(document));
  put(body, "service_at_locations", std::move(places));
  put(body, "languages", languages(owner));
  put(body, "funding", funding(document));
  put(body, "cost_options", cost_options(document));
  put(body, "required_documents", required_documents(document));
  put(body, "contacts", contacts(owner));
  put(body, "attributes", attributes(document));
  return body;
}

json::object organization(json::object const& document, Detail detail, Detail services) {
  Owner const owner{document, "organization_id", text(document, "locale")};
  json::object body{
      {"id", text(document, "id")}, {"name", text(document, "name")}, {"description", text(document, "history")}};
  put(body, "alternate_name",
      joined({own(document, "short_name"), joined(texts(document, "alternate_names"), "; ")}, "; "));
  put(body, "email", text(document, "email"));
  put(body, "website", text(document, "site"));
  if (std::string const year = year_of(document); !year.empty())
    body["year_incorporated"] = std::int64_t{std::stoi(year)};
  if (!text(document, "legal_form").empty()) body["legal_status"] = word(text(document, "legal_form"), owner.locale);
  if (detail == Detail::listed) return body;
  json::array locations, given;
  for (json::value const& place : items(document, "locations"))
    locations.push_back(location(place.as_object(), Detail::full));
  for (json::value const& one : items(document, "services")) given.push_back(service(one.as_object(), services));
  put(body, "contacts", contacts(owner));
  put(body, "phones", phones(owner));
  put(body, "locations", std::move(locations));
  put(body, "organization_identifiers", identifiers(document));
  put(body, "services", std::move(given));
  return body;
}

json::object service_at_location(json::object const& document, Detail detail) {
  json::object body = at_location(document, detail);
  if (json::object const* whose = object(document, "service_document")) body["service"] = service(*whose, detail);
  return body;
}

json::object taxonomy(json::object const& document) {
  json::object body{
      {"id", text(document, "id")}, {"name", text(document, "name")}, {"description", text(document, "description")}};
  put(body, "uri", text(document, "site"));
  return body;
}

json::object taxonomy_term(json::object const& document) {
  json::object body{{"id", text(document, "id")},
                    {"name", text(document, "name")},
                    {"description", text(document, "description")},
                    {"language", text(document, "locale")}};
  put(body, "code", text(document, "code"));
  put(body, "parent_id", text(document, "parent"));
  if (json::object const* list = object(document, "taxonomy")) {
    body["taxonomy"] = text(*list, "name");
    body["taxonomy_id"] = text(*list, "id");
    body["taxonomy_detail"] = taxonomy(*list);
  }
  return body;
}

} // namespace directory::outputs::hsds
