#include "app/due_bundles.hpp"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

using std::chrono::milliseconds;

/// Another node may schedule something nearer at any moment, so nobody sleeps longer than this …
constexpr milliseconds longest_pause{1000};
/// … nor shorter, while another node carries out what is due.
constexpr milliseconds shortest_pause{20};

void report(editing::Scheduler::Attempt const& attempt) {
  std::string const id = attempt.bundle.text();
  if (!attempt.problem) spdlog::info("bundle {} was carried out {} ms after its time", id, attempt.late.count());
  else if (attempt.again) spdlog::warn("bundle {} is tried again: {}", id, attempt.problem->detail);
  else spdlog::warn("bundle {} failed: {}", id, attempt.problem->detail);
  if (!attempt.cause.empty()) spdlog::error("bundle {}: {}", id, attempt.cause);
}

} // namespace

DueBundles::DueBundles(editing::Context const& context, access::Gate const& gate)
    : scheduler_(context), gate_(gate), thread_([this](std::stop_token const& stop) { run(stop); }) {}

milliseconds DueBundles::work(std::stop_token const& stop) const {
  while (!stop.stop_requested()) {
    auto const next = scheduler_.time_to_next();
    if (!next || !*next) return longest_pause;
    if (**next > milliseconds::zero()) return std::min(**next, longest_pause);
    auto const attempt = scheduler_.carry_out_next(gate_);
    if (!attempt) return longest_pause;
    if (!*attempt) return shortest_pause;
    report(**attempt);
  }
  return milliseconds::zero();
}

void DueBundles::run(std::stop_token const& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    milliseconds pause = longest_pause;
    try {
      pause = work(stop);
    } catch (std::exception const& thrown) {
      spdlog::error("scheduled bundles: {}", thrown.what());
    } catch (...) {
      spdlog::error("scheduled bundles: something was thrown that is no exception");
    }
    stopped_.wait_for(lock, stop, pause, [] { return false; });
  }
}

} // namespace tandem::app
