#include "segments/codes.hpp"
#include "segments/placeholders.hpp"
#include "segments/value.hpp"

#include <gmock/gmock.h>

namespace translation::segments {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

tandem::Locale const dutch = tandem::Locale::parse("nl").value();
tandem::Locale const french = tandem::Locale::parse("fr").value();

std::vector<std::string> sentences(std::string_view text, Form form = Form::markdown,
                                   tandem::Locale const& language = dutch) {
  std::vector<std::string> all;
  for (Segment const& segment : split(text, form, language).segments) all.push_back(marked(segment.source));
  return all;
}

std::string back(std::string_view text, Form form = Form::markdown) {
  Segmented const segmented = split(text, form, dutch);
  std::vector<Content> targets;
  for (Segment const& segment : segmented.segments) targets.push_back(segment.source);
  return put_back(segmented, targets).value();
}

/// The text with these targets, written as `marked` has them.
tandem::Result<std::string> translated(std::string_view text, std::vector<std::string> const& targets,
                                       Form form = Form::markdown) {
  Segmented const segmented = split(text, form, dutch);
  std::vector<Content> contents;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    auto content = from_marked(targets[i], segmented.segments.at(i).source);
    if (!content) return content.error();
    contents.push_back(*content);
  }
  return put_back(segmented, contents);
}

TEST(Segments, AreTheSentencesOfAText) {
  EXPECT_THAT(sentences("Bel ons op. Elke dag! Of niet?  Kom langs…", Form::plain),
              ElementsAre("Bel ons op.", "Elke dag!", "Of niet?", "Kom langs…"));
  EXPECT_THAT(sentences("", Form::plain), ElementsAre());
  EXPECT_THAT(sentences("– … –", Form::plain), ElementsAre());
}

TEST(Segments, AreNotEndedByAnAbbreviationOfTheLanguage) {
  EXPECT_THAT(
      sentences("Bel een dienst, bv. APO, tel. 02 537 59 28. Zie art. 12 en (o.a.) nr. 3. Einde.", Form::plain),
      ElementsAre("Bel een dienst, bv. APO, tel. 02 537 59 28.", "Zie art. 12 en (o.a.) nr. 3.", "Einde."));
  EXPECT_THAT(sentences("Dit is een hotel. Elke dag open.", Form::plain),
              ElementsAre("Dit is een hotel.", "Elke dag open."));
  EXPECT_THAT(sentences("Adressez-vous à M. Lambert ou à Mme Éloy, tél. 02 274 15 51. L’aide est gratuite.",
                        Form::plain, french),
              ElementsAre("Adressez-vous à M. Lambert ou à Mme Éloy, tél. 02 274 15 51.", "L’aide est gratuite."));
}

TEST(Segments, KeepCodesOfMarkdownOutOfTheirText) {
  EXPECT_THAT(
      sentences("Bel **ons** of [mail](mailto:x@y.be \"nu\") *ook* ~~niet~~.\n"),
      ElementsAre("Bel <g id=\"1\">ons</g> of <g id=\"2\">mail</g> <g id=\"3\">ook</g> <g id=\"4\">niet</g>."));
  EXPECT_THAT(
      sentences("Zie <https://smbg-famd.be>, `code`, <br> en ![een *huis*](huis.png)."),
      ElementsAre("Zie <x id=\"1\"/>, <x id=\"2\"/>, <x id=\"3\"/> en <g id=\"4\">een <g id=\"5\">huis</g></g>."));
  auto const code = std::get<Code>(split("Zie [hier](/hulp \"x\").", Form::markdown, dutch).segments[0].source[3]);
  EXPECT_EQ(code, (Code{1, CodeRole::close, CodeKind::link, "](/hulp \"x\")"}));
}

TEST(Segments, KeepPlaceholdersAsCodes) {
  EXPECT_THAT(sentences("Dag {naam}, %s en %1$d: ${a.b} {{x}} 20% sociaal, {twee woorden}", Form::plain),
              ElementsAre("Dag <x id=\"1\"/>, <x id=\"2\"/> en <x id=\"3\"/>: <x id=\"4\"/> <x id=\"5\"/> 20% "
                          "sociaal, {twee woorden}"));
}

