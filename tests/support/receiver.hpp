#pragma once
/// A real HTTP server on loopback that keeps what it is sent, for tests of what Tandem sends.

#include "http/server.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>

namespace tandem::test {

class Receiver {
public:
  /// `answer` runs on one of several threads; none: 204 to everything.
  explicit Receiver(std::function<http::Response(http::Request const&)> answer = [](auto const&) {
    return http::Response{204};
  }) {
    for (auto const method : {http::Method::get, http::Method::post, http::Method::put, http::Method::del})
      if (router_.add(method, "/{rest...}", [this, answer](http::Request const& request) {
            {
              std::lock_guard const lock(mutex_);
              requests_.push_back(request);
            }
            arrived_.notify_all();
            return answer(request);
          }))
        throw std::logic_error("a route of the receiver collides");
    http::ServerOptions options;
    options.port = 0;
    options.error_response = [](int status, std::string_view) { return http::Response{status}; };
    server_ = std::make_unique<http::Server>(std::move(options), router_);
    if (auto const problem = server_->start()) throw std::runtime_error(*problem);
  }

  [[nodiscard]] std::string url(std::string const& path = "/", std::string const& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(server_->port()) + path;
  }
  /// Waits until `count` requests have come, for 20 seconds at most; answers those that did.
  std::deque<http::Request> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::seconds{20}, [&] { return requests_.size() >= count; });
    return requests_;
  }
  [[nodiscard]] std::size_t count() {
    std::lock_guard const lock(mutex_);
    return requests_.size();
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<http::Request> requests_;
  http::Router router_;
  std::unique_ptr<http::Server> server_;
};

} // namespace tandem::test
