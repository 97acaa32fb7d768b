#include "store/listener.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <pqxx/pqxx>
#include <thread>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;

/// What was told does not matter, only that something was.
class Receiver final : public pqxx::notification_receiver {
public:
  Receiver(pqxx::connection_base& connection, std::string const& channel)
      : pqxx::notification_receiver(connection, channel) {}
  void operator()(std::string const&, int) override {}
};

} // namespace

struct Listener::Running {
  std::string connection, channel;
  std::function<void()> woken;
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::jthread thread; // last: ends before what it uses

  /// Until the connection is lost, or it is to stop.
  void listen(std::stop_token const& stop) const {
    pqxx::connection open(connection);
    Receiver const receiver(open, channel);
    woken(); // from here on nothing is missed
    auto checked = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
      bool const told = open.await_notification(0, 100'000) != 0; // 100 ms: how long a stop may take
      auto const now = std::chrono::steady_clock::now();
      if (!told && now - checked < 1s) continue;
      checked = now;
      if (!told) pqxx::nontransaction(open).exec("select"); // a connection that hangs would be silent, too
      woken();
    }
  }

  void run(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
      try {
        listen(stop);
      } catch (std::exception const&) { // the database is away; the next try says whether it is back
      }
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, 200ms, [] { return false; });
    }
  }
};

Listener::Listener(std::string connection, std::string channel, std::function<void()> woken)
    : running_(new Running{std::move(connection), std::move(channel), std::move(woken), {}, {}, {}}) {
  running_->thread = std::jthread([this](std::stop_token const& stop) { running_->run(stop); });
}
Listener::~Listener() = default;

} // namespace tandem::store
