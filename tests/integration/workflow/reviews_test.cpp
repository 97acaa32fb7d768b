#include "integration/workflow/meeting.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Item;
using test::Meeting;
using test::Reply;

/// What the API shows of reviews, and what it refuses to take.
class Reviews : public testing::Test {
protected:
  static void SetUpTestSuite() { meeting = new Meeting; }
  static void TearDownTestSuite() { delete std::exchange(meeting, nullptr); }
  inline static Meeting* meeting = nullptr;
};

TEST_F(Reviews, WhatWaitsIsListedForWhoMayDoTheNextStep) {
  std::vector<Item> items;
  for (int i = 0; i < 27; ++i) {
    std::string const news = meeting->make_news("Bericht " + std::to_string(i));
    items.push_back({news, "nl"});
    items.push_back({news, "shared"});
  }
  ASSERT_EQ(meeting->decide("auteur", "submitted", items).status, 201);
  auto const waiting = [&](std::string const& who, std::string const& filters) {
    std::set<std::string> ids;
    for (std::string next = "/edit/v1/reviews?" + filters; !next.empty();) {
      json::object const page = meeting->as(who, "GET", next).document();
      for (json::value const& one : page.at("data").as_array())
        EXPECT_TRUE(ids.emplace(one.at("id").as_string()).second) << "each once";
      json::value const link = page.at("links").at("next");
      next = link.is_null() ? "" : std::string(link.as_string());
    }
    return ids;
  };
  auto const name = [&](std::size_t i) { return items[i].entry + ":" + items[i].locale; };
  std::set<std::string> const before = waiting("nalezer", "filter[type]=news&filter[waiting]=me");
  for (std::size_t i = 0; i < items.size(); ++i) EXPECT_TRUE(before.contains(name(i)));
  EXPECT_FALSE(waiting("auteur", "filter[type]=news&filter[waiting]=me").contains(name(0)))
      << "who may not approve waits for others";
  EXPECT_TRUE(waiting("auteur", "filter[type]=news").contains(name(0)));
  EXPECT_FALSE(waiting("nalezer", "filter[type]=page").contains(name(0)));

  ASSERT_EQ(meeting->decide("nalezer", "approved", {items[0]}).status, 201);
  EXPECT_FALSE(waiting("nalezer", "filter[type]=news&filter[waiting]=me").contains(name(0)));
  EXPECT_TRUE(waiting("ggc", "filter[type]=news&filter[waiting]=me").contains(name(0))) << "to be published";
  ASSERT_EQ(meeting->decide("auteur", "withdrawn", {items[1]}).status, 201);
  EXPECT_FALSE(waiting("nalezer", "").contains(name(1)));

  std::string const page = meeting->make_page("Buiten de gevangenis", "Hors de prison", 890);
  ASSERT_EQ(meeting->decide("ggc", "signed", {{page, "nl"}}).status, 201);
  EXPECT_FALSE(waiting("ggc", "filter[waiting]=me").contains(page + ":nl"));
  EXPECT_TRUE(waiting("cf", "filter[waiting]=me").contains(page + ":nl"));
  EXPECT_FALSE(waiting("zonder", "filter[waiting]=me").contains(page + ":nl"));
}

