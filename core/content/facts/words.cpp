#include "content/facts/words.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>
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

/// Without what parts the words of a number: hyphens, spaces, and the soft hyphens that ICU puts there.
std::string joined(std::string_view words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool const soft_hyphen = words.substr(i).starts_with("\xC2\xAD");
    if (soft_hyphen) ++i;
    else if (words[i] != ' ' && words[i] != '-') all += words[i];
  }
  return all;
}

/// Numbers as ICU spells them in both languages, and as Belgium does ("nonante"), joined.
std::map<std::string, std::string, std::less<>> spelled() {
  std::map<std::string, std::string, std::less<>> all;
  for (char const* locale : {"nl", "fr", "fr_BE"}) {
    UErrorCode status = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat const format(icu::URBNF_SPELLOUT, icu::Locale(locale), status);
    if (U_FAILURE(status)) continue; // without its rules, its words are those above
    auto const add = [&](int number) {
      icu::UnicodeString written;
      std::string bytes;
      format.format(number, written).toUTF8String(bytes);
      all.emplace(joined(bytes), std::to_string(number));
    };
    for (int number = 0; number <= 1000; ++number) add(number);
    for (int number = 2000; number <= 100'000; number += 1000) add(number);
  }
  return all;
}

std::string_view spelled(std::string const& joined_words) {
  static std::map<std::string, std::string, std::less<>> const all = spelled();
  auto const found = all.find(joined_words);
  return found == all.end() ? std::string_view{} : found->second;
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

std::string_view spoken(std::string_view words_of_number) {
  if (auto const found = words().find(words_of_number); found != words().end()) return found->second;
  std::string all = joined(words_of_number);
  if (std::string_view const value = spelled(all); !value.empty()) return value;
  if (!all.ends_with("une")) return {};
  all.pop_back(); // "vingt et une"
  return spelled(all);
}

} // namespace tandem::facts
