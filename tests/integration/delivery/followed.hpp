#pragma once
/// Clients that follow the changes as server-sent events.

#include "editing/publisher.hpp"
#include "integration/http/wire.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem {

/// What stands between two empty lines of an event stream.
struct Block {
  std::map<std::string, std::string> fields; ///< "" is a comment.
  [[nodiscard]] bool is_event() const { return fields.contains("data"); }
  [[nodiscard]] std::int64_t id() const { return std::stoll(fields.at("id")); }
  [[nodiscard]] json::object data() const { return json::parse(fields.at("data")).as_object(); }
};

/// Reads as HTTP/1.0 does, without chunks.
class Follower {
public:
  explicit Follower(test::Served const& node, std::string const& target = "/api/v1/changes",
                    std::string const& headers = "")
      : wire_(node.server->port()) {
    wire_.send("GET " + target + " HTTP/1.0\r\nAccept: text/event-stream\r\n" + headers + "\r\n");
    head = wire_.receive(true);
    if (head.status == 200) opening = block();
  }
  /// Goes on from where another was.
  Follower(test::Served const& node, std::int64_t last)
      : Follower(node, "/api/v1/changes", "Last-Event-ID: " + std::to_string(last) + "\r\n") {}

  Block block() {
    Block block;
    std::string const text = wire_.receive_until("\n\n");
    if (!text.ends_with("\n\n")) throw std::runtime_error("the stream ended: " + text);
    for (std::size_t at = 0; at + 1 < text.size();) {
      std::string const line = text.substr(at, text.find('\n', at) - at);
      std::size_t const colon = line.find(':');
      block.fields[line.substr(0, colon)] = line.size() > colon + 2 ? line.substr(colon + 2) : "";
      at += line.size() + 1;
    }
    return block;
  }
  /// The next event; comments before it are skipped.
  Block event() {
    for (;;)
      if (Block next = block(); next.is_event()) return next;
  }
  [[nodiscard]] bool silent_for(std::chrono::milliseconds time) { return !wire_.ready_within(time); }

  test::Answer head;
  Block opening; ///< What comes before the first event.

private:
  test::Wire wire_;
};

class ChangeEvents : public testing::Test {
protected:
  static inline Locale const nl = Locale::parse("nl").value(), shared = Locale::shared();
  static void SetUpTestSuite() {
    here = new test::Served(test::Settings{{"delivery.changes_heartbeat_ms", "60000"}});
  }
  static void TearDownTestSuite() { delete std::exchange(here, nullptr); }

  static EntryId page(std::string const& title) {
    editing::NewEntry const entry{"page",
                                  {{shared, {{"section", "news"}, {"position", 700}}},
                                   {nl, {{"title", title}, {"summary", "Één zin, à la Hergé."}, {"body", "Tekst."}}}},
                                  ""};
    return editing::Editor(here->site->editing()).create(access::command_line(), entry).value().front().entry;
  }
  static void carry_out(editing::BundleOrder const& order) {
    editing::Publisher(here->site->editing()).make(access::command_line(), order).value();
  }
  /// Two changes: of the Dutch variant and of what the languages share.
  static void publish(EntryId const& entry) { carry_out(test::publish({{entry, {}, {}}})); }
  static std::int64_t last() {
    return here->site->database()
        .transact([](store::Transaction& tx) -> Result<std::int64_t> { return store::last_change(tx); })
        .value();
  }
  static json::array listed(std::int64_t after) {
    return here->ask("", "GET", "/api/v1/changes?after=" + std::to_string(after)).document().at("data").as_array();
  }

  static inline test::Served* here = nullptr;
};

} // namespace tandem
