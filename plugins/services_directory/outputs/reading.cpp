#include "reading.hpp"

#include <tandem/plugin.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace directory::outputs {
namespace {

struct Word {
  std::string_view key, dutch, french;
};

constexpr std::array words{
    Word{"in_custody", "in hechtenis", "incarcéré"},
    Word{"at_liberty", "in vrijheid", "en liberté"},
    Word{"free", "gratis", "gratuit"},
    Word{"partly_free", "gedeeltelijk gratis", "partiellement gratuit"},
    Word{"paid", "betalend", "payant"},
    Word{"office", "kantoor", "bureau"},
    Word{"prison", "gevangenis", "prison"},
    Word{"home", "thuis", "à domicile"},
    Word{"outside", "buiten de gevangenis", "hors de la prison"},
    Word{"other", "andere", "autre"},
    Word{"step_free", "drempelvrij", "de plain-pied"},
    Word{"lift", "lift", "ascenseur"},
    Word{"adapted_toilet", "aangepast toilet", "toilettes adaptées"},
    Word{"induction_loop", "ringleiding", "boucle à induction"},
    Word{"parking", "parkeerplaats", "place de stationnement"},
    Word{"sign_language", "gebarentaal", "langue des signes"},
    Word{"non_profit", "vzw", "asbl"},
    Word{"international_non_profit", "ivzw", "aisbl"},
    Word{"public_benefit_foundation", "stichting van openbaar nut", "fondation d’utilité publique"},
    Word{"private_foundation", "private stichting", "fondation privée"},
    Word{"public_body", "openbare instelling", "organisme public"},
    Word{"closed", "gesloten", "fermé"},
    Word{"appointment", "op afspraak", "sur rendez-vous"},
    Word{"closed_on_holidays", "gesloten op feestdagen", "fermé les jours fériés"},
    Word{"open_on_holidays", "open op feestdagen", "ouvert les jours fériés"},
    Word{"interpreters", "tolken per telefoon", "interprètes par téléphone"},
    Word{"no_interpreters", "geen tolken per telefoon", "pas d’interprètes par téléphone"},
    Word{"local_time", "tijden van Europe/Brussels", "heures d’Europe/Brussels"},
    Word{"region", "Brussels Hoofdstedelijk Gewest", "Région de Bruxelles-Capitale"},
    Word{"target_groups", "Doelgroepen", "Publics cibles"},
    Word{"authorities", "Overheden", "Pouvoirs publics"},
    Word{"about_target_groups", "Wie de diensten helpen.", "Qui les services aident."},
    Word{"about_authorities", "Wie de diensten erkent of financiert.", "Qui agrée ou finance les services."},
    Word{"opening_hours", "Openingsuren", "Heures d’ouverture"},
    Word{"MO", "ma", "lu"},
    Word{"TU", "di", "ma"},
    Word{"WE", "wo", "me"},
    Word{"TH", "do", "je"},
    Word{"FR", "vr", "ve"},
    Word{"SA", "za", "sa"},
    Word{"SU", "zo", "di"},
};

json::array const nothing;

} // namespace

std::string_view text(json::object const& document, std::string_view field) {
  return tandem::string_member(document, field);
}

json::array const& items(json::object const& document, std::string_view field) {
  json::value const* value = document.if_contains(field);
  return value != nullptr && value->is_array() ? value->get_array() : nothing;
}

json::object const* object(json::object const& document, std::string_view field) {
  json::value const* value = document.if_contains(field);
  return value != nullptr ? value->if_object() : nullptr;
}

std::vector<std::string> texts(json::object const& document, std::string_view field, std::string_view member) {
  std::vector<std::string> all;
  for (json::value const& item : items(document, field)) {
    if (item.is_string()) all.emplace_back(item.get_string().data(), item.get_string().size());
    else if (item.is_object()) all.emplace_back(text(item.get_object(), member));
  }
  return all;
}

bool is_true(json::object const& document, std::string_view field) {
  json::value const* value = document.if_contains(field);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
  std::string all;
  for (std::string const& part : parts) {
    if (part.empty()) continue;
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

std::vector<std::string> terms_of(json::object const& service, std::string_view facet) {
  std::vector<std::string> names;
  for (json::value const& term : items(service, "terms")) {
    json::object const* taxonomy = object(term.as_object(), "taxonomy");
    if (taxonomy != nullptr && text(*taxonomy, "facet") == facet) names.emplace_back(text(term.as_object(), "name"));
  }
  return names;
}

std::string Address::line() const { return joined({street, joined({postcode, municipality}, " ")}, ", "); }

Address address_of(json::object const& location) {
  std::string street =
      joined({std::string(text(location, "street")), std::string(text(location, "house_number"))}, " ");
  if (text(location, "street").empty()) street.clear(); // a number alone leads nowhere
  std::string_view const box = text(location, "box");
  if (!street.empty() && !box.empty())
    street += (text(location, "locale") == "fr" ? " bte " : " bus ") + std::string(box);
  return {street, std::string(text(location, "postcode")), std::string(text(location, "municipality"))};
}

Coordinates coordinates_of(json::object const& location) {
  json::value const* latitude = location.if_contains("latitude");
  json::value const* longitude = location.if_contains("longitude");
  if (latitude == nullptr || longitude == nullptr || !latitude->is_number() || !longitude->is_number()) return {};
  auto const decimal = [](json::value const& degrees) {
    std::array<char, 32> buffer{}; // no exponents: geo: URIs (RFC 5870) have none; 6 decimals are 11 cm
    std::snprintf(buffer.data(), buffer.size(), "%.6f", degrees.to_number<double>());
    std::string written(buffer.data());
    written.erase(written.find_last_not_of('0') + 1);
    if (written.back() == '.') written.pop_back();
    return written == "-0" ? "0" : written;
  };
  return {decimal(*latitude), decimal(*longitude)};
}

std::string word(std::string_view word, std::string_view locale) {
  auto const found = std::find_if(words.begin(), words.end(), [&](Word const& one) { return one.key == word; });
  if (found == words.end()) return std::string(word);
  return std::string(locale.starts_with("fr") ? found->french : found->dutch);
}

} // namespace directory::outputs
