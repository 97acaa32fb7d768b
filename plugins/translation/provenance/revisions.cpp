#include "revisions.hpp"

#include "difference.hpp"

namespace translation::provenance {

namespace json = boost::json;
using tandem::Result;
using tandem::Rows;

namespace {

RevisionKey source_at(std::string const& entry, json::object const& standing, char const* which) {
  return {entry, std::string(standing.at("source").as_string()), standing.at(which).as_int64()};
}

} // namespace

void add_sources(std::vector<RevisionKey>& wanted, std::string const& entry, json::object const& fields) {
  for (auto const& field : fields) {
    json::object const& standing = field.value().as_object();
    wanted.push_back(source_now(entry, standing));
    if (auto then = source_then(entry, standing)) wanted.push_back(std::move(*then));
  }
}

Result<Revisions> read_revisions(tandem::Storage& storage, std::vector<RevisionKey> const& wanted) {
  Revisions revisions;
  if (wanted.empty()) return revisions;
  json::array list;
  for (RevisionKey const& key : wanted)
    list.push_back({{"entry", key.entry},
                    {"locale", key.locale},
                    {"number", key.number ? json::value(*key.number) : json::value(nullptr)}});
  Result<Rows> const rows =
      storage.read({"select distinct w.entry, w.locale, w.number, r.data from jsonb_to_recordset($1::jsonb) w "
                    "(entry uuid, locale text, number integer) "
                    "join tandem.variant v on v.entry = w.entry and v.locale = w.locale "
                    "join tandem.revision r on r.entry = w.entry and r.locale = w.locale and r.number = "
                    "coalesce(w.number, v.head)",
                    {json::serialize(list)}});
  if (!rows) return rows.error();
  for (auto const& row : *rows) {
    RevisionKey key{row[0].value(), row[1].value(), std::nullopt};
    if (row[2]) key.number = std::stoll(*row[2]);
    revisions.emplace(std::move(key), json::parse(row[3].value()).as_object());
  }
  return revisions;
}

std::string text_in(Revisions const& revisions, RevisionKey const& key, std::string_view field) {
  auto const found = revisions.find(key);
  return found == revisions.end() ? "" : text_of(found->second.if_contains(field));
}

RevisionKey source_now(std::string const& entry, json::object const& standing) {
  return source_at(entry, standing, "now");
}

std::optional<RevisionKey> source_then(std::string const& entry, json::object const& standing) {
  if (!standing.contains("then")) return std::nullopt;
  return source_at(entry, standing, "then");
}

} // namespace translation::provenance
