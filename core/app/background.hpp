#pragma once
/// Work beside the requests, on a thread of its own: events of the outbox to `after_publish` hooks, and the jobs of
/// the core and the plugins. Any number of nodes may run it: the database decides who does what.

#include "plugin/plugins.hpp"
#include "store/database.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tandem::app {

/// Work of the core that is done again and again, by one node at a time.
struct CoreJob {
  std::string name;
  unsigned every_seconds;
  std::function<Result<void>()> run;
};

class Background {
public:
  /// Both must outlive it. Starts at once. No job is begun once `stopping` is asked to stop.
  Background(store::Database& database, plugin::Registered const& registered, std::vector<CoreJob> jobs = {},
             std::stop_token stopping = {});
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
  void run_job(std::string const& name, unsigned every_seconds, std::function<Result<void>()> const& run);
  store::Database& database_;
  plugin::Registered const& registered_;
  std::vector<CoreJob> const jobs_;
  std::stop_token stopping_server_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace tandem::app
