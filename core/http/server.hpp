#pragma once
/// The listener: accepts connections, reads requests within limits, runs handlers on worker threads,
/// writes their answers. One I/O context per I/O thread; nothing on an I/O thread blocks on the database.
///
///   socket → session (I/O thread) → router → worker pool (may block) → session → socket
///
/// A response may be a stream, which the session sends part by part (session_stream.cpp).

#include "http/message.hpp"
#include "http/proxies.hpp"
#include "http/ready_made.hpp"
#include "http/router.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tandem::http {

/// Every limit of the HTTP layer; each is a key of the configuration (`http.*`).
struct Limits {
  std::size_t body_bytes = 1 << 20;                 ///< Larger bodies get 413.
  std::size_t header_bytes = 16 << 10;              ///< Request line and headers together; beyond it 431.
  std::size_t target_bytes = 8 << 10;               ///< Request target; beyond it 414.
  std::size_t header_count = 100;                   ///< Number of headers; beyond it 431.
  std::chrono::milliseconds header_timeout{10'000}; ///< From the first byte to the end of headers; 408.
  std::chrono::milliseconds body_timeout{30'000};   ///< From end of headers to end of body; 408.
  std::chrono::milliseconds write_timeout{30'000};  ///< For one response, or part of a stream, to be taken.
  std::chrono::milliseconds idle_timeout{60'000};   ///< Before a request's first byte; then closed silently.
  std::size_t connections = 4096;                   ///< Open at once; one more is answered 503 and closed.
  std::size_t queued_requests = 1024; ///< With a worker or waiting for one; beyond it 503 with Retry-After.
  std::size_t streams = 1000;         ///< Being sent at once; beyond it 503 with Retry-After.
};

/// What happened to one request, for the access log and metrics.
struct Served {
  Method method;
  std::string_view target;
  int status;
  std::size_t bytes; ///< Of the body.
  std::chrono::microseconds took;
  std::string_view remote_address;
  std::string_view request_id;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080; ///< 0 takes a free port; see `Server::port`.
  unsigned io_threads = 1;
  unsigned worker_threads = 8;
  Limits limits;
  ReadyAnswers const* ready = nullptr;       ///< Must outlive the server; null: every answer is made by its handler.
  std::vector<Network> trusted_proxies = {}; ///< Whose X-Forwarded-For is believed; see `client_address`.
  /// Makes the answer for an error that the HTTP layer finds itself (400, 404, 405, 408, 413, 414, 431, 500, 503).
  std::function<Response(int status, std::string_view detail)> error_response;
  /// Called after each answer was written (a stream: when it is over), on an I/O thread; must not block.
  std::function<void(Served const&)> on_served;
  /// Called with the text of an exception that a handler threw, or what is wrong with the response it made, and the
  /// request id. May be called from several threads at once.
  std::function<void(std::string_view what, std::string_view request_id)> on_exception;
};

/// Runs from `start` until `stop`. The router must outlive it and not change any more.
class Server {
public:
  Server(ServerOptions options, Router const& router);
  ~Server(); ///< Stops if still running.
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  /// Binds, listens and starts the threads. Returns a plain sentence when the address cannot be had.
  [[nodiscard]] std::optional<std::string> start();
  /// The port listened on.
  [[nodiscard]] std::uint16_t port() const;
  /// Stops accepting, ends streams, lets requests in hand finish (for at most `grace`), then closes everything and
  /// joins. Only a handler that still runs then holds it up; requests that wait for a worker are dropped.
  void stop(std::chrono::milliseconds grace = std::chrono::milliseconds{5'000});

private:
  struct Running;
  std::unique_ptr<Running> running_;
};

} // namespace tandem::http
