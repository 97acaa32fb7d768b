#include "delivery/cache.hpp"

#include <algorithm>
#include <bit>

namespace tandem::delivery {
namespace {

/// FNV-1a, 64 bits.
struct Hash {
  std::uint64_t value = 14695981039346656037ULL;
  Hash& add(std::string_view text) {
    for (char const c : text) add(static_cast<std::uint8_t>(c));
    return *this;
  }
  Hash& add(std::uint8_t byte) {
    value = (value ^ byte) * 1099511628211ULL;
    return *this;
  }
};

std::uint64_t hash_of(CacheKey const& key) {
  return Hash{}.add(key.target).add(key.locale).add(static_cast<std::uint8_t>(key.coding)).value;
}

constexpr std::size_t bytes_of_a_chain = 2048; ///< Chains are as many as answers of this size fit.
constexpr std::size_t longest_chain = 16;      ///< Whatever addresses somebody thinks of, none takes long to look up.
constexpr std::size_t most_drops_known = 65536;

} // namespace

Dependency on_entry(EntryId const& entry) { return Hash{}.add("entry ").add(entry.text()).value; }
Dependency on_type(std::string_view type) { return Hash{}.add("type ").add(type).value; }
Dependency on_slug(std::string_view type, std::string_view slug) {
  return Hash{}.add("slug ").add(type).add("/").add(slug).value;
}

struct Cache::Kept {
  std::string target;
  std::uint8_t locale;
  http::Coding coding;
  std::uint64_t hash;
  std::shared_ptr<http::ReadyMade const> answer;
  std::vector<Dependency> on;
  std::size_t bytes;
  std::atomic<bool> mutable used{false}; ///< Since the hand last came by.
  std::size_t mutable place = 0;         ///< In the ring.

  [[nodiscard]] bool is(CacheKey const& key, std::uint64_t its_hash) const {
    return hash == its_hash && locale == key.locale && coding == key.coding && target == key.target;
  }
};

struct Cache::Node {
  std::shared_ptr<Kept const> kept;
  std::atomic<Node*> next{nullptr};
};

Cache::Cache(std::size_t most_bytes)
    : first_limit_(most_bytes), mask_(std::bit_ceil(most_bytes / bytes_of_a_chain + 1) - 1),
      chains_(std::make_unique<Chain[]>(mask_ + 1)), limit_(most_bytes) {}

Cache::~Cache() { clear(); }

std::shared_ptr<http::ReadyMade const> Cache::find(CacheKey const& key) const noexcept {
  std::uint64_t const hash = hash_of(key);
  Epochs::Guard const guard(epochs_);
  if (!guard) return nullptr;
  for (Node const* node = chain_of(hash).load(); node != nullptr; node = node->next.load()) {
    Kept const& kept = *node->kept;
    if (!kept.is(key, hash)) continue;
    if (!kept.used.load(std::memory_order_relaxed)) kept.used.store(true, std::memory_order_relaxed);
    return kept.answer;
  }
  return nullptr;
}

void Cache::keep(CacheKey const& key, std::shared_ptr<http::ReadyMade const> answer,
                 std::vector<Dependency> const& on, std::uint64_t moment) {
  auto kept = std::make_shared<Kept>();
  kept->target = key.target;
  kept->locale = key.locale;
  kept->coding = key.coding;
  kept->hash = hash_of(key);
  kept->on = on;
  // What the allocator and the index add to each of these is about as much as a pointer or two.
  kept->bytes = answer->etag.size() + answer->content.size() + answer->body.capacity() + sizeof(http::ReadyMade) +
                kept->target.size() + sizeof(Kept) + sizeof(Node) + 64 +
                on.size() * (sizeof(Dependency) + 3 * sizeof(void*));
  kept->answer = std::move(answer);

  std::lock_guard const lock(mutex_);
  if (kept->bytes > limit_ || moment < known_since_) return;
  for (Dependency const dependency : on)
    if (auto const found = last_dropped_.find(dependency); found != last_dropped_.end() && found->second > moment)
      return;
  Chain& chain = chain_of(kept->hash);
  std::size_t length = 0;
  for (Node* node = chain.load(); node != nullptr; node = node->next.load())
    if (++length == longest_chain || node->kept->is(key, kept->hash)) {
      take_out(*node->kept);
      break;
    }
  bytes_ += kept->bytes;
  kept->place = ring_.size();
  ring_.push_back(kept);
  for (Dependency const dependency : on) dependents_[dependency].insert(kept.get());
  Node* const node = new Node{std::move(kept), chain.load()};
  chain.store(node);
  make_room();
  epochs_.collect();
}

/// From the chain, the ring and the index. Readers that look at it may go on.
void Cache::take_out(Kept const& kept) {
  Chain* link = &chain_of(kept.hash);
  while (link->load()->kept.get() != &kept) link = &link->load()->next;
  std::shared_ptr<Node const> node(link->load());
  link->store(node->next.load());
  bytes_ -= kept.bytes;
  for (Dependency const dependency : kept.on)
    if (auto const found = dependents_.find(dependency); found != dependents_.end()) {
      found->second.erase(&kept);
      if (found->second.empty()) dependents_.erase(found);
    }
  std::size_t const place = kept.place;
  std::swap(ring_[place], ring_.back());
  ring_[place]->place = place;
  ring_.pop_back(); // the node still holds it
  epochs_.retire(std::move(node));
}

void Cache::make_room() {
  while (bytes_ > limit_ && !ring_.empty()) {
    if (hand_ >= ring_.size()) hand_ = 0;
    if (ring_[hand_]->used.exchange(false, std::memory_order_relaxed)) {
      ++hand_;
      continue;
    }
    ++evicted_;
    take_out(*ring_[hand_]); // the last of the ring is in its place now
  }
}

void Cache::drop(std::vector<Dependency> const& changed) {
  std::lock_guard const lock(mutex_);
  std::uint64_t const now = moment_.fetch_add(1) + 1;
  if (last_dropped_.size() + changed.size() > most_drops_known) {
    last_dropped_.clear();
    known_since_ = now;
  }
  for (Dependency const dependency : changed) {
    last_dropped_[dependency] = now;
    for (auto found = dependents_.find(dependency); found != dependents_.end();
         found = dependents_.find(dependency)) {
      ++dropped_;
      take_out(**found->second.begin());
    }
  }
  epochs_.collect();
}

void Cache::clear() {
  std::lock_guard const lock(mutex_);
  known_since_ = moment_.fetch_add(1) + 1;
  last_dropped_.clear();
  dropped_ += ring_.size();
  while (!ring_.empty()) take_out(*ring_.back());
  epochs_.collect();
}

void Cache::limit(std::size_t most_bytes) {
  std::lock_guard const lock(mutex_);
  limit_ = std::min(most_bytes, first_limit_);
  make_room();
  epochs_.collect();
}

Cache::Figures Cache::figures() const {
  std::lock_guard const lock(mutex_);
  return {ring_.size(), bytes_, limit_, dropped_, evicted_};
}

} // namespace tandem::delivery
