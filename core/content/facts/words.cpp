#include "content/facts/words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace tandem::facts {
namespace {

std::map<std::string_view, unsigned> const& months() {
  static std::map<std::string_view, unsigned> const all{
      {"januari", 1},   {"janvier", 1},   {"jan", 1},       {"janv", 1},     {"februari", 2},  {"février", 2},
      {"fevrier", 2},   {"feb", 2},       {"févr", 2},      {"maart", 3},    {"mars", 3},      {"mrt", 3},
      {"april", 4},     {"avril", 4},     {"apr", 4},       {"avr", 4},      {"mei", 5},       {"mai", 5},
      {"juni", 6},      {"juin", 6},      {"jun", 6},       {"juli", 7},     {"juillet", 7},   {"juil", 7},
      {"jul", 7},       {"augustus", 8},  {"août", 8},      {"aout", 8},     {"aug", 8},       {"september", 9},
      {"septembre", 9}, {"sept", 9},      {"sep", 9},       {"oktober", 10}, {"octobre", 10},  {"okt", 10},
      {"oct", 10},      {"november", 11}, {"novembre", 11}, {"nov", 11},     {"december", 12}, {"décembre", 12},
      {"decembre", 12}, {"dec", 12},      {"déc", 12}};
  return all;
}

std::map<std::string_view, std::string_view> const& words() {
  static std::map<std::string_view, std::string_view> const all{// Dutch
                                                                {"nul", "0"},
                                                                {"een", "1"},
                                                                {"één", "1"},
                                                                {"twee", "2"},
                                                                {"drie", "3"},
                                                                {"vier", "4"},
                                                                {"vijf", "5"},
                                                                {"zes", "6"},
                                                                {"zeven", "7"},
                                                                {"acht", "8"},
                                                                {"negen", "9"},
                                                                {"tien", "10"},
                                                                {"elf", "11"},
                                                                {"twaalf", "12"},
                                                                {"dertien", "13"},
                                                                {"veertien", "14"},
                                                                {"vijftien", "15"},
                                                                {"zestien", "16"},
                                                                {"zeventien", "17"},
                                                                {"achttien", "18"},
                                                                {"negentien", "19"},
                                                                {"twintig", "20"},
                                                                {"dertig", "30"},
                                                                {"veertig", "40"},
                                                                {"vijftig", "50"},
                                                                {"zestig", "60"},
                                                                {"honderd", "100"},
                                                                {"duizend", "1000"},
                                                                {"eerste", "1"},
                                                                {"tweede", "2"},
                                                                {"derde", "3"},
                                                                {"vierde", "4"},
                                                                {"vijfde", "5"},
                                                                {"eenmaal", "1"},
                                                                {"tweemaal", "2"},
                                                                {"driemaal", "3"},
                                                                {"middag", "12:00"},
                                                                {"middernacht", "00:00"},
                                                                // French
                                                                {"zéro", "0"},
                                                                {"un", "1"},
                                                                {"une", "1"},
                                                                {"deux", "2"},
                                                                {"trois", "3"},
                                                                {"quatre", "4"},
                                                                {"cinq", "5"},
                                                                {"six", "6"},
                                                                {"sept", "7"},
                                                                {"huit", "8"},
                                                                {"neuf", "9"},
                                                                {"dix", "10"},
                                                                {"onze", "11"},
                                                                {"douze", "12"},
                                                                {"treize", "13"},
                                                                {"quatorze", "14"},
                                                                {"quinze", "15"},
                                                                {"seize", "16"},
                                                                {"vingt", "20"},
                                                                {"trente", "30"},
                                                                {"quarante", "40"},
                                                                {"cinquante", "50"},
                                                                {"soixante", "60"},
                                                                {"cent", "100"},
                                                                {"mille", "1000"},
                                                                {"premier", "1"},
                                                                {"première", "1"},
                                                                {"deuxième", "2"},
                                                                {"second", "2"},
                                                                {"seconde", "2"},
                                                                {"troisième", "3"},
                                                                {"quatrième", "4"},
                                                                {"cinquième", "5"},
                                                                {"midi", "12:00"},
                                                                {"minuit", "00:00"}};
  return all;
}

} // namespace

std::optional<unsigned> month_of(std::string_view word) {
  auto const found = months().find(word);
  return found == months().end() ? std::nullopt : std::optional(found->second);
}

std::string month_alternatives() {
  std::vector<std::string_view> names;
  for (auto const& [name, number] : months()) names.push_back(name);
  std::sort(names.begin(), names.end(), [](auto a, auto b) { return a.size() > b.size(); });
  std::string all;
  for (std::string_view const name : names) all += (all.empty() ? "" : "|") + std::string(name);
  return all;
}

std::string_view spoken(std::string_view word) {
  auto const found = words().find(word);
  return found == words().end() ? std::string_view{} : found->second;
}

} // namespace tandem::facts
