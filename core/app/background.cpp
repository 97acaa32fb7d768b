#include "app/background.hpp"

#include "store/outbox.hpp"

#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

constexpr std::chrono::seconds pause{1};

/// What a plugin threw or answered, as one line for the log; "" when all went well.
std::string outcome(std::function<Result<void>()> const& run) {
  try {
    Result<void> const done = run();
    return done ? "" : done.error().detail;
  } catch (std::exception const& thrown) {
    return thrown.what();
  } catch (...) {
    return "it threw something that is no exception";
  }
}

} // namespace

Background::Background(store::Database& database, plugin::Registered const& registered, std::vector<CoreJob> jobs,
                       std::stop_token stopping)
    : database_(database), registered_(registered), jobs_(std::move(jobs)), stopping_server_(std::move(stopping)),
      thread_([this] { loop(); }) {}

Background::~Background() {
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

std::size_t Background::deliver_events() {
  for (std::size_t delivered = 0;; ++delivered) {
    Result<bool> const more = database_.transact([&](store::Transaction& tx) -> Result<bool> {
      auto const event = store::next_event(tx);
      if (!event) return false;
      std::string problem;
      for (auto const& hook : registered_.after_publish) {
        if (hook.type != event->type) continue;
        problem = outcome([&] {
          return hook.run(
              {event->type, event->entry, event->locale, event->kind == "published", event->bundle.text()});
        });
        if (problem.empty()) continue;
        spdlog::warn("plugin {}: event {} is tried again later: {}", hook.plugin, event->id, problem);
        break;
      }
      if (problem.empty()) store::set_delivered(tx, event->id);
      else store::set_failed(tx, *event);
      return true;
    });
    if (!more || !*more) return delivered;
  }
}

void Background::run_job(std::string const& name, unsigned every_seconds, std::function<Result<void>()> const& run) {
  if (stopping_server_.stop_requested()) return;
  Result<bool> const mine = database_.transact(
      [&](store::Transaction& tx) -> Result<bool> { return store::claim_job(tx, name, every_seconds); });
  if (!mine || !*mine) return;
  std::string const problem = outcome(run);
  if (!problem.empty()) spdlog::error("job {} failed: {}", name, problem);
  Result<void> const recorded = database_.transact([&](store::Transaction& tx) -> Result<void> {
    store::record_job(tx, name, problem);
    return {};
  });
  if (!recorded) spdlog::error("job {}: {}", name, recorded.error().detail);
}

void Background::run_jobs() {
  for (CoreJob const& job : jobs_) run_job(job.name, job.every_seconds, job.run);
  for (auto const& job : registered_.jobs) run_job(job.plugin + "." + job.name, job.every_seconds, job.run);
}

void Background::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      deliver_events();
      run_jobs();
    } catch (std::exception const& thrown) {
      spdlog::error("background work failed: {}", thrown.what());
    } catch (...) {
      spdlog::error("background work failed: something was thrown that is no exception");
    }
    lock.lock();
    stopped_.wait_for(lock, pause, [this] { return stopping_; });
  }
}

} // namespace tandem::app
