#pragma once
/// The newest changes of what is public, as text that is made once for all who follow them on this node, and who is
/// to be woken when there are more. Bounded: who is further behind reads the database.
///
///   Freshness reads each change once ─► follow ─► wakes ─► each subscriber takes what comes after its own number

#include "store/changes.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tandem::delivery {

/// Safe to use from any thread; never waits for the database.
class Feed {
public:
  using Text = std::function<std::string(store::ChangeRow const&)>;
  /// `text` is how a change is told; `kept` is how many changes are, at most.
  explicit Feed(Text text, std::size_t kept = 2000) : text_(std::move(text)), kept_(kept) {}

  /// The changes that were read, in order and without holes, and the number of the last that there is, which is
  /// beyond them where there were too many to read. To be called by one at a time, in the order of the numbers.
  void follow(std::vector<store::ChangeRow> const& changes, std::int64_t last);

  struct Page {
    std::string text;  ///< Empty: nothing is newer.
    std::int64_t last; ///< Number of the last change in it; where there is none, that which was asked about.
  };
  /// What comes after a number, up to the first change that makes it `most_bytes` or longer. Nothing when only the
  /// database can tell.
  [[nodiscard]] std::optional<Page> after(std::int64_t number, std::size_t most_bytes) const;
  /// Changes read elsewhere, told as those here are.
  [[nodiscard]] Page page(std::vector<store::ChangeRow> const& changes, std::int64_t after) const;
  /// Number of the last change that this node knows of; nothing before the first look.
  [[nodiscard]] std::optional<std::int64_t> last() const;
  [[nodiscard]] std::size_t kept() const { return kept_; }

  class Subscription;
  /// Has `wake` called whenever something was followed, on the thread that did, until the subscription is gone; not
  /// after. It must neither block nor call the feed. The feed must outlive the subscription.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(std::function<void()> wake);
  [[nodiscard]] std::size_t subscribers() const;

private:
  struct Told {
    std::int64_t number;
    std::string text;
  };
  using Wakes = std::list<std::function<void()>>;

  Text text_;
  std::size_t kept_;
  mutable std::mutex memory_; ///< For the two below.
  std::deque<Told> newest_;   ///< Numbers without holes.
  std::optional<std::int64_t> last_;
  mutable std::mutex subscribers_;
  Wakes wakes_;
};

class Feed::Subscription {
public:
  Subscription(Feed& feed, Wakes::iterator wake) : feed_(feed), wake_(wake) {}
  ~Subscription();
  Subscription(Subscription const&) = delete;
  Subscription& operator=(Subscription const&) = delete;

private:
  Feed& feed_;
  Wakes::iterator wake_;
};

} // namespace tandem::delivery
