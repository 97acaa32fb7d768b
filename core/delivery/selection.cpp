#include "delivery/selection.hpp"

#include "delivery/expression.hpp"

#include <algorithm>

namespace tandem::delivery {
namespace {

std::string text_of(Field const& field) { return "p.data ->> " + sql_text(field.name); }

std::string folded(std::string const& text) { return "lower(public.unaccent(" + text + "))"; }

std::string joined(std::vector<std::string> const& parts, std::string_view separator) {
  std::string all;
  for (std::string const& part : parts) all += (all.empty() ? "" : std::string(separator)) + part;
  return all;
}

std::string sql_list(std::vector<std::string> const& checked) {
  std::vector<std::string> all;
  for (std::string const& one : checked) all.push_back(sql_text(one));
  return joined(all, ", ");
}

} // namespace

std::string Values::add(std::string text) {
  values_.emplace_back(std::move(text));
  return "$" + std::to_string(values_.size());
}

Selection::Selection(Plan const& of) : plan(of) {
  if (plan.preview) {
    preview = values.add(plan.preview->text()) + "::uuid";
    from = "published_in_preview(" + preview + ")";
  } else if (plan.at) {
    from = "published_at(" + values.add(format_timestamp(*plan.at)) + "::timestamptz)";
  } else {
    from = "published";
  }
}

std::string const& Selection::dictionary_of(std::string const& locale) const {
  return locale == Locale::shared().text() ? plan.locale : locale;
}

/// A query of its own, so that the words are read once and not once a row, whatever the plan.
std::string Selection::query_in(std::string const& locale) const {
  return "(select search_query(" + sql_text(dictionary_of(locale)) + ", " + words + ", " +
         (plan.typing ? "true" : "false") + "))";
}

std::string Selection::query_of(std::string const& row) const {
  std::string cases;
  for (std::string const& locale : plan.chain)
    if (locale != plan.locale && dictionary_of(locale) != plan.locale)
      cases += " when " + sql_text(locale) + " then " + query_in(locale);
  return cases.empty() ? query_in(plan.locale)
                       : "case " + row + ".locale" + cases + " else " + query_in(plan.locale) + " end";
}

/// The entry has no row in a language that is asked for before that of this row. The rows of the projection know
/// their entry's languages; elsewhere they are looked up, by a condition of its own, not one inside the alternatives
/// below: so it is an anti-join, which costs the least for one page as for all.
std::string Selection::no_better() const {
  if (of_projection()) return best_of_its_entry();
  std::vector<std::string> pairs, better;
  for (std::string const& locale : plan.chain) {
    if (locale == Locale::shared().text()) continue; // an entry without localised fields has no other row
    if (!better.empty())
      pairs.push_back("p.locale = " + sql_text(locale) + " and b.locale in (" + sql_list(better) + ")");
    better.push_back(locale);
  }
  if (pairs.empty()) return "";
  auto const none = [&](std::string const& others) {
    return " and not exists (select 1 from " + others + " b.entry = p.entry and (" + joined(pairs, " or ") + "))";
  };
  if (!plan.preview) return none(from + " b where");
  // An entry is either previewed or as published; apart, each can be looked up.
  return none("published b where not p.previewed and") + none("previewed(" + preview + ") b where p.previewed and");
}

std::string Selection::best_of_its_entry() const {
  std::string cases, better;
  for (std::string const& locale : plan.chain) {
    if (locale == Locale::shared().text()) continue; // an entry without localised fields has no other row
    if (!better.empty()) cases += " when " + sql_text(locale) + " then not p.locales && array[" + better + "]";
    better += (better.empty() ? "" : ", ") + sql_text(locale);
  }
  // The first condition is the one that the indexes of this language have.
  return " and (" + shown_in(plan.locale, "p.") + ")" +
         (cases.empty() ? "" : " and case p.locale" + cases + " else true end");
}

std::string Selection::readable() const { return "p.locale in (" + sql_list(plan.chain) + ")" + no_better(); }

/// Of a search an alternative for each language, so that each can be answered by an index.
std::string Selection::fitting() {
  std::vector<std::string> locales, alternatives;
  for (std::string const& locale : plan.chain) {
    if ((locale == Locale::shared().text()) == plan.type->has_localised()) continue;
    locales.push_back(locale);
    if (!plan.search.empty())
      alternatives.push_back("p.locale = " + sql_text(locale) + " and p.search @@ " + query_in(locale));
  }
  std::string where =
      "p.type = " + sql_text(plan.type->name()) + " and (" +
      (plan.search.empty() ? "p.locale in (" + sql_list(locales) + ")" : joined(alternatives, " or ")) + ")";
  if (plan.type->has_localised() || of_projection()) where += no_better();
  if (!plan.id.empty()) where += " and p.entry = " + values.add(plan.id) + "::uuid";
  if (!plan.slug.empty()) where += " and p.data ->> 'slug' = " + values.add(plan.slug);
  for (Filter const& filter : plan.filters) where += " and (" + condition(filter) + ")";
  return where;
}

std::string Selection::condition(Filter const& filter) {
  if (filter.field == nullptr)
    return "p.entry = any (" + values.add(store::array_literal(filter.values)) + "::uuid[])";
  Field const& field = *filter.field;
  std::string const name = sql_text(field.name), language = language_of(plan.locale);
  if (field.kind == FieldKind::array) {
    std::string const wanted = values.add(store::array_literal(filter.values)) + "::text[]";
    std::string const any = lists_strings(field)
                                ? "p.data -> " + name + " ?| " + wanted
                                : "exists (select 1 from jsonb_path_query(p.data -> " + name +
                                      ", 'lax $[*]') item where item #>> '{}' = any (" + wanted + "))";
    return filter.op == "ne" ? "(" + any + ") is not true" : any;
  }
  if (filter.op == "contains")
    return "position(" + folded(values.add(filter.values[0]) + "::text") + " in " + folded(text_of(field)) + ") > 0";
  if (filter.op == "prefix")
    return "starts_with(" + folded(text_of(field)) + ", " + folded(values.add(filter.values[0]) + "::text") + ")";
  // A text as long as what is compared of texts may differ further on; the shorter ones are answered by an index.
  bool const too_long = std::any_of(filter.values.begin(), filter.values.end(),
                                    [](std::string const& value) { return value.size() >= compared_characters; });
  std::string const left = too_long && has_alphabet(field)
                               ? "coalesce(" + text_of(field) + ", '') collate \"" + language + "-x-icu\""
                               : comparable(field, language, "p.data");
  std::string const present = "p.data ? " + name + " and ";
  auto const right = [&](std::string const& value) { return comparable_value(field, language, values.add(value)); };
  if (filter.op == "in") {
    std::vector<std::string> alternatives;
    for (std::string const& value : filter.values) alternatives.push_back(right(value));
    return present + left + " in (" + joined(alternatives, ", ") + ")";
  }
  if (filter.op == "ne") return "(not (p.data ? " + name + ") or " + left + " <> " + right(filter.values[0]) + ")";
  static std::map<std::string, std::string> const signs{
      {"eq", "="}, {"lt", "<"}, {"lte", "<="}, {"gt", ">"}, {"gte", ">="}};
  return present + left + " " + signs.at(filter.op) + " " + right(filter.values[0]);
}

std::string Selection::key(SortKey const& key) const {
  // Rounded, so that a cursor gives the very number again; divided by the logarithm of the length (1).
  if (key.field == nullptr) return "round(ts_rank(p.search, " + query_of("p") + ", 1)::numeric, 8)";
  return comparable(*key.field, language_of(plan.locale), "p.data");
}

bool Selection::descends(SortKey const& key) const { return key.descending != (plan.cursor && plan.cursor->before); }

std::string Selection::order() {
  std::string order;
  // One slug may be an entry's in the language asked for, and another's in one to fall back to.
  if (!plan.slug.empty())
    order = "array_position(" + values.add(store::array_literal(plan.chain)) + "::text[], p.locale), ";
  for (SortKey const& one : plan.sort) order += key(one) + (descends(one) ? " desc, " : ", ");
  // In the direction of the last key, so that an index on both is read one way.
  return order + "p.entry" + (descends(plan.sort.back()) ? " desc" : "");
}

/// Where all keys go one way, (k1, k2, entry) > (v1, v2, id): an index begins to be read there. Otherwise
/// k1 >= v1 and (k1 > v1 or (k1 = v1 and (k2 < v2 or …))): the first key still bounds what is read.
std::string Selection::beyond_cursor() {
  std::vector<std::string> lefts, rights, signs;
  for (std::size_t i = 0; i < plan.sort.size(); ++i) {
    SortKey const& sorted = plan.sort[i];
    std::string const parameter = values.add(plan.cursor->keys[i]);
    lefts.push_back(key(sorted));
    rights.push_back(sorted.field == nullptr ? parameter + "::numeric"
                                             : comparable_value(*sorted.field, language_of(plan.locale), parameter));
    signs.emplace_back(descends(sorted) ? "<" : ">");
  }
  lefts.emplace_back("p.entry");
  rights.push_back(values.add(plan.cursor->id) + "::uuid");
  signs.push_back(signs.back());
  if (std::count(signs.begin(), signs.end(), signs.front()) == static_cast<std::ptrdiff_t>(signs.size()))
    return "(" + joined(lefts, ", ") + ") " + signs.front() + " (" + joined(rights, ", ") + ")";
  std::string alternatives = lefts.back() + " " + signs.back() + " " + rights.back();
  for (std::size_t i = lefts.size() - 1; i-- > 0;)
    alternatives = lefts[i] + " " + signs[i] + " " + rights[i] + " or (" + lefts[i] + " = " + rights[i] + " and (" +
                   alternatives + "))";
  return lefts[0] + " " + signs[0] + "= " + rights[0] + " and (" + alternatives + ")";
}

} // namespace tandem::delivery
