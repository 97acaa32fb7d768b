#include "machine/source.hpp"

#include "cells.hpp"

#include <algorithm>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;

Error mistake(std::string pointer, std::string detail) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

Result<Locale> locale_of(std::string pointer, std::string const& text, std::vector<std::string> const& locales) {
  if (std::find(locales.begin(), locales.end(), text) == locales.end())
    return mistake(std::move(pointer), "\"" + text + "\" is not a language of this site");
  return Locale::parse(text);
}

/// The fields that were asked for, or all that hold text.
Result<std::vector<segments::TextField>> fields_of(json::object const& schema,
                                                   std::vector<std::string> const& asked) {
  std::vector<segments::TextField> fields = segments::text_fields(schema);
  if (asked.empty()) return fields;
  std::vector<segments::TextField> chosen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto const field = std::find_if(fields.begin(), fields.end(),
                                    [&](segments::TextField const& one) { return one.name == asked[i]; });
    if (field == fields.end())
      return mistake("/fields/" + std::to_string(i),
                     "\"" + asked[i] + "\" is not a field with text in several languages");
    chosen.push_back(*field);
  }
  return chosen;
}

} // namespace

Result<Source> find_source(tandem::Storage& storage, std::vector<std::string> const& locales, Wanted const& wanted,
                           Allowed const& allowed) {
  auto const from = locale_of("/from", wanted.from, locales), to = locale_of("/to", wanted.to, locales);
  if (!from) return from.error();
  if (!to) return to.error();
  if (*from == *to) return mistake("/to", "from and to are the same language");
  auto const id = tandem::EntryId::parse(wanted.entry);
  if (!id) return mistake("/entry", "\"" + wanted.entry + "\" is not the id of an entry");
  auto const rows =
      storage.read({"select e.type, e.organisation, t.schema::text, r.number, r.data::text from tandem.entry e "
                    "join tandem.content_type t on t.name = e.type "
                    "left join tandem.variant v on v.entry = e.id and v.locale = $2 "
                    "left join tandem.revision r on r.entry = v.entry and r.locale = v.locale and r.number = v.head "
                    "where e.id = $1::uuid and e.deleted_at is null",
                    {id->text(), from->text()}});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorCode::not_found, "there is no such entry"};
  auto const& row = rows->front();
  if (auto ok = allowed(subject_of(row[0], row[1], *id, *from), *to); !ok) return ok.error();
  auto fields = fields_of(tandem::stored_json(row[2].value()).as_object(), wanted.fields);
  if (!fields) return fields.error();
  if (!row[3]) return Error{ErrorCode::not_found, "the entry is not there in " + from->text()};
  return Source{*id,
                row[0].value(),
                *from,
                *to,
                std::stoi(*row[3]),
                std::move(*fields),
                tandem::stored_json(row[4].value()).as_object()};
}

} // namespace translation::machine
