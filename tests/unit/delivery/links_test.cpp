#include "delivery/links.hpp"
#include "delivery/sitemap.hpp"
#include "http/target.hpp"

#include <gmock/gmock.h>

namespace tandem::delivery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

json::object alternates(std::string const& languages, std::string const& query = "") {
  json::object links;
  add_alternates(links, "page", "014170e2-9700-7001-8000-000000000001", languages, {"nl", "fr", "de"}, query);
  return links;
}

TEST(Alternates, AreThereForTheLanguagesOfTheSiteThatAnEntryIsPublicIn) {
  json::object const links = alternates(
      R"({"fr": ["a-propos", "2026-03-01 09:00:00+00"], "nl": ["over-ons", "2026-01-01 09:00:00+00"], "en": [null, null]})");
  std::vector<std::string> names;
  for (auto const& link : links) names.emplace_back(link.key());
  EXPECT_THAT(names, ElementsAre("alternate-nl", "alternate-fr")) << "in the order of the site; en is no longer one";
  EXPECT_EQ(links.at("alternate-fr"),
            json::value({{"href", "/api/v1/page/a-propos?locale=fr"},
                         {"rel", "alternate"},
                         {"hreflang", "fr"},
                         {"meta", {{"slug", "a-propos"}, {"published_at", "2026-03-01T09:00:00.000000Z"}}}}));
}

TEST(Alternates, WithoutSlugTheAddressIsByIdAndADraftHasNoTime) {
  json::value const link = alternates(R"({"nl": [null, null]})", "&at=2026-01-01").at("alternate-nl");
  EXPECT_EQ(link.at("href"), "/api/v1/page/014170e2-9700-7001-8000-000000000001?locale=nl&at=2026-01-01");
  EXPECT_EQ(link.at("meta"), json::value(json::object{}));
}

TEST(Alternates, WhatIsSharedByAllLanguagesIsPublicInEach) {
  json::object const links = alternates(R"({"shared": ["vilvoorde", "2026-01-01 09:00:00+00"]})");
  ASSERT_EQ(links.size(), 3U);
  EXPECT_EQ(links.at("alternate-de").at("href"), "/api/v1/page/vilvoorde?locale=de");
}

TEST(PageLink, KeepsThePlaceOutOfTheQuestionAndTheRestInIt) {
  EXPECT_EQ(
      page_link("/api/v1/page", {{"q", "één cel"}, {"page[before]", "aa"}, {"sort", "-title"}}, "page[after]", "bb"),
      "/api/v1/page?q=%C3%A9%C3%A9n%20cel&sort=-title&page%5Bafter%5D=bb");
  EXPECT_EQ(page_link("/api/v1/page", {{"page[after]", "aa"}}, "", ""), "/api/v1/page");
}

class SitemapPlanTest : public testing::Test {
protected:
  SitemapPlanTest() { types_.add_folder(TANDEM_SOURCE_DIR "/schemas").value(); }
  [[nodiscard]] Result<SitemapPlan> plan(std::string const& query) const {
    return make_sitemap_plan(http::parse_target("/api/v1/sitemap" + query).value().query, types_, settings_);
  }
  ContentTypes types_;
  Settings settings_;
};

TEST_F(SitemapPlanTest, IsOfEveryLoadedTypeOrOfThoseNamed) {
  EXPECT_THAT(plan("")->types, ElementsAre("media", "news", "note", "page"));
  EXPECT_EQ(plan("")->page_size, 1000);
  EXPECT_THAT(plan("?filter[type]=page")->types, ElementsAre("page"));
  EXPECT_THAT(plan("?filter[type][in]=page,news&page[size]=1")->types, ElementsAre("page", "news"));
}

TEST_F(SitemapPlanTest, WhatIsWrongIsNamedByItsParameter) {
  for (std::string const parameter :
       {"filter[type]=dienst", "filter[type]=", "filter[type]=page,news", "filter[type][in]=page,", "filter[title]=x",
        "filter[type][in]=page,page,page,page,page", "page[size]=0", "page[size]=1001", "page[size]=tien",
        "page[size]=", "page[size]=5x", "page[after]=x", "page[after]=", "page[before]=x", "locale=nl",
        "at=2019-01-01", "preview=x", "kleur=rood"}) {
    auto const made = plan("?" + parameter);
    ASSERT_FALSE(made) << parameter;
    EXPECT_EQ(made.error().parameter, parameter.substr(0, parameter.find('='))) << made.error().detail;
  }
  EXPECT_FALSE(plan("?page[size]=1&page[size]=1"));
  EXPECT_FALSE(plan("?filter[type]=page&filter[type][in]=page"));
}

TEST_F(SitemapPlanTest, ValuesOfClientsBecomeParametersOnly) {
  Statement const statement =
      sitemap_statement(plan("?page[after]=014170E2-9700-7001-8000-000000000001&page[size]=2").value());
  EXPECT_THAT(statement.sql, HasSubstr("p.entry > $2::uuid"));
  EXPECT_THAT(statement.sql, HasSubstr("limit 3"));
  EXPECT_EQ(statement.values.at(1), "014170e2-9700-7001-8000-000000000001");
}

} // namespace
} // namespace tandem::delivery
