#pragma once
/// A small service on a real `http::Server`, with what tests need to see and to hold back.

#include "http/server.hpp"
#include "integration/http/wire.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace tandem::test {

/// Holds handlers back until it is opened, and tells when they have come.
class Gate {
public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  bool reached_by(int handlers) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, Wire::patience, [&] { return arrived_ >= handlers; });
  }
  void open() {
    std::lock_guard const lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

/// What the server told about one request or one mistake.
struct Told {
  int status = 0;
  std::string text; ///< The target, or what was thrown.
  std::string request_id;
  std::string remote_address = {};
};

/// A list that grows on other threads.
class Journal {
public:
  void add(Told told) {
    std::lock_guard const lock(mutex_);
    all_.push_back(std::move(told));
    changed_.notify_all();
  }
  /// The entries, once there are this many; fewer when they do not come.
  std::vector<Told> first(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, Wire::patience, [&] { return all_.size() >= count; });
    return all_;
  }
  std::size_t size() {
    std::lock_guard const lock(mutex_);
    return all_.size();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Told> all_;
};

class Service {
public:
  using Adjust = std::function<void(http::ServerOptions&)>;

  explicit Service(Adjust const& adjust = {}) {
    add_routes();
    http::ServerOptions options;
    options.port = 0;
    options.worker_threads = 4;
    options.on_served = [this](http::Served const& s) {
      served.add({s.status, std::string(s.target), std::string(s.request_id), std::string(s.remote_address)});
    };
    options.on_exception = [this](std::string_view what, std::string_view request_id) {
      mistakes.add({500, std::string(what), std::string(request_id)});
    };
    if (adjust) adjust(options);
    server.emplace(std::move(options), router);
    if (auto const problem = server->start()) throw std::runtime_error(*problem);
    port = server->port();
  }
  ~Service() { gate.open(); }

  /// The first answer to these bytes on a connection of their own.
  Answer ask(std::string_view bytes) {
    Wire wire(port);
    wire.send(bytes);
    return wire.receive();
  }
  /// Whether it still serves newcomers.
  bool lives() { return ask(get("/diensten/leeft")).body == "Dienst leeft"; }

  Gate gate;
  Journal served, mistakes;
  std::atomic<int> handled{0};                                        ///< Requests that reached a handler.
  std::function<http::Response(http::Request const&)> answers_stream; ///< At /stroom/{naam}.
  std::function<http::Response(http::Request const&)> answers_file;   ///< At /bestand/{naam}.
  std::function<http::Opened(http::Request const&)> opens;            ///< At /opname/{naam}, by PUT.
  http::Router router;
  std::optional<http::Server> server; ///< Last, so that it is gone before what its handlers use.
  std::uint16_t port = 0;

private:
  void add(http::Method method, char const* pattern, http::Handler handler) {
    auto const counting = [this, handler = std::move(handler)](http::Request const& request) {
      ++handled;
      return handler(request);
    };
    if (router.add(method, pattern, counting)) throw std::logic_error(pattern);
  }
  void add_routes() {
    using http::Method;
    using http::Request;
    using http::Response;
    add(Method::get, "/diensten/{id}", [](Request const& r) {
      return Response{200, {{"Content-Type", "text/plain; charset=utf-8"}}, "Dienst " + std::string(r.capture("id"))};
    });
    add(Method::put, "/diensten/{id}", [](Request const&) { return Response{204}; });
    add(Method::post, "/echo", [](Request const& r) { return Response{200, {}, r.body}; });
    add(Method::get, "/spiegel", [](Request const& r) { return Response{200, {}, r.target}; });
    add(Method::get, "/wie", [](Request const& r) { return Response{200, {}, r.remote_address}; });
    add(Method::get, "/groot/{bytes}", [](Request const& r) {
      return Response{200, {}, std::string(std::stoul(std::string(r.capture("bytes"))), 'e')};
    });
    add(Method::get, "/poort/{wie}", [this](Request const& r) {
      gate.pass();
      return Response{200, {}, "Voorbij de poort: " + std::string(r.capture("wie"))};
    });
    add(Method::get, "/fout", [](Request const&) -> Response { throw std::runtime_error("l'entrepôt a brûlé"); });
    add(Method::get, "/fout/onbekend", [](Request const&) -> Response { throw 42; });
    add(Method::get, "/status/{status}", [](Request const& r) {
      return Response{std::stoi(std::string(r.capture("status"))), {}, "een lichaam, soms zonder plaats"};
    });
    add(Method::get, "/kop", [](Request const& r) {
      return Response{200, {{std::string(*r.parameter("naam")), std::string(*r.parameter("waarde"))}}, "ça va"};
    });
    add(Method::get, "/stroom/{naam}", [this](Request const& r) { return answers_stream(r); });
    add(Method::get, "/bestand/{naam}", [this](Request const& r) { return answers_file(r); });
    auto const opening = [this](Request const& r) { return opens(r); };
    if (router.add_open(Method::put, "/opname/{naam}", opening)) throw std::logic_error("/opname/{naam}");
    add(Method::options, "/kruispunt", [](Request const&) { return Response{200, {}, "eigen antwoord"}; });
  }
};

} // namespace tandem::test
