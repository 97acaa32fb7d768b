#pragma once
/// One connection: reads requests one after another within limits, has them answered, writes the answers in
/// order. Runs on one I/O thread; only the handler runs elsewhere. Internal to core/http.

#include "http/server.hpp"

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

namespace tandem::http {

/// What the sessions of a server share.
struct Shared {
  Shared(ServerOptions o, Router const& r) : options(std::move(o)), router(r), workers(options.worker_threads) {}
  ServerOptions options;
  Router const& router;
  boost::asio::thread_pool workers;
  std::atomic<std::size_t> queued{0};      ///< Requests handed to the workers and not yet answered.
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
};

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(boost::asio::ip::tcp::socket socket, Shared& shared);
  ~Session();
  /// Serves the connection to its end.
  boost::asio::awaitable<void> run();
  /// Ends it if it waits for a request; one in hand is answered first.
  void end_if_idle();

private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  enum class Next { keep, close };

  boost::asio::awaitable<bool> wait_for_request();
  boost::asio::awaitable<Next> serve_one();
  boost::asio::awaitable<std::optional<Response>> receive(Parser& parser, Request& request);
  boost::asio::awaitable<Response> answer(Request request);
  boost::asio::awaitable<Next> send(Response response, Method method, bool keep_alive);
  boost::asio::awaitable<void> drain();
  void arm(std::chrono::milliseconds timeout);
  void disarm();
  [[nodiscard]] Response error(int status, std::string_view detail) const;

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  Shared& shared_;
  std::string remote_address_;
  bool expired_ = false, idle_ = false;
  unsigned long armed_ = 0; ///< Tells a timer's late completion from the present one.
};

} // namespace tandem::http
