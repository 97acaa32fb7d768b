#include "search/reasons.hpp"

#include "calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace directory {
namespace {

namespace json = boost::json;

std::string_view text_of(json::object const& object, std::string_view key) {
  return tandem::string_member(object, key);
}

bool french(std::string_view locale) { return locale.starts_with("fr"); }

/// A value of a filter, in words.
std::string word_for(std::string_view value, std::string_view locale) {
  struct Word {
    std::string_view value, dutch, french;
  };
  static constexpr std::array<Word, 10> words{{{"prison", "in de gevangenis", "en prison"},
                                               {"outside", "buiten de gevangenis", "hors prison"},
                                               {"office", "op kantoor", "dans les locaux du service"},
                                               {"home", "aan huis", "à domicile"},
                                               {"other", "op een andere plaats", "dans un autre lieu"},
                                               {"in_custody", "in hechtenis", "personnes incarcérées"},
                                               {"at_liberty", "in vrijheid", "personnes en liberté"},
                                               {"free", "gratis", "gratuit"},
                                               {"partly_free", "deels gratis", "en partie gratuit"},
                                               {"paid", "betalend", "payant"}}};
  auto const found = std::find_if(words.begin(), words.end(), [&](Word const& w) { return w.value == value; });
  if (found == words.end()) return std::string(value);
  return std::string(french(locale) ? found->french : found->dutch);
}

/// The name of a location as the service's document has it.
std::string location_name(json::object const& document, std::string_view id) {
  json::value const* places = document.if_contains("locations");
  if (places == nullptr || !places->is_array()) return {};
  for (json::value const& place : places->get_array()) {
    json::value const* location = place.as_object().if_contains("location");
    if (location != nullptr && location->is_object() && text_of(location->get_object(), "id") == id)
      return std::string(text_of(location->get_object(), "name"));
  }
  return {};
}

void add_words(json::array& reasons, json::value const& passages) {
  for (json::value const& passage : passages.as_array()) {
    json::object reason{{"parameter", "q"}};
    for (auto const& [name, value] : passage.as_object()) reason[name] = value;
    reason["text"] = marked_html(text_of(passage.as_object(), "text"));
    reasons.push_back(std::move(reason));
  }
}

void add_entries(json::array& reasons, Plan const& plan, json::object const& belongs) {
  for (EntryFilter const& filter : plan.entries) {
    json::array const& ids = belongs.at(filter.column).as_array();
    for (Named const& one : filter.any)
      if (std::find(ids.begin(), ids.end(), json::value(one.id)) != ids.end())
        reasons.push_back({{"parameter", filter.parameter}, {"entry", one.id}, {"text", one.name}});
  }
}

/// The values asked for that the service has; its places are those of its work and the kinds of its locations.
void add_values(json::array& reasons, Plan const& plan, json::object const& document) {
  for (ValueFilter const& filter : plan.values)
    for (std::string const& value : filter.any) {
      bool has = text_of(document, filter.column) == value;
      for (char const* field : {"places_of_work", "languages_spoken", "custody"})
        if (json::value const* list = document.if_contains(field); list != nullptr && list->is_array())
          has = has || std::find(list->get_array().begin(), list->get_array().end(), json::value(value)) !=
                           list->get_array().end();
      if (json::value const* places = document.if_contains("locations");
          filter.parameter == "place" && places != nullptr && places->is_array())
        for (json::value const& place : places->get_array())
          if (json::value const* location = place.as_object().if_contains("location");
              location != nullptr && location->is_object())
            has = has || text_of(location->get_object(), "kind") == value;
      if (has)
        reasons.push_back(
            {{"parameter", filter.parameter}, {"value", value}, {"text", word_for(value, plan.locale)}});
    }
  if (plan.voluntary)
    reasons.push_back(
        {{"parameter", "voluntary"},
         {"value", *plan.voluntary},
         {"text", *plan.voluntary ? (french(plan.locale) ? "à la demande de la personne" : "op vrijwillige basis")
                                  : (french(plan.locale) ? "non volontaire" : "niet vrijwillig")}});
}

void add_openings(json::array& reasons, Plan const& plan, json::value const& openings, json::object const& document) {
  for (json::value const& one : openings.as_array()) {
    json::object const& opening = one.as_object();
    json::object reason{{"parameter", "open_at"}};
    for (auto const& [name, value] : opening)
      if (!value.is_null()) reason[name] = value;
    std::string text =
        opening_in_words(plan.locale, text_of(opening, "day"), text_of(opening, "opens"), text_of(opening, "closes"));
    if (std::string const name = location_name(document, text_of(opening, "location")); !name.empty())
      text += ", " + name;
    text += opening.at("appointment").as_bool()
                ? (french(plan.locale) ? " (sur rendez-vous)" : " (op afspraak)")
                : (french(plan.locale) ? " (sans rendez-vous)" : " (zonder afspraak)");
    reason["text"] = std::move(text);
    reasons.push_back(std::move(reason));
  }
}

} // namespace

std::string marked_html(std::string_view text) {
  std::string html;
  for (char const c : text) switch (c) {
    case '\x01': html += "<mark>"; break;
    case '\x02': html += "</mark>"; break;
    case '\x03': html += "’"; break;
    case '&': html += "&amp;"; break;
    case '<': html += "&lt;"; break;
    case '>': html += "&gt;"; break;
    case '"': html += "&quot;"; break;
    default: html += c;
    }
  return html;
}

std::string opening_in_words(std::string_view locale, std::string_view day, std::string_view opens,
                             std::string_view closes) {
  static constexpr std::array<std::string_view, 7> dutch_days{"zondag",    "maandag", "dinsdag", "woensdag",
                                                              "donderdag", "vrijdag", "zaterdag"},
      french_days{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"};
  static constexpr std::array<std::string_view, 12> dutch_months{"januari",   "februari", "maart",    "april",
                                                                 "mei",       "juni",     "juli",     "augustus",
                                                                 "september", "oktober",  "november", "december"},
      french_months{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                    "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
  std::chrono::year_month_day const date{day_of(day).value()};
  unsigned const number = static_cast<unsigned>(date.day());
  bool const in_french = french(locale);
  std::string const first = in_french && number == 1 ? "1er" : std::to_string(number);
  return std::string((in_french ? french_days : dutch_days).at(std::chrono::weekday{date}.c_encoding())) + " " +
         first + " " +
         std::string((in_french ? french_months : dutch_months).at(static_cast<unsigned>(date.month()) - 1)) + " " +
         std::to_string(static_cast<int>(date.year())) + ", " + std::string(opens) + "–" + std::string(closes);
}

json::array reasons_of(Plan const& plan, std::vector<std::optional<std::string>> const& row,
                       json::object const& document) {
  auto const cell = [&](Column column) -> std::optional<std::string> const& {
    return row[static_cast<std::size_t>(column)];
  };
  json::array reasons;
  if (auto const& found = cell(Column::passages)) add_words(reasons, json::parse(*found));
  add_entries(reasons, plan, json::parse(cell(Column::belongs).value()).as_object());
  add_values(reasons, plan, document);
  if (auto const& open = cell(Column::openings)) add_openings(reasons, plan, json::parse(*open), document);
  if (auto const& metres = cell(Column::distance)) {
    long const rounded = std::lround(std::stod(*metres));
    reasons.push_back({{"parameter", "near"}, {"metres", rounded}, {"text", std::to_string(rounded) + " m"}});
  }
  return reasons;
}

} // namespace directory