TEST(Placeholders, AreThereWhereverTheyStand) {
  EXPECT_THAT(
      placeholders_in("{naam}\n\n- {adres}\n\n| {uur} |\n|---|\n\n[hier](/dienst/{id}) `{code}` <b title=\"%s\">\n\n"
                      "```\n%1$d\n```\n\n\\{niet} ${wel} 20% {twee woorden}",
                      Form::markdown),
      ElementsAre("{naam}", "{adres}", "{uur}", "{id}", "{code}", "%s", "%1$d", "${wel}"));
  EXPECT_THAT(placeholders_in("\\{naam} {{rol}}", Form::plain), ElementsAre("{naam}", "{{rol}}"));
  EXPECT_THAT(placeholders_in("/zoeken?q=caf%C3%A9%20brussel 100 %", Form::markdown), ElementsAre());
}

TEST(Segments, ReadAsPeopleReadThem) {
  EXPECT_THAT(sentences("Eén \\*ster\\* &eacute;n\nnog &amp; &onbekend; 3 \\< 4"),
              ElementsAre("Eén *ster* én nog &amp; &amp;onbekend; 3 &lt; 4"));
}

TEST(Segments, AreFoundInEveryBlock) {
  EXPECT_THAT(sentences("## Titel ##\n\nOnder\ntitel\n=====\n\n> Een. Twee\n> drie.\nlui\n\n- a\n  b\n\n      "
                        "code\n- c\n\n1. d\n\n| Dag | Uur |\n|---|:-:|\n| "
                        "ma \\| di | **9** |\n|  | `a\\|b` uur\n\n<div>\nniet\n</div>\n\n```\nniet\n```\n\n[v]: "
                        "/v\nZie [v] en [x][v].\n"),
              ElementsAre("Titel", "Onder titel", "Een.", "Twee drie. lui", "a b", "c", "d", "Dag", "Uur", "ma | di",
                          "<g id=\"1\">9</g>", "<x id=\"1\"/> uur", "Zie <g id=\"1\">v</g> en <g id=\"2\">x</g>."));
}

TEST(Segments, AreFoundInATableBehindAParagraph) {
  EXPECT_THAT(sentences("Wanneer?\n| Dag | Uur |\n|---|---|\n| ma | 9 |\n"),
              ElementsAre("Wanneer?", "Dag", "Uur", "ma", "9"));
}

TEST(Segments, AreFoundBehindThousandsOfDefinitions) {
  // A tenth of these took six seconds when the rest of the text was read again for each line.
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "[dienst" + std::to_string(i) + "]: /d/" + std::to_string(i) + "\n";
  EXPECT_THAT(sentences(text + "Zie [dienst7] of **bel**.\n"),
              ElementsAre("Zie <g id=\"1\">dienst7</g> of <g id=\"2\">bel</g>."));
}

TEST(Segments, OfATextThatIsMadeToBeSlowAreNotTakenApart) {
  // What is looked for is there from each line on, but for its end.
  std::string definitions, lines;
  for (int i = 0; i < 40'000; ++i) {
    definitions += "[a]: b\n";
    lines += i == 0 ? "\\[a]: b\n" : "[a]: b\n";
  }
  std::string const text = definitions + lines + "einde";
  EXPECT_EQ(split(text, Form::markdown, dutch).segments.at(0).place, Place::raw);
  EXPECT_EQ(back(text), text);
}

TEST(Segments, DoNotEndInsideAPairOfCodes) {
  EXPECT_THAT(sentences("**Let op. Bel eerst.** Kom dan."),
              ElementsAre("<g id=\"1\">Let op. Bel eerst.</g>", "Kom dan."));
}

TEST(Segments, KeepALineBreakAsACode) {
  EXPECT_THAT(sentences("Stalingradlaan 54  \n1000 Brussel\\\nBelgië"),
              ElementsAre("Stalingradlaan 54<x id=\"1\"/>1000 Brussel<x id=\"2\"/>België"));
}

