#include "delivery/freshness.hpp"

#include "store/changes.hpp"

#include <algorithm>
#include <set>

namespace tandem::delivery {
namespace {

struct News {
  std::int64_t last;
  bool all = false; ///< More than can be told apart.
  std::vector<Dependency> changed = {};
};

constexpr std::size_t most_told_apart = 1000;

News news_since(store::Transaction& tx, std::optional<std::int64_t> const& seen) {
  if (!seen) return {store::last_change(tx), true};
  auto const changes = store::list_changes(tx, *seen, most_told_apart + 1);
  if (changes.empty()) {
    // A number that is not among the changes above was committed since: it is followed the next time. A smaller one
    // says that the database was set back to an earlier state.
    std::int64_t const last = store::last_change(tx);
    return last < *seen ? News{last, true} : News{*seen};
  }
  if (changes.size() > most_told_apart) return {store::last_change(tx), true};
  News news{changes.back().number};
  std::set<EntryId> entries;
  std::set<std::string> types;
  for (store::ChangeRow const& change : changes) {
    if (!change.line.entry) return {changes.back().number, true};
    entries.insert(*change.line.entry);
    types.insert(change.line.type);
  }
  for (std::string const& type : types) news.changed.push_back(on_type(type));
  for (EntryId const& entry : entries) news.changed.push_back(on_entry(entry));
  // A slug may have come from another entry, or stand before another's in a language to fall back to. One that was
  // given up does not matter: whoever had it is among the entries.
  for (auto const& [type, slug] : store::public_slugs(tx, {entries.begin(), entries.end()}))
    news.changed.push_back(on_slug(type, slug));
  return news;
}

} // namespace

Result<void> Freshness::follow() {
  std::lock_guard const lock(mutex_);
  Result<News> const news =
      database_.transact([&](store::Transaction& tx) -> Result<News> { return news_since(tx, seen_); });
  if (!news) return news.error();
  if (news->all) cache_.clear();
  else if (!news->changed.empty()) cache_.drop(news->changed);
  seen_ = news->last;
  return {};
}

void Freshness::catch_up() {
  static_cast<void>(follow()); // an error is a database that is away; the listener calls again
}

void Freshness::catch_up_or_clear() {
  if (!follow()) cache_.clear();
}

} // namespace tandem::delivery
