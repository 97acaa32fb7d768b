#include "app/serve.hpp"

#include "api/document.hpp"
#include "app/background.hpp"
#include "app/due_bundles.hpp"
#include "app/memory.hpp"
#include "app/routes.hpp"
#include "app/settings.hpp"
#include "app/webhook_delivery.hpp"
#include "http/server.hpp"
#include "store/listener.hpp"

#include <csignal>
#include <iostream>
#include <malloc.h>
#include <spdlog/spdlog.h>

namespace tandem::app {
namespace {

http::ServerOptions server_options(Configuration const& configuration) {
  auto const size = [&](std::string_view key) { return static_cast<std::size_t>(configuration.number(key)); };
  auto const time = [&](std::string_view key) { return std::chrono::milliseconds{configuration.number(key)}; };
  http::ServerOptions options;
  options.address = configuration.text("http.address");
  options.port = static_cast<std::uint16_t>(configuration.number("http.port"));
  options.io_threads = static_cast<unsigned>(configuration.number("http.io_threads"));
  options.worker_threads = static_cast<unsigned>(configuration.number("http.worker_threads"));
  options.limits = {size("http.body_bytes"),
                    size("http.header_bytes"),
                    size("http.target_bytes"),
                    size("http.header_count"),
                    time("http.header_timeout_ms"),
                    time("http.body_timeout_ms"),
                    time("http.write_timeout_ms"),
                    time("http.idle_timeout_ms"),
                    size("http.connections"),
                    size("http.queued_requests"),
                    size("http.streams")};
  for (std::string const& network : configuration.list("http.trusted_proxies"))
    options.trusted_proxies.push_back(http::parse_network(network).value()); // checked when it was read
  options.error_response = [](int status, std::string_view detail) { return api::error_document(status, detail); };
  options.on_served = [](http::Served const& served) {
    // The path without its query: a query may hold what somebody searched for.
    spdlog::info("{} {} {} {} {} bytes {} us {}", served.remote_address, name_of(served.method),
                 served.target.substr(0, served.target.find('?')), served.status, served.bytes, served.took.count(),
                 served.request_id);
  };
  options.on_exception = [](std::string_view what, std::string_view request_id) {
    spdlog::error("request {} failed: {}", request_id, what);
  };
  return options;
}

/// Gives memory back while the machine is short of it.
void mind_memory(delivery::Cache& cache, Configuration const& configuration) {
  std::optional<std::size_t> const available = available_memory();
  if (!available) return;
  delivery::Cache::Figures const figures = cache.figures();
  std::size_t const limit = next_cache_limit(
      figures.most_bytes, figures.bytes, static_cast<std::size_t>(configuration.number("cache.bytes")), *available,
      static_cast<std::size_t>(configuration.number("cache.spare_bytes")));
  if (limit == figures.most_bytes) return;
  cache.limit(limit);
  if (limit > figures.most_bytes) return;
  ::malloc_trim(0); // freed memory would otherwise stay with us
  spdlog::warn("memory is short: the response cache shrinks to {} bytes", limit);
}

/// Once an hour: uploads that did not go on, and files that nothing names.
CoreJob care_of_files(Site& site) {
  return {"core.media", 3600, [&site]() -> Result<void> {
            site.services().uploads.forget_expired();
            auto const removed = site.services().files.remove_orphans(
                std::chrono::days{site.configuration().number("media.orphans_days")});
            if (!removed) return removed.error();
            if (!removed->empty()) spdlog::info("{} files that nothing named were removed", removed->size());
            return {};
          }};
}

} // namespace

int serve(Site& site) {
  // Blocked before any thread starts, so that every thread leaves them to sigwait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  site.database().limit_statements(std::chrono::milliseconds{site.configuration().number("database.timeout_ms")});
  http::Router router;
  auto const routes = make_routes(site, router);
  if (!routes) {
    std::cerr << "tandem: " << routes.error().detail << "\n";
    return 1;
  }
  http::ServerOptions options = server_options(site.configuration());
  options.ready = &site.services().reads;
  http::Server server(std::move(options), router);
  if (auto const problem = server.start()) {
    std::cerr << "tandem: " << *problem << "\n";
    return 1;
  }
  // Answers are kept from here on: what other nodes change is heard of.
  store::Listener const listener(site.connection(), "tandem_changed",
                                 [&site] { site.services().freshness.catch_up(); });
  Background const background(site.database(), site.plugins().registered(), {care_of_files(site)}, site.stopping());
  WebhookDelivery const webhook_delivery(site.database(), webhook_settings(site.configuration()));
  DueBundles const due_bundles(site.editing(), site.services().gate);
  std::cout << "Tandem listens on http://" << site.configuration().text("http.address") << ":" << server.port()
            << std::endl;
  timespec const second{1, 0};
  while (sigtimedwait(&signals, nullptr, &second) < 0) {
    mind_memory(site.services().cache, site.configuration());
    Result<bool> const revived = site.revive_database();
    if (!revived) spdlog::error("{}", revived.error().detail);
    else if (*revived) spdlog::warn("the private PostgreSQL had died; it was started again");
  }
  std::cout << "Stopping: requests in hand are finished first" << std::endl;
  site.stop();
  server.stop();
  return 0;
}

} // namespace tandem::app
