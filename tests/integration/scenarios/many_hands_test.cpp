#include "editing/verify.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

/// Sixteen clients write on one page at once, each ten times, as a client does: read the head, change, send it with
/// If-Match, and begin again when somebody was faster.
TEST(ManyHands, SixteenClientsOnOneEntryLoseNoUpdate) {
  constexpr int clients = 16, rounds = 10;
  test::Served served;
  std::vector<std::string> tokens;
  for (int i = 0; i < clients; ++i) tokens.push_back(served.account("redacteur-" + std::to_string(i), {{"editor"}}));
  std::string const page = "/edit/v1/entries/014170e2-9700-7001-8000-000000000015/nl";
  auto const mark = [](int client, int round) {
    return "- naaste " + std::to_string(client) + ", bezoek " + std::to_string(round) + "\n";
  };
  std::atomic<int> late = 0;
  std::vector<std::thread> hands;
  for (int client = 0; client < clients; ++client)
    hands.emplace_back([&, client] {
      for (int round = 0; round < rounds;) {
        test::Reply const head = served.ask(tokens[client], "GET", page);
        ASSERT_EQ(head.status, 200) << head.body;
        std::string body(head.document().at("data").at("attributes").at("fields").at("body").as_string());
        json::object const edit{
            {"data",
             {{"type", "revision"}, {"attributes", {{"fields", {{"body", body + "\n" + mark(client, round)}}}}}}}};
        test::Reply const saved =
            served.ask(tokens[client], "PATCH", page, json::serialize(edit), {{"If-Match", head.headers.at("etag")}});
        if (saved.status == 201) ++round;
        else {
          ASSERT_EQ(saved.status, 412) << saved.body;
          ++late;
        }
      }
    });
  for (std::thread& hand : hands) hand.join();
  json::object const head = served.ask(tokens[0], "GET", page).document();
  json::object const attributes = head.at("data").at("attributes").as_object();
  std::string const body(attributes.at("fields").at("body").as_string());
  for (int client = 0; client < clients; ++client)
    for (int round = 0; round < rounds; ++round) EXPECT_THAT(body, testing::HasSubstr(mark(client, round)));
  EXPECT_EQ(attributes.at("number").as_int64(), 1 + clients * rounds);
  EXPECT_GT(late, 0) << "they did get into each other's way";
  EXPECT_TRUE(editing::verify(served.site->editing()).value().problems.empty());
}

} // namespace
} // namespace tandem
