#include "store/changes.hpp"

#include "content/json.hpp"
#include "store/cells.hpp"

namespace tandem::store {

void append_changes(Transaction& tx, std::vector<ChangeLine> const& changes) {
  if (changes.empty()) return;
  json::array rows;
  for (ChangeLine const& change : changes)
    rows.push_back({{"kind", change.kind},
                    {"entry", change.entry ? json::value(change.entry->text()) : nullptr},
                    {"type", change.type},
                    {"locale", change.locale ? json::value(change.locale->text()) : nullptr},
                    {"revision", change.revision ? json::value(*change.revision) : nullptr},
                    {"bundle", change.bundle ? json::value(change.bundle->text()) : nullptr}});
  tx.query("with added as (insert into change (number, kind, entry, type, locale, revision, bundle) "
           "select (select coalesce(max(number), 0) from change) + place, kind, entry, nullif(type, ''), locale, "
           "revision, bundle "
           "from rows from (jsonb_to_recordset($1::jsonb) as (kind text, entry uuid, type text, locale text, "
           "revision integer, bundle uuid)) with ordinality as line (kind, entry, type, locale, revision, bundle, "
           "place) returning number) select pg_notify('tandem_changed', max(number)::text) from added",
           {json::serialize(rows)});
}

std::int64_t last_change(Transaction& tx) {
  return std::stoll(tx.query("select coalesce(max(number), 0) from change")[0][0].value());
}

std::vector<ChangeRow> list_changes(Transaction& tx, std::int64_t after, std::size_t limit) {
  std::vector<ChangeRow> changes;
  for (auto const& row : tx.query("select number, at, kind, entry, type, locale, revision, bundle from change "
                                  "where number > $1 order by number limit $2",
                                  {std::to_string(after), std::to_string(limit)})) {
    ChangeLine line{row[2].value(), optional_uuid(row[3]), row[4].value_or("")};
    if (row[5]) line.locale = locale_cell(row[5]);
    line.revision = optional_number(row[6]);
    line.bundle = optional_uuid(row[7]);
    changes.push_back({std::stoll(row[0].value()), timestamp_cell(row[1]), std::move(line)});
  }
  return changes;
}

std::vector<std::pair<std::string, std::string>> public_slugs(Transaction& tx, std::vector<EntryId> const& entries) {
  std::vector<std::string> ids;
  for (EntryId const& entry : entries) ids.push_back(entry.text());
  std::vector<std::pair<std::string, std::string>> slugs;
  for (auto const& row : tx.query("select type, slug from public_slugs($1::uuid[])", {array_literal(ids)}))
    slugs.emplace_back(row[0].value(), row[1].value());
  return slugs;
}

} // namespace tandem::store
