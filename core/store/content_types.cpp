#include "store/content_types.hpp"

#include "content/canonical_json.hpp"

namespace tandem::store {

std::vector<std::string> changed_types(Transaction& tx, ContentTypes const& types) {
  std::vector<std::string> changed;
  for (auto const& [name, type] : types.all()) {
    Rows const rows = tx.query("select schema from content_type where name = $1", {name});
    if (rows.empty() || canonical_json(stored_json(rows[0][0].value())) != canonical_json(type.schema()))
      changed.push_back(name);
  }
  return changed;
}

void apply_types(Transaction& tx, ContentTypes const& types) {
  for (auto const& [name, type] : types.all())
    tx.query("insert into content_type (name, localised, has_shared, schema) values ($1, $2, $3, $4) "
             "on conflict (name) do update set localised = excluded.localised, has_shared = excluded.has_shared, "
             "schema = excluded.schema, applied_at = clock_timestamp()",
             {name, type.has_localised() ? "t" : "f", type.has_shared() ? "t" : "f", json::serialize(type.schema())});
}

} // namespace tandem::store
