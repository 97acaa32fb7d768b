#include "content/facts/differences.hpp"

#include "content/facts/addresses.hpp"

#include <algorithm>

namespace tandem::facts {
namespace {

/// An amount may be called by another name than euros, and 2000 may be a year or "2.000" people; the number must be
/// the same. Other dates look like no number.
bool is_plain_number(FactKind kind) {
  return kind == FactKind::amount || kind == FactKind::number || kind == FactKind::date;
}

bool same(Fact const& one, Fact const& other) {
  if (one.kind == FactKind::web && other.kind == FactKind::web) return same_page(one.value, other.value);
  if (one.value != other.value) return false;
  return one.kind == other.kind || (is_plain_number(one.kind) && is_plain_number(other.kind));
}

bool is_spoken(Fact const& fact, std::vector<std::string> const& words) {
  auto const said = [&](std::string_view value) {
    return std::find(words.begin(), words.end(), value) != words.end();
  };
  if (is_plain_number(fact.kind)) return said(fact.value);
  if (fact.kind != FactKind::time) return false;
  if (said(fact.value == "24:00" ? "00:00" : fact.value)) return true;
  if (!fact.value.ends_with(":00")) return false;
  std::string_view const hour = std::string_view(fact.value).substr(0, 2);
  return said(hour.starts_with('0') ? hour.substr(1) : hour);
}

void find_lacking(std::vector<Fact> const& in, std::vector<Fact> const& other, std::vector<std::string> const& words,
                  Side lacks, std::vector<Difference>& found) {
  for (Fact const& fact : in) {
    if (std::any_of(other.begin(), other.end(), [&](Fact const& one) { return same(fact, one); })) continue;
    if (is_spoken(fact, words)) continue;
    bool const told = std::any_of(found.begin(), found.end(), [&](Difference const& one) {
      return one.lacks == lacks && one.fact.kind == fact.kind && one.fact.value == fact.value;
    });
    if (!told) found.push_back({fact, lacks});
  }
}

/// "14/6" in one text and "14 juni" in the other are the same day: then what each says is said in the other.
void agree_on_days(std::string_view text, std::vector<std::string>& words, std::vector<Fact> const& other,
                   std::vector<std::string>& other_words) {
  for (SlashedDay const& day : days_with_slash(text)) {
    bool const same_day = std::any_of(other.begin(), other.end(), [&](Fact const& fact) {
      return fact.kind == FactKind::date && fact.value == day.date;
    });
    if (!same_day) continue;
    words.push_back(day.date);
    other_words.insert(other_words.end(), {day.day, day.month});
  }
}

} // namespace

std::vector<Difference> differences(std::string_view first, std::string_view second) {
  std::vector<Difference> found;
  if (first == second) return found;
  std::vector<Fact> const one = facts_in(first), other = facts_in(second);
  std::vector<std::string> words = spoken_in(first), other_words = spoken_in(second);
  agree_on_days(first, words, other, other_words);
  agree_on_days(second, other_words, one, words);
  find_lacking(one, other, other_words, Side::second, found);
  find_lacking(other, one, words, Side::first, found);
  return found;
}

} // namespace tandem::facts
