/// The changes as server-sent events: order, resuming, two nodes, a database that is away.

#include "integration/delivery/followed.hpp"

#include <future>
#include <random>

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

TEST_F(ChangeEvents, TellWhatTheJsonTellsAsItComes) {
  std::int64_t const before = last();
  Follower follower(*here);
  EXPECT_EQ(follower.head.status, 200);
  EXPECT_EQ(follower.head.header("content-type"), "text/event-stream");
  EXPECT_EQ(follower.head.header("cache-control"), "no-store");
  EXPECT_EQ(follower.head.header("x-accel-buffering"), "no");
  EXPECT_EQ(follower.head.header("vary"), "Accept");
  EXPECT_EQ(follower.head.header("access-control-allow-origin"), "*");
  EXPECT_FALSE(follower.head.has("etag"));
  EXPECT_EQ(follower.opening.fields.at("id"), std::to_string(before))
      << "so a connection lost now is resumed from here";
  EXPECT_TRUE(follower.opening.fields.contains("retry"));
  EXPECT_TRUE(follower.silent_for(50ms)) << "from now on, not from the first";

  EntryId const entry = page("Sinterklaas in de gevangenis; la Saint-Nicolas en prison");
  publish(entry);
  carry_out(test::withdraw({{entry, nl, {}}}));
  json::array told;
  std::vector<std::string> kinds;
  for (int i = 0; i < 3; ++i) {
    Block const event = follower.event();
    EXPECT_EQ(event.id(), before + 1 + i);
    EXPECT_EQ(event.fields.at("event"), event.data().at("attributes").at("kind").as_string());
    kinds.push_back(event.fields.at("event"));
    told.push_back(event.data());
  }
  EXPECT_THAT(kinds, testing::ElementsAre("published", "published", "withdrawn"));
  EXPECT_EQ(told, listed(before));
}

TEST_F(ChangeEvents, ANumberInTheHeaderWinsOverOneInTheAddress) {
  publish(page("Bezoek à deux"));
  std::int64_t const end = last();
  Follower by_address(*here, "/api/v1/changes?after=" + std::to_string(end - 1));
  EXPECT_EQ(by_address.event().id(), end);
  Follower by_header(*here, "/api/v1/changes?after=0", "Last-Event-ID: " + std::to_string(end - 2) + "\r\n");
  EXPECT_EQ(by_header.event().id(), end - 1);
  Follower from_the_first(*here, "/api/v1/changes?after=0");
  for (std::int64_t number = 1; number <= end; ++number) ASSERT_EQ(from_the_first.event().id(), number);
  EXPECT_TRUE(from_the_first.silent_for(20ms));
}

TEST_F(ChangeEvents, WhatIsNoNumberIsNamed) {
  for (std::string const bad : {"x", "-1", "1.5", "99999999999999999999", "7;", "\xc3\xa9"}) {
    test::Headers const accept{{"Accept", "text/event-stream"}};
    test::Headers with_header = accept;
    with_header["Last-Event-ID"] = bad;
    test::Reply const of_header = here->ask("", "GET", "/api/v1/changes", "", with_header);
    EXPECT_EQ(of_header.status, 400) << bad;
    EXPECT_EQ(of_header.document().at("errors").at(0).at("source").at("header").as_string(), "Last-Event-ID");
    EXPECT_EQ(of_header.headers.at("access-control-allow-origin"), "*");
    if (bad.front() < 0) continue; // not in an address
    test::Reply const of_address = here->ask("", "GET", "/api/v1/changes?after=" + bad, "", accept);
    EXPECT_EQ(of_address.status, 400) << bad;
    EXPECT_EQ(of_address.document().at("errors").at(0).at("source").at("parameter").as_string(), "after");
  }
  EXPECT_EQ(here->ask("", "GET", "/api/v1/changes?na=1", "", {{"Accept", "text/event-stream"}}).status, 400);
}

