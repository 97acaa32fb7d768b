#include "checks/compare.hpp"
#include "checks/findings.hpp"
#include "checks/language.hpp"

#include <gmock/gmock.h>

namespace translation::checks {
namespace {

namespace json = tandem::json;
using segments::Form;
using tandem::Locale;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// "fr lacks phone 02 274 15 51", or the kind and both parts.
std::vector<std::string> told(std::vector<Finding> const& findings) {
  std::vector<std::string> all;
  for (Finding const& one : findings)
    all.push_back(one.locale + " " + std::string(name_of(one.kind)) + " " + one.here + "|" + one.there);
  return all;
}
std::vector<std::string> compared(std::string_view nl, std::string_view fr, Form form = Form::markdown) {
  return told(compare(form, {"nl", nl}, {"fr", fr}));
}

TEST(Facts, OfEitherLanguageAreMissedInTheOther) {
  EXPECT_THAT(
      compared("Bel 02 274 15 51 van 9 tot 12 uur", "Appelez-nous de 9 h à 13 h ou info@caw.be"),
      UnorderedElementsAre("fr phone |02 274 15 51", "fr time |12 uur", "nl time |13 h", "nl email |info@caw.be"));
  EXPECT_THAT(compared("Elke dag van 8.30 tot 13 uur, € 25.", "Tous les jours de 8 h 30 à 13 h, 25 €."), IsEmpty());
}

TEST(Facts, OfLanguagesWhoseWritingIsNotKnownAreNumbersToCallAndAddressesAlone) {
  EXPECT_THAT(told(compare(Form::plain, {"en", "On 3 May, call 02 274 15 51."}, {"nl", "Op 3 mei."})),
              ElementsAre("nl phone |02 274 15 51"));
}

TEST(Facts, AreToldInWordsThatACoordinatorReads) {
  Finding const one = compare(Form::plain, {"nl", "Bel 02 274 15 51."}, {"fr-BE", "Appelez-nous."}).at(0);
  EXPECT_EQ(one.message.nl, "Het telefoonnummer 02 274 15 51 staat in het Nederlands, maar niet in het Frans.");
  EXPECT_EQ(one.message.fr, "Le numéro de téléphone 02 274 15 51 figure en néerlandais, mais pas en français.");
  EXPECT_THAT(one.message.en, HasSubstr("in Dutch but not in the one in French"));
}

TEST(Placeholders, AreLostWhenTheyAreTranslatedOrLeftOut) {
  EXPECT_THAT(compared("Beste {naam}, u bent {{rol}}.", "Cher {nom}, vous êtes {{rol}}."),
              UnorderedElementsAre("fr placeholder |{naam}", "nl placeholder |{nom}"));
  EXPECT_THAT(compared("%s en %s helpen.", "%s aide."), ElementsAre("fr placeholder |%s"));
  EXPECT_THAT(compared("Zo’n 20 % van de mensen.", "Environ 20 % des gens."), IsEmpty());
}

TEST(Placeholders, AreLostWhereNoSentenceIsToo) {
  EXPECT_THAT(compared("Dag.\n\n{naam}", "Bonjour."), ElementsAre("fr placeholder |{naam}"));
  EXPECT_THAT(compared("- {adres}\n- huis", "- …\n- maison"), ElementsAre("fr placeholder |{adres}"));
  EXPECT_THAT(compared("| dag |\n|---|\n| {uur} |", "| jour |\n|---|\n| – |"), ElementsAre("fr placeholder |{uur}"));
  EXPECT_THAT(compared("Zie [hier](/dienst/{id}).", "Voir [ici](/service/7)."),
              testing::Contains("fr placeholder |{id}"));
  EXPECT_THAT(compared("Typ `{code}`.", "Tapez `…`."), ElementsAre("fr placeholder |{code}"));
  EXPECT_THAT(compared("{naam}", "–", Form::plain), ElementsAre("fr placeholder |{naam}"));
  EXPECT_THAT(compared("[hier](/dienst/{id})\n\n{naam}", "{naam}\n\n[ici](/service/{id})"), IsEmpty());
}

TEST(Structure, OfHeadingsListsTablesLinksAndImages) {
  EXPECT_THAT(compared("## Hulp\n\n## Adres", "## Aide"), ElementsAre("fr structure Aide|Hulp\nAdres"));
  EXPECT_THAT(compared("## Hulp\n\n### Adres", "## Aide\n\n## Adresse"), ElementsAre("fr structure Adresse|Adres"));
  EXPECT_THAT(compared("- wonen\n- werk\n- geld", "- logement\n- travail"),
              ElementsAre("fr structure logement|wonen"));
  EXPECT_THAT(compared("1. wonen\n2. werk", "- logement\n- travail"), ElementsAre("fr structure logement|wonen"));
  EXPECT_THAT(compared("| dag | uur |\n|---|---|\n| maandag | – |", "| jour |\n|---|\n| lundi |\n| mardi |"),
              UnorderedElementsAre("fr structure jour|dag | uur", "nl structure dag | uur|jour"));
  EXPECT_THAT(compared("Zie [de diensten](/diensten).", "Voir les services."),
              ElementsAre("fr structure |de diensten"));
  EXPECT_THAT(compared("![de ingang](/ingang.png)", "Rien."), ElementsAre("fr structure |de ingang"));
}

TEST(Structure, ATranslatorsOwnAffairIsNone) {
  EXPECT_THAT(compared("**Hulp** is gratis.\n\nEn *vrij*.", "L’aide est gratuite et libre."), IsEmpty());
  EXPECT_THAT(compared("- wonen\n  - huren\n- werk", "* logement\n  * louer\n* travail"), IsEmpty());
  EXPECT_THAT(compared("# is geen titel in gewone tekst", "Un titre n’en est pas un", Form::plain), IsEmpty());
  EXPECT_THAT(compared("Zie [de site](https://caw.be).", "Voir plus tard."), ElementsAre("fr link |https://caw.be"))
      << "what a fact is about is told once";
}

std::string const dutch =
    "De begeleider en de persoon in detentie gaan samen na waar hij of zij kan wonen na de straf.";
std::string const french =
    "Le travailleur social et la personne détenue examinent ensemble où elle pourra vivre après sa peine.";
std::string const english = "The social worker and the person in prison look together for a place where they can "
                            "live once they are free again.";

std::vector<std::string> language(std::string_view locale, std::string const& text,
                                  std::vector<std::string_view> const& others, Form form = Form::markdown) {
  return told(check_language(form, {locale, text}, others, 10));
}

TEST(Language, OfAnotherVariantIsFound) {
  EXPECT_THAT(language("nl", dutch, {"fr"}), IsEmpty());
  EXPECT_THAT(language("fr", french, {"nl"}), IsEmpty());
  EXPECT_THAT(language("fr", dutch, {"nl"}), ElementsAre("fr language " + dutch + "|"));
  EXPECT_EQ(check_language(Form::plain, {"fr", dutch}, {"nl"}, 10).at(0).message.fr,
            "Ce qui devrait être en français est en néerlandais.");
}

TEST(Language, OfAThirdOneTakesTwiceAsManyWords) {
  EXPECT_THAT(language("nl", english, {"fr"}), ElementsAre("nl language " + english + "|"));
  EXPECT_THAT(language("nl", "The social worker and the person in prison look together for a place.", {"fr"}),
              IsEmpty());
}

TEST(Language, OfAParagraphIsAFindingOfItsOwn) {
  std::string const text = dutch + "\n\n" + dutch + "\n\n" + dutch + "\n\n" + french + "\n\n" + dutch;
  EXPECT_THAT(language("nl", text, {"fr"}), ElementsAre("nl passage " + french + "|"));
}

TEST(Language, WithAnotherCodeOrACloseRelativeIsItsOwn) {
  std::map<std::string, std::string> const texts{
      {"he", "העובדת הסוציאלית והאסירה בודקות יחד היכן תוכל לגור אחרי שתשתחרר ומי יוכל לעזור לה למצוא עבודה ולפנות "
             "לרשויות כדי לקבל את הזכויות שלה"},
      {"nb", "Sosialarbeideren og den innsatte finner sammen ut hvor hun kan bo etter straffen, hvem som kan hjelpe "
             "henne med å finne arbeid, og hvordan hun får pengene sine"},
      {"bs", "Socijalni radnik i osoba u zatvoru zajedno traže gdje će moći živjeti poslije kazne i tko joj može "
             "pomoći da nađe posao i da dobije svoja prava"},
      {"id",
       "Pekerja sosial dan orang yang ditahan bersama-sama mencari tempat tinggal setelah masa hukuman dan siapa "
       "yang dapat membantu mencari pekerjaan serta mengurus surat-surat"}};
  for (auto const& [locale, text] : texts) {
    EXPECT_TRUE(look_alike(language_of(telling_words(text)), locale)) << locale << language_of(telling_words(text));
    EXPECT_THAT(language(locale, text, {"nl"}), IsEmpty()) << locale;
    EXPECT_EQ(language("nl", text, {locale}).size(), 1U) << locale << " is not Dutch";
  }
  for (char const* one : {"bs", "hr-HR", "sr-Latn", "cnr"}) EXPECT_TRUE(look_alike(one, "sr")) << one;
  for (char const* one : {"nb-NO", "nn"}) EXPECT_TRUE(look_alike("no", one)) << one;
  EXPECT_TRUE(look_alike("fil", "tl"));
  EXPECT_FALSE(look_alike("nl", "fr"));
  EXPECT_FALSE(look_alike("sr", "sl"));
}

TEST(Language, NamesAndShortTextsTellNothing) {
  EXPECT_THAT(language("nl", "Service Laïque d’Aide aux Justiciables et aux Victimes", {"fr"}), IsEmpty());
  EXPECT_THAT(language("nl",
                       "De Franse Gemeenschap erkent de Service Laïque d’Aide aux Justiciables et aux Victimes.",
                       {"fr"}),
              IsEmpty());
  EXPECT_THAT(language("fr", "Justitieel Welzijnswerk (CAW Brussel)", {"nl"}), IsEmpty());
  EXPECT_EQ(telling_words("De hulp van SMBG-FAMD op info@caw.be, 24 uur: l’été").text, "hulp van op uur l’été");
}

std::vector<segments::TextField> const& fields() {
  static json::object const schema = json::parse(R"({"properties": {
      "title": {"type": "string", "x-tandem": {"localised": true}},
      "body": {"type": "string", "x-tandem": {"localised": true, "markdown": true}},
      "papers": {"type": "array", "items": {"type": "string"}, "x-tandem": {"localised": true}}}})")
                                         .as_object();
  static std::vector<segments::TextField> const read = segments::text_fields(schema);
  return read;
}