TEST(PuttingBack, GivesTheVeryTextWhereNothingWasTranslated) {
  for (std::string_view const text :
       {"", "\n", "## Titel ##\r\n\r\n> a\r\n> b  \r\nc\r\n", "- a *b*  \n  c\n  d &amp; e\\!\n\n      1. x **y**",
        "| a | b\n|---|---|\n| `x\\|y` | z |\n|q", "\ta\n\n \tb ***c** d* __e__", "[a]: /u\ntext [a] [b](/c 'd')",
        "a\rb"})
    EXPECT_EQ(back(text), text);
}

TEST(PuttingBack, WritesATargetWithItsCodes) {
  EXPECT_EQ(translated("> Bel **ons** op. Lees [hier](/hulp)\n> meer.\n",
                       {"Appelez-<g id='1'>nous</g>.", "Lisez-en plus <g id=\"1\">ici</g>."})
                .value(),
            "> Appelez-**nous**. Lisez-en plus [ici](/hulp).\n");
  EXPECT_EQ(translated("A **b** `c` {d}.", {"<x id=\"3\"/> <x id=\"2\"></x> a <g id=\"1\">é</g>"}).value(),
            "{d} `c` a **é**");
}

TEST(PuttingBack, EscapesWhatLooksLikeMarkdown) {
  auto const paragraph = [](std::string const& target) { return translated("Tekst.", {target}).value(); };
  EXPECT_EQ(paragraph("# geen titel"), "\\# geen titel");
  EXPECT_EQ(paragraph("1. geen lijst"), "1\\. geen lijst");
  EXPECT_EQ(paragraph("2024. Nee"), "2024\\. Nee");
  EXPECT_EQ(paragraph("- geen lijst"), "\\- geen lijst");
  EXPECT_EQ(paragraph("+ *a* _b_ `c` [d](e) &lt;f&gt; &amp;eacute; a_b ![g](h)"),
            "\\+ \\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f> \\&eacute; a_b !\\[g\\](h)");
  EXPECT_EQ(paragraph("een\n\ntwee"), "een  twee");
  EXPECT_EQ(translated("## Kop\n", {"Kop C #"}).value(), "## Kop C \\#\n");
  EXPECT_EQ(translated("| a | b |\n|---|---|\n| c | d |\n", {"x|y", "b", "c", "d"}).value(),
            "| x\\|y | b |\n|---|---|\n| c | d |\n");
  EXPECT_EQ(translated("[v] is\n\n[v]: /v\n", {"<g id=\"1\">v</g>: (a)"}).value(), "[v]\\: (a)\n\n[v]: /v\n");
  EXPECT_EQ(translated("Een\nTwee", {"=== Een"}).value(), "\\=== Een");
  EXPECT_EQ(translated("Zie [a](/b).", {"Kijk!<g id=\"1\">a</g>"}).value(), "Kijk\\![a](/b)");
}

TEST(PuttingBack, WritesEmphasisThatIsTakenForIt) {
  EXPECT_EQ(translated("De **hulp** is gratis.", {"L’aide<g id=\"1\"> est </g>gratuite."}).value(),
            "L’aide **est** gratuite.");
  EXPECT_EQ(translated("De **hulp** is gratis.", {"mot<g id=\"1\">«aide»</g>mot"}).value(),
            "mo&#116;**«aide»**&#109;ot");
  EXPECT_EQ(translated("De *hulp* is *gratis*.", {"<g id=\"1\">een</g><g id=\"2\">twee</g>"}).value(), "*een*_twee_");
}

TEST(PuttingBack, NamesACodeThatIsLostDoubledOrAlien) {
  auto const detail = [](std::string const& target) {
    return translated("Bel **ons** op {uur}.", {target}).error().detail;
  };
  EXPECT_EQ(detail("Appelez à <x id=\"2\"/>"), "the code <1> (strong **) is missing");
  EXPECT_EQ(detail("<g id=\"1\">Appelez</g>"), "the code <2/> (placeholder {uur}) is missing");
  EXPECT_EQ(detail("<g id=\"1\">a</g> <x id=\"2\"/> <x id=\"2\"/>"),
            "the code <2/> (placeholder {uur}) stands there 2 times");
  EXPECT_EQ(detail("<g id=\"1\"> </g> a <x id=\"2\"/>"),
            "the codes <1> (strong **) and </1> (strong **) hold nothing between them");
  EXPECT_THAT(detail("a <x id=\"3\"/>"), HasSubstr("has no code 3"));
  EXPECT_EQ(detail("<g id=\"1\"><x id=\"2\"/></g>"), "the target has no text");
  Content const source = split("*a* **b**", Form::markdown, dutch).segments[0].source;
  Content const crossed{source[0], source[4], std::string("x"), source[2], source[6]};
  EXPECT_THAT(code_problems(source, crossed),
              ElementsAre("the code </1> (emphasis *) closes what is not open there"));
}

