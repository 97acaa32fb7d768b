#include "content/facts/facts.hpp"

#include "content/facts/addresses.hpp"
#include "content/facts/phone.hpp"
#include "content/facts/scan.hpp"
#include "content/facts/words.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

namespace tandem::facts {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

/// "1.250" and "50" as "1250.5".
std::string number_value(std::string_view whole, std::string_view fraction) {
  std::string value = digits_of(whole);
  value.erase(0, std::min(value.find_first_not_of('0'), value.size() - 1));
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  return fraction.empty() ? value : value + "." + std::string(fraction);
}

/// Reads a text rule by rule; the order matters, because what one takes the next do not see.
class Reader {
public:
  explicit Reader(std::string_view text) : scan_(text) {}

  std::vector<Fact> read() {
    addresses();
    registrations();
    dates();
    phones();
    amounts();
    times();
    numbers();
    return std::move(facts_);
  }

private:
  void add(FactKind kind, std::string value, Match const& match, bool possible = true) {
    facts_.push_back({kind, std::move(value), scan_.written(match.begin, match.end), possible});
  }

  void addresses() {
    scan_.each(web_pattern(), [&](Match const& match) {
      Match const trimmed = without_punctuation(match);
      add(FactKind::web, web_value(trimmed.groups[0]), trimmed);
      return true;
    });
    static auto const* const email = pattern(R"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)");
    scan_.each(email, [&](Match const& match) {
      std::string value = match.groups[0];
      std::transform(value.begin(), value.end(), value.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      add(FactKind::email, std::move(value), match);
      return true;
    });
    scan_.each(bare_web_pattern(), [&](Match const& match) {
      Match const trimmed = without_punctuation(match);
      add(FactKind::web, web_value(trimmed.groups[0]), trimmed);
      return true;
    });
  }

  /// Account numbers, and numbers of the Belgian register of enterprises, whose last two digits check the others:
  /// 97 minus the remainder of the first eight.
  void registrations() {
    static auto const* const iban = pattern(R"(\bBE\d{2}(?: ?\d{4}){3}(?!\d))");
    scan_.each(iban, [&](Match const& match) {
      add(FactKind::number, "BE" + digits_of(match.groups[0]), match);
      return true;
    });
    static auto const* const enterprise = pattern(R"((?<!\d)(BE ?)?([01]\d{3}\.\d{3}\.\d{3})(?!\d))");
    scan_.each(enterprise, [&](Match const& match) {
      std::string const digits = digits_of(match.groups[2]);
      bool const holds = 97 - std::stol(digits.substr(0, 8)) % 97 == std::stol(digits.substr(8));
      if (match.groups[1].empty() && (!holds || to_e164(match.groups[2]))) return false;
      add(FactKind::number, "BE" + digits, match);
      return true;
    });
  }

  void dates() {
    static auto const* const iso = pattern(R"((?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-]))");
    scan_.each(iso,
               [&](Match const& match) { return date(match, match.groups[1], match.groups[2], match.groups[3]); });
    static auto const* const digits = pattern(R"((?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d))");
    scan_.each(digits,
               [&](Match const& match) { return date(match, match.groups[4], match.groups[3], match.groups[1]); });
    static auto const* const short_year = pattern(R"((?<![\d/.-])(?<!\d )(\d{1,2})/(\d{1,2})/(\d{2})(?![\d/]))");
    scan_.each(short_year, [&](Match const& match) {
      std::string const century = match.groups[3] < "70" ? "20" : "19";
      return date(match, century + match.groups[3], match.groups[2], match.groups[1]);
    });
    static auto const* const named = pattern(R"((?<![\p{L}\d])(?:(\d{1,2})(?:er|ste|de|e)?\.? ?)?()" +
                                             month_alternatives() + R"()\.?(?!\p{L})(?: (\d{4})(?!\d))?)");
    scan_.each(named, [&](Match const& match) {
      if (match.groups[1].empty() && match.groups[3].empty()) return false; // "mei", "mars": a word
      std::string name;
      icu::UnicodeString::fromUTF8(match.groups[2]).toLower().toUTF8String(name);
      return date(match, match.groups[3], std::to_string(month_of(name).value_or(0)), match.groups[1]);
    });
  }

  bool date(Match const& match, std::string const& year, std::string const& month, std::string const& day) {
    unsigned const m = static_cast<unsigned>(std::stoul(month)),
                   d = day.empty() ? 1 : static_cast<unsigned>(std::stoul(day));
    // 29 February is a day of some years.
    std::chrono::year_month_day const known{std::chrono::year{year.empty() ? 2000 : std::stoi(year)},
                                            std::chrono::month{m}, std::chrono::day{d}};
    if (!known.ok()) return false;
    char text[32];
    if (day.empty()) std::snprintf(text, sizeof text, "%s-%02u", year.c_str(), m);
    else std::snprintf(text, sizeof text, "%s-%02u-%02u", year.empty() ? "-" : year.c_str(), m, d);
    add(FactKind::date, text, match);
    return true;
  }

  void phones() {
    static auto const* const number =
        pattern(R"((?<![\p{L}\d/,_-])(?<!\d\.)(?:\+ ?\d|\(?0\d)(?:[ ./()-]{0,2}\d){5,17}(?!\d))");
    scan_.each(number, [&](Match match) {
      std::optional<std::string> value = to_e164(match.groups[0]);
      if (!value) value = without_what_follows(match);
      add(FactKind::phone, value ? *value : digits_of(match.groups[0]), match, value.has_value());
      // What follows a number is read by the rules to come: only the number itself is taken.
      scan_.take(match);
      return false;
    });
    // Digits that are called a telephone number and lack the code of the zone.
    static auto const* const called = pattern(
        R"(\b(?:tel|tél|telefoon(?:nummer)?|téléphone|gsm|fax)\.? ?:? ?([1-9](?:[ ./-]{0,2}\d){5,12})(?!\d))");
    scan_.each(called, [&](Match const& match) {
      if (!to_e164(match.groups[1])) add(FactKind::phone, digits_of(match.groups[1]), match, false);
      return true;
    });
  }

  /// "02 537 59 28 1000 Brussel", "02 537 59 28 9-12 uur": the number ends where a postcode or an hour begins.
  std::optional<std::string> without_what_follows(Match& match) const {
    static auto const* const other = pattern(R"(^(?:[1-9]\d{3} \p{L}|\d{1,2} ?(?:[:.hu-]|uur)))");
    std::string const& all = match.groups[0]; // ASCII
    for (std::size_t space = all.rfind(' '); space != std::string::npos && space > 0;
         space = all.rfind(' ', space - 1)) {
      std::optional<std::string> value = to_e164(all.substr(0, space));
      if (!value) continue;
      bool follows = false;
      Scan(scan_.written(match.begin + static_cast<int>(space) + 1, match.end + 4)).each(other, [&](Match const&) {
        return follows = true;
      });
      if (!follows) return std::nullopt;
      match.end = match.begin + static_cast<int>(space);
      return value;
    }
    return std::nullopt;
  }

  void amounts() {
    static auto const* const sign_first =
        pattern(R"((?:€|\bEUR\b) ?(\d{1,3}(?:[. ]\d{3})+|\d+)(?:[,.](\d{1,2}|-))?(?!\d))");
    static auto const* const sign_last =
        pattern(R"((?<![\p{L}\d.,])(\d{1,3}(?:[. ]\d{3})+|\d+)(?:[,.](\d{1,2}|-))? ?(?:€|euros?\b|EUR\b))");
    for (auto const* const rule : {sign_first, sign_last})
      scan_.each(rule, [&](Match const& match) {
        add(FactKind::amount, number_value(match.groups[1], match.groups[2] == "-" ? "" : match.groups[2]), match);
        return true;
      });
  }

  bool time(Match const& match, std::string const& hour, std::string const& minute, bool afternoon) {
    int h = std::stoi(hour);
    int const m = minute.empty() ? 0 : std::stoi(minute);
    if (afternoon && h >= 1 && h < 12) h += 12;
    if (h > 24 || m > 59 || (h == 24 && m != 0)) return false;
    char text[24];
    std::snprintf(text, sizeof text, "%02d:%02d", h, m);
    add(FactKind::time, text, match);
    return true;
  }

  /// "24/7", "24 h/24 et 7 j/7", "24 uur op 24": no hours, and said in each language in its own way.
  void always() {
    static auto const* const all_day = pattern(R"((?<!\d)24 ?(?:h|u|uur|heures)?\.? ?(?:/|op|sur) ?(?:24|7)(?!\d))");
    scan_.each(all_day, [&](Match const& match) {
      add(FactKind::number, "24", match);
      return true;
    });
    static auto const* const all_week = pattern(R"((?<!\d)7 ?(?:j|jours|d|dagen)?\.? ?(?:/|op|sur) ?7(?!\d))");
    scan_.each(all_week, [](Match const&) { return true; });
  }

  void times() {
    always();
    // "8 h 30", "8u30"; "8.30 uur", "08:30"; "13 uur", "13 h".
    static icu::RegexPattern const* const rules[] = {
        pattern(R"((?<![\p{L}\d.,:])(\d{1,2}) ?(?:heures?|uur|h|u)\.? ?([0-5]\d)(?!\d))"),
        pattern(
            R"((?<![\p{L}\d.,:])(\d{1,2})[:.]([0-5]\d)(?:(?: ?(?:heures?|uur|h|u)\.?)(?!\p{L})|(?![\d.,:]|\p{L})|(?=[.,](?!\d))))"),
        pattern(R"((?<![\p{L}\d.,:])(\d{1,2})() ?(?:heures?|uur|h|u)\.?(?!\p{L}))")};
    struct Read {
      int begin, afternoon_hour; // of twelve; 0 when it does not say that it is one
    };
    std::vector<Read> all;
    for (auto const* const rule : rules)
      scan_.each(rule, [&](Match const& match) {
        bool const afternoon = is_afternoon(match);
        if (!time(match, match.groups[1], match.groups[2], afternoon)) return false;
        int const hour = std::stoi(match.groups[1]);
        all.push_back({match.begin, afternoon && hour < 12 ? hour : 0});
        return true;
      });
    for (Read const& one : all) earlier_ends(one.begin, one.afternoon_hour);
  }

  /// "'s namiddags om 2 uur", "2 uur 's namiddags", "8 h du soir": hours of twelve.
  [[nodiscard]] bool is_afternoon(Match const& match) const {
    static auto const* const before = pattern(
        R"((?:(?<!voor)middags?|avonds?|après-midi|soir)(?: (?:om|van|tussen|vanaf|rond|à|de|dès|vers|entre))?)"
        R"((?: \d{1,2}(?:[.:]\d\d)? ?(?:tot|en|-|à|et))? ?$)");
    static auto const* const after = pattern(
        R"(\A ?(?:['‘]s (?:na)?middags|['‘]s avonds|in de (?:na)?middag|namiddag|de l'après-midi|du soir)(?!\p{L}))");
    if (!scan_.before(before, match.begin).empty()) return true;
    bool follows = false;
    Scan(scan_.written(match.end, match.end + 24)).each(after, [&](Match const&) {
      follows = true;
      return false;
    });
    return follows;
  }

  /// "van 9 tot 12 uur", "de 9 à 12 h", "9, 10 en 11 uur": the hours before one that says what it is. "Van 2 tot 4
  /// uur 's namiddags" is all in the afternoon, "van 11 tot 2 uur 's namiddags" is not.
  void earlier_ends(int begin, int afternoon_hour) {
    static auto const* const before =
        pattern(R"((?<![\p{L}\d.,:])(\d{1,2})() ?(?:-|,|/|tot(?: en met)?|t/m|en|of|à|a|et|ou|jusqu'à) ?$)");
    for (std::vector<Match> found = scan_.before(before, begin); !found.empty();
         found = scan_.before(before, begin)) {
      Match match = found.back();
      begin = match.begin;
      match.end = match.begin + static_cast<int>(match.groups[1].size());
      int const hour = std::stoi(match.groups[1]);
      bool const afternoon = hour < afternoon_hour;
      if (!time(match, match.groups[1], "", afternoon)) return;
      afternoon_hour = afternoon ? hour : 0;
      scan_.take(match);
    }
  }

  void numbers() {
    // Numbers of a list's items are no facts.
    static auto const* const item = pattern(R"(^ *\d{1,3}[.)] )");
    scan_.each(item, [](Match const&) { return true; });
    static auto const* const number = pattern(R"((?<![\p{L}\d])(\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)(?:[,.](\d+))?)");
    scan_.each(number, [&](Match const& match) {
      std::string const& whole = match.groups[1];
      bool const year = whole.size() == 4 && match.groups[2].empty() &&
                        (whole[0] == '1' || whole.starts_with("20")) && whole >= "1800";
      add(year ? FactKind::date : FactKind::number, number_value(whole, match.groups[2]), match);
      return true;
    });
  }

  Scan scan_;
  std::vector<Fact> facts_;
};

/// Neighbours with a space or a hyphen between.
bool are_one_number(Scan const& scan, Match const& word, Match const& next) {
  if (next.begin != word.end + 1) return false;
  std::string const between = scan.written(word.end, next.begin);
  return between == " " || between == "-" || between == "\u00A0" || between == "\u2011";
}

} // namespace

std::vector<Fact> facts_in(std::string_view text) { return Reader(text).read(); }

std::vector<std::string> spoken_in(std::string_view text) {
  static auto const* const word = pattern(R"(\p{L}+)");
  constexpr std::size_t longest = 7; // words of a number: "quatre-vingt-dix-neuf", "trois cent vingt et un"
  std::vector<std::string> values;
  std::string lower;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).toLower().toUTF8String(lower);
  Scan scan(lower);
  std::vector<Match> words;
  scan.each(word, [&](Match const& match) {
    words.push_back(match);
    return false;
  });
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string number;
    for (std::size_t j = i; j < std::min(words.size(), i + longest); ++j) {
      if (j > i && !are_one_number(scan, words[j - 1], words[j])) break;
      number += words[j].groups[0];
      if (std::string_view const value = spoken(number); !value.empty()) values.emplace_back(value);
    }
  }
  static auto const* const half = pattern(R"(\bhalf (\p{L}+))");
  scan.each(half, [&](Match const& match) { // "half negen" is 8:30, in the morning or in the evening
    std::string const hour(spoken(match.groups[1]));
    if (hour.empty() || hour.size() > 2) return false;
    for (int const one : {std::stoi(hour) - 1, std::stoi(hour) + 11}) {
      char time[16];
      std::snprintf(time, sizeof time, "%02d:30", one);
      values.emplace_back(time);
    }
    return false;
  });
  return values;
}

std::vector<SlashedDay> days_with_slash(std::string_view text) {
  static auto const* const day = pattern(R"((?<![\p{L}\d/.,-])(\d{1,2})/(\d{1,2})(?![\d/]|[.,-]\d))");
  std::vector<SlashedDay> days;
  Scan(text).each(day, [&](Match const& match) {
    unsigned const d = static_cast<unsigned>(std::stoul(match.groups[1])),
                   m = static_cast<unsigned>(std::stoul(match.groups[2]));
    if (!std::chrono::year_month_day{std::chrono::year{2000}, std::chrono::month{m}, std::chrono::day{d}}.ok())
      return false;
    char date[16];
    std::snprintf(date, sizeof date, "--%02u-%02u", m, d);
    days.push_back({date, std::to_string(d), std::to_string(m)});
    return false;
  });
  return days;
}

} // namespace tandem::facts
