#pragma once
/// Carries out scheduled bundles when their time has come, on a thread of its own. Any number of nodes may run it:
/// the database decides who does which. What came due while no node was there is carried out at the start.

#include "access/gate.hpp"
#include "editing/schedule.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tandem::app {

class DueBundles {
public:
  /// Both must outlive it. Starts at once; at its end finishes what runs.
  DueBundles(editing::Context const& context, access::Gate const& gate);

private:
  void run(std::stop_token const& stop);
  /// Carries out what is due; answers how long there is nothing to do.
  std::chrono::milliseconds work(std::stop_token const& stop) const;

  editing::Scheduler scheduler_;
  access::Gate const& gate_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_; // last: stops and joins before what it uses goes
};

} // namespace tandem::app
