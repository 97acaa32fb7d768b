#include "delivery/plan.hpp"
#include "delivery/search.hpp"
#include "http/target.hpp"

#include <gmock/gmock.h>

namespace tandem::delivery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Timestamp const today = parse_timestamp("2026-11-25T12:00:00Z").value();

class PlanTest : public testing::Test {
protected:
  PlanTest() {
    types_.add_folder(TANDEM_SOURCE_DIR "/schemas").value();
    settings_.fallback = {{"nl", {"fr"}}, {"fr", {"nl"}}};
  }
  [[nodiscard]] Result<Plan> plan(std::string const& target, std::string const& accept_language = "") const {
    auto const parsed = http::parse_target(target).value();
    std::string const rest = parsed.path.substr(std::string("/api/v1/").size());
    std::size_t const slash = rest.find('/');
    return make_plan({rest.substr(0, slash), slash == std::string::npos ? "" : rest.substr(slash + 1), parsed.query,
                      accept_language, target},
                     types_, settings_, today);
  }
  /// The parameter an error names.
  [[nodiscard]] std::string refused(std::string const& target) const {
    auto const made = plan(target);
    if (made) return "was taken";
    return made.error().parameter.empty() ? std::string(describe(made.error().code).name) : made.error().parameter;
  }
  ContentTypes types_;
  Settings settings_;
};

TEST_F(PlanTest, TheLanguageIsTheOneAskedForThenTheOneAcceptedThenTheFirst) {
  EXPECT_THAT(plan("/api/v1/page?locale=fr", "nl")->chain, ElementsAre("fr", "nl", "shared"));
  EXPECT_EQ(plan("/api/v1/page", "fr-BE, nl;q=0.8")->locale, "fr");
  EXPECT_EQ(plan("/api/v1/page", "de, nl;q=0.2, fr;q=0.1")->locale, "nl");
  EXPECT_EQ(plan("/api/v1/page", "de")->locale, "nl");
  EXPECT_EQ(plan("/api/v1/page", "fr;q=0")->locale, "nl") << "q=0 is not acceptable";
  EXPECT_EQ(plan("/api/v1/page")->locale, "nl");
}

TEST_F(PlanTest, ATypeThatIsOrderedIsListedInItsOrderAndTheOthersByTitle) {
  EXPECT_EQ(plan("/api/v1/page")->sort.at(0).field->name, "position");
  auto const sorted = plan("/api/v1/page?sort=-title,position");
  EXPECT_EQ(sorted->sort.at(0).field->name, "title");
  EXPECT_TRUE(sorted->sort.at(0).descending);
  EXPECT_FALSE(sorted->sort.at(1).descending);
}

TEST_F(PlanTest, AnIdAndASlugAreToldApart) {
  EXPECT_EQ(plan("/api/v1/page/014170e2-9700-7001-8000-000000000001")->id, "014170e2-9700-7001-8000-000000000001");
  EXPECT_EQ(plan("/api/v1/page/over-ons")->slug, "over-ons");
}

TEST_F(PlanTest, WhatIsWrongIsNamedByItsParameter) {
  EXPECT_EQ(refused("/api/v1/kleur"), "not_found");
  for (std::string const parameter : {"kleur=rood",
                                      "locale=de",
                                      "locale=",
                                      "at=gisteren",
                                      "at=2999-01-01",
                                      "at=2019-02-30",
                                      "include=kleur",
                                      "include=parent.kleur",
                                      "include=parent.parent.parent.parent",
                                      "fields[kleur]=rood",
                                      "fields[page]=kleur",
                                      "sort=kleur",
                                      "sort=",
                                      "sort=-",
                                      "filter[kleur]=rood",
                                      "filter[title][like]=x",
                                      "filter[title][eq][eq]=x",
                                      "filter[position]=veel",
                                      "filter[position][contains]=1",
                                      "filter[position]=nan",
                                      "filter[id]=1",
                                      "filter[id][lt]=014170e2-9700-7001-8000-000000000001",
                                      "page[size]=0",
                                      "page[size]=101",
                                      "page[size]=1.5",
                                      "page[size]=%2B5",
                                      "page[total]=ja",
                                      "page[kleur]=1",
                                      "page=1",
                                      "filter=x",
                                      "filter[title=x"})
    EXPECT_EQ(refused("/api/v1/page?" + parameter), http::parse_target("/?" + parameter)->query[0].name) << parameter;
  EXPECT_EQ(refused("/api/v1/page?page[size]=1"), "was taken");
  EXPECT_EQ(refused("/api/v1/page?page[size]=100"), "was taken");
  EXPECT_EQ(refused("/api/v1/page?include=parent.parent.parent"), "was taken");
  EXPECT_EQ(refused("/api/v1/page?sort=title&sort=position"), "sort") << "twice";
  EXPECT_EQ(refused("/api/v1/page/over-ons?sort=title"), "sort") << "of lists only";
  EXPECT_EQ(refused("/api/v1/page/over-ons?page[size]=5"), "page[size]");
}

