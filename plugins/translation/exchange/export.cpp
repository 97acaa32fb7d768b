#include "exchange/export.hpp"

#include <set>

namespace translation::exchange {
namespace {

/// What the target says now helps who brings it up to date.
std::vector<std::string> notes_on(segments::TextField const& field, std::string const& pointer,
                                  tandem::Head const* target) {
  json::value const* value = target == nullptr ? nullptr : target->data.if_contains(field.name);
  if (value == nullptr) return {};
  auto const texts = segments::texts_of(field, *value);
  auto const text = texts.find(pointer);
  if (text == texts.end()) return {};
  return {"Now: " + text->second};
}

/// Each term once for a text, wherever it stands.
std::vector<Term> terms_of(segments::Segmented const& text, Asking const& asking) {
  if (!asking.terms) return {};
  std::string all;
  for (segments::Segment const& segment : text.segments) all += segments::plain_text(segment.source) + "\n";
  std::vector<Term> terms;
  std::set<std::pair<std::string, std::string>> seen;
  for (Term& term : asking.terms(all))
    if (seen.emplace(term.term, term.translation).second) terms.push_back(std::move(term));
  return terms;
}

tandem::Head const* head_in(tandem::EntryHeads const& heads, tandem::Locale const& locale) {
  auto const head = heads.variants.find(locale);
  return head == heads.variants.end() ? nullptr : &head->second;
}

std::string title_of(json::object const& schema, tandem::Head const& head) {
  json::value const* extra = schema.if_contains("x-tandem");
  if (extra == nullptr || !extra->is_object()) return "";
  return std::string(tandem::string_member(head.data, tandem::string_member(extra->get_object(), "title")));
}

} // namespace

std::optional<ExportedEntry> export_entry(std::string const& type, json::object const& schema,
                                          tandem::EntryHeads const& heads, tandem::Locale const& source,
                                          tandem::Locale const& target, Asking const& asking) {
  tandem::Head const *from = head_in(heads, source), *to = head_in(heads, target);
  if (from == nullptr) return std::nullopt;
  ExportedEntry entry{{type, heads.entry, {source, from->number}, target, to == nullptr ? 0 : to->number},
                      title_of(schema, *from),
                      to == nullptr ? "" : to->etag,
                      {}};
  for (segments::TextField const& field : segments::text_fields(schema)) {
    json::value const* value = from->data.if_contains(field.name);
    if (value == nullptr || !asking.needs_work(heads, field.name)) continue;
    for (auto const& [pointer, text] : segments::texts_of(field, *value)) {
      auto segmented = segments::split(text, field.form, source);
      if (segmented.segments.empty()) continue;
      auto terms = terms_of(segmented, asking);
      entry.units.push_back({unit_id(field.name, pointer), field.name, field.label, field.description,
                             std::move(segmented), notes_on(field, pointer, to), std::move(terms)});
    }
  }
  return entry.units.empty() ? std::nullopt : std::optional(std::move(entry));
}

} // namespace translation::exchange
