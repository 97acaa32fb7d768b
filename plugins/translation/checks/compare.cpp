#include "checks/compare.hpp"

#include "checks/language.hpp"
#include "checks/messages.hpp"
#include "segments/placeholders.hpp"

#include <algorithm>
#include <map>

namespace translation::checks {
namespace {

namespace facts = tandem::facts;
using segments::Form;

tandem::Locale locale_of(Text const& text) {
  auto const locale = tandem::Locale::parse(text.locale);
  return locale ? *locale : tandem::Locale::shared();
}

bool facts_are_read(std::string_view locale) {
  std::string_view const language = language_part(locale);
  return language == "nl" || language == "fr";
}

void compare_facts(Text const& first, Text const& second, std::vector<Finding>& found) {
  bool const all = facts_are_read(first.locale) && facts_are_read(second.locale);
  for (facts::Difference const& one : facts::differences(first.text, second.text)) {
    auto const kind = static_cast<Kind>(one.fact.kind);
    if (!all && kind > Kind::link) continue;
    bool const second_lacks = one.lacks == facts::Side::second;
    Text const &here = second_lacks ? second : first, &there = second_lacks ? first : second;
    found.push_back({kind, std::string(here.locale), std::string(there.locale), "", one.fact.written,
                     lacking_message(kind, one.fact.written, here.locale, there.locale)});
  }
}

/// How often each placeholder stands there.
std::map<std::string, int> placeholders_of(Form form, Text const& text) {
  std::map<std::string, int> counts;
  for (std::string& one : segments::placeholders_in(text.text, form)) ++counts[std::move(one)];
  return counts;
}

/// "%s" takes the next value: how many there are counts. "{naam}" and "%1$s" say which one they take.
bool is_named(std::string_view placeholder) {
  return !placeholder.starts_with('%') || placeholder.find('$') != std::string_view::npos;
}

void lacking_placeholders(std::map<std::string, int> const& in, std::map<std::string, int> const& other,
                          Text const& there, Text const& here, std::vector<Finding>& found) {
  for (auto const& [written, count] : in) {
    auto const same = other.find(written);
    if (same != other.end() && (is_named(written) || same->second >= count)) continue;
    found.push_back({Kind::placeholder, std::string(here.locale), std::string(there.locale), "", written,
                     lacking_message(Kind::placeholder, written, here.locale, there.locale)});
  }
}

bool is_about_a_link(Finding const& finding) {
  return finding.kind == Kind::phone || finding.kind == Kind::email || finding.kind == Kind::link;
}

/// The paragraphs, headings and cells of a text, as people read them.
std::vector<std::string> paragraphs_of(Form form, Text const& text) {
  std::vector<std::string> paragraphs;
  std::size_t block = 0;
  for (segments::Segment const& segment : segments::split(text.text, form, locale_of(text)).segments) {
    if (paragraphs.empty() || segment.block != block) paragraphs.emplace_back();
    else paragraphs.back() += ' ';
    paragraphs.back() += segments::plain_text(segment.source);
    block = segment.block;
  }
  return paragraphs;
}

} // namespace

std::vector<Finding> compare_values(Form form, Text const& first, Text const& second) {
  std::vector<Finding> found;
  compare_facts(first, second, found);
  auto const one = placeholders_of(form, first), other = placeholders_of(form, second);
  lacking_placeholders(one, other, first, second, found);
  lacking_placeholders(other, one, second, first, found);
  return found;
}

std::vector<Finding> compare(Form form, Text const& first, Text const& second) {
  if (first.text == second.text) return {};
  std::vector<Finding> found = compare_values(form, first, second);
  if (form != Form::markdown) return found;
  bool const told = std::any_of(found.begin(), found.end(), is_about_a_link);
  for (Finding& one : compare_structure(first, second, told)) found.push_back(std::move(one));
  return found;
}

std::vector<Finding> check_language(Form form, Text const& text, std::vector<std::string_view> const& others,
                                    std::size_t least_words) {
  std::vector<std::string> const paragraphs = paragraphs_of(form, text);
  // The other language that the words are in; "" when they are in their own, or too few to tell.
  auto const other_language = [&](TellingWords const& words) -> std::string {
    if (words.count < least_words) return "";
    std::string found = language_of(words);
    if (found.empty() || look_alike(found, text.locale)) return "";
    bool const of_the_entry =
        std::any_of(others.begin(), others.end(), [&](std::string_view one) { return look_alike(one, found); });
    return of_the_entry || words.count >= 2 * least_words ? found : "";
  };
  auto const finding = [&](Kind kind, std::string const& found, std::string const& here, Message message) -> Finding {
    auto const other =
        std::find_if(others.begin(), others.end(), [&](std::string_view one) { return look_alike(one, found); });
    return {kind, std::string(text.locale), other == others.end() ? "" : std::string(*other), here,
            "",   std::move(message)};
  };
  std::string whole;
  for (std::string const& paragraph : paragraphs) whole += paragraph + "\n";
  if (std::string const found = other_language(telling_words(whole)); !found.empty())
    return {finding(Kind::language, found, paragraphs.front(), language_message(text.locale, found))};
  std::vector<Finding> passages;
  if (paragraphs.size() > 1)
    for (std::string const& paragraph : paragraphs)
      if (std::string const found = other_language(telling_words(paragraph)); !found.empty())
        passages.push_back(finding(Kind::passage, found, paragraph, passage_message(text.locale, found)));
  return passages;
}

} // namespace translation::checks
