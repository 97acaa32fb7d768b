#pragma once
/// When memory that readers may still look at can be given back, without a lock that they would wait for.
///
/// A reader holds a Guard while it looks; what a writer took out of a structure meanwhile is kept until every guard
/// that was there at that moment is gone (epoch-based reclamation: K. Fraser, "Practical lock-freedom", 2004, section
/// 5.2.3). Debian's liburcu does the same; the thread sanitizer cannot see through it, and so could not judge the
/// cache.

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace tandem::delivery {

class Epochs {
public:
  Epochs();

  /// Held by a reader while it looks; at most one a thread at a time.
  class Guard {
  public:
    explicit Guard(Epochs const& epochs) noexcept;
    ~Guard();
    Guard(Guard const&) = delete;
    Guard& operator=(Guard const&) = delete;
    /// False when more threads read than there are places: look nowhere then.
    explicit operator bool() const { return place_ != nullptr; }

  private:
    std::atomic<std::uint64_t>* place_;
  };

  /// Keeps `what` until nobody who could see it looks any more. For writers, who exclude each other; it has been
  /// taken out of where readers find it.
  void retire(std::shared_ptr<void const> what);
  /// Gives back what can be. For writers.
  void collect();

private:
  struct alignas(64) Place {
    std::atomic<std::uint64_t> since{0}; ///< Epoch in which its thread began to look; 0: it does not.
  };
  struct Retired {
    std::uint64_t epoch;
    std::shared_ptr<void const> what;
  };
  static constexpr std::size_t places = 256;
  std::unique_ptr<Place[]> places_;
  std::atomic<std::uint64_t> epoch_{1};
  std::vector<Retired> retired_;
};

} // namespace tandem::delivery
