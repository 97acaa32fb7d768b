#pragma once
/// Streams that say what a test wants them to, when it wants them to.

#include "integration/http/service.hpp"

#include <deque>
#include <map>

namespace tandem::test {

/// Everything said is said to every stream, from its beginning on.
class Tap {
public:
  using Part = http::Stream::Part;

  /// For whom waits, `at_most` until it is asked again.
  explicit Tap(std::chrono::milliseconds at_most = 0ms) : at_most_(at_most) {}

  void say(std::string text, Part::Then then = Part::Then::next) {
    std::vector<std::function<void()>> wakes;
    {
      std::lock_guard const lock(mutex_);
      said_.push_back({std::move(text), then});
      for (auto const& [stream, wake] : wakes_) wakes.push_back(wake);
    }
    for (auto const& wake : wakes) wake(); // whether its stream is still there or not
  }
  void end() { say("", Part::Then::end); }

  http::Response response() {
    return {200, {{"Content-Type", "text/plain; charset=utf-8"}}, {}, std::make_shared<One>(*this)};
  }

  /// Whether so many streams are there, begun ones; waits for it.
  bool has(std::size_t streams) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, Wire::patience, [&] { return wakes_.size() == streams; });
  }
  /// Waits until streams were asked so often for something that was not there.
  bool was_asked_in_vain(std::size_t times) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, Wire::patience, [&] { return in_vain_ >= times; });
  }
  std::size_t asked_in_vain() {
    std::lock_guard const lock(mutex_);
    return in_vain_;
  }
  std::size_t begun() {
    std::lock_guard const lock(mutex_);
    return begun_;
  }
  /// Bytes given to all streams together.
  std::size_t given() {
    std::lock_guard const lock(mutex_);
    return given_;
  }
  /// What `work` does first.
  std::function<void()> works = [] {};

private:
  class One final : public http::Stream {
  public:
    explicit One(Tap& tap) : tap_(tap) {}
    ~One() override {
      std::lock_guard const lock(tap_.mutex_);
      tap_.wakes_.erase(this);
      tap_.changed_.notify_all();
    }
    void begin(std::function<void()> wake) override {
      std::lock_guard const lock(tap_.mutex_);
      ++tap_.begun_;
      tap_.wakes_[this] = std::move(wake);
      tap_.changed_.notify_all();
    }
    Part next() override {
      std::lock_guard const lock(tap_.mutex_);
      if (at_ < tap_.said_.size()) {
        tap_.given_ += tap_.said_[at_].bytes.size();
        return tap_.said_[at_++];
      }
      ++tap_.in_vain_;
      tap_.changed_.notify_all();
      return {{}, Part::Then::wait, tap_.at_most_};
    }
    Part work() override {
      tap_.works();
      return {"gewerkt\n"};
    }

  private:
    Tap& tap_;
    std::size_t at_ = 0;
  };

  std::chrono::milliseconds at_most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Part> said_;
  std::map<One*, std::function<void()>> wakes_;
  std::size_t in_vain_ = 0, begun_ = 0, given_ = 0;
};

/// A service whose streams come from a tap.
struct Waterworks {
  explicit Waterworks(Service::Adjust const& adjust = {}, std::chrono::milliseconds at_most = 0ms)
      : tap(at_most), service(adjust) {
    service.answers_stream = [this](http::Request const&) { return tap.response(); };
  }
  Tap tap;
  Service service; ///< Last: its streams look at the tap.
};

/// The body of a response in chunks, whole or not; `complete` tells whether its last chunk has come.
struct Unchunked {
  explicit Unchunked(std::string_view rest) {
    for (std::size_t line = 0; (line = rest.find("\r\n")) != rest.npos;) {
      std::size_t const size = std::stoul(std::string(rest.substr(0, line)), nullptr, 16);
      complete = size == 0 && rest.substr(line) == "\r\n\r\n";
      if (size == 0 || rest.size() < line + 4 + size) return;
      body += rest.substr(line + 2, size);
      rest.remove_prefix(line + 4 + size);
    }
  }
  std::string body;
  bool complete = false;
};

} // namespace tandem::test