TEST_F(ChangeEvents, AreForThoseWhoAskForThem) {
  for (std::string const json :
       {"*/*", "application/vnd.api+json", "text/event-stream;q=0.1, application/vnd.api+json"}) {
    test::Reply const reply = here->ask("", "GET", "/api/v1/changes", "", {{"Accept", json}});
    EXPECT_EQ(reply.headers.at("content-type"), "application/vnd.api+json") << json;
    EXPECT_THAT(reply.headers.at("vary"), HasSubstr("Accept"));
  }
  test::Reply const head = here->ask("", "HEAD", "/api/v1/changes", "", {{"Accept", "text/event-stream"}});
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-type"), "text/event-stream");
  EXPECT_EQ(head.body, "");
  test::Reply const preflight = here->ask("", "OPTIONS", "/api/v1/changes");
  EXPECT_THAT(preflight.headers.at("access-control-allow-headers"), HasSubstr("Last-Event-ID"));
}

TEST_F(ChangeEvents, ASilentStreamSaysThatItIsStillThere) {
  test::Served there(test::Settings{{"delivery.changes_heartbeat_ms", "30"}}, here->site->connection());
  Follower follower(there);
  for (int beat = 0; beat < 3; ++beat) {
    Block const block = follower.block();
    EXPECT_FALSE(block.is_event());
    EXPECT_TRUE(block.fields.contains("")) << "a comment, which no client shows";
    EXPECT_FALSE(block.fields.contains("id"));
  }
  publish(page("Toch nog iets; quand même"));
  EXPECT_EQ(follower.event().id(), last() - 1);
}

TEST_F(ChangeEvents, AreTheSameOnEveryNode) {
  test::Served there({}, here->site->connection());
  std::int64_t const before = last();
  Follower follower(*here, before), other(there, before);
  EntryId const entry = page("Twee knooppunten");
  for (int round = 0; round < 10; ++round) {
    publish(entry);
    carry_out(test::withdraw({{entry, {}, {}}}));
  }
  std::int64_t const end = last();
  ASSERT_EQ(end, before + 40);
  for (std::int64_t number = before + 1; number <= end; ++number) {
    Block const event = follower.event();
    EXPECT_EQ(event.id(), number);
    EXPECT_EQ(other.event().fields, event.fields);
  }
}

TEST_F(ChangeEvents, WhoResumesAgainAndAgainWhileManyPublishMissesNothingAndHearsNothingTwice) {
  test::Served there({}, here->site->connection());
  std::int64_t const before = last();
  constexpr int writers = 3, rounds = 15;
  std::vector<std::future<void>> writing;
  for (int writer = 0; writer < writers; ++writer)
    writing.push_back(std::async(std::launch::async, [writer] {
      EntryId const entry = page("Schrijver " + std::to_string(writer) + ", écrivain");
      for (int round = 0; round < rounds; ++round) {
        publish(entry);
        carry_out(test::withdraw({{entry, {}, {}}}));
      }
    }));
  std::int64_t const end = before + writers * rounds * 4;
  auto const follow = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::int64_t told = before;
    while (told < end) {
      Follower follower(random() % 2 == 0 ? *here : there, told);
      for (auto events = random() % 20; events > 0 && told < end; --events) {
        std::int64_t const number = follower.event().id();
        if (number != told + 1) return false;
        told = number;
      }
    }
    return true;
  };
  std::vector<std::future<bool>> following;
  for (unsigned seed = 1; seed <= 4; ++seed) following.push_back(std::async(std::launch::async, follow, seed));
  for (auto& one : following) EXPECT_TRUE(one.get());
  for (auto& one : writing) one.get();
  EXPECT_EQ(last(), end);
}

TEST_F(ChangeEvents, ManyFollowersHearOfABundleTogetherAndLeaveNothingBehind) {
  delivery::Feed const& feed = here->site->services().feed;
  std::int64_t const before = last();
  {
    std::vector<Follower> followers;
    for (int i = 0; i < 60; ++i) followers.emplace_back(*here, before);
    EXPECT_EQ(feed.subscribers(), 60U);
    publish(page("Voor iedereen; pour tous"));
    for (Follower& follower : followers) {
      EXPECT_EQ(follower.event().id(), before + 1);
      EXPECT_EQ(follower.event().id(), before + 2);
    }
  }
  auto const until = test::Clock::now() + test::Wire::patience;
  while (feed.subscribers() > 0 && test::Clock::now() < until) std::this_thread::yield();
  EXPECT_EQ(feed.subscribers(), 0U);
}