CheckSettings settings(std::string_view policy = "", std::vector<std::string> except = {}) {
  return {CheckPolicy::parse(policy).value(), std::move(except), 10};
}
std::vector<Finding> found(CheckSettings const& rules, char const* nl, char const* fr) {
  return findings_of(rules, "page", fields(),
                     {{Locale::parse("nl").value(), json::parse(nl).as_object()},
                      {Locale::parse("fr").value(), json::parse(fr).as_object()}});
}

TEST(Findings, SayInWhichFieldTheyAreAndWhere) {
  auto const all = found(settings(), R"({"title": "Nr. 5", "body": "## A\n\n## B", "papers": ["2 foto’s", "pas"]})",
                         R"({"title": "Accueil", "body": "## A", "papers": ["carte", "photos"]})");
  std::vector<std::string> where;
  for (Finding const& one : all) where.push_back(one.locale + one.pointer + " " + std::string(name_of(one.kind)));
  EXPECT_THAT(where, ElementsAre("fr/title number", "fr/body structure", "fr/papers number"));
}

TEST(Findings, ListsAreComparedWhateverTheOrderOfTheirItems) {
  EXPECT_THAT(found(settings(), R"({"papers": ["2 foto’s", "attest van 2019"]})",
                    R"({"papers": ["attestation de 2019", "2 photos"]})"),
              IsEmpty());
}

TEST(Findings, TheSameTextInTwoLanguagesIsOne) {
  std::string const both = json::serialize(json::object{{"body", dutch}});
  EXPECT_THAT(told(found(settings(), both.c_str(), both.c_str())), ElementsAre("fr language " + dutch + "|"));
  // Words that no language claims.
  std::string const words = json::serialize(
      json::object{{"body", "zzkrq vvplx ttmnb wwqrs ggfdk llpzx mmnbv ccxzr ddfgh jjklp qqwrt ppvbn"}});
  EXPECT_EQ(found(settings(), words.c_str(), words.c_str()).at(0).message.nl,
            "De tekst is in het Nederlands en in het Frans dezelfde.");
}

TEST(Findings, AreThoseThatTheSettingsAskFor) {
  char const *nl = R"({"body": "Bel 02 274 15 51, {naam}."})", *fr = R"({"body": "Appelez-nous."})";
  EXPECT_THAT(told(found(settings("phone:off"), nl, fr)), ElementsAre("fr placeholder |{naam}"));
  EXPECT_THAT(told(found(settings("all:off phone:warn"), nl, fr)), ElementsAre("fr phone |02 274 15 51"));
  EXPECT_THAT(found(settings("", {"body"}), nl, fr), IsEmpty());
  EXPECT_THAT(found(settings("", {"page.body"}), nl, fr), IsEmpty());
  EXPECT_EQ(found(settings("", {"news.body"}), nl, fr).size(), 2U);
}

TEST(Findings, ThatAreRefusedBecomeErrors) {
  CheckSettings const rules = settings("all:warn placeholder:refuse");
  auto const errors =
      refusals(rules.policy, found(rules, R"({"body": "Bel 02 274 15 51, {naam}."})", R"({"body": "–"})"));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].pointer, "/body");
  EXPECT_EQ(errors[0].code, tandem::ErrorCode::invalid_content);
  EXPECT_EQ(errors[0].meta.at("there"), "{naam}");
  EXPECT_EQ(errors[0].meta.at("message").at("nl"),
            "De plaatshouder {naam} staat in het Nederlands, maar niet in het Frans.");
}

TEST(CheckPolicies, NameKindsAndWhatBecomesOfThem) {
  auto const policy = CheckPolicy::parse("all:off  phone:refuse\tphone:warn language:refuse").value();
  EXPECT_EQ(policy.of(Kind::phone), Severity::warn) << "the last word";
  EXPECT_EQ(policy.of(Kind::language), Severity::refuse);
  EXPECT_EQ(policy.of(Kind::email), Severity::off);
  EXPECT_EQ(CheckPolicy::parse("").value().of(Kind::email), Severity::warn);
  for (std::string_view const wrong :
       {"phone", "phone:", "phone:maybe", "telefoon:warn", ":warn", "phone:warn,email:off"})
    EXPECT_THAT(CheckPolicy::parse(wrong).error().detail, HasSubstr("is not a kind of check")) << wrong;
}

} // namespace
} // namespace translation::checks
