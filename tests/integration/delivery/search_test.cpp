#include "delivery/delivery.hpp"
#include "delivery/statement.hpp"
#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "http/target.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Locale const nl = Locale::parse("nl").value(), shared = Locale::shared();

/// Searching and paging through the sample content, and pages of this test's own.
class SearchTest : public testing::Test {
protected:
  static void SetUpTestSuite() {
    site = test::make_site().release();
    editing::import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false)
        .value();
    parent = publish("Kweekvijver", "Alles over de <b>moestuin</b> & 'de serre'.", 700, {});
    publish("De tuin", "In de tuin groeien tomaten, en een kweekvijver is er ook.", 701, parent);
    for (int i = 0; i < 5; ++i) publish("Zaaibed " + std::to_string(i), "Tomaten zaaien.", 710 + i / 2, parent);
  }
  static void TearDownTestSuite() { delete std::exchange(site, nullptr); }

  static EntryId publish(std::string const& title, std::string const& body, int position,
                         std::optional<EntryId> const& above) {
    json::object common{{"section", position < 710 ? "presentation" : "news"}, {"position", position}};
    if (above) common["parent"] = above->text();
    EntryId const page =
        editing::Editor(site->editing())
            .create(
                access::command_line(),
                {"page", {{shared, common}, {nl, {{"title", title}, {"summary", "Één zin."}, {"body", body}}}}, ""})
            .value()
            .front()
            .entry;
    editing::Publisher(site->editing()).make(access::command_line(), test::publish({{page, {}, {}}})).value();
    return page;
  }
  static delivery::Question question(std::string const& target) {
    auto const parsed = http::parse_target(target).value();
    std::string const rest = parsed.path.substr(std::string("/api/v1/").size());
    std::size_t const slash = rest.find('/');
    return {rest.substr(0, slash), slash == std::string::npos ? "" : rest.substr(slash + 1), parsed.query, "nl",
            target};
  }
  static json::object read(std::string const& target) {
    delivery::Delivery const delivery(site->database(), site->types(), settings());
    auto answer = delivery.read(question(target));
    EXPECT_TRUE(answer) << target << ": " << answer.error().detail;
    return answer ? *answer->document : json::object{{"data", json::array{}}, {"meta", json::object{}}};
  }
  static delivery::Settings settings() {
    delivery::Settings made;
    made.fallback = {{"nl", {"fr"}}};
    return made;
  }
  static std::vector<std::string> titles(json::object const& document) {
    std::vector<std::string> all;
    for (json::value const& one : document.at("data").as_array())
      all.emplace_back(one.at("attributes").at("title").as_string());
    return all;
  }
  /// How PostgreSQL would answer, when it does not read the table whole.
  static std::string explained(std::string const& target) {
    auto const statement =
        delivery::page_statement(delivery::make_plan(question(target), site->types(), settings(), now()).value());
    std::string text;
    auto const taken_back = site->database().transact([&](store::Transaction& tx) -> Result<void> {
      tx.script("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off");
      for (auto const& row : tx.query("explain " + statement.sql, statement.values)) text += row[0].value() + "\n";
      return Error{ErrorCode::conflict, "take it back"};
    });
    EXPECT_FALSE(taken_back);
    return text;
  }
  inline static app::Site* site = nullptr;
  inline static std::optional<EntryId> parent;
};

TEST_F(SearchTest, WhatFitsBestComesFirst) {
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=kweekvijver")), ElementsAre("Kweekvijver", "De tuin"))
      << "a word of the title weighs more";
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=kweekvijver&sort=relevance")),
              ElementsAre("De tuin", "Kweekvijver"));
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=kweekvijver&sort=-position")),
              ElementsAre("De tuin", "Kweekvijver"));
}

