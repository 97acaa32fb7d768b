#pragma once
/// From an I/O thread to a worker and back. Internal to core/http.

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <type_traits>
#include <utility>

namespace tandem::http {

/// Runs `work` on a worker and comes back to the I/O thread of `back` with what it answers. `work` must not throw; it
/// lives until it is back, and keeps alive what it needs. It must have a name where it is awaited: g++ 12 destroys
/// twice a closure that is made inside of a co_await. (So this is a plain function, too.)
template <class Executor, class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> on_worker(boost::asio::thread_pool& workers, Executor back,
                                                              Work work) {
  namespace asio = boost::asio;
  using Answer = std::invoke_result_t<Work&>;
  return asio::async_initiate<asio::use_awaitable_t<> const, void(Answer)>(
      [&workers, back](auto completion, Work given) {
        auto resume = std::make_shared<decltype(completion)>(std::move(completion));
        // All is handed on, so that nothing of the connection is let go of on a worker.
        asio::post(workers, [back, resume, given = std::make_shared<Work>(std::move(given))]() mutable {
          Answer answer = (*given)();
          asio::post(back, [given = std::move(given), resume = std::move(resume),
                            answer = std::move(answer)]() mutable { (*resume)(std::move(answer)); });
        });
      },
      asio::use_awaitable, std::move(work));
}

} // namespace tandem::http
