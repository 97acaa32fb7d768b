#include "http/server.hpp"

#include "http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <sys/socket.h>
#include <thread>

namespace tandem::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// One I/O thread with its own acceptor on the shared port: the kernel spreads connections over them.
struct Reactor {
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer pause{context}, clock{context};
  std::vector<std::weak_ptr<Session>> sessions; // touched on this reactor's thread only
  std::thread thread;

  error_code listen(tcp::endpoint const& endpoint) {
    error_code ec;
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    int const on = 1;
    if (!ec && ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
      ec = error_code(errno, boost::system::system_category());
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    return ec;
  }

  asio::awaitable<void> accept(Shared& shared) {
    while (!shared.stopping) {
      error_code ec;
      tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
      if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor) co_return;
      if (ec) { // out of file descriptors, most likely: at once it would fail again, and again
        pause.expires_after(std::chrono::milliseconds{50});
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        continue;
      }
      auto session = std::make_shared<Session>(std::move(socket), shared);
      sessions.push_back(session);
      asio::co_spawn(context, session->run(), asio::detached);
    }
  }

  /// One timer for all connections of the thread: setting one for each read and write costs more than the answers.
  asio::awaitable<void> tick(Shared const& shared) {
    Limits const& limits = shared.options.limits;
    auto const shortest =
        std::min({limits.header_timeout, limits.body_timeout, limits.write_timeout, limits.idle_timeout});
    auto const period = std::clamp(shortest / 10, std::chrono::milliseconds{2}, std::chrono::milliseconds{250});
    for (error_code ec; !ec;) {
      clock.expires_after(period);
      co_await clock.async_wait(asio::redirect_error(asio::use_awaitable, ec));
      auto const now = std::chrono::steady_clock::now();
      std::erase_if(sessions, [now](auto const& known) {
        auto const session = known.lock();
        if (session) session->tick(now);
        return !session;
      });
    }
  }

  /// Whatever escapes (memory that ran out, a library's surprise) costs its connection, not the process.
  void run(Shared const& shared) {
    sigset_t broken_pipe; // sendfile(2) cannot be told to answer EPIPE without a signal
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (;;) {
      try {
        context.run();
        return;
      } catch (std::exception const& thrown) {
        if (shared.options.on_exception) shared.options.on_exception(thrown.what(), "");
      }
    }
  }

  void stop_accepting() {
    asio::post(context, [this] {
      error_code ignored;
      acceptor.close(ignored);
      pause.cancel();
      for (auto const& known : sessions)
        if (auto session = known.lock()) session->wind_up();
    });
  }

  /// Streams that did not end in time: whoever would wake them must not reach the context while it is destroyed.
  void let_nobody_wake() const {
    for (auto const& known : sessions)
      if (auto session = known.lock()) session->let_nobody_wake();
  }
};

/// Another server of ours on the same port would share it silently, so it is tried without SO_REUSEPORT first.
error_code already_taken(tcp::endpoint const& endpoint) {
  asio::io_context context;
  tcp::acceptor probe(context);
  error_code ec;
  probe.open(endpoint.protocol(), ec);
  if (!ec) probe.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) probe.bind(endpoint, ec);
  return ec;
}

} // namespace

void Shared::connection_begins() {
  std::lock_guard const lock(mutex_);
  ++connections_;
}

void Shared::connection_ends() {
  std::lock_guard const lock(mutex_);
  if (--connections_ == 0) none_left_.notify_all();
}

bool Shared::connections_ended(std::chrono::milliseconds grace) {
  std::unique_lock lock(mutex_);
  return none_left_.wait_for(lock, grace, [this] { return connections_ == 0; });
}

struct Server::Running {
  Running(ServerOptions options, Router const& router) : shared(std::move(options), router) {}
  Shared shared;
  std::vector<std::unique_ptr<Reactor>> reactors;
  std::uint16_t port = 0;
  bool started = false;
};

Server::Server(ServerOptions options, Router const& router)
    : running_(std::make_unique<Running>(std::move(options), router)) {}
Server::~Server() { stop(); }

std::optional<std::string> Server::start() {
  ServerOptions const& options = running_->shared.options;
  std::string const where = options.address + " port " + std::to_string(options.port);
  error_code ec;
  tcp::endpoint endpoint(asio::ip::make_address(options.address, ec), options.port);
  if (ec) return "\"" + options.address + "\" is not an IP address";
  if (options.port != 0 && (ec = already_taken(endpoint))) return "cannot listen on " + where + ": " + ec.message();
  std::vector<std::unique_ptr<Reactor>> reactors;
  for (unsigned i = 0; i < std::max(1U, options.io_threads); ++i) {
    reactors.push_back(std::make_unique<Reactor>());
    if ((ec = reactors.back()->listen(endpoint))) return "cannot listen on " + where + ": " + ec.message();
    endpoint.port(reactors.back()->acceptor.local_endpoint().port());
  }
  running_->reactors = std::move(reactors);
  running_->port = endpoint.port();
  running_->started = true;
  for (auto& reactor : running_->reactors) {
    asio::co_spawn(reactor->context, reactor->accept(running_->shared), asio::detached);
    asio::co_spawn(reactor->context, reactor->tick(running_->shared), asio::detached);
    reactor->thread = std::thread([this, one = reactor.get()] { one->run(running_->shared); });
  }
  return std::nullopt;
}

std::uint16_t Server::port() const { return running_->port; }

void Server::stop(std::chrono::milliseconds grace) {
  if (!running_->started) return;
  running_->started = false;
  running_->shared.stopping = true;
  for (auto& reactor : running_->reactors) reactor->stop_accepting();
  bool const finished = running_->shared.connections_ended(grace);
  asio::thread_pool& workers = *running_->shared.workers;
  if (!finished) workers.stop();
  workers.join();
  for (auto& reactor : running_->reactors) reactor->context.stop();
  for (auto& reactor : running_->reactors) reactor->thread.join();
  for (auto& reactor : running_->reactors) reactor->let_nobody_wake();
  running_->shared.workers.reset(); // what still waits in it holds sessions, whose sockets need their reactor
  running_->reactors.clear();
}

} // namespace tandem::http
