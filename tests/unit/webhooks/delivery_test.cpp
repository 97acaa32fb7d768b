#include "content/json.hpp"
#include "webhooks/delivery.hpp"

#include <gtest/gtest.h>

namespace tandem::webhooks {
namespace {

using namespace std::chrono_literals;

TEST(PauseAfter, DoublesUpToAnHour) {
  EXPECT_EQ(pause_after(1, 0), 2s);
  EXPECT_EQ(pause_after(2, 0), 4s);
  EXPECT_EQ(pause_after(11, 0), 2048s);
  EXPECT_EQ(pause_after(12, 0), 1h);
  EXPECT_EQ(pause_after(1'000'000, 0), 1h);
}

TEST(PauseAfter, JitterTakesHalfAwayAtMost) {
  EXPECT_EQ(pause_after(3, 1), 4s);
  EXPECT_EQ(pause_after(3, 0.5), 6s);
  EXPECT_EQ(pause_after(99, 1), 30min);
}

TEST(BodyOf, SaysWhatChangedAndNothingOfItsContent) {
  store::DeliveryRow const delivery{Uuid::parse("0190a7a0-0000-7000-8000-000000000001").value(),
                                    Uuid::parse("0190a7a0-0000-7000-8000-000000000002").value(),
                                    "published",
                                    Uuid::parse("0190a7a0-0000-7000-8000-000000000003").value(),
                                    "service",
                                    "nl",
                                    Uuid::parse("0190a7a0-0000-7000-8000-000000000004").value(),
                                    parse_timestamp("2026-03-01T09:00:00Z").value(),
                                    "waiting",
                                    1,
                                    {},
                                    {},
                                    {},
                                    {},
                                    {},
                                    ""};
  json::value const wanted{{"id", "0190a7a0-0000-7000-8000-000000000001"},
                           {"event", "published"},
                           {"entry", "0190a7a0-0000-7000-8000-000000000003"},
                           {"entry_type", "service"},
                           {"locale", "nl"},
                           {"bundle", "0190a7a0-0000-7000-8000-000000000004"},
                           {"links", {{"entry", "/api/v1/service/0190a7a0-0000-7000-8000-000000000003"}}},
                           {"occurred_at", format_timestamp(delivery.occurred_at)}};
  EXPECT_EQ(json::parse(body_of(delivery)), wanted);
  store::DeliveryRow ping = delivery;
  ping.event = "ping";
  ping.entry = std::nullopt;
  json::value const short_one{{"id", "0190a7a0-0000-7000-8000-000000000001"},
                              {"event", "ping"},
                              {"occurred_at", format_timestamp(delivery.occurred_at)}};
  EXPECT_EQ(json::parse(body_of(ping)), short_one);
}

} // namespace
} // namespace tandem::webhooks
