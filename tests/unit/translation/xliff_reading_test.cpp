/// What translators' tools say of a segment besides its target, and what they make of its codes.

#include "exchange/plan.hpp"

#include <gmock/gmock.h>

namespace translation::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string const id = "page.014170e2-9700-7001-8000-000000000001.nl.3.fr.0";
json::object const dutch{{"title", "Over ons"}, {"body", "Dag {naam}. Kom langs op {dag}."}};

KnownEntry entry() {
  json::object const schema = tandem::parse_json(R"({"properties": {
    "title": {"type": "string", "x-tandem": {"localised": true}},
    "body": {"type": "string", "x-tandem": {"localised": true, "markdown": true}}}})")
                                  .value()
                                  .as_object();
  tandem::EntryHeads heads{tandem::EntryId::parse("014170e2-9700-7001-8000-000000000001").value(), {}};
  heads.variants.emplace(tandem::Locale::parse("nl").value(), tandem::Head{3, "\"nl\"", dutch});
  return {true, segments::text_fields(schema), std::move(heads), dutch, {}};
}

Plan planned(std::string const& xliff) {
  auto const read = read_xliff(xliff, {});
  if (!read) throw std::runtime_error(read.error().detail);
  return plan(*read, {{id, entry()}});
}
/// XLIFF 2.1 with these segments of the body.
Plan second(std::string const& segments) {
  return planned("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"nl\" "
                 "trgLang=\"fr\">\n<file id=\"" +
                 id + "\">\n<unit id=\"body\">\n" + segments + "\n</unit></file></xliff>");
}
/// XLIFF 1.2 with this unit.
Plan first(std::string const& unit) {
  return planned("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\"><file original=\"" + id +
                 "\" source-language=\"nl\" target-language=\"fr\" datatype=\"plaintext\"><body>\n" + unit +
                 "\n</body></file></xliff>");
}

std::string const greeting = "<source>Dag <ph id=\"c1_1\"/>.</source>";
std::string const visit = "<source>Kom langs op <ph id=\"c2_1\"/>.</source>";
std::string const visit_done =
    "<segment id=\"s2\">" + visit + "<target>Passez le <ph id=\"c2_1\"/>.</target></segment>";

std::vector<std::string> fates(Plan const& plan) {
  std::vector<std::string> all;
  for (Outcome const& one : plan.outcomes) all.emplace_back(name_of(one.fate));
  return all;
}

TEST(XliffStates, WhatIsMarkedAsInitialIsNotTranslated) {
  auto const with = [](std::string const& state) {
    return second("<segment id=\"s1\"" + state + ">" + greeting +
                  "<target>Bonjour <ph id=\"c1_1\"/>.</target></segment>\n" + visit_done);
  };
  EXPECT_THAT(fates(with(" state=\"initial\"")), ElementsAre("untranslated", "held"));
  EXPECT_THAT(with(" state=\"initial\"").outcomes[0].detail, HasSubstr("not translated"));
  for (char const* state : {"", " state=\"translated\"", " state=\"reviewed\"", " state=\"final\""})
    EXPECT_THAT(fates(with(state)), ElementsAre("in", "in")) << state;
}

TEST(XliffStates, OfTheOlderVersionAreReadFromTheTarget) {
  auto const fate = [](std::string const& approved, std::string const& state, std::string const& target) {
    return fates(first("<trans-unit id=\"title\"" + approved + "><source>Over ons</source><target" + state + ">" +
                       target + "</target></trans-unit>"));
  };
  for (char const* state : {" state=\"new\"", " state=\"needs-translation\""})
    EXPECT_THAT(fate("", state, "À propos de nous"), ElementsAre("untranslated")) << state;
  for (char const* state : {"", " state=\"translated\"", " state=\"needs-review-translation\"",
                            " state=\"needs-review-l10n\"", " state=\"final\""})
    EXPECT_THAT(fate("", state, "À propos de nous"), ElementsAre("in")) << state;
  EXPECT_THAT(fate(" approved=\"no\"", "", "Over ons"), ElementsAre("untranslated")) << "still its source";
  EXPECT_THAT(fate(" approved=\"no\"", "", "À propos de nous"), ElementsAre("in")) << "many tools never approve";
  EXPECT_THAT(fate(" approved=\"yes\"", "", "Over ons"), ElementsAre("in")) << "a name may stay as it is";
}

