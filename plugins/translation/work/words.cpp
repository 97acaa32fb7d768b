#include "words.hpp"

#include "memory/known.hpp"
#include "provenance/difference.hpp"
#include "provenance/revisions.hpp"
#include "segments/sentences.hpp"
#include "segments/value.hpp"

#include <map>

namespace translation::work {
namespace {

namespace json = boost::json;
using provenance::difference;
using provenance::RevisionKey;
using provenance::Revisions;
using provenance::text_in;
using segments::TextField;
using tandem::Locale;
using tandem::Result;
using tandem::Storage;

using FieldsOfType = std::map<std::string, std::vector<TextField>>;

Result<FieldsOfType> fields_of(Storage& storage, std::vector<Item> const& items) {
  json::array types;
  for (Item const& item : items) types.emplace_back(item.type);
  auto const rows = storage.read({"select name, schema::text from tandem.content_type where name in "
                                  "(select jsonb_array_elements_text($1::jsonb))",
                                  {json::serialize(types)}});
  if (!rows) return rows.error();
  FieldsOfType fields;
  for (auto const& row : *rows)
    fields.emplace(row[0].value(), segments::text_fields(tandem::stored_json(row[1].value()).as_object()));
  return fields;
}

/// Of what is missing as a whole the source's head, else the sources of its fields.
std::vector<RevisionKey> sources_of(std::vector<Item> const& items) {
  std::vector<RevisionKey> wanted;
  for (Item const& item : items) {
    if (item.source && item.status == "missing") wanted.push_back({item.entry, *item.source, std::nullopt});
    provenance::add_sources(wanted, item.entry, item.fields);
  }
  return wanted;
}

/// A sentence that the translation lacks.
struct Sentence {
  std::size_t item;
  std::int64_t words;
  memory::Asked asked;
};

class Count {
public:
  Count(std::vector<Item> const& items, FieldsOfType const& fields, Revisions const& revisions)
      : items_(items), fields_(fields), revisions_(revisions), words_(items.size()) {
    for (std::size_t i = 0; i < items.size(); ++i) count(i);
  }

  /// With what the memory knows.
  Result<std::vector<Words>> run(Storage& storage) {
    std::vector<memory::Asked> asked;
    for (Sentence const& one : sentences_) asked.push_back(one.asked);
    Result<std::set<memory::Asked>> const known = memory::known_among(storage, asked);
    if (!known) return known.error();
    for (Sentence const& one : sentences_)
      (known->contains(one.asked) ? words_[one.item].repeated : words_[one.item].fresh) += one.words;
    return std::move(words_);
  }

private:
  void count(std::size_t index) {
    Item const& item = items_[index];
    auto const fields = fields_.find(item.type);
    if (fields == fields_.end()) return;
    for (TextField const& field : fields->second)
      if (item.status == "missing") missing(index, field);
      else if (json::value const* const standing = item.fields.if_contains(field.name))
        behind(index, field, standing->as_object());
  }

  void missing(std::size_t index, TextField const& field) {
    Item const& item = items_[index];
    if (!item.source) return;
    if (auto const head = revisions_.find({item.entry, *item.source, std::nullopt}); head != revisions_.end())
      all_new(index, field, head->second.if_contains(field.name), *item.source);
  }

  void behind(std::size_t index, TextField const& field, json::object const& standing) {
    std::string const& entry = items_[index].entry;
    RevisionKey const now = provenance::source_now(entry, standing);
    auto const then = provenance::source_then(entry, standing);
    if (standing.at("status") == "missing" || !then) {
      if (auto const source = revisions_.find(now); source != revisions_.end())
        all_new(index, field, source->second.if_contains(field.name), now.locale);
      return;
    }
    Locale const locale = Locale::parse(now.locale).value();
    for (provenance::Part const& part :
         difference(text_in(revisions_, *then, field.name), text_in(revisions_, now, field.name)))
      if (part.change == provenance::Change::added)
        words_[index].changed += static_cast<std::int64_t>(segments::words_in(part.text, locale));
  }

  void all_new(std::size_t index, TextField const& field, json::value const* value, std::string const& from) {
    if (value == nullptr) return;
    Locale const locale = Locale::parse(from).value();
    for (auto const& [pointer, text] : segments::texts_of(field, *value))
      for (segments::Segment const& segment : segments::split(text, field.form, locale).segments)
        sentences_.push_back({index,
                              static_cast<std::int64_t>(segments::word_count(segment.source, locale)),
                              {from, items_[index].locale, memory::as_known(segment.source)}});
  }

  std::vector<Item> const& items_;
  FieldsOfType const& fields_;
  Revisions const& revisions_;
  std::vector<Words> words_;
  std::vector<Sentence> sentences_;
};

} // namespace

Result<std::vector<Words>> words_of(Storage& storage, std::vector<Item> const& items) {
  if (items.empty()) return std::vector<Words>{};
  Result<FieldsOfType> const fields = fields_of(storage, items);
  if (!fields) return fields.error();
  Result<Revisions> const revisions = provenance::read_revisions(storage, sources_of(items));
  if (!revisions) return revisions.error();
  return Count(items, *fields, *revisions).run(storage);
}

} // namespace translation::work