/// More changes at once than a node remembers; they are of an entry that is public anyway.
void change_many(test::Served& node, EntryId const& entry, std::size_t count) {
  node.site->database()
      .transact([&](store::Transaction& tx) -> Result<bool> {
        for (std::size_t i = 0; i < count; ++i) tx.change({"published", entry, "page", Locale::shared(), 1, {}});
        return true;
      })
      .value();
}

TEST_F(ChangeEvents, WhoIsFurtherBackThanTheNodeRemembersReadsTheDatabase) {
  EntryId const entry = page("Archief, les archives");
  publish(entry);
  std::int64_t const before = last();
  Follower up_to_date(*here, before);
  change_many(*here, entry, here->site->services().feed.kept() + 500);
  publish(page("Daarna, ensuite"));
  std::int64_t const end = last();
  Follower behind(*here, before + 100);
  for (std::int64_t number = before + 1; number <= end; ++number) ASSERT_EQ(up_to_date.event().id(), number);
  for (std::int64_t number = before + 101; number <= end; ++number) ASSERT_EQ(behind.event().id(), number);
  test::Served started_later({}, here->site->connection());
  Follower of_it(started_later, end - 3);
  for (std::int64_t number = end - 2; number <= end; ++number) ASSERT_EQ(of_it.event().id(), number);
}

TEST_F(ChangeEvents, StayOpenWhileTheDatabaseIsAwayAndCatchUp) {
  EntryId const entry = page("Zonder databank; sans base de données");
  publish(entry);
  change_many(*here, entry, here->site->services().feed.kept()); // so that who begins at the first needs the database
  std::int64_t const before = last();
  Follower follower(*here, before);
  std::string const connection = here->site->connection(), name = connection.substr(connection.find("dbname=") + 7);
  store::Database others(connection.substr(0, connection.find("dbname=")) + "dbname=postgres", 1);
  auto const run = [&](std::string const& sql) {
    others.outside_transaction([&](store::Transaction& tx) -> Result<bool> { return tx.query(sql), true; }).value();
  };
  run("alter database " + name + " allow_connections false");
  run("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  for (int i = 0; i < 10; ++i) // more often than the pool has connections: it is rid of the dead ones
    ASSERT_EQ(here->ask("", "GET", "/health/ready").status, 503);
  EXPECT_TRUE(follower.silent_for(50ms)) << "it has not ended";
  Follower newcomer(*here), from_the_first(*here, 0);
  EXPECT_EQ(newcomer.opening.fields.at("id"), std::to_string(before)) << "what the node has followed";
  EXPECT_TRUE(from_the_first.silent_for(50ms));
  run("alter database " + name + " allow_connections true");
  publish(page("Terug, de retour"));
  std::int64_t const end = last();
  for (std::int64_t number = before + 1; number <= end; ++number) {
    EXPECT_EQ(follower.event().id(), number);
    EXPECT_EQ(newcomer.event().id(), number);
  }
  for (std::int64_t number = 1; number <= end; ++number) ASSERT_EQ(from_the_first.event().id(), number);
}

TEST_F(ChangeEvents, EndWithTheServerAtOnce) {
  test::Served there({}, here->site->connection());
  std::vector<Follower> followers;
  for (int i = 0; i < 20; ++i) followers.emplace_back(there);
  auto const began = test::Clock::now();
  there.server->stop(test::Wire::patience);
  EXPECT_LT(test::Clock::now() - began, 5s);
  for (Follower& follower : followers) EXPECT_THROW(follower.block(), std::runtime_error);
  EXPECT_EQ(there.site->services().feed.subscribers(), 0U);
}

} // namespace
} // namespace tandem
