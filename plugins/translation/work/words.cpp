#include "words.hpp"

#include "provenance/difference.hpp"

#include <algorithm>

namespace translation::work {
namespace {

namespace json = boost::json;
using provenance::difference;
using provenance::text_of;
using provenance::word_count;
using tandem::Result;
using tandem::Row;
using tandem::Rows;
using tandem::Storage;

/// The revisions that items need, by "<entry>:nl:3"; and of each source its head, by "<entry>:nl:head".
using Revisions = std::map<std::string, json::object>;

std::string named(std::string const& entry, std::string_view locale, json::value const& number) {
  return entry + ":" + std::string(locale) + ":" + std::to_string(number.as_int64());
}

Result<Revisions> read_revisions(Storage& storage, std::vector<Item> const& items) {
  json::array wanted;
  for (Item const& item : items) {
    if (item.source && item.status == "missing")
      wanted.push_back({{"entry", item.entry}, {"locale", *item.source}, {"number", nullptr}});
    for (auto const& field : item.fields)
      for (char const* which : {"then", "now"})
        if (json::value const* number = field.value().as_object().if_contains(which))
          wanted.push_back({{"entry", item.entry}, {"locale", field.value().at("source")}, {"number", *number}});
  }
  Revisions revisions;
  if (wanted.empty()) return revisions;
  Result<Rows> const rows = storage.read({"select distinct w.entry, w.locale, coalesce(w.number::text, 'head'), "
                                          "r.data from jsonb_to_recordset($1::jsonb) w "
                                          "(entry uuid, locale text, number integer) "
                                          "join tandem.variant v on v.entry = w.entry and v.locale = w.locale "
                                          "join tandem.revision r on r.entry = w.entry and r.locale = w.locale and "
                                          "r.number = coalesce(w.number, v.head)",
                                          {json::serialize(wanted)}});
  if (!rows) return rows.error();
  for (Row const& row : *rows)
    revisions.emplace(row[0].value() + ":" + row[1].value() + ":" + row[2].value(),
                      json::parse(row[3].value()).as_object());
  return revisions;
}

json::value const* field_in(Revisions const& revisions, std::string const& name, std::string_view field) {
  auto const found = revisions.find(name);
  return found == revisions.end() ? nullptr : found->second.if_contains(field);
}

std::int64_t words_in(std::string_view text) { return static_cast<std::int64_t>(word_count(text)); }

Words words_of(Item const& item, Revisions const& revisions) {
  Words words;
  if (item.status == "missing" && item.source) {
    auto const head = revisions.find(item.entry + ":" + *item.source + ":head");
    if (head != revisions.end())
      for (auto const& field : head->second)
        if (field.key() != "slug") words.fresh += words_in(text_of(&field.value()));
    return words;
  }
  for (auto const& field : item.fields) {
    json::object const& standing = field.value().as_object();
    std::string_view const source = standing.at("source").as_string();
    std::string const now = text_of(field_in(revisions, named(item.entry, source, standing.at("now")), field.key()));
    if (standing.at("status") == "missing" || !standing.contains("then")) {
      words.fresh += words_in(now);
      continue;
    }
    std::string const then =
        text_of(field_in(revisions, named(item.entry, source, standing.at("then")), field.key()));
    for (provenance::Part const& part : difference(then, now))
      if (part.change == provenance::Change::added) words.changed += words_in(part.text);
  }
  return words;
}

} // namespace

Result<std::vector<Words>> words_of(Storage& storage, std::vector<Item> const& items) {
  Result<Revisions> const revisions = read_revisions(storage, items);
  if (!revisions) return revisions.error();
  std::vector<Words> all;
  all.reserve(items.size());
  for (Item const& item : items) all.push_back(words_of(item, *revisions));
  return all;
}

} // namespace translation::work
