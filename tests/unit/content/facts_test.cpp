#include "content/facts/differences.hpp"

#include <chrono>
#include <gmock/gmock.h>

namespace tandem::facts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// The values of one kind.
std::vector<std::string> values(std::string_view text, FactKind kind) {
  std::vector<std::string> all;
  for (Fact const& fact : facts_in(text))
    if (fact.kind == kind) all.push_back(fact.value);
  return all;
}

/// All that differs, as "fr lacks 02 274 15 51".
std::vector<std::string> lacking(std::string_view dutch, std::string_view french) {
  std::vector<std::string> all;
  for (Difference const& one : differences(dutch, french))
    all.push_back((one.lacks == Side::second ? "fr lacks " : "nl lacks ") + one.fact.written);
  return all;
}

TEST(Facts, TelephoneNumbersAreReadAsPeopleWriteThem) {
  for (auto const* text :
       {"Bel 02 274 15 51.", "Appelez le 02/274.15.51, s’il vous plaît.", "+3222741551", "(+32 2 274 15 51)",
        "tel.: 0032 2 274 15 51", "02 274 15 51 1000 Brussel", "02 274 15 51 9-12 uur", "02 274 15 51 8.30 uur"})
    EXPECT_THAT(values(text, FactKind::phone), ElementsAre("+3222741551")) << text;
  EXPECT_THAT(values("02 274 15 51 – 02 537 10 93", FactKind::phone), ElementsAre("+3222741551", "+3225371093"));
  EXPECT_THAT(values("gratis nummer 0800 12 345, gsm 0470 12 34 56", FactKind::phone),
              ElementsAre("+3280012345", "+32470123456"));
}

TEST(Facts, ANumberThatCannotBeBelgianIsNotPossible) {
  auto const impossible = [](std::string_view text) {
    std::vector<std::string> all;
    for (Fact const& fact : facts_in(text))
      if (!fact.possible) all.push_back(fact.written);
    return all;
  };
  EXPECT_THAT(impossible("Bel 02 274 15 5."), ElementsAre("02 274 15 5"));
  EXPECT_THAT(impossible("Appelez le 02 274 15 51 77 de la prison"), ElementsAre("02 274 15 51 77"));
  EXPECT_THAT(impossible("Fax 537 10 93"), ElementsAre("Fax 537 10 93"));
  for (auto const* text : {"Bel 02 274 15 51.", "+33 1 42 34 56 78 in Parijs", "Bel 107 of 1712.", "op 01/04/2019",
                           "ondernemingsnummer 0202.239.951", "BE 0202.239.951", "BE68 5390 0754 7034",
                           "tussen 1922 en 2019", "dossier 2019/0123456", "https://site.be/0123456"})
    EXPECT_THAT(impossible(text), IsEmpty()) << text;
}

TEST(Facts, TimesAreComparedByValue) {
  for (auto const* text : {"8.30 uur", "8 h 30", "08:30", "8u30", "8 u. 30", "8 heures 30", "8 h 30", "om 8.30.",
                           "vanaf 8.30, elke dag"})
    EXPECT_THAT(values(text, FactKind::time), ElementsAre("08:30")) << text;
  EXPECT_THAT(values("van 8.30 tot 13 uur", FactKind::time), UnorderedElementsAre("08:30", "13:00"));
  EXPECT_THAT(values("de 8 h 30 à 13 h, et de 14 h à 16 h 30", FactKind::time),
              UnorderedElementsAre("08:30", "13:00", "14:00", "16:30"));
  EXPECT_THAT(values("van 9 tot 12 uur", FactKind::time), UnorderedElementsAre("09:00", "12:00"));
  EXPECT_THAT(values("de 9 à 12 h", FactKind::time), UnorderedElementsAre("09:00", "12:00"));
  EXPECT_THAT(values("om 9, 10 en 11 uur", FactKind::time), UnorderedElementsAre("09:00", "10:00", "11:00"));
  EXPECT_THAT(values("9h-12h30", FactKind::time), UnorderedElementsAre("09:00", "12:30"));
  EXPECT_THAT(values("48 uur op voorhand; 25.30 uur", FactKind::time), IsEmpty());
}

