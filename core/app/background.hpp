#pragma once
/// Work beside the requests, on a thread of its own: events of the outbox to `after_publish` hooks, and the
/// plugins' jobs. Any number of nodes may run it: the database decides who does what.

#include "plugin/plugins.hpp"
#include "store/database.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tandem::app {

class Background {
public:
  /// Both must outlive it. Starts at once. No job is begun once `stopping` is asked to stop.
  Background(store::Database& database, plugin::Registered const& registered, std::stop_token stopping = {});
  ~Background(); ///< Finishes what runs, then stops.
  Background(Background const&) = delete;
  Background& operator=(Background const&) = delete;

  /// Delivers what is due now; answers the number of events. At least once each: an event is marked delivered
  /// after its hooks have run.
  std::size_t deliver_events();
  /// Runs the jobs that are due and that no other node has taken.
  void run_jobs();

private:
  void loop();
  store::Database& database_;
  plugin::Registered const& registered_;
  std::stop_token stopping_server_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace tandem::app
