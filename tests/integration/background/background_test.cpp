#include "app/background.hpp"
#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <atomic>
#include <condition_variable>
#include <gtest/gtest.h>

namespace tandem {
namespace {

/// Remembers what it was told, and lets a test wait for it.
struct Told {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> events;

  void add(std::string event) {
    std::lock_guard const lock(mutex);
    events.push_back(std::move(event));
    changed.notify_all();
  }
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds{30}, [&] { return events.size() >= count; });
    return events;
  }
};

TEST(Background, EventsAreToldInOrderAndAgainAfterAFailure) {
  auto const site = test::make_site();
  access::Actor const actor = access::command_line();
  auto const made = editing::Editor(site->editing())
                        .create(actor, {"audience",
                                        {{Locale::shared(), {{"position", 1}}},
                                         {Locale::parse("nl").value(), {{"name", "Geïnterneerden"}}}},
                                        ""});
  ASSERT_TRUE(made);
  EntryId const entry = made->front().entry;
  editing::Publisher const publisher(site->editing());
  ASSERT_TRUE(publisher.make(actor, test::publish({{entry, {}, {}}})));
  ASSERT_TRUE(publisher.make(actor, test::withdraw({{entry, {}, {}}})));

  Told told;
  std::atomic<int> failures{1};
  plugin::Registered registered;
  registered.after_publish.push_back({"test", "audience", [&](AfterPublish const& event) -> Result<void> {
                                        if (failures-- > 0) throw std::runtime_error("not yet");
                                        told.add(std::string(event.published ? "published " : "withdrawn ") +
                                                 event.locale.text());
                                        return {};
                                      }});
  app::Background const background(site->database(), registered);
  std::vector<std::string> const events = told.wait_for(4);
  ASSERT_EQ(events.size(), 4U);
  auto const position = [&](std::string const& event) {
    return std::find(events.begin(), events.end(), event) - events.begin();
  };
  EXPECT_LT(position("published nl"), position("withdrawn nl"));
  EXPECT_LT(position("published shared"), position("withdrawn shared"));
}

TEST(Background, AJobIsDoneByOneNodeEachTime) {
  auto const site = test::make_site();
  Told told;
  plugin::Registered registered;
  registered.jobs.push_back(
      {"test", "links", 3600, [&]() -> Result<void> { return told.add("run"), Result<void>{}; }});
  {
    app::Background one(site->database(), registered), two(site->database(), registered);
    told.wait_for(1);
    one.run_jobs();
    two.run_jobs();
  }
  EXPECT_EQ(told.events.size(), 1U);
}

} // namespace
} // namespace tandem