TEST(Facts, DatesAndAmountsAreComparedByValue) {
  for (auto const* text :
       {"1 april 2019", "1er avril 2019", "01/04/2019", "1-4-2019", "2019-04-01", "le 1 avr. 2019"})
    EXPECT_THAT(values(text, FactKind::date), ElementsAre("2019-04-01")) << text;
  EXPECT_THAT(values("in april 2019", FactKind::date), ElementsAre("2019-04"));
  EXPECT_THAT(values("le 22 août", FactKind::date), ElementsAre("--08-22"));
  EXPECT_THAT(values("sinds 1922", FactKind::date), ElementsAre("1922"));
  EXPECT_THAT(values("in mei of in maart, de mars à mai", FactKind::date), IsEmpty());
  for (auto const* text : {"€ 1.250,50", "1 250,50 €", "1250,50 euro", "EUR 1250,5", "1.250,50 euros"})
    EXPECT_THAT(values(text, FactKind::amount), ElementsAre("1250.5")) << text;
}

TEST(Facts, AddressesOfTheWebAreComparedWithoutTheirLanguage) {
  EXPECT_THAT(values("Zie [de site](https://www.smbg-famd.be/), of smbg-famd.be/contact.", FactKind::web),
              ElementsAre("smbg-famd.be", "smbg-famd.be/contact"));
  EXPECT_THAT(values("Info@CAW.be", FactKind::email), ElementsAre("info@caw.be"));
  EXPECT_THAT(values("Info@CAW.be", FactKind::web), IsEmpty());
  EXPECT_THAT(lacking("https://justitie.belgium.be/nl/gevangenissen", "https://justice.belgium.be/fr/prisons"),
              UnorderedElementsAre("fr lacks https://justitie.belgium.be/nl/gevangenissen",
                                   "nl lacks https://justice.belgium.be/fr/prisons"))
      << "another host";
  EXPECT_THAT(lacking("https://www.iriscare.brussels/nl/hulp", "https://www.iriscare.brussels/fr/aide/"), IsEmpty());
}