TEST_F(Reviews, EntriesAndHistoriesShowTheState) {
  std::string const page = meeting->make_page("Alternatieven", "Alternatives", 900);
  for (int i = 0; i < 30; ++i) {
    ASSERT_EQ(meeting->decide("auteur", "submitted", {{page, "nl"}}).status, 201);
    ASSERT_EQ(meeting->decide("auteur", "withdrawn", {{page, "nl"}}, {{"message", "nog niet"}}).status, 201);
  }
  ASSERT_EQ(meeting->decide("auteur", "submitted", {{page, "nl"}}).status, 201);
  json::object const entry = meeting->as("lezer", "GET", "/edit/v1/entries/" + page).document();
  EXPECT_EQ(entry.at("data").at("attributes").at("variants").at("nl").at("state"), "in_review");
  EXPECT_EQ(entry.at("data").at("attributes").at("variants").at("fr").at("state"), "draft");
  json::object const service =
      meeting->as("lezer", "GET", "/edit/v1/entries/014170e2-9700-7013-8000-000000000004").document();
  EXPECT_FALSE(service.at("data").at("attributes").at("variants").at("nl").as_object().contains("state"));
  EXPECT_FALSE(meeting->state("014170e2-9700-7013-8000-000000000004", "nl").contains("state"));

  std::vector<std::string> kinds;
  for (std::string next = "/edit/v1/entries/" + page + "/nl/workflow"; !next.empty();) {
    json::object const answer = meeting->as("lezer", "GET", next).document();
    for (json::value const& event : answer.at("data").at("attributes").at("history").as_array())
      kinds.emplace_back(event.at("kind").as_string());
    json::value const link = answer.at("links").at("next");
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  ASSERT_EQ(kinds.size(), 61U);
  EXPECT_EQ(kinds[0], "submitted");
  EXPECT_EQ(kinds[1], "withdrawn");
  auto const told = meeting->audit(page, "workflow.withdrawn");
  ASSERT_EQ(told.size(), 30U);
  EXPECT_EQ(told[0].at("detail").at("message"), "nog niet");
  EXPECT_EQ(told[0].at("detail").at("hash"), meeting->state(page, "nl").at("etag"));
}

TEST_F(Reviews, BadDecisionsAreAnsweredClearlyAndChangeNothing) {
  std::string const page = meeting->make_page("Psychologische hulp", "Aide psychologique", 910);
  std::string const item = R"({"entry": ")" + page + R"(", "locale": "nl", "revision": 1})";
  struct Case {
    std::string attributes, pointer;
    int status;
  };
  for (Case const& c : std::vector<Case>{
           {R"("kind": "published", "items": [)" + item + "]", "/data/attributes/kind", 400},
           {R"("kind": "signed")", "/data/attributes/items", 400},
           {R"("kind": "signed", "items": [])", "/data/attributes/items", 400},
           {R"("kind": "signed", "items": ["nl"])", "/data/attributes/items/0", 400},
           {R"("kind": "signed", "items": [{"entry": "x", "locale": "nl", "revision": 1}])",
            "/data/attributes/items/0/entry", 400},
           {R"("kind": "signed", "items": [{"entry": ")" + page + R"(", "revision": 1}])",
            "/data/attributes/items/0/locale", 400},
           {R"("kind": "signed", "items": [{"entry": ")" + page + R"(", "locale": "nl"}])",
            "/data/attributes/items/0/revision", 400},
           {R"("kind": "signed", "items": [{"entry": ")" + page + R"(", "locale": "nl", "revision": 0}])",
            "/data/attributes/items/0/revision", 400},
           {R"("kind": "signed", "items": [{"kleur": "rood"}])", "/data/attributes/items/0/kleur", 400},
           {R"("kind": "signed", "items": [)" + item + "," + item + "]", "/data/attributes/items/1", 422},
           {R"("kind": "signed", "authority": "", "items": [)" + item + "]", "/data/attributes/authority", 400},
           {R"("kind": "signed", "kleur": "rood", "items": [)" + item + "]", "/data/attributes/kleur", 400},
       }) {
    Reply const reply = meeting->as("ggc", "POST", "/edit/v1/decisions",
                                    R"({"data": {"type": "decision", "attributes": {)" + c.attributes + "}}}");
    EXPECT_EQ(reply.status, c.status) << reply.body;
    EXPECT_EQ(Meeting::error(reply).at("source").at("pointer"), json::value(c.pointer));
  }
  for (std::string const query : {"filter[type]=kleur", "filter[waiting]=you", "page[after]=nl", "kleur=rood",
                                  "page[after]=014170e2-9700-7001-8000-000000000001"})
    EXPECT_EQ(meeting->as("ggc", "GET", "/edit/v1/reviews?" + query).status, 400) << query;
  EXPECT_EQ(meeting->as("ggc", "GET", "/edit/v1/entries/" + page + "/nl/workflow?page[before]=x").status, 400);
  EXPECT_EQ(meeting->as("ggc", "GET", "/edit/v1/entries/" + page + "/de/workflow").status, 404);
  EXPECT_TRUE(meeting->audit(page, "workflow.*").empty());
  EXPECT_EQ(meeting->state(page, "nl").at("state"), "draft");
}

} // namespace
} // namespace tandem