TEST(XliffStates, OfTheOlderVersionHoldForMarkedSegmentsToo) {
  std::string const source = "<mrk mtype=\"seg\" mid=\"s1\">Over ons</mrk>";
  auto const fate = [&](std::string const& unit, std::string const& state, std::string const& target) {
    return fates(first("<trans-unit id=\"title\"" + unit + "><source>Over ons</source><seg-source>" + source +
                       "</seg-source><target" + state + "><mrk mtype=\"seg\" mid=\"s1\">" + target +
                       "</mrk></target></trans-unit>"));
  };
  EXPECT_THAT(fate("", " state=\"needs-translation\"", "À propos"), ElementsAre("untranslated"));
  EXPECT_THAT(fate(" approved=\"no\"", "", "Over ons"), ElementsAre("untranslated"));
  EXPECT_THAT(fate(" approved=\"no\"", "", "À propos"), ElementsAre("in"));
}

TEST(XliffElements, ThatAreNotReadAreNamedAndLoseNothing) {
  Plan const made =
      second("<segment id=\"s1\">" + greeting +
             "<target>Tout <x:hl xmlns:x=\"urn:x\">Bruxelles</x:hl> ce jour, <ph id=\"c1_1\"/>.</target>"
             "</segment>\n" +
             visit_done);
  EXPECT_THAT(fates(made), ElementsAre("refused", "held"));
  EXPECT_THAT(made.outcomes[0].detail, HasSubstr("line 4: the element <x:hl> is not read"));
  EXPECT_TRUE(made.batch.entries.empty());
  Plan const deeper = second(
      "<segment id=\"s1\">" + greeting +
      "<target>Bonjour <mrk id=\"m1\">cher <b>ami</b></mrk> <ph id=\"c1_1\"/>.</target></segment>\n" + visit_done);
  EXPECT_THAT(deeper.outcomes[0].detail, HasSubstr("the element <b>"));
  Plan const only_marks = second("<segment id=\"s1\">" + greeting +
                                 "<target>Bonjour <sm id=\"m1\" type=\"comment\"/><ph id=\"c1_1\"/><em "
                                 "startRef=\"m1\"/>.</target></segment>\n" +
                                 visit_done);
  EXPECT_THAT(fates(only_marks), ElementsAre("in", "in"));
}

TEST(XliffCodes, OfAnotherSegmentAreNotThisOnes) {
  Plan const moved = second("<segment id=\"s1\">" + greeting +
                            "<target>Bonjour <ph id=\"c2_1\"/>.</target></segment>\n" + visit_done);
  EXPECT_THAT(fates(moved), ElementsAre("refused", "held"));
  EXPECT_THAT(moved.outcomes[0].detail, HasSubstr("c2_1"));
  Plan const numbered = second("<segment id=\"s1\"><source>Dag <ph id=\"1\"/>.</source><target>Bonjour <ph "
                               "id=\"1\"/>.</target></segment>\n" +
                               visit_done);
  EXPECT_THAT(fates(numbered), ElementsAre("in", "in")) << "some tools number anew in each segment";
}

TEST(XliffCodes, AreNamedWithTheirSegment) {
  EXPECT_EQ(code_number("c12_3", 11), 3);
  EXPECT_EQ(code_number("7", 11), 7);
  for (char const* other : {"c1_3", "c12_", "c12_03", "x_3", "x", "", "c12_3_4"})
    EXPECT_FALSE(code_number(other, 11)) << other;
}

} // namespace
} // namespace translation::exchange
