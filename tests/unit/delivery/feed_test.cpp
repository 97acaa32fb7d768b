#include "delivery/feed.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem::delivery {
namespace {

using testing::Optional;

std::vector<store::ChangeRow> changes(std::int64_t first, std::int64_t last) {
  std::vector<store::ChangeRow> all;
  for (std::int64_t number = first; number <= last; ++number) all.push_back({number, {}, {"published"}});
  return all;
}

class FeedTest : public testing::Test {
protected:
  int told = 0; ///< How often a change was made into text.
  Feed feed{[this](store::ChangeRow const& change) {
              ++told;
              return "n\u00b0" + std::to_string(change.number) + " ";
            },
            10};

  std::string after(std::int64_t number, std::size_t most = 1000) {
    auto const page = feed.after(number, most);
    return page ? page->text : "?";
  }
};

TEST_F(FeedTest, KnowsNothingBeforeItsFirstLook) {
  EXPECT_EQ(feed.last(), std::nullopt);
  EXPECT_EQ(after(0), "?");
  feed.follow({}, 0);
  EXPECT_THAT(feed.last(), Optional(0));
  EXPECT_EQ(after(0), "") << "there was never any change";
}

TEST_F(FeedTest, TellsWhatComesAfterANumber) {
  feed.follow(changes(1, 3), 3);
  feed.follow(changes(4, 4), 4);
  EXPECT_EQ(after(0), "n°1 n°2 n°3 n°4 ");
  EXPECT_EQ(after(3), "n°4 ");
  EXPECT_EQ(after(4), "");
  EXPECT_EQ(after(5), "") << "from the future";
  EXPECT_EQ(told, 4) << "each is made into text once, whoever asks";
}

TEST_F(FeedTest, TellsNoMoreAtATimeThanIsAskedForButOneChange) {
  feed.follow(changes(1, 5), 5);
  std::string all;
  std::int64_t number = 0;
  for (int page = 0; page < 5; ++page) {
    auto const next = feed.after(number, 1);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->last, ++number);
    all += next->text;
  }
  EXPECT_EQ(all, "n°1 n°2 n°3 n°4 n°5 ");
  EXPECT_EQ(after(0, 6), "n°1 n°2 ");
}

TEST_F(FeedTest, RemembersTheNewestAndLeavesTheRestToTheDatabase) {
  feed.follow(changes(1, 8), 8);
  feed.follow(changes(9, 12), 12);
  EXPECT_EQ(after(1), "?");
  EXPECT_EQ(after(2), "n°3 n°4 n°5 n°6 n°7 n°8 n°9 n°10 n°11 n°12 ");
  EXPECT_EQ(after(11), "n°12 ");
}

TEST_F(FeedTest, ABurstThatWasNotReadToItsEndIsRememberedAsFarAsItWas) {
  feed.follow(changes(1, 2), 2);
  feed.follow(changes(3, 13), 40);
  EXPECT_EQ(after(12), "n°13 ");
  EXPECT_EQ(after(13), "?");
  EXPECT_EQ(after(39), "?");
  EXPECT_EQ(after(40), "");
  feed.follow(changes(41, 42), 42);
  EXPECT_EQ(after(39), "?") << "nothing is told across a gap";
  EXPECT_EQ(after(40), "n°41 n°42 ");
}

TEST_F(FeedTest, ForgetsWhatADatabaseThatWasSetBackNoLongerHas) {
  feed.follow(changes(1, 9), 9);
  feed.follow(changes(1, 4), 4);
  EXPECT_EQ(after(2), "n°3 n°4 ");
  feed.follow(changes(5, 5), 5);
  EXPECT_EQ(after(2), "n°3 n°4 n°5 ");
}

TEST_F(FeedTest, WakesThoseWhoAreThereAndNobodyElse) {
  int first = 0, second = 0;
  auto one = feed.subscribe([&first] { ++first; });
  {
    auto const other = feed.subscribe([&second] { ++second; });
    EXPECT_EQ(feed.subscribers(), 2U);
    feed.follow(changes(1, 1), 1);
  }
  feed.follow(changes(2, 3), 3);
  EXPECT_EQ(first, 2) << "once for what was followed, however much it is";
  EXPECT_EQ(second, 1);
  one.reset();
  EXPECT_EQ(feed.subscribers(), 0U);
}

TEST(FeedOfMany, WhoComesAndGoesWhileItFollowsMissesNothing) {
  Feed feed([](store::ChangeRow const& change) { return std::to_string(change.number) + " "; }, 5000);
  feed.follow({}, 0);
  constexpr std::int64_t count = 2000;
  std::vector<std::thread> readers;
  std::atomic<int> complete = 0;
  for (int reader = 0; reader < 4; ++reader)
    readers.emplace_back([&] {
      std::int64_t number = 0;
      std::string all, expected;
      while (number < count) {
        std::atomic<bool> woken = false;
        auto const subscription = feed.subscribe([&woken] { woken = true; });
        while (auto const page = feed.after(number, 64)) {
          all += page->text;
          number = page->last;
          if (page->text.empty()) break;
        }
        while (number < count && !woken) std::this_thread::yield();
      }
      for (std::int64_t i = 1; i <= count; ++i) expected += std::to_string(i) + " ";
      complete += all == expected;
    });
  for (std::int64_t number = 1; number <= count; ++number) feed.follow(changes(number, number), number);
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(complete, 4);
}

} // namespace
} // namespace tandem::delivery