TEST(Facts, LongTextsOfAnyShapeAreReadInTime) {
  for (std::string const part : {"0", "1 ", "9.", "02 ", "a", "a.", "a-", "9 uur, ", "(", "http://a", "é@", "1/"}) {
    std::string text;
    while (text.size() < 12'000) text += part;
    auto const begun = std::chrono::steady_clock::now();
    std::vector<Fact> const facts = facts_in(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{5}) << part << facts.size();
  }
}

TEST(Facts, LinksAreFoundInMarkdown) {
  EXPECT_THAT(links_in("Zie [hier](https://a.be/nl_(2)), <https://b.be/x#deel>. En https://c.be/é! www.d.be"),
              ElementsAre("https://a.be/nl_(2)", "https://b.be/x", "https://c.be/é"));
}

TEST(Differences, WhatBothSayInTheirOwnWayIsNone) {
  EXPECT_THAT(
      lacking("Siréas vermeldt het nummer 02 274 15 51: een eerste bezoek dagelijks van 8.30 tot 13 uur, voor "
              "dringende gevallen ook van 14 tot 16.30 uur.",
              "Siréas indique le numéro +32 2 274 15 51 : première visite tous les jours de 8 h 30 à 13 h, et "
              "pour les cas urgents aussi de 14 h à 16 h 30."),
      IsEmpty());
  EXPECT_THAT(lacking("Van 9 tot 12 uur, 2 keer per week", "De 9 h à midi, deux fois par semaine"), IsEmpty());
  EXPECT_THAT(lacking("Opgericht op 22 oktober 1922; 25 euro", "Fondé le 22/10/1922 ; 25 €"), IsEmpty());
  EXPECT_THAT(lacking("24/7 bereikbaar, vanaf half negen", "Joignable 24 h/24 et 7 j/7, dès 8 h 30"), IsEmpty());
  EXPECT_THAT(
      lacking("Elke werkdag van 9u tot 12u30 en 13u30-17u; tel.: 02/537.59.28 (ma-vr 9-12 uur); de 2de verdieping",
              "Les jours ouvrables de 9h à 12h30 et 13h30-17h ; tél. : 02 537 59 28 (lu-ve 9h-12h) ; 2e étage"),
      IsEmpty());
  EXPECT_THAT(
      lacking("De eerste woensdag, 15.000 mensen, binnen 48 uur, 70%, 1 en 15 april, vanaf 18 jaar",
              "Le 1er mercredi, 15 000 personnes, dans les 48 h, 70 %, les 1er et 15 avril, à partir de 18 ans"),
      IsEmpty());
  EXPECT_THAT(lacking("1. Kom binnen\n2. Vraag hulp", "Entrez. Demandez de l’aide."), IsEmpty())
      << "numbers of a list";
}

TEST(Differences, AYearMayBeANumberThatTheOtherWritesWithADot) {
  EXPECT_THAT(lacking("2.000 personen, sinds 1850", "2000 personnes, depuis 1.850"), IsEmpty());
  EXPECT_THAT(lacking("Ongeveer 2000 euro", "Environ 2000"), IsEmpty());
  EXPECT_THAT(lacking("2.000 personen", "2100 personnes"), UnorderedElementsAre("fr lacks 2.000", "nl lacks 2100"));
}

TEST(Differences, ADayInDigitsIsThatInWords) {
  EXPECT_THAT(lacking("Op 14/6 en 11/11", "Le 14 juin et le 11 novembre"), IsEmpty());
  EXPECT_THAT(lacking("Op 14 juni", "Le 14/06"), IsEmpty());
  EXPECT_THAT(lacking("Op 01/03/24 en 31/12/99", "Le 1er mars 2024 et le 31 décembre 1999"), IsEmpty());
  EXPECT_THAT(lacking("Op 14/6", "Le 15 juin"),
              UnorderedElementsAre("fr lacks 14", "fr lacks 6", "nl lacks 15 juin"));
  EXPECT_THAT(lacking("Open 5/7", "Ouvert 5 jours sur 7"), IsEmpty()) << "no day";
  EXPECT_THAT(values("0470 12/34/56", FactKind::date), IsEmpty());
}

TEST(Differences, AccentsMayBeTypedBehindTheirLetters) {
  EXPECT_THAT(lacking("22 augustus", "22 aou\u0302t"), IsEmpty());
  EXPECT_THAT(lacking("Sinds 3 februari", "Depuis le trois fe\u0301vrier, le 3 fe\u0301vrier"), IsEmpty());
}

TEST(Differences, NumbersInSeveralWordsAreRead) {
  EXPECT_THAT(lacking("18 jaar", "dix-huit ans"), IsEmpty());
  EXPECT_THAT(lacking("vijfentwintig mensen", "25 personnes"), IsEmpty());
  EXPECT_THAT(lacking("22 dagen, 31 brieven", "vingt-deux jours, trente et une lettres"), IsEmpty());
  EXPECT_THAT(lacking("tweeëntwintig, tweehonderd", "22, 200"), IsEmpty());
  EXPECT_THAT(lacking("97, 92 en 300", "quatre-vingt-dix-sept, nonante-deux et trois cents"), IsEmpty());
  EXPECT_THAT(lacking("26 mensen", "vingt-cinq personnes"), ElementsAre("fr lacks 26"));
}

TEST(Differences, HoursOfTheAfternoonMayBeOfTwelve) {
  for (auto const* dutch :
       {"’s namiddags om 2 uur", "om 2 uur ’s namiddags", "2u in de namiddag", "maandagnamiddag 2 uur"})
    EXPECT_THAT(lacking(dutch, "à 14 h"), IsEmpty()) << dutch;
  for (auto const* french : {"à 8 h du soir", "le soir à 8 h", "8 heures du soir"})
    EXPECT_THAT(lacking("om 20 uur", french), IsEmpty()) << french;
  EXPECT_THAT(lacking("van 2 tot 4 uur ’s namiddags", "de 14 à 16 h"), IsEmpty());
  EXPECT_THAT(lacking("’s namiddags van 2 tot 4 uur", "de 2 h de l’après-midi à 16 h"), IsEmpty());
  EXPECT_THAT(lacking("van 11 tot 2 uur ’s namiddags", "de 11 à 14 h"), IsEmpty());
  EXPECT_THAT(lacking("’s voormiddags om 9 uur, ’s avonds om 20 uur", "9 h, 20 h"), IsEmpty());
  EXPECT_THAT(lacking("’s namiddags om 2 uur", "à 15 h"), UnorderedElementsAre("fr lacks 2 uur", "nl lacks 15 h"));
}

TEST(Differences, WhatStandsInOneLanguageOnlyIsNamedOnce) {
  EXPECT_THAT(lacking("Bel 02 274 15 51 of 02 274 15 51.", "Appelez-nous."), ElementsAre("fr lacks 02 274 15 51"));
  EXPECT_THAT(lacking("Van 9 tot 12 uur", "De 9 h à 13 h"), UnorderedElementsAre("fr lacks 12 uur", "nl lacks 13 h"));
  EXPECT_THAT(lacking("Sinds 1 april 2019", "Depuis le 2 avril 2019"),
              UnorderedElementsAre("fr lacks 1 april 2019", "nl lacks 2 avril 2019"));
  EXPECT_THAT(lacking("Het kost 25 euro.", "L’aide coûte 20 €, écrivez à info@caw.be."),
              UnorderedElementsAre("fr lacks 25 euro", "nl lacks 20 €", "nl lacks info@caw.be"));
  EXPECT_THAT(lacking("76 pagina’s", "des pages"), ElementsAre("fr lacks 76"));
}

} // namespace
} // namespace tandem::facts
