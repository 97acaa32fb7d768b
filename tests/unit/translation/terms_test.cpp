#include "translation/terms/inflection.hpp"
#include "translation/terms/recognition.hpp"

#include <gmock/gmock.h>

namespace translation::terms {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts_of(std::string_view text) {
  std::vector<std::string> texts;
  for (Word const& word : words_of(text)) texts.push_back(word.text);
  return texts;
}

TEST(Words, AnApostropheAndAHyphenPartThem) {
  EXPECT_THAT(texts_of("L’aide, d'abord : sur rendez-vous !"),
              ElementsAre("l", "aide", "d", "abord", "sur", "rendez", "vous"));
  EXPECT_THAT(texts_of("ÉCOLE, œuvre, re-integratie"), ElementsAre("école", "œuvre", "re", "integratie"));
}

TEST(Words, TheyStandWhereTheirCharactersAre) {
  std::vector<Word> const words = words_of("Één geïnterneerde");
  ASSERT_EQ(words.size(), 2);
  EXPECT_EQ(words[0], (Word{"één", 0, 3, true, 0, 5}));
  EXPECT_EQ(words[1], (Word{"geïnterneerde", 4, 13, false, 6, 20}));
}

TEST(Words, ALetterWithItsAccentApartIsTheSameWord) {
  std::vector<Word> const words = words_of("de\u0301tenu");
  ASSERT_EQ(words.size(), 1);
  EXPECT_EQ(words[0].text, "détenu");
  EXPECT_EQ(words[0].length, 7) << "as it stands in the text";
  EXPECT_EQ(words[0].end, 8) << "in bytes";
}

TEST(Words, AddressesAreNone) {
  EXPECT_THAT(texts_of("Zie [de site](https://www.example.org/gedetineerden?taal=nl) en mail hulp.nu@example.org."),
              ElementsAre("zie", "de", "site", "en", "mail"));
  EXPECT_THAT(texts_of("Open: 9 u. tot 12 u."), ElementsAre("open", "9", "u", "tot", "12", "u"));
}

TEST(Words, AnAddressBeginsWithinARunOfItsCharacters) {
  EXPECT_THAT(texts_of("zie/https://example.org/a, mailto:hulp@example.org en a.b.c"),
              ElementsAre("zie", "en", "a", "b", "c"));
  EXPECT_THAT(texts_of("hulp@ iedereen, http:/ en @hulp"), ElementsAre("hulp", "iedereen", "http", "en", "hulp"));
}

TEST(Words, ALongTextWithoutSpacesIsReadInOneGo) {
  // Looking for the end of an address from each word on took 24 seconds for a tenth of this.
  constexpr std::size_t count = 400'000;
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a.";
  EXPECT_EQ(words_of(text).size(), count);
  EXPECT_THAT(words_of(text + "@example.org"), IsEmpty());
}

TEST(Words, WhatIsNotUtf8PartsThem) {
  EXPECT_THAT(texts_of("hulp\xff"
                       "aan"),
              ElementsAre("hulp", "aan"));
}

TEST(Inflection, PluralAndFeminineAreForms) {
  for (auto const& [one, other] :
       std::vector<std::pair<std::string, std::string>>{{"détenu", "détenus"},
                                                        {"détenu", "détenue"},
                                                        {"détenus", "détenues"},
                                                        {"interné", "internées"},
                                                        {"visiteur", "visiteuses"},
                                                        {"judiciaire", "judiciaires"},
                                                        {"social", "sociaux"},
                                                        {"social", "sociales"},
                                                        {"professionnel", "professionnelle"},
                                                        {"médiateur", "médiatrice"}}) {
    EXPECT_TRUE(is_form_of("fr", one, other)) << one << " " << other;
    EXPECT_TRUE(is_form_of("fr", other, one)) << other << " " << one;
  }
  for (auto const& [one, other] : std::vector<std::pair<std::string, std::string>>{{"gedetineerde", "gedetineerden"},
                                                                                   {"arresthuis", "arresthuizen"},
                                                                                   {"permanentie", "permanenties"},
                                                                                   {"afspraak", "afspraken"},
                                                                                   {"kantoor", "kantoren"},
                                                                                   {"gerechtelijk", "gerechtelijke"},
                                                                                   {"brief", "brieven"}}) {
    EXPECT_TRUE(is_form_of("nl-BE", one, other)) << one << " " << other;
    EXPECT_TRUE(is_form_of("nl-BE", other, one)) << other << " " << one;
  }
}

TEST(Inflection, AnotherWordOfTheSameStemIsNone) {
  for (auto const& [one, other] : std::vector<std::pair<std::string, std::string>>{{"condamné", "condamnation"},
                                                                                   {"interné", "interne"},
                                                                                   {"interné", "internement"},
                                                                                   {"prévenu", "prévenir"},
                                                                                   {"permanence", "permanent"}})
    EXPECT_FALSE(is_form_of("fr", one, other)) << one << " " << other;
  EXPECT_FALSE(is_form_of("nl", "verwijzer", "verwijzing"));
}

/// A dictionary of these tests: each word is its own lexeme, without the endings of a plural.
std::string stem(std::string word) {
  if (word == "de" || word == "aux" || word == "et" || word == "sur") return "=" + word;
  for (char const* ending : {"en", "s"})
    if (word.ends_with(ending)) return word.substr(0, word.size() - std::string(ending).size());
  return word;
}
ReadText read(std::string const& locale, std::string_view text) {
  ReadText result{locale, words_of(text), {}};
  for (Word const& word : result.words) result.lexemes[word.text] = {stem(word.text)};
  return result;
}
Designation designation(std::string const& entry, std::string_view written, Standing standing = Standing::preferred) {
  Designation one{entry, standing, std::string(written), "", false, texts_of(written), {}};
  for (std::string const& word : one.words) one.accepts.push_back({stem(word)});
  return one;
}

TEST(Recognition, TheLongestTermWins) {
  std::vector<Designation> const glossary{designation("hulp", "aide"),
                                          designation("jww", "aide sociale aux justiciables"),
                                          designation("sociaal", "aide sociale")};
  std::vector<Spot> const spots =
      spot(read("fr", "L’aide sociale aux justiciables est une aide ; une aide sociale aussi."), glossary);
  ASSERT_EQ(spots.size(), 3);
  EXPECT_THAT(spots[0].designations, ElementsAre(1));
  EXPECT_EQ(spots[0].words, 4);
  EXPECT_THAT(spots[1].designations, ElementsAre(0));
  EXPECT_THAT(spots[2].designations, ElementsAre(2));
}

TEST(Recognition, OneWordMayStandForSeveralConcepts) {
  std::vector<Designation> const source{designation("wacht", "permanentie"), designation("uren", "permanentie")};
  std::vector<Designation> const target{designation("wacht", "garde"), designation("uren", "permanence")};
  EXPECT_THAT(findings(read("nl", "Er is permanentie."), source, read("fr", "Il y a une permanence."), target),
              IsEmpty());
  EXPECT_EQ(findings(read("nl", "Er is permanentie."), source, read("fr", "C’est ouvert."), target).size(), 1);
}

TEST(Recognition, ATermThatTheTranslationLacksIsFoundOnceWithItsPlace) {
  std::vector<Designation> const source{designation("ge", "gedetineerde")};
  std::vector<Designation> const target{designation("ge", "détenu"),
                                        designation("ge", "personne détenue", Standing::allowed),
                                        designation("ge", "taulard", Standing::forbidden)};
  auto const found = findings(read("nl", "Eén gedetineerde, twee gedetineerden."), source,
                              read("fr", "Un prisonnier, deux prisonniers."), target);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].kind, FindingKind::missing_term);
  EXPECT_EQ(found[0].start, 4);
  EXPECT_EQ(found[0].length, 12);
  EXPECT_EQ(found[0].begin, 5) << "in bytes";
  EXPECT_EQ(found[0].end, 17);
  EXPECT_THAT(found[0].use, ElementsAre("détenu", "personne détenue"));
  EXPECT_THAT(findings(read("nl", "Eén gedetineerde."), source, read("fr", "Une personne détenue."), target),
              IsEmpty());
}

