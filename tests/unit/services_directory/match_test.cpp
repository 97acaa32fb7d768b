#include "services_directory/import/plan.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

using Kind = Decision::Kind;
tandem::Locale const nl = tandem::Locale::parse("nl").value(), fr = tandem::Locale::parse("fr").value(),
                     shared = tandem::Locale::shared();

tandem::EntryId id(int number) {
  return tandem::Uuid::parse("014170e2-9700-7012-8000-00000000000" + std::to_string(number)).value();
}
tandem::EntryHeads entry(int number, std::map<tandem::Locale, json::object> fields) {
  tandem::EntryHeads heads{id(number), {}};
  for (auto& [locale, data] : fields) heads.variants.emplace(locale, tandem::Head{1, "etag", std::move(data)});
  return heads;
}
Item item(std::string type, std::string source_id, std::map<tandem::Locale, json::object> fields) {
  return {std::move(type), std::move(source_id), {"bron.csv", 2, 0, {}}, std::move(fields)};
}

/// A directory of some entries, and what becomes of the items of a source.
class Matching : public testing::Test {
protected:
  std::vector<Decision> run() {
    known.emplace(directory);
    return match(source, *known);
  }
  std::map<std::string, std::vector<tandem::EntryHeads>> directory{
      {"organisation",
       {entry(1, {{shared, {{"position", 4}, {"identifiers", {{{"scheme", "hsds"}, {"identifier", "o-7"}}}}}},
                  {nl, {{"name", "Stichting voor Morele Bijstand aan Gevangenen"}}},
                  {fr, {{"name", "Fondation pour l’Assistance Morale aux Détenus"}}}}),
        entry(2, {{shared, {{"position", 9}}},
                  {nl,
                   {{"name", "Rizome-Bxl"},
                    {"short_name", "Rizome"},
                    {"alternate_names", {"Werk voor Sociale Wederaanpassing"}}}}})}},
      {"service", {entry(3, {{shared, {{"organisation", id(2).text()}}}, {nl, {{"name", "Onthaal"}}}})}},
      {"location",
       {entry(4, {{shared, {{"postcode", "1000"}, {"house_number", "54"}}},
                  {nl, {{"name", "Kantoor"}, {"street", "Stalingradlaan"}}},
                  {fr, {{"name", "Bureau"}, {"street", "Avenue de Stalingrad"}}}})}}};
  Source source{"hsds"};
  std::optional<Known> known;
};

TEST_F(Matching, AnIdentifierOrOurOwnIdComesBeforeNames) {
  source.items = {item("organisation", "o-7", {{nl, {{"name", "Rizome-Bxl"}}}}),
                  item("organisation", id(2).text(), {{nl, {{"name", "Heel anders"}}}})};
  auto const decisions = run();
  EXPECT_EQ(decisions[0].id, id(1));
  EXPECT_EQ(decisions[1].id, id(2));
  Plan const made = plan(source, decisions, *known);
  EXPECT_FALSE(made.batch.entries[1].variants.contains(shared)) << "its own id is no identifier of others";
}

TEST_F(Matching, ANameIsComparedFoldedInEitherLanguage) {
  source.items = {item("organisation", "", {{nl, {{"name", "FONDATION POUR L'ASSISTANCE MORALE AUX DETENUS"}}}}),
                  item("organisation", "", {{fr, {{"name", "rizome bxl"}}}}),
                  item("organisation", "", {{fr, {{"name", "Œuvre de Sœur Françoise"}}}})};
  for (Item& one : source.items) one.keep_id = false;
  auto const decisions = run();
  EXPECT_EQ(decisions[0].id, id(1));
  EXPECT_EQ(decisions[1].id, id(2));
  EXPECT_EQ(decisions[2].kind, Kind::fresh);
  auto const edits = plan(source, decisions, *known).batch.entries;
  EXPECT_FALSE(edits[0].variants.at(nl).fields.contains("name"))
      << "our name in another language is no name for this";
  EXPECT_EQ(edits[2].variants.at(shared).fields.at("position"), 10) << "behind the last";
}

