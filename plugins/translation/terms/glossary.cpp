#include "terms/glossary.hpp"

#include <algorithm>

namespace translation::terms {
namespace {

namespace json = tandem::json;
using tandem::Result;
using tandem::Rows;

std::string json_list(std::set<std::string> const& texts) {
  return json::serialize(json::array(texts.begin(), texts.end()));
}

std::vector<std::string> strings_of(json::value const& list) {
  std::vector<std::string> strings;
  for (json::value const& one : list.as_array()) strings.emplace_back(one.as_string());
  return strings;
}

Result<ReadText> read(tandem::Storage& storage, std::string_view text, std::string const& locale) {
  ReadText result{locale, words_of(text), {}};
  std::set<std::string> distinct;
  for (Word const& word : result.words) distinct.insert(word.text);
  Result<Rows> const rows = storage.read({"select word, to_jsonb(lexemes) from tandem_translation.read_words($1, "
                                          "array(select jsonb_array_elements_text($2::jsonb)))",
                                          {locale, json_list(distinct)}});
  if (!rows) return rows.error();
  for (auto const& row : *rows)
    result.lexemes.emplace(row[0].value(), strings_of(tandem::stored_json(row[1].value())));
  return result;
}

Standing standing_of(std::string_view name) {
  return name == "preferred" ? Standing::preferred : name == "allowed" ? Standing::allowed : Standing::forbidden;
}

/// Those that may stand in the text, and all of these concepts; the preferred ones of each first.
Result<std::vector<Designation>> designations(tandem::Storage& storage, ReadText const& text,
                                              std::set<std::string> const& entries) {
  std::set<std::string> lexemes;
  for (auto const& [word, made] : text.lexemes) lexemes.insert(made.begin(), made.end());
  Result<Rows> const rows =
      storage.read({"select entry, standing, written, coalesce(reason, ''), fixed, to_jsonb(words), accepts from "
                    "tandem_translation.designation where locale = $1 and (keys && array(select "
                    "jsonb_array_elements_text($2::jsonb)) or entry = any (array(select "
                    "jsonb_array_elements_text($3::jsonb)::uuid))) order by entry, place",
                    {text.locale, json_list(lexemes), json_list(entries)}});
  if (!rows) return rows.error();
  std::vector<Designation> all;
  for (auto const& row : *rows) {
    Designation one{row[0].value(),
                    standing_of(row[1].value()),
                    row[2].value(),
                    row[3].value(),
                    row[4].value() == "t",
                    strings_of(tandem::stored_json(row[5].value())),
                    {}};
    json::value const accepts = tandem::stored_json(row[6].value());
    for (json::value const& forms : accepts.as_array()) {
      one.accepts.push_back(strings_of(forms));
      std::sort(one.accepts.back().begin(), one.accepts.back().end());
    }
    all.push_back(std::move(one));
  }
  return all;
}

std::set<std::string> entries_of(std::vector<Designation> const& designations) {
  std::set<std::string> entries;
  for (Designation const& one : designations) entries.insert(one.entry);
  return entries;
}

/// Definition and usage of each concept in a language.
Result<std::map<std::string, std::pair<std::string, std::string>>>
explanations(tandem::Storage& storage, std::set<std::string> const& entries, std::string const& locale) {
  Result<Rows> const rows = storage.read(
      {"select entry, coalesce(languages #>> array[$1, 'definition'], ''), coalesce(languages #>> array[$1, "
       "'usage'], '') from tandem_translation.term where entry = any (array(select "
       "jsonb_array_elements_text($2::jsonb)::uuid))",
       {locale, json_list(entries)}});
  if (!rows) return rows.error();
  std::map<std::string, std::pair<std::string, std::string>> all;
  for (auto const& row : *rows) all[row[0].value()] = {row[1].value(), row[2].value()};
  return all;
}

} // namespace

Result<std::vector<TermInText>> terms_in(tandem::Storage& storage, std::string_view text, std::string const& locale,
                                         std::string const& other_locale) {
  Result<ReadText> const read_text = read(storage, text, locale);
  if (!read_text) return read_text.error();
  Result<std::vector<Designation>> const here = designations(storage, *read_text, {});
  if (!here) return here.error();
  std::set<std::string> const entries = entries_of(*here);
  Result<std::vector<Designation>> const there = designations(storage, {other_locale, {}, {}}, entries);
  if (!there) return there.error();
  auto const explained = explanations(storage, entries, locale);
  if (!explained) return explained.error();
  std::vector<TermInText> found;
  for (Spot const& spot : spot(*read_text, *here))
    for (std::size_t const i : spot.designations) {
      Designation const& one = (*here)[i];
      if (one.standing == Standing::forbidden) continue;
      Word const& first = read_text->words[spot.word];
      Word const& last = read_text->words[spot.word + spot.words - 1];
      TermInText term{one.entry, first.start, last.start + last.length - first.start, one.written, {}, {}, {}, {}};
      for (Designation const& other : *there)
        if (other.entry == one.entry)
          (other.standing == Standing::forbidden ? term.avoid : term.use).push_back(other.written);
      if (auto const told = explained->find(one.entry); told != explained->end())
        std::tie(term.definition, term.usage) = told->second;
      found.push_back(std::move(term));
    }
  return found;
}

Result<std::vector<Finding>> check(tandem::Storage& storage, Pair const& pair) {
  Result<ReadText> const source = read(storage, pair.source, pair.source_locale);
  if (!source) return source.error();
  Result<ReadText> const target = read(storage, pair.target, pair.target_locale);
  if (!target) return target.error();
  Result<std::vector<Designation>> const of_source = designations(storage, *source, {});
  if (!of_source) return of_source.error();
  Result<std::vector<Designation>> const of_target = designations(storage, *target, entries_of(*of_source));
  if (!of_target) return of_target.error();
  // With these come what to use instead of a forbidden word.
  Result<std::vector<Designation>> const whole_source = designations(storage, *source, entries_of(*of_source));
  if (!whole_source) return whole_source.error();
  std::set<std::string> const seen = entries_of(*of_target);
  Result<std::vector<Designation>> const whole_target = designations(storage, *target, seen);
  if (!whole_target) return whole_target.error();
  return findings(*source, *whole_source, *target, *whole_target);
}

} // namespace translation::terms
