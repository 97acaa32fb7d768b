#pragma once
/// Lets those who ask for the same thing at the same time share one answer.

#include <future>
#include <map>
#include <mutex>
#include <string>

namespace tandem::delivery {

template <class Value> class Flights {
public:
  /// What `make` answers: made by the first who asks for `key`, waited for by those who ask before it is there. What
  /// it throws, all of them get.
  template <class Make> Value share(std::string const& key, Make make) {
    std::promise<Value> promise;
    std::unique_lock lock(mutex_);
    auto const [flight, first] = under_way_.try_emplace(key);
    if (!first) {
      std::shared_future<Value> const waiting = flight->second;
      lock.unlock();
      return waiting.get();
    }
    flight->second = promise.get_future().share();
    lock.unlock();
    try {
      Value value = make();
      land(key);
      promise.set_value(value);
      return value;
    } catch (...) {
      land(key);
      promise.set_exception(std::current_exception());
      throw;
    }
  }

private:
  void land(std::string const& key) {
    std::lock_guard const lock(mutex_);
    under_way_.erase(key);
  }
  std::mutex mutex_;
  std::map<std::string, std::shared_future<Value>> under_way_;
};

} // namespace tandem::delivery
