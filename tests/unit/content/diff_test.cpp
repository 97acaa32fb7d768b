/// Field-level differences and the three-way view of a late edit.

#include "content/diff.hpp"

#include <gtest/gtest.h>

namespace tandem {
namespace {

json::object object(std::string_view text) { return parse_json(text)->as_object(); }

/// One line a change: "/titel: "Oud" -> "Nieuw"", with "nothing" for what is absent.
std::string lines(std::vector<FieldChange> const& changes) {
  auto const shown = [](std::optional<json::value> const& value) {
    return value ? json::serialize(*value) : "nothing";
  };
  std::string text;
  for (FieldChange const& change : changes)
    text += change.pointer + ": " + shown(change.before) + " -> " + shown(change.after) + "\n";
  return text;
}

std::string changes(std::string_view before, std::string_view after) {
  return lines(diff(object(before), object(after)));
}

TEST(Diff, NamesWhatWasChangedAddedAndRemoved) {
  EXPECT_EQ(changes(R"({"titel":"Bezoek","inhoud":"Één vraag?","positie":1})",
                    R"({"titel":"Bezoek aan de gevangenis","samenvatting":"Ça va","positie":1})"),
            "/inhoud: \"Één vraag?\" -> nothing\n"
            "/samenvatting: nothing -> \"Ça va\"\n"
            "/titel: \"Bezoek\" -> \"Bezoek aan de gevangenis\"\n");
}

TEST(Diff, IsEmptyForEqualContentInAnotherOrderOrNotation) {
  EXPECT_EQ(changes(R"({"a":1,"b":{"c":[1,2],"d":"œuvre"}})", R"({"b":{"d":"\u0153uvre","c":[1.0,2e0]},"a":1.0})"),
            "");
  EXPECT_EQ(changes("{}", "{}"), "");
  EXPECT_TRUE(diff({{"nr", 1}}, {{"nr", 1.0}}).empty());
  EXPECT_TRUE(diff({{"nr", std::int64_t{2}}}, {{"nr", std::uint64_t{2}}}).empty());
}

TEST(Diff, ComparesObjectsMemberByMember) {
  EXPECT_EQ(
      changes(R"({"adres":{"straat":"Stalingradlaan","nr":"18","geo":{"lat":50.8,"lon":4.3}}})",
              R"({"adres":{"straat":"Avenue de Stalingrad","nr":"18","geo":{"lat":50.8,"lon":4.4},"bus":"2"}})"),
      "/adres/bus: nothing -> \"2\"\n"
      "/adres/geo/lon: 4.3E0 -> 4.4E0\n"
      "/adres/straat: \"Stalingradlaan\" -> \"Avenue de Stalingrad\"\n");
}

TEST(Diff, TakesAnObjectThatComesGoesOrBecomesSomethingElseAsAWhole) {
  EXPECT_EQ(changes(R"({"adres":{"nr":"18"}})", "{}"), "/adres: {\"nr\":\"18\"} -> nothing\n");
  EXPECT_EQ(changes("{}", R"({"adres":{}})"), "/adres: nothing -> {}\n");
  EXPECT_EQ(changes(R"({"adres":{"nr":"18"}})", R"({"adres":"Stalingradlaan 18"})"),
            "/adres: {\"nr\":\"18\"} -> \"Stalingradlaan 18\"\n");
  EXPECT_EQ(changes(R"({"adres":{"nr":"18"}})", R"({"adres":{}})"), "/adres/nr: \"18\" -> nothing\n");
}

TEST(Diff, TakesArraysAsWholesBecauseAPositionIsNoIdentity) {
  EXPECT_EQ(changes(R"({"talen":["nl","fr"]})", R"({"talen":["fr","nl"]})"),
            "/talen: [\"nl\",\"fr\"] -> [\"fr\",\"nl\"]\n");
  EXPECT_EQ(changes(R"({"telefoons":[{"nr":"+3225375928"}]})", R"({"telefoons":[{"nr":"+3225375929"}]})"),
            "/telefoons: [{\"nr\":\"+3225375928\"}] -> [{\"nr\":\"+3225375929\"}]\n");
}

TEST(Diff, TellsNullFromAbsentAndOneTypeFromAnother) {
  EXPECT_EQ(changes(R"({"einde":null})", "{}"), "/einde: null -> nothing\n");
  EXPECT_EQ(changes(R"({"nr":1})", R"({"nr":"1"})"), "/nr: 1 -> \"1\"\n");
  EXPECT_EQ(changes(R"({"open":false})", R"({"open":0})"), "/open: false -> 0\n");
  EXPECT_EQ(changes(R"({"lijst":[]})", R"({"lijst":{}})"), "/lijst: [] -> {}\n");
}

TEST(Diff, EscapesNamesInItsPointers) {
  EXPECT_EQ(changes(R"({"tarief":{"a/b":1,"m~n":{"é":1}}})", R"({"tarief":{"a/b":2,"m~n":{"é":2}}})"),
            "/tarief/a~1b: 1 -> 2\n/tarief/m~0n/é: 1 -> 2\n");
}

TEST(SameContent, SeesValuesNotSpelling) {
  EXPECT_TRUE(same_content(json::value(1), json::value(1.0)));
  EXPECT_TRUE(same_content(json::value(0), json::value(-0.0)));
  EXPECT_FALSE(
      same_content(json::value("café"), json::value("cafe\u0301"))); // not normalised: other bytes, other text
  EXPECT_FALSE(same_content(json::array{1, 2}, json::array{2, 1}));
}

/// One line a field: base | theirs | yours, and "!" for a conflict.
std::string fields(std::string_view base, std::string_view theirs, std::string_view yours) {
  auto const shown = [](std::optional<json::value> const& value) { return value ? json::serialize(*value) : "-"; };
  std::string text;
  for (ThreeWayField const& f : three_way(object(base), object(theirs), object(yours)))
    text += f.field + ": " + shown(f.base) + " | " + shown(f.theirs) + " | " + shown(f.yours) +
            (f.conflict ? " !" : "") + "\n";
  return text;
}

TEST(ThreeWay, ShowsEachFieldThatEitherSideChanged) {
  EXPECT_EQ(fields(R"({"titel":"Bezoek","tekst":"Oud","nr":1})", R"({"titel":"Bezoek","tekst":"Van hen","nr":1})",
                   R"({"titel":"Van u","tekst":"Oud","nr":1})"),
            "tekst: \"Oud\" | \"Van hen\" | \"Oud\"\ntitel: \"Bezoek\" | \"Bezoek\" | \"Van u\"\n");
}

TEST(ThreeWay, IsAConflictOnlyWhenBothChangedAFieldDifferently) {
  EXPECT_EQ(fields(R"({"titel":"Ça"})", R"({"titel":"Ça va"})", R"({"titel":"Ça ira"})"),
            "titel: \"Ça\" | \"Ça va\" | \"Ça ira\" !\n");
  EXPECT_EQ(fields(R"({"titel":"Ça"})", R"({"titel":"Ça va"})", R"({"titel":"Ça va"})"),
            "titel: \"Ça\" | \"Ça va\" | \"Ça va\"\n");
  EXPECT_EQ(fields(R"({"nr":1})", R"({"nr":1.0})", R"({"nr":1})"), "");
}

TEST(ThreeWay, CountsAddingAndRemovingAsChanges) {
  EXPECT_EQ(fields("{}", R"({"nieuw":1})", R"({"nieuw":2})"), "nieuw: - | 1 | 2 !\n");
  EXPECT_EQ(fields(R"({"weg":1})", "{}", R"({"weg":2})"), "weg: 1 | - | 2 !\n");
  EXPECT_EQ(fields(R"({"weg":1})", "{}", "{}"), "weg: 1 | - | -\n");
  EXPECT_EQ(fields(R"({"a":1})", R"({"a":1})", R"({"a":1,"b":2})"), "b: - | - | 2\n");
}

} // namespace
} // namespace tandem
