#include "matrix.hpp"

#include "labels.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <map>

namespace directory::matrix {
namespace {

namespace json = boost::json;

std::string text(json::object const& object, std::string_view key) {
  json::value const* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// The objects of a member that is a list; none when it is not there.
std::vector<json::object const*> objects(json::object const& in, std::string_view key) {
  std::vector<json::object const*> all;
  if (json::value const* list = in.if_contains(key); list != nullptr && list->is_array())
    for (json::value const& one : list->get_array())
      if (one.is_object()) all.push_back(&one.get_object());
  return all;
}

std::optional<PlaceKind> kind_of(std::string_view code) {
  auto const found = std::find(place_codes.begin(), place_codes.end(), code);
  return found == place_codes.end() ? std::nullopt
                                    : std::optional(static_cast<PlaceKind>(found - place_codes.begin()));
}

/// What the service says of itself, and the kinds of its locations.
std::optional<std::vector<Place>> places_of(json::object const& service) {
  std::map<PlaceKind, std::vector<Location>> places;
  if (json::value const* said = service.if_contains("places_of_work"); said != nullptr && said->is_array())
    for (json::value const& one : said->get_array())
      if (auto const kind =
              one.is_string() ? kind_of({one.get_string().data(), one.get_string().size()}) : std::nullopt)
        places[*kind];
  for (json::object const* at : objects(service, "locations")) {
    json::value const* location = at->if_contains("location");
    if (location == nullptr || !location->is_object()) continue;
    json::object const& there = location->get_object();
    if (auto const kind = kind_of(text(there, "kind"))) {
      std::vector<Location>& known = places[*kind];
      std::string const id = text(there, "id");
      if (std::none_of(known.begin(), known.end(), [&](Location const& one) { return one.id == id; }))
        known.push_back({id, text(there, "name"), text(there, "locale")});
    }
  }
  if (places.empty()) return std::nullopt;
  std::vector<Place> all;
  for (auto& [kind, locations] : places) all.push_back({kind, std::move(locations)});
  return all;
}

} // namespace

Matrix make_matrix(std::vector<Service> const& services, json::array const& groups, std::string_view locale) {
  Matrix matrix{std::string(locale), {}, {}};
  for (json::value const& one : groups) {
    if (!one.is_object()) continue;
    json::object const& group = one.get_object();
    matrix.groups.push_back({text(group, "id"), text(group, "slug"), text(group, "name"), text(group, "locale")});
  }
  for (auto const& [service, helped] : services) {
    Row row{text(service, "id"),
            text(service, "slug"),
            text(service, "name"),
            text(service, "short_name"),
            text(service, "locale"),
            places_of(service),
            {}};
    for (Group const& group : matrix.groups)
      row.helps.push_back(std::find(helped.begin(), helped.end(), group.id) != helped.end());
    matrix.rows.push_back(std::move(row));
  }
  return matrix;
}

std::string spoken_place(Place const& place, std::string_view locale) {
  Labels const& words = labels(locale);
  std::string all(words.places.at(static_cast<std::size_t>(place.kind)));
  for (std::size_t i = 0; i < place.locations.size(); ++i)
    all += (i == 0 ? std::string(words.colon) : ", ") + place.locations[i].name;
  return all;
}

std::string spoken_cell(Row const& row, std::size_t group, std::string_view locale) {
  Labels const& words = labels(locale);
  if (!row.helps.at(group)) return std::string(words.unknown);
  if (!row.places) return std::string(words.helps);
  std::string all;
  for (Place const& place : *row.places) all += (all.empty() ? "" : "; ") + spoken_place(place, locale);
  return all;
}

json::object matrix_json(Matrix const& matrix) {
  Labels const& words = labels(matrix.locale);
  json::array columns, places, rows;
  for (Group const& group : matrix.groups)
    columns.push_back({{"id", group.id}, {"slug", group.slug}, {"name", group.name}, {"locale", group.locale}});
  for (std::size_t i = 0; i < place_codes.size(); ++i)
    places.push_back(
        {{"kind", place_codes.at(i)}, {"name", words.places.at(i)}, {"abbreviation", words.abbreviations.at(i)}});
  for (Row const& row : matrix.rows) {
    json::value where = nullptr;
    if (row.places) {
      json::array known;
      for (Place const& place : *row.places) {
        json::array locations;
        for (Location const& one : place.locations)
          locations.push_back({{"id", one.id}, {"name", one.name}, {"locale", one.locale}});
        known.push_back(
            {{"kind", place_codes.at(static_cast<std::size_t>(place.kind))}, {"locations", std::move(locations)}});
      }
      where = std::move(known);
    }
    json::array cells;
    for (bool const helps : row.helps) cells.push_back(helps ? json::value{{"places", where}} : json::value(nullptr));
    rows.push_back({{"id", row.id},
                    {"slug", row.slug},
                    {"name", row.name},
                    {"short_name", row.short_name.empty() ? json::value(nullptr) : json::value(row.short_name)},
                    {"locale", row.locale},
                    {"cells", std::move(cells)}});
  }
  return {{"locale", matrix.locale},       {"title", words.title},
          {"columns", std::move(columns)}, {"places", std::move(places)},
          {"rows", std::move(rows)},       {"unknown", {{"cell", words.unknown}, {"places", words.helps}}}};
}

} // namespace directory::matrix
