#include "hsds.hpp"

#include "convert.hpp"
#include "fold.hpp"
#include "hsds_reader.hpp"

namespace directory::importing {

using tandem::Locale;

void HsdsReader::read() {
  organizations();
  organization_identifiers();
  taxonomies();
  terms();
  locations();
  services();
  services_at_locations();
  addresses();
  accessibility();
  service_areas();
  required_documents();
  cost_options();
  languages();
  contacts();
  phones();
  schedules();
  attributes();
  for (Item* item : order_) source_.items.push_back(std::move(*item));
  for (auto const& [name, table] : package_)
    for (std::string const& column : table.ignored()) source_.ignored[table.file].insert(column);
}

void HsdsReader::problem(Place place, std::string detail) {
  source_.problems.push_back({std::move(place), std::move(detail)});
}

Item& HsdsReader::make(std::string const& type, Record const& row) {
  std::string const id(row.text("id"));
  auto const [at, added] = items_.try_emplace({type, id}, Item{type, id, row.place()});
  if (id.empty()) problem(row.place("id"), "every row has an id");
  else if (!added) problem(row.place("id"), "the id stands twice in this table");
  else order_.push_back(&at->second);
  return at->second;
}

Item* HsdsReader::thing(std::string const& type, Record const& row, std::string_view column) {
  std::string const id(row.text(column));
  if (id.empty()) return nullptr;
  auto const found = items_.find({type, id});
  if (found != items_.end()) return &found->second;
  problem(row.place(column), "the package has no " + type + " with this id");
  return nullptr;
}

Item* HsdsReader::owner(Record const& row, std::vector<std::pair<std::string_view, std::string>> const& columns) {
  std::string_view first;
  std::string type;
  for (auto const& [column, of_type] : columns) {
    if (row.text(column).empty() || !first.empty()) continue; // asked for all: they are all used
    first = column;
    type = of_type;
  }
  if (!first.empty()) return thing(type, row, first);
  problem(row.place(), "belongs to nothing: none of its columns names what it is about");
  return nullptr;
}

void HsdsReader::text(Item& item, std::string const& field, Record const& row, std::string_view column) {
  if (std::string_view const value = row.text(column); !value.empty())
    item.set(locale_, field, json::value(value), row.place(column));
}

void HsdsReader::shared(Item& item, std::string const& field, Record const& row, std::string_view column) {
  if (std::string_view const value = row.text(column); !value.empty())
    item.set(shared_, field, json::value(value), row.place(column));
}

void HsdsReader::link(Item& item, std::string const& field, std::string const& type, Record const& row,
                      std::string_view column) {
  if (std::string_view const id = row.text(column); !id.empty())
    item.links[field].push_back({type, std::string(id), row.place(column)});
}

void HsdsReader::organizations() {
  rows("organization", [&](Record const& row) {
    Item& item = make("organisation", row);
    text(item, "name", row, "name");
    if (std::string_view const other = row.text("alternate_name"); !other.empty())
      item.add(locale_, "alternate_names", json::value(other), row.place("alternate_name"));
    text(item, "history", row, "description"); // the one free text that an organisation has here
    shared(item, "email", row, "email");
    shared(item, "site", row, "website");
    shared(item, "founded", row, "year_incorporated");
  });
}

void HsdsReader::organization_identifiers() {
  rows("organization_identifier", [&](Record const& row) {
    Item* item = thing("organisation", row, "organization_id");
    if (item == nullptr) return;
    std::string const scheme(row.text("identifier_scheme")), identifier(row.text("identifier"));
    if (scheme.empty() || identifier.empty())
      return problem(row.place(scheme.empty() ? "identifier_scheme" : "identifier"), "is missing");
    item->identifiers.push_back({scheme, identifier});
    item->places.emplace("/identifiers", row.place("identifier_scheme"));
  });
}

void HsdsReader::taxonomies() {
  rows("taxonomy", [&](Record const& row) {
    Item& item = make("taxonomy", row);
    text(item, "name", row, "name");
    text(item, "description", row, "description");
    shared(item, "site", row, "uri");
  });
}

void HsdsReader::terms() {
  rows("taxonomy_term", [&](Record const& row) {
    Item& item = make("taxonomy_term", row);
    Locale locale = locale_;
    if (std::string_view const language = row.text("language"); !language.empty()) {
      auto const tag = language_tag(language);
      if (tag) locale = Locale::parse(*tag).value();
      else problem(row.place("language"), "is no language");
    }
    for (auto const& [field, column] : {std::pair{"name", "name"}, {"description", "description"}})
      if (std::string_view const value = row.text(column); !value.empty())
        item.set(locale, field, json::value(value), row.place(column));
    shared(item, "code", row, "code");
    link(item, "taxonomy", "taxonomy", row, "taxonomy_id");
    link(item, "parent", "taxonomy_term", row, "parent_id");
  });
}

void HsdsReader::locations() {
  rows("location", [&](Record const& row) {
    Item& item = make("location", row);
    text(item, "name", row, "name");
    text(item, "directions", row, "transportation");
    for (char const* column : {"latitude", "longitude"}) {
      std::string_view const written = row.text(column);
      if (written.empty()) continue;
      if (auto const value = number_of(written)) item.set(shared_, column, *value, row.place(column));
      else problem(row.place(column), "is no number of degrees");
    }
    link(item, "organisation", "organisation", row, "organization_id");
    std::string const scheme(row.text("external_identifier_type")), other(row.text("external_identifier"));
    if (scheme.empty() || other.empty()) return;
    item.identifiers.push_back({scheme, other});
    item.places.emplace("/identifiers", row.place("external_identifier"));
  });
}

void HsdsReader::services() {
  rows("service", [&](Record const& row) {
    Item& item = make("service", row);
    text(item, "name", row, "name");
    if (std::string_view const other = row.text("alternate_name"); !other.empty())
      item.add(locale_, "alternate_names", json::value(other), row.place("alternate_name"));
    // A short description is the summary that lists show; a long one is the text of the sheet.
    bool const brief = row.text("description").size() <= 320;
    text(item, brief ? "summary" : "help", row, "description");
    shared(item, "site", row, "url");
    shared(item, "email", row, "email");
    text(item, "referral", row, "application_process");
    text(item, "eligibility", row, "eligibility_description");
    shared(item, "last_verified_on", row, "assured_date");
    for (char const* column : {"minimum_age", "maximum_age"}) {
      std::string_view const written = row.text(column);
      if (written.empty()) continue;
      if (auto const age = integer_of(written)) item.set(shared_, column, *age, row.place(column));
      else problem(row.place(column), "is no whole number of years");
    }
    link(item, "organisation", "organisation", row, "organization_id");
  });
}

void HsdsReader::services_at_locations() {
  rows("service_at_location", [&](Record const& row) {
    Item& item = make("service_at_location", row);
    text(item, "description", row, "description");
    link(item, "service", "service", row, "service_id");
    link(item, "location", "location", row, "location_id");
    for (char const* column : {"service_id", "location_id"})
      if (row.text(column).empty()) problem(row.place(column), "is missing");
  });
}

void read_hsds(Package const& package, Locale const& locale, Source& source) {
  HsdsReader(package, locale, source).read();
}

} // namespace directory::importing