TEST_F(SearchTest, CursorsLeadThroughWhatWasFoundThereAndBack) {
  std::vector<std::string> seen;
  std::string target = "/api/v1/page?locale=nl&q=tomaten&page[size]=2", last;
  for (int pages = 0; !target.empty() && pages < 9; ++pages) {
    json::object const document = read(target);
    for (std::string const& title : titles(document)) seen.push_back(title);
    json::value const& next = document.at("links").at("next");
    if (next.is_null()) last = document.at("links").at("prev").as_string();
    target = next.is_null() ? "" : std::string(next.as_string());
  }
  EXPECT_EQ(seen.size(), 6U);
  EXPECT_EQ((std::set<std::string>(seen.begin(), seen.end()).size()), 6U) << "five of them fit equally well";
  EXPECT_THAT(titles(read(last)), ElementsAre(seen.at(2), seen.at(3)));
}

TEST_F(SearchTest, PagesOfMixedDirectionsMissNothing) {
  for (std::string const sort : {"position,-title", "-position,title", "-position,-title", "position,title"}) {
    std::string const all = "/api/v1/page?locale=nl&filter[position][gte]=700&sort=" + sort;
    std::vector<std::string> const expected = titles(read(all));
    ASSERT_EQ(expected.size(), 7U);
    std::vector<std::string> seen;
    std::string target = all + "&page[size]=2";
    while (!target.empty() && seen.size() < 20) {
      json::object const document = read(target);
      for (std::string const& title : titles(document)) seen.push_back(title);
      json::value const& next = document.at("links").at("next");
      target = next.is_null() ? "" : std::string(next.as_string());
    }
    EXPECT_EQ(seen, expected) << sort;
  }
}

TEST_F(SearchTest, SnippetsShowWhatWasFoundAndAreSafeToShow) {
  json::object const document = read("/api/v1/page?locale=nl&q=moestuin");
  json::value const& highlight = document.at("data").at(0).at("meta").at("highlight");
  EXPECT_FALSE(highlight.as_object().contains("title")) << "nothing was found there";
  std::string const body(highlight.at("body").as_string());
  EXPECT_THAT(body, HasSubstr("<mark>moestuin</mark>"));
  EXPECT_THAT(body, Not(HasSubstr("<b>")));
  EXPECT_THAT(body, HasSubstr("&amp; &#39;de serre"));
  EXPECT_FALSE(read("/api/v1/page?locale=nl").at("data").at(0).at("meta").as_object().contains("highlight"));
}

TEST_F(SearchTest, AWordIsFoundWhileItIsBeingTyped) {
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=kweekv&q[prefix]=true")), ElementsAre("Kweekvijver", "De tuin"));
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=tomaten%20kwee&q[prefix]=true")), ElementsAre("De tuin"));
  EXPECT_TRUE(titles(read("/api/v1/page?locale=nl&q=kwee&q[prefix]=false")).empty());
  for (std::string const odd : {"%27", "%5C", "tuin%20%27)%3A*", "-", "%22tuin", "%26%7C!", "%20"})
    titles(read("/api/v1/page?locale=nl&q=" + odd + "&q[prefix]=true"));
}

TEST_F(SearchTest, AMistypedWordFindsWhatWasMeantAndSaysSo) {
  json::object const document = read("/api/v1/page?locale=nl&q=kweekvyver&page[size]=1");
  EXPECT_THAT(titles(document), ElementsAre("Kweekvijver"));
  EXPECT_EQ(document.at("meta").at("search").at("corrected"), "kweekvijver");
  std::string const next(document.at("links").at("next").as_string());
  EXPECT_THAT(next, HasSubstr("q=kweekvijver"));
  EXPECT_THAT(titles(read(next)), ElementsAre("De tuin"));
  EXPECT_THAT(titles(read("/api/v1/page?locale=nl&q=kweekvyv&q[prefix]=true")), Contains("Kweekvijver"));
  EXPECT_FALSE(read("/api/v1/page?locale=nl&q=kweekvijver").at("meta").as_object().contains("search"));
  EXPECT_FALSE(read("/api/v1/page?locale=nl&q=qxqxqxqx").at("meta").as_object().contains("search"));
}

