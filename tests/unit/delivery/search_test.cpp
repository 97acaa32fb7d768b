#include "delivery/indexes.hpp"
#include "delivery/search.hpp"
#include "http/target.hpp"

#include <gmock/gmock.h>

namespace tandem::delivery {
namespace {

using testing::HasSubstr;
using testing::Not;

Timestamp const today = parse_timestamp("2026-11-25T12:00:00Z").value();

class SearchPlan : public testing::Test {
protected:
  SearchPlan() {
    types_.add_folder(TANDEM_SOURCE_DIR "/schemas").value();
    settings_.fallback = {{"nl", {"fr"}}};
  }
  [[nodiscard]] Result<Plan> plan(std::string const& query) const {
    return make_plan({"page", "", http::parse_target("/?" + query)->query, "nl", "/"}, types_, settings_, today);
  }
  [[nodiscard]] std::string refused(std::string const& query) const {
    auto const made = plan(query);
    return made ? "was taken" : made.error().parameter;
  }
  [[nodiscard]] std::optional<std::string> corrected_to(std::string const& search,
                                                        std::vector<store::Cell> words) const {
    Plan made = plan("").value();
    made.search = search;
    std::vector<std::vector<store::Cell>> rows;
    for (std::size_t i = 0; i < words.size(); ++i) rows.push_back({std::to_string(i + 1), words[i]});
    return corrected(made, store::Rows(std::move(rows)));
  }
  ContentTypes types_;
  Settings settings_;
};

TEST_F(SearchPlan, RelevanceIsTheOrderOfASearchAndOfNothingElse) {
  EXPECT_EQ(plan("q=hulp")->sort.at(0).field, nullptr);
  EXPECT_TRUE(plan("q=hulp")->sort.at(0).descending);
  EXPECT_EQ(plan("q=hulp&sort=title")->sort.at(0).field->name, "title");
  EXPECT_EQ(plan("q=hulp&sort=title,-relevance")->sort.size(), 2U);
  EXPECT_EQ(plan("q=")->sort.at(0).field->name, "position") << "nothing is searched for";
  EXPECT_EQ(refused("sort=-relevance"), "sort");
  EXPECT_EQ(refused("q=&sort=-relevance"), "sort");
}

TEST_F(SearchPlan, ACursorByRelevanceHoldsForItsOwnSearchOnly) {
  std::string const id = "014170e2-9700-7001-8000-000000000001";
  std::string const cursor = "&page[after]=" + cursor_text(*plan("q=hulp"), {"0.07599089"}, id);
  EXPECT_TRUE(plan("q=hulp" + cursor));
  EXPECT_FALSE(plan("q=dienst" + cursor));
  EXPECT_FALSE(plan("q=hulp&q[prefix]=true" + cursor));
  EXPECT_FALSE(plan("q=hulp&page[after]=" + cursor_text(*plan("q=hulp"), {"1); --"}, id)));
}

TEST_F(SearchPlan, FacetsAndPrefixesAreCheckedAtTheirLimits) {
  EXPECT_EQ(refused("facets=section,position"), "was taken");
  for (std::string const parameter : {"facets=kleur", "facets=", "facets=body", "facets=section,section"})
    EXPECT_EQ(refused(parameter), "facets") << parameter;
  settings_.max_facets = 1;
  EXPECT_EQ(refused("facets=section"), "was taken");
  EXPECT_EQ(refused("facets=section,position"), "facets");
  EXPECT_EQ(refused("q=hulp&q[prefix]=ja"), "q[prefix]");
  settings_.max_search_bytes = 4;
  EXPECT_EQ(refused("q=hulp"), "was taken");
  EXPECT_EQ(refused("q=hulpe"), "q");
}

TEST_F(SearchPlan, OnlyWordsThatWereMeantOtherwiseAreReplaced) {
  EXPECT_EQ(corrected_to("gevangnis \"sociale hulp\"", {"gevangenis"}), "gevangenis \"sociale hulp\"");
  EXPECT_EQ(corrected_to("détnu prisson", {"detenu", "prison"}), "detenu prison");
  EXPECT_EQ(corrected_to("gevangnis", {std::nullopt}), std::nullopt);
  EXPECT_EQ(corrected_to("gevangnis", {}), std::nullopt);
  Plan made = plan("").value();
  for (std::string const search : {"", "de", "1000 brx", "-gevangnis", "2019abcd", "\"'()"}) {
    made.search = search;
    EXPECT_TRUE(correction_statement(made).sql.empty()) << search;
  }
}

TEST_F(SearchPlan, ASnippetIsHtmlWhateverStandsInTheText) {
  EXPECT_EQ(marked("\x01Hulp\x02 & <script>\"'"), "<mark>Hulp</mark> &amp; &lt;script&gt;&quot;&#39;");
  json::object const found = highlights(R"({"title": "niets", "body": "de \u0001cel\u0002", "summary": null})");
  EXPECT_EQ(found, (json::object{{"body", "de <mark>cel</mark>"}}));
}

TEST_F(SearchPlan, KeysInOneDirectionAreComparedAsARowAndOthersBoundedByTheFirst) {
  std::string const id = "014170e2-9700-7001-8000-000000000001";
  auto const sql = [&](std::string const& sort) {
    std::string const cursor = cursor_text(*plan("sort=" + sort), {"Over ons", "3"}, id);
    return page_statement(*plan("sort=" + sort + "&page[after]=" + cursor)).sql;
  };
  EXPECT_THAT(sql("title,position"), HasSubstr("p.entry) > ("));
  EXPECT_THAT(sql("-title,-position"), HasSubstr("p.entry) < ("));
  EXPECT_THAT(sql("title,-position"), Not(HasSubstr("p.entry) > (")));
  EXPECT_THAT(sql("title,-position"), HasSubstr(" >= $"));
}

TEST_F(SearchPlan, DeclaredIndexesAreOfTheExpressionsThatAreAskedFor) {
  auto const indexes = declared_indexes(types_, {"nl", "fr", "nl-BE"});
  std::map<std::string, std::string> by_name;
  for (auto const& index : indexes) by_name.emplace(index.name, index.definition);
  EXPECT_EQ(by_name.size(), indexes.size());
  for (std::string const name : {"published:page:title:nl", "published:page:title:fr", "published:page:section:nl",
                                 "published:page:position:nl-BE", "published:news:dated:fr"})
    EXPECT_TRUE(by_name.contains(name)) << name;
  EXPECT_FALSE(by_name.contains("published:page:summary:nl")) << "nobody declared it";
  EXPECT_THAT(by_name.at("published:page:position:nl"), HasSubstr("where type = 'page' and (locale = 'nl' or "));
  std::string expression = by_name.at("published:page:title:nl");
  expression = expression.substr(expression.find("((") + 2, expression.rfind("), entry") - expression.find("((") - 2);
  std::size_t const data = expression.find("data");
  expression.insert(data, "p.");
  EXPECT_THAT(page_statement(*plan("sort=title")).sql, HasSubstr("order by " + expression + ", p.entry"));
}

TEST_F(SearchPlan, NamesOfIndexesFitAndStayApart) {
  ContentTypes long_names;
  std::string const field(48, 'v');
  for (std::string const last : {"a", "b"}) {
    std::string const type = std::string(47, 't') + last;
    long_names
        .add(ContentType::from_schema({{"type", "object"},
                                       {"x-tandem", {{"type", type}, {"title", field}}},
                                       {"properties", {{field, {{"type", "string"}}}}}})
                 .value())
        .value();
  }
  auto const indexes = declared_indexes(long_names, {"nl", "fr"});
  std::set<std::string> names;
  for (auto const& index : indexes) {
    EXPECT_LE(index.name.size(), 63U);
    names.insert(index.name);
  }
  EXPECT_EQ(names.size(), 4U);
}

} // namespace
} // namespace tandem::delivery
