#include "delivery/cache.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem::delivery {
namespace {

using http::Coding;

std::shared_ptr<http::ReadyMade const> answer(std::string body) {
  return std::make_shared<http::ReadyMade>(http::ReadyMade{"\"etag\"", {}, "", std::move(body)});
}

CacheKey key(std::string_view target, std::uint8_t locale = 0, Coding coding = Coding::identity) {
  return {target, locale, coding};
}

class CacheTest : public testing::Test {
protected:
  Cache cache{1 << 20};
  EntryId const visits = Uuid::make(), prisons = Uuid::make();

  void keep(CacheKey const& at, std::string body, std::vector<Dependency> const& on) {
    cache.keep(at, answer(std::move(body)), on, cache.moment());
  }
  std::string found(CacheKey const& at) const {
    auto const kept = cache.find(at);
    return kept ? kept->body : "";
  }
};

TEST_F(CacheTest, AnAnswerIsFoundByAddressLanguageAndCoding) {
  keep(key("/api/v1/page/bezoek"), "Bezoek", {on_entry(visits)});
  keep(key("/api/v1/page/bezoek", 1), "Visites", {on_entry(visits)});
  keep(key("/api/v1/page/bezoek", 0, Coding::br), "gecomprimeerd", {on_entry(visits)});
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "Bezoek");
  EXPECT_EQ(found(key("/api/v1/page/bezoek", 1)), "Visites");
  EXPECT_EQ(found(key("/api/v1/page/bezoek", 0, Coding::br)), "gecomprimeerd");
  EXPECT_EQ(found(key("/api/v1/page/bezoek", 0, Coding::gzip)), "");
  EXPECT_EQ(found(key("/api/v1/page/bezoe")), "");
}

TEST_F(CacheTest, ADropTakesOutWhatDependsOnItAndNothingElse) {
  keep(key("/api/v1/page"), "lijst", {on_type("page")});
  keep(key("/api/v1/page/bezoek"), "Bezoek", {on_entry(visits), on_slug("page", "bezoek")});
  keep(key("/api/v1/page/gevangenissen?include=parent"), "Gevangenissen", {on_entry(prisons), on_entry(visits)});
  keep(key("/api/v1/service"), "diensten", {on_type("service")});
  cache.drop({on_entry(visits)});
  EXPECT_EQ(found(key("/api/v1/page")), "lijst");
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "");
  EXPECT_EQ(found(key("/api/v1/page/gevangenissen?include=parent")), "");
  cache.drop({on_type("page"), on_slug("page", "elders")});
  EXPECT_EQ(found(key("/api/v1/page")), "");
  EXPECT_EQ(found(key("/api/v1/service")), "diensten");
  cache.clear();
  EXPECT_EQ(found(key("/api/v1/service")), "");
  EXPECT_EQ(cache.figures().answers, 0U);
  EXPECT_EQ(cache.figures().bytes, 0U);
}

TEST_F(CacheTest, WhatWasBegunBeforeADropIsNotKeptAfterIt) {
  std::uint64_t const begun = cache.moment();
  cache.drop({on_entry(visits)});
  cache.keep(key("/api/v1/page/bezoek"), answer("oud"), {on_entry(visits)}, begun);
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "");
  cache.keep(key("/api/v1/page/gevangenissen"), answer("goed"), {on_entry(prisons)}, begun);
  EXPECT_EQ(found(key("/api/v1/page/gevangenissen")), "goed") << "nothing it depends on was dropped";
  keep(key("/api/v1/page/bezoek"), "nieuw", {on_entry(visits)});
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "nieuw");
  std::uint64_t const before_all = cache.moment();
  cache.clear();
  cache.keep(key("/api/v1/page/bezoek"), answer("oud"), {on_entry(visits)}, before_all);
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "");
}

TEST_F(CacheTest, WhenTooMuchWasDroppedToBeKnownOldAnswersAreNotKept) {
  std::uint64_t const begun = cache.moment();
  for (int i = 0; i < 70; ++i) {
    std::vector<Dependency> many(1000);
    for (Dependency& one : many) one = on_entry(Uuid::make());
    cache.drop(many);
  }
  cache.keep(key("/api/v1/page/bezoek"), answer("oud"), {on_entry(visits)}, begun);
  EXPECT_EQ(found(key("/api/v1/page/bezoek")), "");
}

