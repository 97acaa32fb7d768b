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
  EXPECT_EQ(content_of(segments::marked(content), codes_json(content)).value(), content);
}

/// A word in so many pairs of codes.
Content nested(std::size_t depth) {
  Content content;
  for (std::size_t i = 1; i <= depth; ++i)
    content.emplace_back(Code{static_cast<int>(i), CodeRole::open, CodeKind::emphasis, "*"});
  content.emplace_back(std::string("hulp"));
  for (std::size_t i = depth; i > 0; --i)
    content.emplace_back(Code{static_cast<int>(i), CodeRole::close, CodeKind::emphasis, "*"});
  return content;
}

TEST(Unit, WhatWasNotKeptByThisIsAnError) {
  for (std::size_t const depth : {64U, 65U}) {
    Content const content = nested(depth);
    EXPECT_EQ(segments::depth_of(content), depth);
    EXPECT_EQ(content_of(segments::marked(content), codes_json(content)).has_value(), depth == 64);
  }
  tandem::json::array const codes = codes_json(nested(1));
  EXPECT_FALSE(content_of("<g id=\"2\">hulp</g>", codes));
  EXPECT_FALSE(content_of("<g id=\"1\">hulp", codes));
  for (char const* wrong :
       {"{}", "[1]", "[{}]", R"([{"id": "1", "role": "open", "kind": "strong"}])",
        R"([{"id": 1, "role": "half", "kind": "strong"}])", R"([{"id": 1, "role": "open", "kind": "kleur"}])"})
    EXPECT_FALSE(content_of("hulp", tandem::json::parse(wrong))) << wrong;
}

TEST(Alignment, WhatIsNestedTooDeepToBeReadAgainIsLeftOut) {
  auto const pair = [](std::size_t depth) {
    segments::Segmented one;
    segments::Segment segment;
    segment.source = nested(depth);
    one.segments.push_back(segment);
    return align(one, one);
  };
  EXPECT_THAT(pair(64), SizeIs(1));
  EXPECT_THAT(pair(65), IsEmpty());
}

TEST(Alignment, ManyCodesArePairedInOneGo) {
  // Forty thousand took eighteen seconds when each was looked for among all that were left.
  constexpr int count = 400'000;
  Content source, target;
  for (int i = 1; i <= count; ++i) {
    source.emplace_back(Code{i, CodeRole::alone, CodeKind::placeholder, "{" + std::to_string(i) + "}"});
    target.emplace_back(Code{i, CodeRole::alone, CodeKind::placeholder, "{" + std::to_string(count + 1 - i) + "}"});
  }
  auto const content = with_codes_of(source, target);
  ASSERT_TRUE(content);
  EXPECT_EQ(std::get<Code>(content->front()).id, count) << "the same original, wherever it stands";
  for (segments::Part& part : target) std::get<Code>(part).original = "%s";
  EXPECT_EQ(std::get<Code>(with_codes_of(source, target)->front()).id, 1) << "else first with first";
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

TEST(Tmx, AUnitThatIsNestedTooDeepToBeKeptIsCounted) {
  auto const pairs = [](std::size_t depth) {
    std::string open, close;
    for (std::size_t i = 1; i <= depth; ++i) {
      open += "<bpt i=\"" + std::to_string(i) + "\">*</bpt>";
      close = "<ept i=\"" + std::to_string(i) + "\">*</ept>" + close;
    }
    return std::pair(open, close);
  };
  auto const [open, close] = pairs(70);
  TmxFile const file = read(tmx(unit(open + "hulp" + close, open + "aide" + close) + unit("Brief", "Lettre")));
  EXPECT_THAT(file.units, SizeIs(1));
  EXPECT_EQ(file.unreadable, 1);
}

TEST(Tmx, AFileInAnotherEncodingIsRefused) {
  std::string const body = "<tmx version=\"1.4\"><body>" + unit("Ge\xefnterneerd", "Intern\xe9") + "</body></tmx>";
  for (char const* declaration :
       {"", "<?xml version=\"1.0\" encoding=\"windows-1252\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"}) {
    auto const file = read_tmx(declaration + body, site, {});
    ASSERT_FALSE(file) << declaration;
    EXPECT_THAT(file.error().detail, HasSubstr("UTF-8")) << declaration;
  }
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
