#pragma once
/// A site with a receiver on loopback, which its settings allow.

#include "app/webhook_delivery.hpp"
#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/receiver.hpp"
#include "support/site.hpp"
#include "webhooks/subscriptions.hpp"

#include <gmock/gmock.h>

namespace tandem::test {

using namespace std::chrono_literals;

class Webhooks : public testing::Test {
protected:
  Webhooks() {
    settings.allow_private = true;
    settings.timeout = 2s;
  }

  /// An audience with a Dutch name of its own; not public yet.
  EntryId make_entry() {
    std::string const name = "Geïnterneerden, groep " + std::to_string(++entries_made);
    return editing::Editor(site->editing())
        .create(actor, {"audience",
                        {{Locale::shared(), {{"position", 1}}}, {Locale::parse("nl").value(), {{"name", name}}}},
                        ""})
        .value()
        .front()
        .entry;
  }
  void publish(EntryId const& entry, char const* locale) {
    editing::Publisher(site->editing())
        .make(actor, test::publish({{entry, Locale::parse(locale).value()}}, "nagelezen"))
        .value();
  }
  void withdraw(EntryId const& entry, char const* locale) {
    editing::Publisher(site->editing()).make(actor, test::withdraw({{entry, Locale::parse(locale).value()}})).value();
  }

  [[nodiscard]] webhooks::Subscriptions subscriptions() const { return {site->database(), site->types(), settings}; }
  webhooks::Made add(std::string const& url) { return subscriptions().add(actor, {.url = url}).value(); }
  /// The oldest first.
  std::vector<store::DeliveryRow> deliveries(Uuid const& webhook) {
    auto found = subscriptions().deliveries(webhook, {}, 1000).value();
    std::reverse(found.begin(), found.end());
    return found;
  }
  /// Waits, for 20 seconds at most, until what is written down fulfils the condition.
  template <class Condition> bool eventually(Condition condition) {
    auto const end = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(20ms); // polling: the loop ends with the condition
    }
    return true;
  }
  bool eventually_in_state(Uuid const& webhook, std::string const& state) {
    return eventually([&] {
      auto const all = deliveries(webhook);
      return std::all_of(all.begin(), all.end(), [&](auto const& one) { return one.state == state; });
    });
  }
  /// What waits for its next try is due at once.
  void make_due() {
    (void)site->database().transact([](store::Transaction& tx) -> Result<void> {
      tx.query("update webhook_delivery set next_try = now() where state = 'waiting'");
      return {};
    });
  }

  std::string const connection = Cluster::get().fresh_database();
  std::unique_ptr<app::Site> const site = make_site(connection);
  access::Actor const actor = somebody("lien");
  webhooks::Settings settings;
  int entries_made = 0;
};

/// event and locale of what a receiver was sent.
inline std::string told(http::Request const& request) {
  json::object const body = json::parse(request.body).as_object();
  return std::string(body.at("event").as_string()) + " " + std::string(string_member(body, "locale"));
}

} // namespace tandem::test
