#pragma once
/// Keeps the response cache true to what is public: follows the numbered changes of the database, whichever node made
/// them, and tells those who follow them too.

#include "delivery/cache.hpp"
#include "delivery/feed.hpp"
#include "store/database.hpp"

namespace tandem::delivery {

class Freshness {
public:
  /// All must outlive it. Nothing is kept in the cache yet.
  Freshness(store::Database& database, Cache& cache, Feed& feed) : database_(database), cache_(cache), feed_(feed) {}

  /// Drops what depends on changes since the last time, then has the feed tell of them. What a publication changed
  /// before this call is not served from the cache after it, on this node. While the database is away nothing is
  /// dropped: what is kept is served on.
  void catch_up();
  /// The same for the node that made a change: if the database is gone already, everything is dropped, because what
  /// was just answered for must not be forgotten.
  void catch_up_or_clear();

private:
  [[nodiscard]] Result<void> follow();
  store::Database& database_;
  Cache& cache_;
  Feed& feed_;
  std::mutex mutex_;
  std::optional<std::int64_t> seen_; ///< Number of the last change that was followed.
};

} // namespace tandem::delivery