TEST_F(SearchTest, FacetsCountAllThatFitsInWhateverPageTheyAreAsked) {
  json::object const meta =
      read("/api/v1/page?locale=nl&q=tomaten&facets=section,parent&page[size]=1&page[total]=true")
          .at("meta")
          .as_object();
  EXPECT_EQ(meta.at("total"), 6);
  EXPECT_EQ(meta.at("facets").at("section"),
            (json::value{{{"value", "news"}, {"count", 5}}, {{"value", "presentation"}, {"count", 1}}}));
  EXPECT_EQ(meta.at("facets").at("parent"), (json::value(json::array{{{"value", parent->text()}, {"count", 6}}})));
  json::object const none =
      read("/api/v1/page?locale=nl&q=qxqxqxqx&facets=section&page[total]=true").at("meta").as_object();
  EXPECT_EQ(none.at("total"), 0) << "there is a row of counts without a page";
  EXPECT_TRUE(none.at("facets").at("section").as_array().empty());
}

TEST_F(SearchTest, ThePastIsSearchedAsItWasAndDerivedAgainTheSame) {
  EntryId const page = publish("Schapenstal", "De schapenstal is leeg.", 10, parent);
  std::string const then = format_timestamp(now());
  editing::Publisher(site->editing()).make(access::command_line(), test::withdraw({{page, {}, {}}})).value();
  std::string const q = "/api/v1/page?locale=nl&q=schapenstal&include=parent";
  auto const check = [&] {
    EXPECT_TRUE(titles(read(q)).empty());
    json::object const before = read(q + "&facets=section&at=" + then);
    EXPECT_THAT(titles(before), ElementsAre("Schapenstal"));
    EXPECT_EQ(before.at("included").as_array().size(), 1U);
    EXPECT_THAT(std::string(before.at("data").at(0).at("meta").at("highlight").at("body").as_string()),
                HasSubstr("<mark>schapenstal</mark>"));
    EXPECT_TRUE(titles(read(q + "&at=2016-01-01")).empty());
  };
  check();
  EXPECT_THAT(titles(read(q + "&at=" + then)), ElementsAre("Schapenstal"));
  editing::reindex(site->editing()).value();
  check();
  EXPECT_THAT(editing::verify(site->editing()).value().problems, testing::IsEmpty());
}

TEST_F(SearchTest, IncludesComeOnceByAnyPathAndNotWhatIsOnThePage) {
  auto const count = [](std::string const& target) {
    json::object const document = read(target);
    std::set<std::string> ids;
    for (json::value const& one : document.at("included").as_array()) ids.emplace(one.at("id").as_string());
    EXPECT_EQ(ids.size(), document.at("included").as_array().size());
    return ids.size();
  };
  EXPECT_EQ(count("/api/v1/page?locale=nl&q=zaaibed&include=parent,parent.parent&page[size]=3"), 1U);
  EXPECT_EQ(count("/api/v1/page?locale=nl&filter[position][gte]=700&include=parent"), 0U) << "it is on the page";
  EXPECT_EQ(count("/api/v1/service?locale=nl&include=organisation,organisation,audiences&at=2016-01-01"),
            count("/api/v1/service?locale=nl&include=audiences,organisation&at=2016-01-01"));
}

TEST_F(SearchTest, ListsAndFiltersAreAnsweredByTheDeclaredIndexes) {
  EXPECT_THAT(explained("/api/v1/page?locale=nl&sort=title"), HasSubstr("published:page:title:nl"));
  EXPECT_THAT(explained("/api/v1/page?locale=fr&sort=-title"),
              HasSubstr("Backward using \"published:page:title:fr\""));
  EXPECT_THAT(explained("/api/v1/page?locale=nl"), HasSubstr("published:page:position"));
  EXPECT_THAT(explained("/api/v1/page?locale=nl&filter[position]=3"), HasSubstr("published:page:position"));
  std::string const next(read("/api/v1/page?locale=nl&sort=title&page[size]=2").at("links").at("next").as_string());
  EXPECT_THAT(explained(next), HasSubstr("Index Cond: (ROW(")) << "begins where the page before ended";
  std::string const mixed(
      read("/api/v1/page?locale=nl&sort=title,-position&page[size]=2").at("links").at("next").as_string());
  EXPECT_THAT(explained(mixed), HasSubstr("200))::text >= '")) << "bounded by the first key";
}

} // namespace
} // namespace tandem
