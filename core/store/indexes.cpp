#include "store/indexes.hpp"

#include <chrono>
#include <map>
#include <thread>

namespace tandem::store {
namespace {

constexpr std::string_view lock = "hashtext('tandem indexes')";

std::string identifier(std::string const& name) { return "\"" + name + "\""; }

/// Text of our own making as SQL.
std::string literal(std::string const& text) {
  std::string quoted = "'";
  for (char const c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

/// Name → definition of the declared indexes that are there. The definition is kept as the index's comment, because
/// PostgreSQL would print it in words of its own; it is empty where making the index was interrupted.
std::map<std::string, std::string> present(Transaction& tx) {
  std::map<std::string, std::string> indexes;
  for (auto const& row :
       tx.query("select c.relname, case when i.indisvalid then obj_description(c.oid, 'pg_class') end "
                "from pg_index i join pg_class c on c.oid = i.indexrelid "
                "where i.indrelid = 'tandem.published'::regclass and starts_with(c.relname, $1)",
                {std::string(declared_prefix)}))
    indexes.emplace(row[0].value(), row[1].value_or(""));
  return indexes;
}

/// Held until the connection is closed. Asked for again and again: who waits for it inside a statement would hold up
/// the one who has it, because `create index concurrently` waits for the end of every statement.
void take_turn(Transaction& tx) {
  while (tx.query("select pg_try_advisory_lock(" + std::string(lock) + ")")[0][0] != "t")
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
}

} // namespace

Result<void> apply_indexes(Database& database, std::vector<Index> const& wanted,
                           std::function<void(std::string const&)> const& progress) {
  return database.outside_transaction([&](Transaction& tx) -> Result<void> {
    take_turn(tx);
    std::map<std::string, std::string> old = present(tx);
    bool changed = false;
    for (Index const& index : wanted) {
      auto const found = old.find(index.name);
      bool const good = found != old.end() && found->second == index.definition;
      if (found != old.end()) old.erase(found);
      if (good) continue;
      tx.script("drop index concurrently if exists " + identifier(index.name));
      tx.script("create index concurrently " + identifier(index.name) + " on published " + index.definition);
      tx.script("comment on index " + identifier(index.name) + " is " + literal(index.definition));
      progress("index " + index.name);
      changed = true;
    }
    for (auto const& [name, definition] : old) {
      tx.script("drop index concurrently if exists " + identifier(name));
      progress("index " + name + " is dropped, it is declared no longer");
    }
    if (changed) tx.script("analyze published"); // or the planner knows nothing of the expressions
    return {};
  });
}

} // namespace tandem::store
