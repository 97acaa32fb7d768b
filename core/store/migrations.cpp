#include "store/migrations.hpp"

#include "content/canonical_json.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace tandem::store {
namespace {

std::map<std::string, std::string> files_of(std::filesystem::path const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& item : std::filesystem::directory_iterator(folder)) {
    if (item.path().extension() != ".sql") continue;
    std::ifstream in(item.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    files.emplace(item.path().filename().string(), text.str());
  }
  return files;
}

bool schema_exists(Transaction& tx, std::string const& schema) {
  return tx.query("select to_regclass($1 || '.migration')", {schema})[0][0].has_value();
}

/// Files that have not run; checks that those which ran are still the same.
Result<std::vector<std::string>> not_run(Transaction& tx, std::string const& schema,
                                         std::map<std::string, std::string> const& files) {
  std::set<std::string> pending;
  for (auto const& [name, text] : files) pending.insert(name);
  if (schema_exists(tx, schema)) {
    for (auto const& row : tx.query("select file, sha256 from " + schema + ".migration order by file")) {
      auto const file = files.find(row[0].value());
      if (file == files.end())
        return Error{ErrorCode::conflict,
                     "the database was migrated by a newer Tandem: " + *row[0] + " is not known here"};
      if (sha256_hex(file->second) != row[1].value())
        return Error{ErrorCode::conflict, "the migration " + *row[0] + " was changed after it ran"};
      pending.erase(*row[0]);
    }
  }
  return std::vector<std::string>(pending.begin(), pending.end());
}

} // namespace

Result<std::vector<std::string>> migrate(Database& database, std::string const& schema,
                                         std::filesystem::path const& folder) {
  auto const files = files_of(folder);
  return database.transact([&](Transaction& tx) -> Result<std::vector<std::string>> {
    tx.query("select pg_advisory_xact_lock(hashtext('tandem migrations'))");
    Result<std::vector<std::string>> pending = not_run(tx, schema, files);
    if (!pending) return pending;
    tx.script("create schema if not exists " + schema);
    tx.script("create table if not exists " + schema +
              ".migration (file text primary key, sha256 text not null, ran_at timestamptz not null default now())");
    tx.script("set local search_path to " + schema + ", public");
    for (std::string const& file : *pending) {
      try {
        tx.script(files.at(file));
      } catch (std::exception const& thrown) {
        std::string const what = thrown.what();
        return Error{ErrorCode::conflict, "the migration " + file + " fails: " + what.substr(0, what.find('\n'))};
      }
      tx.query("insert into migration (file, sha256) values ($1, $2)", {file, sha256_hex(files.at(file))});
    }
    return pending;
  });
}

Result<std::vector<std::string>> pending_migrations(Database& database, std::string const& schema,
                                                    std::filesystem::path const& folder) {
  auto const files = files_of(folder);
  return database.transact([&](Transaction& tx) { return not_run(tx, schema, files); });
}

} // namespace tandem::store
