#include "exchange/hands.hpp"

namespace translation::exchange {

Hands hands_of(tandem::Host& host) {
  return {host.storage(), [&host](std::string const& type) { return host.heads(type); },
          [&host](tandem::Batch const& batch, bool dry_run) { return host.edit(batch, dry_run); }};
}

Hands hands_of(tandem::Host& host, tandem::Caller const& caller) {
  return {host.storage(), [&caller](std::string const& type) { return caller.heads(type); },
          [&caller](tandem::Batch const& batch, bool dry_run) { return caller.edit(batch, dry_run); }};
}

tandem::Result<std::map<std::string, json::object>> schemas(tandem::Storage& storage) {
  auto const rows = storage.read({"select name, schema::text from tandem.content_type order by name"});
  if (!rows) return rows.error();
  std::map<std::string, json::object> all;
  for (auto const& row : *rows)
    if (auto schema = tandem::stored_json(*row[1]); schema.is_object())
      all.emplace(*row[0], std::move(schema.get_object()));
  return all;
}

} // namespace translation::exchange