TEST_F(Matching, APartialOrSecondMatchIsDoubtfulAndSoIsWhatPointsAtIt) {
  source.items = {item("organisation", "o-1", {{nl, {{"name", "Rizome"}}}}),
                  item("service", "s-1", {{nl, {{"name", "Schuldhulp"}}}}),
                  item("service", "s-2", {{nl, {{"name", "Onthaal"}}}}),
                  item("organisation", "o-8", {{fr, {{"name", "Fondation pour l’Assistance Morale aux Détenus"}}}})};
  source.items[1].links["organisation"] = {{"organisation", "o-1", {}}};
  source.items[2].links["organisation"] = {{"organisation", "o-7", {}}};
  auto const decisions = run();
  EXPECT_EQ(decisions[0].kind, Kind::doubtful) << "a short name is not the name";
  ASSERT_EQ(decisions[0].candidates.size(), 1U);
  EXPECT_EQ(decisions[0].candidates[0]->entry, id(2));
  EXPECT_EQ(decisions[1].kind, Kind::doubtful) << "it belongs to a doubtful organisation";
  EXPECT_EQ(decisions[2].kind, Kind::doubtful) << "the same name with another organisation";
  EXPECT_EQ(decisions[3].kind, Kind::doubtful) << "this source has another number for that name";
  EXPECT_TRUE(plan(source, decisions, *known).batch.entries.empty());
  EXPECT_TRUE(source.problems.empty());
}

TEST_F(Matching, ALocationIsItsNameAndItsAddress) {
  json::object const number{{"postcode", "1000"}, {"house_number", "54"}};
  source.items = {
      item("location", "l-1", {{shared, number}, {fr, {{"name", "Bureau"}, {"street", "avenue de Stalingrad"}}}}),
      item("location", "l-2", {{shared, number}, {fr, {{"name", "Accueil"}, {"street", "AVENUE DE STALINGRAD"}}}}),
      item("location", "l-3", {{fr, {{"name", "Bureau"}}}}),
      item("location", "l-4", {{fr, {{"name", "Prison de Haren"}}}})};
  auto decisions = run();
  EXPECT_EQ(decisions[0].kind, Kind::match);
  EXPECT_EQ(decisions[1].kind, Kind::doubtful) << "the address alone";
  EXPECT_EQ(decisions[2].kind, Kind::doubtful) << "the name alone";
  EXPECT_EQ(decisions[3].kind, Kind::fresh);
  source.items[1] = source.items[0];
  source.items[1].id = "l-5";
  decisions = match(source, *known);
  EXPECT_EQ(decisions[0].kind, Kind::doubtful) << "two rows cannot be the same place";
  EXPECT_EQ(decisions[1].kind, Kind::doubtful);
}

TEST_F(Matching, IdentifiersGrowAndFieldsThatAreNotThereStay) {
  source.items = {item("organisation", "o-2", {{nl, {{"name", "Rizome-Bxl"}, {"alternate_names", {"De Rizoom"}}}}})};
  source.items[0].identifiers = {{"BE-KBO", "0400.000.000"}};
  auto const decisions = run();
  ASSERT_EQ(decisions[0].id, id(2));
  auto const edit = plan(source, decisions, *known).batch.entries.at(0);
  EXPECT_FALSE(edit.create);
  EXPECT_EQ(edit.variants.at(nl).if_match, "etag");
  EXPECT_EQ(edit.variants.at(nl).fields,
            (json::object{{"alternate_names", {"Werk voor Sociale Wederaanpassing", "De Rizoom"}}}));
  EXPECT_EQ(edit.variants.at(shared).fields.at("identifiers"),
            (json::value{{{"scheme", "hsds"}, {"identifier", "o-2"}},
                         {{"scheme", "BE-KBO"}, {"identifier", "0400.000.000"}}}));
}

TEST_F(Matching, ALinkThatLeadsNowhereIsAProblem) {
  source.items = {item("service", "s-1", {{nl, {{"name", "Schuldhulp"}}}})};
  source.items[0].links["organisation"] = {{"organisation", "o-9", {"services.csv", 2, 2, "organization_id"}}};
  run();
  ASSERT_EQ(source.problems.size(), 1U);
  EXPECT_EQ(text_of(source.problems[0].place), "services.csv, line 2, column 2 (organization_id)");
}

} // namespace
} // namespace directory::importing
