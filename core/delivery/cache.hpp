#pragma once
/// The response cache: answers as bytes, kept until something they depend on changes, or room is needed.
///
///   find ─ no lock: a table of chains, read under a guard (epochs.hpp)
///   keep, drop, clear ─ one lock among those who change it, which no reader waits for
///
/// Exact: an answer says what it depends on, and when (which `moment`) it began to be made. `drop` takes out what
/// depends on something; what was begun before that is not kept after it.

#include "content/identity.hpp"
#include "delivery/epochs.hpp"
#include "http/compression.hpp"
#include "http/ready_made.hpp"

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace tandem::delivery {

/// Something answers depend on. Two that differ may be equal with a chance of 2⁻⁶⁴: then too much is dropped.
using Dependency = std::uint64_t;
[[nodiscard]] Dependency on_entry(EntryId const& entry); ///< What is public of an entry.
[[nodiscard]] Dependency on_type(std::string_view type); ///< What is public of a content type, as in a list.
[[nodiscard]] Dependency on_slug(std::string_view type, std::string_view slug); ///< Whose slug it is.

struct CacheKey {
  std::string_view target; ///< As received: `links.self` repeats it.
  std::uint8_t locale;     ///< Number of the language that the client prefers.
  http::Coding coding;
};

class Cache {
public:
  /// Keeps at most so many bytes, with all that it takes to keep them; 0 keeps nothing.
  explicit Cache(std::size_t most_bytes);
  ~Cache();
  Cache(Cache const&) = delete;
  Cache& operator=(Cache const&) = delete;

  /// Null when it is not there. Any number of threads at once; blocks nobody and waits for nobody.
  [[nodiscard]] std::shared_ptr<http::ReadyMade const> find(CacheKey const& key) const noexcept;

  /// Passes with every `drop` and `clear`. To be asked before the database is.
  [[nodiscard]] std::uint64_t moment() const { return moment_.load(); }
  /// Keeps an answer that began to be made at `moment`, unless something it depends on was dropped since.
  void keep(CacheKey const& key, std::shared_ptr<http::ReadyMade const> answer, std::vector<Dependency> const& on,
            std::uint64_t moment);
  void drop(std::vector<Dependency> const& changed);
  void clear();
  /// From now on at most so many bytes, but never more than at the beginning; less room is made at once.
  void limit(std::size_t most_bytes);

  struct Figures {
    std::size_t answers, bytes, most_bytes;
    std::uint64_t dropped, evicted; ///< Since the beginning.
  };
  [[nodiscard]] Figures figures() const;

private:
  struct Kept;
  struct Node;
  using Chain = std::atomic<Node*>;

  [[nodiscard]] Chain& chain_of(std::uint64_t hash) const { return chains_[hash & mask_]; }
  void take_out(Kept const& kept);
  void make_room();

  std::size_t const first_limit_;
  std::uint64_t mask_;
  std::unique_ptr<Chain[]> chains_;
  Epochs epochs_;
  std::atomic<std::uint64_t> moment_{1};

  std::mutex mutable mutex_; // everything below
  std::size_t limit_;
  std::size_t bytes_ = 0;
  std::vector<std::shared_ptr<Kept const>> ring_; // in the order in which room is made (CLOCK)
  std::size_t hand_ = 0;
  std::unordered_map<Dependency, std::unordered_set<Kept const*>> dependents_;
  std::unordered_map<Dependency, std::uint64_t> last_dropped_; // → moment
  std::uint64_t known_since_ = 1; // of drops before this moment nothing is known any more
  std::uint64_t dropped_ = 0, evicted_ = 0;
};

} // namespace tandem::delivery
