/// The response cache against what is public, on one node and on another.

#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using test::Reply;
using testing::HasSubstr;
using testing::Not;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

class FreshnessTest : public testing::Test {
protected:
  static void SetUpTestSuite() { here = new test::Served(); }
  static void TearDownTestSuite() { delete std::exchange(here, nullptr); }

  static EntryId page(std::string const& title, std::optional<EntryId> const& parent = {}) {
    json::object common{{"section", "news"}, {"position", 700}};
    if (parent) common["parent"] = parent->text();
    editing::NewEntry const entry{
        "page", {{shared, common}, {nl, {{"title", title}, {"summary", "Één zin."}, {"body", "Tekst."}}}}, ""};
    return editing::Editor(here->site->editing()).create(access::command_line(), entry).value().front().entry;
  }
  static void carry_out(editing::BundleOrder const& order) {
    editing::Publisher(here->site->editing()).make(access::command_line(), order).value();
  }
  static void retitle(EntryId const& entry, std::string const& title, json::object more = {}) {
    more["title"] = title;
    auto const variant = here->site->database()
                             .transact([&](store::Transaction& tx) -> Result<store::VariantRow> {
                               return store::find_variant(tx, entry, nl).value();
                             })
                             .value();
    editing::Edit const edit{entry, nl, std::move(more), variant.head_hash, "", {}};
    editing::Editor(here->site->editing()).save(access::command_line(), edit).value();
    carry_out(test::publish({{entry, nl, {}}}));
  }
  static Reply get(std::string const& target, test::Headers headers = {}, test::Served const& node = *here) {
    headers.try_emplace("Accept-Language", "nl");
    return node.ask("", "GET", target, "", std::move(headers));
  }
  static std::size_t kept(test::Served const& node = *here) { return node.site->services().cache.figures().answers; }
  /// Asks, so that it is kept; answers whether it is.
  static bool warm(std::string const& target) {
    std::size_t const before = kept();
    EXPECT_EQ(get(target).status, 200);
    return kept() == before + 1;
  }
  static bool is_kept(std::string const& target) {
    return here->site->services().cache.find({target, 0, http::Coding::identity}) != nullptr;
  }

  static test::Served* here;
};
test::Served* FreshnessTest::here = nullptr;

TEST_F(FreshnessTest, TheNodeThatPublishedServesWhatItPublished) {
  EntryId const entry = page("Bezoek op zondag");
  carry_out(test::publish({{entry, {}, {}}}));
  std::string const one = "/api/v1/page/" + entry.text(), list = "/api/v1/page?filter[title][prefix]=Bezoek%20op";
  for (int round = 0; round < 20; ++round) {
    std::string const title = "Bezoek op dag " + std::to_string(round);
    retitle(entry, title);
    for (std::string const& target : {one, list})
      for (int twice = 0; twice < 2; ++twice) EXPECT_THAT(get(target).body, HasSubstr("\"" + title + "\"")) << target;
  }
  EXPECT_TRUE(is_kept(one) && is_kept(list));
  carry_out(test::withdraw({{entry, {}, {}}}));
  EXPECT_EQ(get(one).status, 404);
  EXPECT_THAT(get(list).body, Not(HasSubstr(entry.text())));
}

TEST_F(FreshnessTest, WhatDoesNotDependOnItStays) {
  EntryId const changed = page("Telefoon"), other = page("Post");
  carry_out(test::publish({{changed, {}, {}}, {other, {}, {}}}));
  std::string const here_too = "/api/v1/page/" + other.text(), services = "/api/v1/service?page[size]=3";
  ASSERT_TRUE(warm(here_too));
  ASSERT_TRUE(warm(services));
  ASSERT_TRUE(warm("/api/v1/page/" + changed.text()));
  retitle(changed, "Telefoneren");
  EXPECT_TRUE(is_kept(here_too));
  EXPECT_TRUE(is_kept(services));
  EXPECT_FALSE(is_kept("/api/v1/page/" + changed.text()));
}

TEST_F(FreshnessTest, AnAddressThatGoesToAnotherEntryLeadsThere) {
  EntryId const first = page("Advocaat"), second = page("Rechter");
  carry_out(test::publish({{first, {}, {}}, {second, {}, {}}}));
  std::string const address = "/api/v1/page/advocaat?locale=nl";
  EXPECT_THAT(get(address).body, HasSubstr(first.text()));
  retitle(first, "Raadsman", {{"slug", "raadsman"}});
  EXPECT_EQ(get(address).status, 301) << "a former slug leads on";
  retitle(second, "Een advocaat kiezen", {{"slug", "advocaat"}});
  EXPECT_THAT(get(address).body, HasSubstr(second.text()));
}

