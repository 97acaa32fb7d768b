#include "exchange/outgoing.hpp"

#include "terms/glossary.hpp"

#include <algorithm>
#include <set>

namespace translation::exchange {
namespace {

using tandem::EntryHeads;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;

/// A mistake in this part of the order.
Error wrong(std::string_view part, std::string detail) {
  Error error{ErrorCode::invalid_parameter, std::move(detail)};
  error.parameter = part;
  return error;
}

/// Fields that are behind in a language, as "entry field".
Result<std::set<std::pair<std::string, std::string>>> behind(Hands const& hands, Locale const& locale) {
  auto const rows =
      hands.storage.read({"select s.entry::text, f.key from tandem_translation.standing s, jsonb_each(s.fields) f "
                          "where s.locale = $1 and f.value ->> 'status' in ('stale', 'missing')",
                          {locale.text()}});
  if (!rows) return rows.error();
  std::set<std::pair<std::string, std::string>> all;
  for (auto const& row : *rows) all.emplace(*row[0], *row[1]);
  return all;
}

bool is_empty(EntryHeads const& heads, Locale const& locale, std::string const& field) {
  auto const head = heads.variants.find(locale);
  json::value const* value = head == heads.variants.end() ? nullptr : head->second.data.if_contains(field);
  if (value == nullptr || value->is_null()) return true;
  return (value->is_string() && value->get_string().empty()) || (value->is_array() && value->get_array().empty()) ||
         (value->is_object() && value->get_object().empty());
}

/// The terms in a text, each with the word that the other language prefers and those that it does not want.
Result<std::vector<Term>> glossary_terms(Hands const& hands, std::string const& text, ExportOrder const& order) {
  auto const found = terms::terms_in(hands.storage, text, order.from.text(), order.to.text());
  if (!found) return found.error();
  std::vector<Term> all;
  for (terms::TermInText const& term : *found) {
    std::string definition = term.definition;
    for (std::size_t i = 1; i < term.use.size(); ++i)
      definition += (definition.empty() ? "= " : "; = ") + term.use[i];
    for (std::string const& word : term.avoid) definition += (definition.empty() ? "≠ " : "; ≠ ") + word;
    all.push_back({term.written, term.use.empty() ? "" : term.use.front(), std::move(definition)});
  }
  return all;
}

} // namespace

Result<Exported> gather(Hands const& hands, ExportOrder const& order) {
  auto const types = schemas(hands.storage);
  if (!types) return types.error();
  for (std::string const& type : order.types)
    if (!types->contains(type)) return wrong("type", "there is no content type " + type);
  auto const stale = behind(hands, order.to);
  if (!stale) return stale.error();
  Asking asking{[&](EntryHeads const& heads, std::string const& field) {
    return order.all || is_empty(heads, order.to, field) || stale->contains({heads.entry.text(), field});
  }};
  std::optional<Error> failed;
  asking.terms = [&](std::string const& text) {
    auto terms = glossary_terms(hands, text, order);
    if (!terms) failed = terms.error();
    return terms ? *std::move(terms) : std::vector<Term>();
  };
  Exported exported{order.from, order.to, {}};
  std::set<tandem::EntryId> wanted(order.entries.begin(), order.entries.end());
  for (auto const& [type, schema] : *types) {
    if (!order.types.empty() && std::find(order.types.begin(), order.types.end(), type) == order.types.end())
      continue;
    if (segments::text_fields(schema).empty()) continue;
    auto const heads = hands.heads(type);
    if (!heads) return heads.error();
    for (EntryHeads const& entry : *heads) {
      if (!order.entries.empty() && wanted.erase(entry.entry) == 0) continue;
      if (auto one = export_entry(type, schema, entry, order.from, order.to, asking))
        exported.entries.push_back(*std::move(one));
      if (failed) return *failed;
    }
  }
  if (!wanted.empty())
    return wrong("entry", "there is no entry " + wanted.begin()->text() + " with text to translate");
  return exported;
}

Extent extent_of(Exported const& exported) {
  Extent extent;
  for (ExportedEntry const& entry : exported.entries)
    for (Unit const& unit : entry.units)
      for (segments::Segment const& segment : unit.text.segments) {
        ++extent.segments;
        extent.words += segments::word_count(segment.source, exported.source);
      }
  return extent;
}

} // namespace translation::exchange