TEST(Recognition, AForbiddenWordIsFoundInEitherText) {
  std::vector<Designation> const source{designation("ve", "délinquant", Standing::forbidden),
                                        designation("ve", "condamné")};
  std::vector<Designation> const target{designation("ve", "delinquent", Standing::forbidden),
                                        designation("ve", "veroordeelde")};
  auto const found = findings(read("fr", "Les délinquants"), source, read("nl", "De delinquenten"), target);
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].side, Side::source);
  EXPECT_EQ(found[0].start, 4);
  EXPECT_THAT(found[0].use, ElementsAre("condamné"));
  EXPECT_EQ(found[1].side, Side::target);
  EXPECT_EQ(found[1].length, 12);
  EXPECT_THAT(found[1].use, ElementsAre("veroordeelde"));
}

TEST(Recognition, AForbiddenWordInsideALongerTermIsNone) {
  std::vector<Designation> const glossary{designation("a", "boef", Standing::forbidden),
                                          designation("b", "boef en dief")};
  EXPECT_THAT(findings(read("nl", "Het spel boef en dief"), glossary, read("fr", "Le jeu"), {}), IsEmpty());
}

TEST(Recognition, ANameThatTheTranslationKeepsIsNotMissing) {
  std::vector<Designation> const source{designation("jww", "justitieel welzijnswerk")};
  std::vector<Designation> const target{designation("jww", "aide sociale aux justiciables")};
  EXPECT_THAT(findings(read("nl", "De dienst Justitieel Welzijnswerk van CAW Brussel"), source,
                       read("fr", "Le service Justitieel Welzijnswerk du CAW Brussel"), target),
              IsEmpty());
  EXPECT_EQ(findings(read("nl", "De dienst voor justitieel welzijnswerk"), source,
                     read("fr", "Le service de justitieel welzijnswerk"), target)
                .size(),
            1)
      << "left in Dutch";
}

TEST(Recognition, ANameIsLookedForOnceHoweverOftenItStandsThere) {
  // The name stands at the end of the translation: looking for it from each place would read all of it each time.
  std::string source, target;
  for (int i = 0; i < 400'000; ++i) source += "Welzijnswerk ";
  for (int i = 0; i < 1'000'000; ++i) target += "et ";
  target += "Welzijnswerk";
  EXPECT_THAT(findings(read("nl", source), {designation("jww", "welzijnswerk")}, read("fr", target),
                       {designation("jww", "aide sociale")}),
              IsEmpty());
}

TEST(Recognition, ANameHasNoInflectedForms) {
  Designation name = designation("ggc", "Vlaamse Gemeenschap");
  name.fixed = true;
  EXPECT_EQ(spot(read("nl", "de Vlaamse Gemeenschap"), {name}).size(), 1);
  EXPECT_THAT(spot(read("nl", "de Vlaamse Gemeenschappen"), {name}), IsEmpty());
}

} // namespace
} // namespace translation::terms
