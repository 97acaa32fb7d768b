#pragma once
/// A site with the sample content, served on a real port, that carries out what is scheduled.

#include "app/due_bundles.hpp"
#include "integration/workflow/meeting.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {

/// For all tests of a suite.
struct Node {
  test::Meeting served;
  std::map<std::string, std::string> tokens; ///< Role → API token.
  app::DueBundles due_bundles{served.site->editing(), served.site->services().gate};

  Node() {
    for (std::string const role : {"reader", "editor", "coordinator", "support"})
      tokens[role] = served.account(role, {{role}});
  }
};

class ServedTest : public testing::Test {
protected:
  static void SetUpTestSuite() { node = new Node; }
  static void TearDownTestSuite() { delete std::exchange(node, nullptr); }

  static test::Reply get(std::string const& target) { return node->served.ask("", "GET", target); }
  static test::Reply send(std::string const& role, std::string const& method, std::string const& target,
                          std::string const& body = "", test::Headers headers = {}) {
    return node->served.ask(node->tokens.at(role), method, target, body, std::move(headers));
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

  inline static Node* node = nullptr;
};

} // namespace tandem
