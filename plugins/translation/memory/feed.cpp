#include "memory/feed.hpp"

#include "memory/unit.hpp"
#include "segments/value.hpp"

#include <algorithm>
#include <set>

namespace translation::memory {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::Locale;
using tandem::Result;
using tandem::Rows;

constexpr char const* at_once = "100"; // entries that are asked for with one question

/// An entry as it is public in one language.
struct Text {
  Locale locale;
  int revision;
  json::object data;
  std::string since;
  std::set<std::string> behind; ///< Fields that say something else by now.
};

struct PublicEntry {
  std::string type;
  std::vector<segments::TextField> fields;
  std::vector<Text> texts;
};

Result<PublicEntry> read_entry(tandem::Storage& storage, std::string const& entry) {
  Result<Rows> const rows = storage.read({"select * from tandem_translation.memory_texts($1)", {entry}});
  if (!rows) return rows.error();
  PublicEntry result;
  for (auto const& row : *rows) {
    if (result.texts.empty()) {
      result.type = row[4].value();
      result.fields = segments::text_fields(tandem::stored_json(row[5].value()).as_object());
    }
    Text text{Locale::parse(row[0].value()).value(),
              std::stoi(row[1].value()),
              tandem::stored_json(row[2].value()).as_object(),
              row[3].value(),
              {}};
    json::value const behind = tandem::stored_json(row[6].value());
    for (json::value const& field : behind.as_array()) text.behind.emplace(field.as_string());
    result.texts.push_back(std::move(text));
  }
  return result;
}

/// Lists of words have no order that both languages keep.
bool is_list(segments::TextField const& field) { return tandem::string_member(field.schema, "type") == "array"; }

void add_field(json::array& rows, PublicEntry const& entry, segments::TextField const& field, Text const& source,
               Text const& target) {
  json::value const* const said = source.data.if_contains(field.name);
  json::value const* const other = target.data.if_contains(field.name);
  if (said == nullptr || other == nullptr || source.behind.contains(field.name) || target.behind.contains(field.name))
    return;
  auto const texts = segments::texts_of(field, *said), others = segments::texts_of(field, *other);
  for (auto const& [pointer, text] : texts) {
    auto const counterpart = others.find(pointer);
    if (counterpart == others.end()) continue;
    for (Aligned& one : align(segments::split(text, field.form, source.locale),
                              segments::split(counterpart->second, field.form, target.locale))) {
      json::object row =
          unit_json({source.locale.text(), target.locale.text(), std::move(one.source), std::move(one.target)});
      row["type"] = entry.type;
      row["field"] = field.name;
      row["pointer"] = pointer;
      row["segment"] = one.segment;
      row["source_revision"] = source.revision;
      row["target_revision"] = target.revision;
      row["since"] = std::max(source.since, target.since);
      rows.push_back(std::move(row));
    }
  }
}

json::array rows_of(PublicEntry const& entry) {
  json::array rows;
  for (Text const& source : entry.texts)
    for (Text const& target : entry.texts)
      if (source.locale != target.locale)
        for (segments::TextField const& field : entry.fields)
          if (!is_list(field)) add_field(rows, entry, field, source, target);
  return rows;
}

/// Where in the queue the reading is: "since" and entry of the last that was read.
struct Place {
  std::string since = "-infinity", entry = "00000000-0000-0000-0000-000000000000";
};

Result<void> feed(tandem::Storage& storage, Place const& at) {
  try {
    Result<PublicEntry> const entry = read_entry(storage, at.entry);
    if (!entry) return entry.error();
    Result<Rows> const kept = storage.write({{"select tandem_translation.keep_memory($1, $2::timestamptz, $3::jsonb)",
                                              {at.entry, at.since, json::serialize(rows_of(*entry))}}});
    return kept ? Result<void>() : kept.error();
  } catch (std::exception const& problem) { // whatever is wrong with one entry, the others are to be read
    return Error{tandem::ErrorCode::internal, problem.what()};
  }
}

} // namespace

Result<Fed> catch_up(tandem::Storage& storage) {
  Fed fed;
  for (Place last;;) {
    Result<Rows> const waiting = storage.read(
        {"select entry, since::text from tandem_translation.memory_waiting($1, $2::timestamptz, $3::uuid)",
         {at_once, last.since, last.entry}});
    if (!waiting) return waiting.error();
    if (waiting->empty()) return fed;
    for (auto const& row : *waiting) {
      last = {row[1].value(), row[0].value()};
      if (auto const done = feed(storage, last)) ++fed.entries;
      else fed.failures.push_back(last.entry + ": " + done.error().detail);
    }
  }
}

Result<Fed> rebuild(tandem::Storage& storage) {
  if (auto noted = storage.write({{"select tandem_translation.note_memory(null)", {}}}); !noted) return noted.error();
  return catch_up(storage);
}

} // namespace translation::memory