TEST_F(FreshnessTest, AnIncludedEntryThatBecomesPublicIsIncluded) {
  EntryId const parent = page("Rechten"), child = page("Recht op bezoek", parent);
  carry_out(test::publish({{parent, {}, {}}}));
  carry_out(test::publish({{child, {}, {}}}));
  std::string const target = "/api/v1/page/" + child.text() + "?include=parent";
  EXPECT_THAT(get(target).body, HasSubstr("\"Rechten\""));
  auto order = test::withdraw({{parent, {}, {}}}, true);
  carry_out(order);
  EXPECT_EQ(get(target).document().at("included").as_array().size(), 0U);
  carry_out(test::publish({{parent, {}, {}}}));
  EXPECT_THAT(get(target).body, HasSubstr("\"Rechten\"")) << "it depended on what it did not find";
  retitle(parent, "Rechten en plichten");
  EXPECT_THAT(get(target).body, HasSubstr("\"Rechten en plichten\""));
}

TEST_F(FreshnessTest, EachLanguageAndCodingHasItsOwnAnswerAndEtag) {
  std::string const target = "/api/v1/service?page[size]=5";
  std::set<std::string> etags;
  for (std::string const language : {"nl", "fr"})
    for (std::string const coding : {"identity", "gzip", "br"})
      for (int twice = 0; twice < 2; ++twice) {
        Reply const reply = get(target, {{"Accept-Language", language}, {"Accept-Encoding", coding}});
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.headers.contains("content-encoding") ? reply.headers.at("content-encoding") : "identity",
                  coding);
        EXPECT_THAT(reply.headers.at("vary"), HasSubstr("Accept-Encoding"));
        etags.insert(reply.headers.at("etag"));
        Reply const known = get(target, {{"Accept-Language", language},
                                         {"Accept-Encoding", coding},
                                         {"If-None-Match", "\"x\", " + reply.headers.at("etag")}});
        EXPECT_EQ(known.status, 304);
        EXPECT_EQ(known.body, "");
        EXPECT_EQ(known.headers.at("etag"), reply.headers.at("etag"));
      }
  EXPECT_EQ(etags.size(), 6U);
}

TEST_F(FreshnessTest, WhoMayNotHaveItIsNotAnsweredFromTheCache) {
  std::string const target = "/api/v1/service?page[size]=4";
  ASSERT_TRUE(warm(target));
  EXPECT_EQ(get(target, {{"Accept", "application/vnd.api+json; ext=\"x\""}}).status, 406);
  EXPECT_EQ(get(target, {{"Tandem-Preview", "verzonnen"}}).status, 401);
  EXPECT_EQ(here->ask("", "POST", target, "{}").status, 405);
  EXPECT_EQ(get("/api/v1/service?page[size]=nul").status, 400) << "mistakes are not kept";
  EXPECT_FALSE(is_kept("/api/v1/service?page[size]=nul"));
}

TEST_F(FreshnessTest, AnotherNodeHearsOfItAndCatchesUpOnWhatItMissed) {
  test::Served there({}, here->site->connection());
  EntryId const entry = page("Spoedhulp");
  carry_out(test::publish({{entry, {}, {}}}));
  std::string const one = "/api/v1/page/" + entry.text();
  auto const shows = [&](std::string const& title) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < end)
      if (get(one, {}, there).body.find("\"" + title + "\"") != std::string::npos) return true;
    return false;
  };
  ASSERT_TRUE(shows("Spoedhulp"));
  while (there.site->services().cache.find({one, 0, http::Coding::identity}) == nullptr)
    ASSERT_EQ(get(one, {}, there).status, 200); // until it has heard of the publication that went before
  retitle(entry, "Dringende hulp");
  EXPECT_TRUE(shows("Dringende hulp"));
  // Its connection is lost while something is published.
  here->site->database()
      .transact([](store::Transaction& tx) -> Result<store::Rows> {
        return tx.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                        "and query ilike 'listen%' or (query = 'select' and pid <> pg_backend_pid())");
      })
      .value();
  retitle(entry, "Hulp in nood");
  EXPECT_TRUE(shows("Hulp in nood"));
}

TEST_F(FreshnessTest, ManyWhoAskAtOnceForWhatIsNotThereAllGetIt) {
  std::vector<std::thread> clients;
  std::atomic<int> good = 0;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&] { good += get("/api/v1/page?sort=-title&page[size]=2").status == 200; });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 16);
}

} // namespace
} // namespace tandem
