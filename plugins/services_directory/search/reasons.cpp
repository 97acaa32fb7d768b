#include "search/reasons.hpp"

#include "calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace directory {
namespace {

namespace json = boost::json;
using tandem::string_member;

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
    if (location != nullptr && location->is_object() && string_member(location->get_object(), "id") == id)
      return std::string(string_member(location->get_object(), "name"));
  }
  return {};
}

void add_words(json::array& reasons, json::value const& passages) {
  for (json::value const& passage : passages.as_array()) {
    json::object reason{{"parameter", "q"}};
    for (auto const& [name, value] : passage.as_object()) reason[name] = value;
    reason["text"] = marked_html(string_member(passage.as_object(), "text"));
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

void add_values(json::array& reasons, Plan const& plan, json::object const& belongs) {
  for (ValueFilter const& filter : plan.values) {
    json::array const& has = belongs.at(filter.column).as_array();
    for (std::string const& value : filter.any)
      if (std::find(has.begin(), has.end(), json::value(value)) != has.end())
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
    std::string text = opening_in_words(plan.locale, string_member(opening, "day"), string_member(opening, "opens"),
                                        string_member(opening, "closes"));
    if (std::string const name = location_name(document, string_member(opening, "location")); !name.empty())
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
  json::array reasons;
  if (auto const& found = cell(row, Column::passages)) add_words(reasons, json::parse(*found));
  json::value const belongs = json::parse(cell(row, Column::belongs).value());
  add_entries(reasons, plan, belongs.as_object());
  add_values(reasons, plan, belongs.as_object());
  if (auto const& open = cell(row, Column::openings)) add_openings(reasons, plan, json::parse(*open), document);
  if (auto const& metres = cell(row, Column::distance)) {
    long const rounded = std::lround(std::stod(*metres));
    reasons.push_back({{"parameter", "near"}, {"metres", rounded}, {"text", std::to_string(rounded) + " m"}});
  }
  return reasons;
}

} // namespace directory
