#include "terms/inflection.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

namespace translation::terms {
namespace {

using Endings = std::initializer_list<std::string_view>;

/// Endings of which one stands for another.
bool interchange(Endings const& endings, std::string_view one, std::string_view other) {
  return std::find(endings.begin(), endings.end(), one) != endings.end() &&
         std::find(endings.begin(), endings.end(), other) != endings.end();
}

bool in_dutch(std::string_view one, std::string_view other) {
  for (Endings const& endings : {Endings{"", "s", "n", "en", "e", "es"}, Endings{"s", "zen"}, Endings{"f", "ven"}})
    if (interchange(endings, one, other)) return true;
  return false;
}

bool in_french(std::string_view one, std::string_view other) {
  for (Endings const& endings :
       {Endings{"", "s", "e", "es", "x", "le", "les", "ne", "nes", "te", "tes"}, Endings{"s", "e", "es"},
        Endings{"r", "rs", "se", "ses"}, Endings{"eur", "eurs", "rice", "rices"},
        Endings{"l", "ls", "ux", "le", "les"}, Endings{"f", "fs", "ve", "ves"}, Endings{"x", "se", "ses"},
        Endings{"er", "ers", "ère", "ères"}})
    if (interchange(endings, one, other)) return true;
  return false;
}

/// Dutch doubles letters to keep a sound: afspraak, afspraken.
std::string without_doubles(std::string_view word) {
  std::string single(word);
  single.erase(std::unique(single.begin(), single.end()), single.end());
  return single;
}

bool begins_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

} // namespace

bool is_form_of(std::string_view language, std::string_view one, std::string_view other) {
  if (one == other) return true;
  bool const dutch = language.starts_with("nl");
  if (!dutch && !language.starts_with("fr")) return true;
  std::string const a = dutch ? without_doubles(one) : std::string(one);
  std::string const b = dutch ? without_doubles(other) : std::string(other);
  auto same = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  while (same > 0 && (begins_inside_character(a, same) || begins_inside_character(b, same))) --same;
  // "vous" is no form of "vou": what is left of the word must be more than its ending.
  if (same < 2) return a == b;
  std::string_view const rest = std::string_view(a).substr(same), other_rest = std::string_view(b).substr(same);
  return dutch ? in_dutch(rest, other_rest) : in_french(rest, other_rest);
}

} // namespace translation::terms
