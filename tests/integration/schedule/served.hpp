#pragma once
/// A site with the sample content, served on a real port, that carries out what is scheduled.

#include "api/document.hpp"
#include "app/due_bundles.hpp"
#include "editing/transfer.hpp"
#include "http/server.hpp"
#include "support/client.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {

/// For all tests of a suite.
struct Served {
  std::unique_ptr<app::Site> site = test::make_site();
  http::Router router;
  std::unique_ptr<api::Routes> routes;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<app::DueBundles> due_bundles;
  std::map<std::string, std::string> tokens; ///< Role → API token.

  Served() {
    editing::import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false)
        .value();
    routes = site->routes(router).value();
    http::ServerOptions options;
    options.port = 0;
    options.error_response = [](int status, std::string_view detail) { return api::error_document(status, detail); };
    server = std::make_unique<http::Server>(options, router);
    if (auto const problem = server->start()) throw std::runtime_error(*problem);
    for (std::string const role : {"reader", "editor", "coordinator", "support"}) {
      site->accounts().add(access::command_line(), role, {{role}}).value();
      tokens[role] = site->accounts().create_token(access::command_line(), role, "test", {}).value().value;
    }
    due_bundles = std::make_unique<app::DueBundles>(site->editing(), site->gate());
  }
};

class ServedTest : public testing::Test {
protected:
  static void SetUpTestSuite() { served = new Served; }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static test::Reply get(std::string const& target) { return test::request(served->server->port(), "GET", target); }
  static test::Reply send(std::string const& role, std::string const& method, std::string const& target,
                          std::string const& body = "", test::Headers headers = {}) {
    headers["Authorization"] = "Bearer " + served->tokens.at(role);
    return test::request(served->server->port(), method, target, body, std::move(headers));
  }
  /// POST of a bundle with these attributes.
  static test::Reply bundle(std::string const& role, json::object attributes) {
    json::object const body{{"data", {{"type", "bundle"}, {"attributes", std::move(attributes)}}}};
    return send(role, "POST", "/edit/v1/bundles", json::serialize(body));
  }
  static std::string id_of(test::Reply const& reply) {
    return std::string(reply.document().at("data").at("id").as_string());
  }
  static json::object attributes(test::Reply const& reply) {
    return reply.document().at("data").at("attributes").as_object();
  }
  static json::object shown(std::string const& id) {
    return attributes(send("coordinator", "GET", "/edit/v1/bundles/" + id));
  }
  static json::object error(test::Reply const& reply) { return reply.document().at("errors").at(0).as_object(); }
  static std::string pointer(test::Reply const& reply) {
    return std::string(error(reply).at("source").at("pointer").as_string());
  }
  static std::vector<std::string> names(std::string const& target, std::string const& field = "name") {
    std::vector<std::string> all;
    json::object const document = get(target).document();
    for (json::value const& one : document.at("data").as_array())
      all.emplace_back(one.at("attributes").at(field).as_string());
    return all;
  }
  /// Waits until it does not wait any more; answers its state. At most 30 seconds.
  static std::string finished(std::string const& id) {
    std::string state = "waiting";
    for (auto const end = now() + std::chrono::seconds{30}; state == "waiting" && now() < end;) {
      state = shown(id).at("state").as_string();
      std::this_thread::sleep_for(std::chrono::milliseconds{5}); // polling
    }
    return state;
  }
  static std::string in(std::chrono::milliseconds time) { return format_timestamp(now() + time); }

  inline static Served* served = nullptr;
};

} // namespace tandem
