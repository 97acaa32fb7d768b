#include "delivery/epochs.hpp"

#include <algorithm>
#include <mutex>

namespace tandem::delivery {
namespace {

/// Numbers of the threads that are there; a thread has one from its first read to its end.
class Numbers {
public:
  std::size_t take() {
    std::lock_guard const lock(mutex_);
    if (free_.empty()) return next_++;
    std::size_t const number = free_.back();
    free_.pop_back();
    return number;
  }
  void give_back(std::size_t number) {
    std::lock_guard const lock(mutex_);
    free_.push_back(number);
  }

private:
  std::mutex mutex_;
  std::vector<std::size_t> free_;
  std::size_t next_ = 0;
};

Numbers& numbers() {
  static Numbers all;
  return all;
}

struct Number {
  Number() : value(numbers().take()) {}
  ~Number() { numbers().give_back(value); }
  Number(Number const&) = delete;
  Number& operator=(Number const&) = delete;
  std::size_t const value;
};

std::size_t number_of_this_thread() {
  thread_local Number const number;
  return number.value;
}

} // namespace

Epochs::Epochs() : places_(std::make_unique<Place[]>(places)) {}

// Sequential consistency throughout: a reader's place is written before it looks, a writer takes out before it reads
// the places, so one of the two sees the other.
Epochs::Guard::Guard(Epochs const& epochs) noexcept : place_(nullptr) {
  std::size_t const number = number_of_this_thread();
  if (number >= places) return;
  place_ = &epochs.places_[number].since;
  place_->store(epochs.epoch_.load());
}

Epochs::Guard::~Guard() {
  if (place_ != nullptr) place_->store(0, std::memory_order_release);
}

void Epochs::retire(std::shared_ptr<void const> what) { retired_.push_back({epoch_.load(), std::move(what)}); }

void Epochs::collect() {
  if (retired_.empty()) return;
  std::uint64_t oldest = epoch_.fetch_add(1) + 1;
  for (std::size_t i = 0; i < places; ++i)
    if (std::uint64_t const since = places_[i].since.load(); since != 0) oldest = std::min(oldest, since);
  std::erase_if(retired_, [oldest](Retired const& one) { return one.epoch < oldest; });
}

} // namespace tandem::delivery