TEST_F(PlanTest, WhatWouldCostTooMuchIsRefusedAtItsLimit) {
  auto const repeated = [](std::string const& part, std::size_t times, std::string const& separator) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += (i == 0 ? "" : separator) + part;
    return text;
  };
  EXPECT_EQ(refused("/api/v1/page?sort=title,title"), "sort") << "twice the same";
  settings_.max_sort_keys = 2;
  EXPECT_EQ(refused("/api/v1/page?sort=title,position"), "was taken");
  EXPECT_EQ(refused("/api/v1/page?sort=title,position,slug"), "sort");
  EXPECT_EQ(refused("/api/v1/page?include=" + repeated("parent", settings_.max_includes, ",")), "was taken");
  EXPECT_EQ(refused("/api/v1/page?include=" + repeated("parent", settings_.max_includes + 1, ",")), "include");
  EXPECT_EQ(refused("/api/v1/page?filter[title][in]=" + repeated("Nieuws", settings_.max_filter_values, ",")),
            "was taken");
  EXPECT_EQ(refused("/api/v1/page?filter[title][in]=" + repeated("Nieuws", settings_.max_filter_values + 1, ",")),
            "filter[title][in]");
  settings_.max_filters = 1;
  EXPECT_EQ(refused("/api/v1/page?filter[title]=Nieuws"), "was taken");
  EXPECT_EQ(refused("/api/v1/page?filter[title]=Nieuws&filter[slug]=nieuws"), "filter[slug]");
}

TEST_F(PlanTest, ACursorHoldsForItsOwnTypeLanguageAndOrderOnly) {
  auto const first = plan("/api/v1/page?locale=nl&sort=title");
  std::string const id = "014170e2-9700-7001-8000-000000000001";
  std::string const cursor = cursor_text(*first, {"De diensten"}, id);
  auto const next = plan("/api/v1/page?locale=nl&sort=title&page[after]=" + cursor);
  ASSERT_TRUE(next) << next.error().detail;
  EXPECT_THAT(next->cursor->keys, ElementsAre("De diensten"));
  EXPECT_EQ(next->cursor->id, id);
  for (std::string const other :
       {"/api/v1/page?locale=fr&sort=title&page[after]=", "/api/v1/page?locale=nl&sort=-title&page[after]=",
        "/api/v1/page?locale=nl&page[after]=", "/api/v1/note?locale=nl&sort=title&page[after]="})
    EXPECT_EQ(plan(other + cursor).error().code, ErrorCode::invalid_cursor) << other;
  for (std::string const& broken :
       std::vector<std::string>{"", "zz", "5b", "5b5d", cursor.substr(2), cursor + "00", std::string(9000, 'a')})
    EXPECT_EQ(plan("/api/v1/page?locale=nl&sort=title&page[after]=" + broken).error().code, ErrorCode::invalid_cursor)
        << broken;
  EXPECT_EQ(refused("/api/v1/page?locale=nl&sort=title&page[after]=" + cursor + "&page[before]=" + cursor),
            "page[before]");
}

TEST_F(PlanTest, APreviewIsReadWhereItWasFoundInForceAndNeverInThePast) {
  EXPECT_EQ(refused("/api/v1/page?preview=preview_iets"), "preview") << "a token alone opens nothing here";
  Uuid const id = Uuid::make();
  Question question{"page", "", {{"preview", "preview_iets"}, {"q", "hulp"}}, "nl", "/", id};
  auto const made = make_plan(question, types_, settings_, today);
  ASSERT_TRUE(made) << made.error().detail;
  for (Statement const& statement : {page_statement(*made), entries_statement(*made, {})}) {
    EXPECT_THAT(statement.sql, HasSubstr("from published_in_preview("));
    EXPECT_THAT(statement.values, testing::Contains(store::Cell(id.text())));
    EXPECT_THAT(statement.values, testing::Not(testing::Contains(store::Cell("preview_iets"))));
  }
  EXPECT_THAT(page_statement(*made).sql, HasSubstr("p.search @@")) << "words are there already, as for the public";
  question.query.push_back({"at", "2019-04-01"});
  EXPECT_EQ(make_plan(question, types_, settings_, today).error().parameter, "at");
}

TEST_F(PlanTest, AForgedCursorNeverReachesTheDatabaseAsAnotherKind) {
  auto const numbers = plan("/api/v1/page?sort=position");
  std::string const id = "014170e2-9700-7001-8000-000000000001";
  EXPECT_FALSE(plan("/api/v1/page?sort=position&page[after]=" + cursor_text(*numbers, {"1; drop table"}, id)));
  EXPECT_FALSE(plan("/api/v1/page?sort=position&page[after]=" + cursor_text(*numbers, {"1"}, "geen id")));
  auto const dates = plan("/api/v1/news?sort=dated");
  ASSERT_TRUE(dates) << dates.error().detail;
  EXPECT_TRUE(plan("/api/v1/news?sort=dated&page[after]=" + cursor_text(*dates, {"2019-04-01"}, id)));
}

TEST_F(PlanTest, WhatAClientSendsIsNeverInTheSql) {
  std::string const evil = "x'); drop table entry; --";
  auto const made = make_plan({"page",
                               "",
                               {{"filter[title]", evil},
                                {"filter[title][contains]", evil},
                                {"filter[slug][in]", evil + ",b"},
                                {"q", evil},
                                {"sort", "-title"},
                                {"locale", "fr"}},
                               "",
                               "/"},
                              types_, settings_, today);
  ASSERT_TRUE(made) << made.error().detail;
  for (Statement const& statement :
       {page_statement(*made), entries_statement(*made, {evil}), correction_statement(*made)}) {
    EXPECT_THAT(statement.sql, testing::Not(HasSubstr("drop")));
    EXPECT_FALSE(statement.values.empty());
  }
  EXPECT_THAT(page_statement(*made).sql, HasSubstr("fr-x-icu")) << "in the order of the language's alphabet";
}

} // namespace
} // namespace tandem::delivery