TEST(PuttingBack, RefusesWhatCannotBeWrittenAtItsPlace) {
  // A line that begins with this tag begins a block of HTML.
  auto const refused = translated("Eerst dit. Zie <div> hier.", {"D’abord ceci.", "Voir <x id=\"1\"/> ici."});
  EXPECT_EQ(refused.value(), "D’abord ceci. Voir <div> ici.");
  auto const moved = translated("Zie <div> hier.", {"<x id=\"1\"/> Voir ici."});
  EXPECT_EQ(moved.error().detail, "it cannot be written in Markdown at its place");
  EXPECT_EQ(moved.error().meta.at("segment"), 0);
}

TEST(PuttingBack, LeavesPlainTextAsItIs) {
  EXPECT_EQ(
      translated("Dag {naam}. Tot *later*.", {"Bonjour <x id=\"1\"/>.", "# *À plus tard*"}, Form::plain).value(),
      "Bonjour {naam}. # *À plus tard*");
}

TEST(MarkedText, ComesBackAsItWent) {
  Content const source = split("A < b & **c** {d}", Form::markdown, dutch).segments[0].source;
  EXPECT_EQ(marked(source), "A &lt; b &amp; <g id=\"1\">c</g> <x id=\"2\"/>");
  EXPECT_EQ(from_marked(marked(source), source).value(), source);
  for (std::string_view const bad : {"<g id=\"1\">", "</m><m>", "<b>x</b>", "<x id=\"9\"/>", "a & b <"}) {
    if (bad == "a & b <") EXPECT_FALSE(from_marked(bad, source));
    else EXPECT_FALSE(from_marked(bad, source)) << bad;
  }
}

TEST(WordCount, CountsWhatPeopleCallWords) {
  Content const source =
      split("L’aide **sociale** est `gra tuite`, 24 h sur 24.", Form::markdown, french).segments[0].source;
  EXPECT_EQ(word_count(source, french), 7U);
}

TEST(TextFields, AreTheLocalisedOnesThatHoldText) {
  auto const schema = tandem::parse_json(R"({"properties": {
    "name": {"type": "string", "title": "Naam", "x-tandem": {"localised": true}},
    "slug": {"type": "string", "x-tandem": {"localised": true, "slug": {"from": "name"}}},
    "body": {"type": "string", "description": "In Markdown", "x-tandem": {"localised": true, "markdown": true}},
    "site": {"type": "string", "format": "uri", "x-tandem": {"localised": true}},
    "cost": {"type": "string", "enum": ["free"], "x-tandem": {"localised": true}},
    "steps": {"type": "array", "items": {"$ref": "#/definitions/step"}, "x-tandem": {"localised": true}},
    "phone": {"type": "string"}}, "definitions": {"step": {"type": "object", "properties": {
      "text": {"type": "string"}, "kind": {"enum": ["a"]}}}}})")
                          .value()
                          .as_object();
  auto const fields = text_fields(schema);
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].label, "Naam");
  EXPECT_EQ(fields[1].description, "In Markdown");
  EXPECT_EQ(fields[1].form, Form::markdown);
  EXPECT_EQ(fields[2].name, "steps");
  auto const value = tandem::parse_json(R"([{"text": "Eén", "kind": "a"}, {"text": ""}, {"text": "Twee"}])").value();
  EXPECT_THAT(texts_of(fields[2], value),
              ElementsAre(testing::Pair("/0/text", "Eén"), testing::Pair("/2/text", "Twee")));
  EXPECT_EQ(with_texts(value, {{"/2/text", "Deux"}}).value().at(2).at("text"), "Deux");
  EXPECT_EQ(with_texts(value, {{"/7/text", "Deux"}}).error().pointer, "/7/text");
}

} // namespace
} // namespace translation::segments
