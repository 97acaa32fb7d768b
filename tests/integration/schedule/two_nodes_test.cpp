#include "app/due_bundles.hpp"
#include "nodes.hpp"

#include <atomic>

namespace tandem {
namespace {

/// Several nodes at once.
class TwoNodes : public Nodes {
protected:
  access::Actor coordinator = account("gemeenschapscoordinator");

  /// Waits until nothing waits any more; false after 30 seconds.
  bool all_finished() {
    for (auto const end = now() + std::chrono::seconds{30}; now() < end;) {
      if (cell("select count(*) from scheduled_bundle where state = 'waiting'") == "0") return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{5}); // polling
    }
    return false;
  }
};

TEST_F(TwoNodes, EachBundleIsCarriedOutOnceInOrder) {
  constexpr int count = 60;
  EntryId const one = authority("Gemeenschapscommissie");
  for (int i = 2; i <= count; ++i) change(one, {{"description", "Versie " + std::to_string(i) + "."}});
  publisher.make(hand, test::publish({{one, shared}})).value();
  for (int i = 1; i <= count; ++i) schedule(coordinator, test::publish({{one, nl, i}}));
  run("update scheduled_bundle set at = now() - interval '1 hour', next_try = now()"); // all at one instant
  {
    app::DueBundles const here(site->editing(), site->services().gate),
        there(other->editing(), other->services().gate);
    ASSERT_TRUE(all_finished());
  }
  EXPECT_EQ(cell("select string_agg(state, ' ') from (select distinct state from scheduled_bundle) s"), "done");
  EXPECT_EQ(
      cell("select string_agg(revision::text, ' ' order by during) = (select string_agg(i::text, ' ' order by i) "
           "from generate_series(1, 60) i) from publication where locale = 'nl'"),
      "t")
      << "in the order in which they were made";
  EXPECT_EQ(cell("select count(*) from audit where action = 'bundle.publish' and locale = 'nl'"), "60");
  EXPECT_EQ(cell("select count(*) from outbox where locale = 'nl'"), "60");
}

TEST_F(TwoNodes, CancellingAndCarryingOutDoNotBothHappen) {
  EntryId const one = authority("Gemeenschapscommissie");
  publisher.make(hand, test::publish({{one}})).value();
  int carried_out = 0;
  for (int round = 0; round < 60; ++round) {
    change(one, {{"description", "Ronde " + std::to_string(round) + "."}});
    Uuid const id = schedule(coordinator, test::publish({{one, nl}}));
    make_due(id);
    std::atomic<int> ready = 0;
    auto const together = [&] {
      ++ready;
      while (ready < 2) {
      }
    };
    std::thread node([&] {
      together();
      // A node that finds the bundle held passes it over; its next look finds it again.
      while (scheduler_there.time_to_next().value()) scheduler_there.carry_out_next(other->services().gate).value();
    });
    together();
    for (int spin = 0; spin < round * 2'000; ++spin) ready.load();
    auto const cancelled = scheduler.cancel(coordinator, id, "");
    node.join();
    std::string const made = cell("select count(*) from bundle where id = $1", {id.text()});
    EXPECT_EQ(state(id), cancelled ? "cancelled" : "done");
    EXPECT_EQ(made, cancelled ? "0" : "1");
    if (cancelled) continue;
    EXPECT_EQ(cancelled.error().code, ErrorCode::conflict) << cancelled.error().detail;
    ++carried_out;
  }
  RecordProperty("carried_out_of_60", carried_out);
}

TEST_F(TwoNodes, WhoseTurnItIsNotLeavesWhatIsDueToTheOther) {
  Uuid const id = schedule(coordinator, test::publish({{authority("Gemeenschapscommissie")}}));
  make_due(id);
  auto const meanwhile = other->database().transact([&](store::Transaction& tx) -> Result<bool> {
    EXPECT_TRUE(store::take_turn(tx));
    return scheduler.carry_out_next(site->services().gate).value().has_value();
  });
  EXPECT_FALSE(meanwhile.value());
  EXPECT_EQ(carry_out_all(), 1) << "the turn ends with the transaction";
}

TEST_F(TwoNodes, ANodeWakesAtTheInstantAndNotAtTheNextRound) {
  constexpr int count = 7;
  std::vector<Uuid> ids;
  app::DueBundles const here(site->editing(), site->services().gate), there(other->editing(), other->services().gate);
  Timestamp const start = now() + std::chrono::milliseconds{1500};
  for (int i = 0; i < count; ++i)
    ids.push_back(scheduler
                      .schedule(coordinator, test::publish({{authority("Overheid " + std::to_string(i))}}),
                                start + i * std::chrono::milliseconds{300})
                      .value()
                      .scheduled.bundle.id);
  ASSERT_TRUE(all_finished());
  EXPECT_EQ(cell("select min(b.created_at - s.at) >= interval '0' from bundle b join scheduled_bundle s using (id)"),
            "t")
      << "never before its time";
  std::string const median =
      cell("select ceil(extract(epoch from percentile_cont(0.5) within group (order by b.created_at - s.at)) * 1000) "
           "from bundle b join scheduled_bundle s using (id)");
  RecordProperty("median_milliseconds_late", median);
  std::cout << "median " << median << " ms late\n";
  EXPECT_LT(std::stoi(median), 250);
}

} // namespace
} // namespace tandem