TEST_F(CacheTest, ANewAnswerReplacesTheOldOneOfItsKey) {
  keep(key("/api/v1/page"), "één", {on_type("page")});
  std::size_t const bytes = cache.figures().bytes;
  keep(key("/api/v1/page"), "twee", {on_type("page")});
  EXPECT_EQ(found(key("/api/v1/page")), "twee");
  EXPECT_EQ(cache.figures().answers, 1U);
  EXPECT_NEAR(static_cast<double>(cache.figures().bytes), static_cast<double>(bytes), 8);
}

TEST(CacheLimit, RoomIsMadeByTakingOutWhatNobodyAskedForOfLate) {
  Cache cache(20'000);
  for (int i = 0; i < 6; ++i)
    cache.keep(key("/api/v1/page/" + std::to_string(i)), answer(std::string(2'000, 'x')), {}, cache.moment());
  for (int i = 6; i < 40; ++i) {
    ASSERT_NE(cache.find(key("/api/v1/page/0")), nullptr) << i;
    cache.keep(key("/api/v1/page/" + std::to_string(i)), answer(std::string(2'000, 'x')), {}, cache.moment());
    EXPECT_LE(cache.figures().bytes, 20'000U);
  }
  EXPECT_EQ(cache.find(key("/api/v1/page/1")), nullptr);
  EXPECT_GT(cache.figures().evicted, 30U);
}

TEST(CacheLimit, WhatIsLargerThanAllOfItIsNotKept) {
  Cache cache(10'000);
  cache.keep(key("/groot"), answer(std::string(10'000, 'x')), {}, cache.moment());
  EXPECT_EQ(cache.find(key("/groot")), nullptr);
  Cache none(0);
  none.keep(key("/klein"), answer("x"), {}, none.moment());
  EXPECT_EQ(none.find(key("/klein")), nullptr);
}

TEST(CacheLimit, ItShrinksAtOnceAndGrowsBackNoFurtherThanAtFirst) {
  Cache cache(100'000);
  for (int i = 0; i < 20; ++i)
    cache.keep(key("/api/v1/page/" + std::to_string(i)), answer(std::string(2'000, 'x')), {}, cache.moment());
  cache.limit(10'000);
  EXPECT_LE(cache.figures().bytes, 10'000U);
  cache.limit(1'000'000);
  EXPECT_EQ(cache.figures().most_bytes, 100'000U);
}

TEST(CacheLimit, AnAnswerThatIsBeingSentOutlivesTheCache) {
  std::shared_ptr<http::ReadyMade const> held;
  {
    Cache cache(100'000);
    cache.keep(key("/api/v1/page"), answer("blijft"), {}, cache.moment());
    held = cache.find(key("/api/v1/page"));
    cache.clear();
  }
  EXPECT_EQ(held->body, "blijft");
}

TEST(CacheUnderLoad, NoReaderSeesWhatWasDroppedBeforeItLooked) {
  Cache cache(1 << 20);
  EntryId const entry = Uuid::make();
  std::atomic<int> published = 0, dropped = 0;
  std::atomic<bool> stop = false;
  auto const keep_present = [&] {
    std::uint64_t const moment = cache.moment();
    int const present = published;
    cache.keep(key("/api/v1/page/bezoek"), answer(std::to_string(present)), {on_entry(entry)}, moment);
  };
  std::vector<std::thread> threads;
  std::atomic<int> stale = 0, hits = 0;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      while (!stop) {
        int const at_least = dropped;
        auto const kept = cache.find(key("/api/v1/page/bezoek"));
        if (kept) ++hits;
        if (kept && std::stoi(kept->body) < at_least) ++stale;
      }
    });
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      while (!stop) keep_present();
    });
  for (int round = 1; round <= 3'000 || hits < 1'000; ++round) {
    published = round;
    cache.drop({on_entry(entry)});
    dropped = round;
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(stale, 0);
}

} // namespace
} // namespace tandem::delivery
