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
  std::vector<store::ChangeRow> changes = {}; ///< For the feed.
};

constexpr std::size_t most_told_apart = 1000;

/// Everything may have changed; the feed has the newest changes all the same: who comes back after this node was
/// started again finds them there.
News all_news(store::Transaction& tx, std::size_t fed) {
  std::int64_t const last = store::last_change(tx);
  auto changes = store::list_changes(tx, std::max<std::int64_t>(0, last - static_cast<std::int64_t>(fed)), fed);
  return {changes.empty() ? last : changes.back().number, true, {}, std::move(changes)};
}

/// `fed` is how many changes the feed keeps.
News news_since(store::Transaction& tx, std::optional<std::int64_t> const& seen, std::size_t fed) {
  if (!seen) return all_news(tx, fed);
  auto changes = store::list_changes(tx, *seen, std::max(fed, most_told_apart) + 1);
  if (changes.empty()) {
    // A number that is not among the changes above was committed since: it is followed the next time. A smaller one
    // says that the database was set back to an earlier state.
    std::int64_t const last = store::last_change(tx);
    return last < *seen ? all_news(tx, fed) : News{*seen};
  }
  std::int64_t const followed = changes.back().number;
  if (changes.size() > std::max(fed, most_told_apart)) return {store::last_change(tx), true, {}, std::move(changes)};
  if (changes.size() > most_told_apart) return {followed, true, {}, std::move(changes)};
  News news{followed};
  std::set<EntryId> entries;
  std::set<std::string> types;
  for (store::ChangeRow const& change : changes) {
    if (!change.line.entry) return {followed, true, {}, std::move(changes)};
    entries.insert(*change.line.entry);
    types.insert(change.line.type);
  }
  for (std::string const& type : types) news.changed.push_back(on_type(type));
  for (EntryId const& entry : entries) news.changed.push_back(on_entry(entry));
  // A slug may have come from another entry, or stand before another's in a language to fall back to. One that was
  // given up does not matter: whoever had it is among the entries.
  for (auto const& [type, slug] : store::public_slugs(tx, {entries.begin(), entries.end()}))
    news.changed.push_back(on_slug(type, slug));
  news.changes = std::move(changes);
  return news;
}

} // namespace

Result<void> Freshness::follow() {
  std::lock_guard const lock(mutex_);
  Result<News> const news =
      database_.read([&](store::Transaction& tx) -> Result<News> { return news_since(tx, seen_, feed_.kept()); });
  if (!news) return news.error();
  if (news->all) cache_.clear();
  else if (!news->changed.empty()) cache_.drop(news->changed);
  bool const moved = seen_ != news->last;
  seen_ = news->last;
  if (moved) feed_.follow(news->changes, news->last); // last: who is told finds here what it is told of
  return {};
}

void Freshness::catch_up() {
  static_cast<void>(follow()); // an error is a database that is away; the listener calls again
}

void Freshness::catch_up_or_clear() {
  if (!follow()) cache_.clear();
}

} // namespace tandem::delivery
