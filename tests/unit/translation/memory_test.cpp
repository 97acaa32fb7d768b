#include "translation/memory/likeness.hpp"
#include "translation/memory/tmx.hpp"
#include "translation/memory/unit.hpp"

#include <gmock/gmock.h>
#include <sstream>

namespace translation::memory {
namespace {

using segments::Code;
using segments::CodeKind;
using segments::CodeRole;
using segments::Form;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

tandem::Locale const nl = tandem::Locale::parse("nl").value(), fr = tandem::Locale::parse("fr").value();
std::vector<std::string> const site = {"nl", "fr"};

Content sentence(std::string_view markdown) {
  segments::Segmented read = segments::split(markdown, Form::markdown, nl);
  EXPECT_THAT(read.segments, SizeIs(1)) << markdown;
  return read.segments.at(0).source;
}
int score(std::string_view one, std::string_view other) { return likeness(sentence(one), sentence(other)); }

TEST(Likeness, TheSameTextIsAHundred) {
  EXPECT_EQ(score("Bel **ons** op, elke dag.", "Bel **ons** op, elke dag."), 100);
}

TEST(Likeness, CaseAndTypographyCostOne) {
  EXPECT_EQ(score("L’aide est gratuite", "l'aide  est gratuite"), 99);
  EXPECT_EQ(normalised("  L’Œuvre «\u00a0sociale\u00a0» – 1900 "), "l'œuvre \" sociale \" - 1900");
}

TEST(Likeness, EachWordCountsAndAnInflectedOneForAThird) {
  EXPECT_EQ(score("De dienst helpt families gratis.", "De dienst helpt gezinnen gratis."), 80);
  EXPECT_EQ(score("De dienst helpt gedetineerden gratis.", "De dienst helpt gedetineerde gratis."), 93);
  EXPECT_EQ(score("De dienst helpt families.", "De dienst helpt families altijd."), 80);
  EXPECT_LT(score("De dienst helpt families.", "Wie mag er op bezoek komen?"), 20);
}

TEST(Likeness, ANumberAndACodeThatDifferCost) {
  EXPECT_EQ(score("Open van 9 tot 12 uur.", "Open van 9 tot 13 uur."), 83 - 2);
  EXPECT_EQ(score("Bel **ons** op.", "Bel ons op."), 99 - 2);
  EXPECT_EQ(score("Bel ons op?", "Bel ons op."), 98) << "only punctuation";
}

TEST(Likeness, NothingButPunctuationIsLikeItselfAlone) {
  EXPECT_EQ(likeness({std::string("!")}, {std::string("?")}), 0);
}

TEST(Alignment, SentencesThatStandInTheSamePlaceAreAPair) {
  auto const pairs = align(segments::split("# Hulp\n\nBel **ons** op. Elke dag.", Form::markdown, nl),
                           segments::split("# Aide\n\nAppelez-**nous**. Tous les jours.", Form::markdown, fr));
  ASSERT_THAT(pairs, SizeIs(3));
  EXPECT_EQ(segments::plain_text(pairs[1].target), "Appelez-nous.");
  EXPECT_EQ(segments::marked(pairs[1].target), "Appelez-<g id=\"1\">nous</g>.");
}

TEST(Alignment, TextsOfAnotherStructureGiveNone) {
  auto const pairs = [](std::string_view dutch, std::string_view french) {
    return align(segments::split(dutch, Form::markdown, nl), segments::split(french, Form::markdown, fr));
  };
  EXPECT_THAT(pairs("Eén zin.", "Une phrase. Une autre."), IsEmpty());
  EXPECT_THAT(pairs("# Hulp", "Aide"), IsEmpty());
  EXPECT_THAT(pairs("Eén zin. Nog één.", "Une phrase.\n\nUne autre."), IsEmpty());
  EXPECT_THAT(pairs("Bel **ons**. Kom langs.", "Appelez-nous. Venez."), SizeIs(1)) << "only the one with other codes";
}

TEST(Alignment, CodesGetTheNumbersOfTheSource) {
  auto const content = with_codes_of(sentence("Lees *dit* en [dat](https://example.org/nl)."),
                                     sentence("Lisez [cela](https://example.org/fr) et *ceci*."));
  ASSERT_TRUE(content);
  EXPECT_EQ(segments::marked(*content), "Lisez <g id=\"2\">cela</g> et <g id=\"1\">ceci</g>.");
  EXPECT_FALSE(with_codes_of(sentence("Lees *dit*."), sentence("Lisez **ceci**.")));
}

TEST(Unit, ItsCodesSurviveBeingKept) {
  Content const content = sentence("Dag {naam}, lees *dit* en [dat](https://example.org).");
  EXPECT_EQ(content_of(segments::marked(content), codes_json(content)), content);
}

std::string tmx(std::string const& body) {
  return R"(<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>)" +
         body + "</body></tmx>";
}
std::string unit(std::string const& dutch, std::string const& french) {
  return "<tu><tuv xml:lang=\"NL_be\"><seg>" + dutch + "</seg></tuv><tuv xml:lang=\"fr-BE\"><seg>" + french +
         "</seg></tuv></tu>";
}
TmxFile read(std::string const& text) { return read_tmx(text, site, {}).value(); }

TEST(Tmx, WhatIsWrittenIsReadAgain) {
  Unit const kept{"nl", "fr", sentence("Bel **ons** op & lees [dit](https://example.org/?a=1&b=<x>), {naam}."),
                  sentence("Appelez-**nous** & lisez [ceci](https://example.org/fr), {naam}.")};
  std::ostringstream out;
  write_tmx_head(out, "0.1.0");
  write_tmx_unit(out, kept, {"7", "2026-03-01T09:00:00.000000Z", {{"origin", ""}, {"field", "body"}}});
  write_tmx_foot(out);
  EXPECT_THAT(out.str(),
              HasSubstr(R"(<tu tuid="7" creationdate="20260301T090000Z"><prop type="x-field">body</prop>)"));
  TmxFile const file = read(out.str());
  ASSERT_THAT(file.units, SizeIs(1));
  EXPECT_EQ(file.units[0].source, kept.source);
  EXPECT_EQ(file.units[0].target, kept.target);
}

TEST(Tmx, WhiteSpaceInASentenceIsKept) {
  TmxFile const file =
      read(tmx(unit("Dag <ph>{naam}</ph> <ph>{voornaam}</ph>", "Bonjour <ph>{naam}</ph> <ph>{voornaam}</ph>")));
  ASSERT_THAT(file.units, SizeIs(1));
  EXPECT_EQ(segments::marked(file.units[0].source), "Dag <x id=\"1\"/> <x id=\"2\"/>");
}

TEST(Tmx, UnitsThatAreNotOursAreCounted) {
  TmxFile const file =
      read(tmx(unit("Hulp", "Aide") + unit("", "Rien") + unit("Half <bpt i=\"1\">*</bpt>open", "Ouvert") +
               "<tu><tuv xml:lang=\"de\"><seg>Hilfe</seg></tuv><tuv xml:lang=\"fr\"><seg>Aide</seg></tuv></tu>"));
  EXPECT_EQ(file.read, 4);
  EXPECT_THAT(file.units, SizeIs(1));
  EXPECT_EQ(file.units[0].source_locale, "nl");
  EXPECT_EQ(file.unreadable, 2);
  EXPECT_EQ(file.other_languages, 1);
}

TEST(Tmx, HostileFilesAreRefused) {
  auto const why = [](std::string const& text, TmxLimits const& limits = {}) {
    auto const file = read_tmx(text, site, limits);
    return file ? "" : file.error().detail;
  };
  EXPECT_THAT(why("<!DOCTYPE tmx [<!ENTITY a \"hulp\"><!ENTITY b \"&a;&a;\">]><tmx><body/></tmx>"),
              HasSubstr("entities"));
  EXPECT_THAT(why("<tmx><body><tu></body></tmx>"), HasSubstr("not XML"));
  EXPECT_THAT(why("geen XML"), HasSubstr("not"));
  EXPECT_THAT(why("<xliff/>"), HasSubstr("not TMX"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<sub>";
  std::string shallow = "<tmx><body>" + deep;
  for (int i = 0; i < 100'000; ++i) shallow += "</sub>";
  EXPECT_THAT(why(shallow + "</body></tmx>"), HasSubstr("nested deeper"));
}

TEST(Tmx, LimitsHoldAtTheirEdge) {
  std::string const one = tmx(unit("Hulp", "Aide")), two = tmx(unit("Hulp", "Aide") + unit("Brief", "Lettre"));
  EXPECT_TRUE(read_tmx(one, site, {one.size(), 16, 10}));
  EXPECT_FALSE(read_tmx(one, site, {one.size() - 1, 16, 10}));
  EXPECT_TRUE(read_tmx(two, site, {10'000, 16, 2}));
  EXPECT_FALSE(read_tmx(two, site, {10'000, 16, 1}));
  std::string const coded = tmx(unit("Bel <hi><hi>ons</hi></hi>", "Appelez <hi><hi>nous</hi></hi>"));
  EXPECT_TRUE(read_tmx(coded, site, {10'000, 8, 1})) << "tmx, body, tu, tuv, seg, hi, hi and the text";
  EXPECT_FALSE(read_tmx(coded, site, {10'000, 6, 1}));
}

TEST(Tmx, Utf16IsRead) {
  std::string const text = "<tmx version=\"1.4\"><body>" + unit("Geinterneerd", "Interne") + "</body></tmx>";
  std::string wide = "\xff\xfe";
  for (char c : text) wide += {c, '\0'};
  EXPECT_THAT(read(wide).units, SizeIs(1));
}

} // namespace
} // namespace translation::memory
