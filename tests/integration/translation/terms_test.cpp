/// The glossary from end to end: terms that are published, PostgreSQL's dictionaries, answers over HTTP.

#include "editing/changes.hpp"
#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace tandem {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Terms : public testing::Test {
protected:
  test::Served served;
  std::string const translator = served.account("vertaler", {{"translator"}});

  static Locale locale(std::string const& name) { return Locale::parse(name).value(); }

  [[nodiscard]] test::Reply ask(json::object const& attributes) const {
    json::object const body{{"data", {{"type", "term_check"}, {"attributes", attributes}}}};
    return served.ask(translator, "POST", "/translation/v1/terms/check", json::serialize(body));
  }
  [[nodiscard]] json::array check(std::string const& source, std::string const& target,
                                  std::string const& from = "nl", std::string const& to = "fr") const {
    test::Reply const reply =
        ask({{"source", source}, {"target", target}, {"source_locale", from}, {"target_locale", to}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.document().at("data").as_array();
  }
  /// "missing gedetineerden" and the like.
  [[nodiscard]] std::vector<std::string> found(std::string const& source, std::string const& target,
                                               std::string const& from = "nl", std::string const& to = "fr") const {
    std::vector<std::string> all;
    for (json::value const& one : check(source, target, from, to))
      all.push_back((one.at("attributes").at("kind") == "missing_term" ? "missing " : "forbidden ") +
                    std::string(one.at("attributes").at("text").as_string()));
    return all;
  }
  [[nodiscard]] std::vector<std::string> listed(std::string const& query) const {
    test::Reply const reply = served.ask("", "GET", "/translation/v1/terms?" + query);
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::string> all;
    json::object const document = reply.document();
    for (json::value const& one : document.at("data").as_array())
      all.emplace_back(one.at("attributes").at("languages").at("nl").at("preferred").as_string());
    return all;
  }
  EntryId publish(std::map<std::string, json::object> const& variants) {
    editing::NewEntry entry{"term", {}, ""};
    for (auto const& [name, fields] : variants) entry.variants[locale(name)] = fields;
    EntryId const id =
        editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
    editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{id}})).value();
    return id;
  }
};

TEST_F(Terms, InflectedFormsAreFoundInBothLanguages) {
  for (auto const& [dutch, french] : std::vector<std::pair<std::string, std::string>>{
           {"Hulp aan gedetineerden.", "L’aide aux détenus."},
           {"Hulp aan gedetineerden.", "L’aide aux détenues."},
           {"Een geïnterneerde vrouw en twee geïnterneerden.", "Une femme internée et deux internées."},
           {"In de Brusselse arresthuizen.", "Dans les maisons d’arrêt bruxelloises."},
           {"In het arresthuis.", "Dans la maison d'arrêt."},
           {"De permanenties gaan door.", "Les permanences ont lieu."},
           {"Beklaagden en veroordeelden.", "Les prévenues et les condamnées."},
           {"Vrijwillige gevangenisbezoekers.", "Des visiteuses de prison bénévoles."},
           {"De gerechtelijke arrondissementen.", "Les arrondissements judiciaires."}}) {
    EXPECT_THAT(found(dutch, french), IsEmpty()) << dutch;
    EXPECT_THAT(found(french, dutch, "fr", "nl"), IsEmpty()) << french;
    EXPECT_THAT(found(dutch, "Rien de cela."), testing::Not(IsEmpty())) << dutch;
    EXPECT_THAT(found(french, "Niets daarvan.", "fr", "nl"), testing::Not(IsEmpty())) << french;
  }
}

TEST_F(Terms, AMissingTermSaysWhereAndWhatToWrite) {
  json::array const data =
      check("Er is hulp voor de gedetineerden van het arresthuis.", "Une aide existe pour les prisonniers.");
  ASSERT_EQ(data.size(), 2);
  json::object const& first = data[0].at("attributes").as_object();
  EXPECT_EQ(first.at("text"), "gedetineerden");
  EXPECT_EQ(first.at("start"), 19);
  EXPECT_EQ(first.at("length"), 13);
  EXPECT_EQ(first.at("use").at(0), "détenu");
  EXPECT_THAT(std::string(first.at("message").at("fr").as_string()), HasSubstr("“détenu”"));
  EXPECT_EQ(data[1].at("attributes").at("use").at(0), "maison d’arrêt");
}

TEST_F(Terms, OtherWordsOfTheStemAreNoTerms) {
  EXPECT_THAT(found("La condamnation et l’internement ; une note interne ; il faut prévenir.",
                    "De uitspraak en de opname; een nota; verwittigen.", "fr", "nl"),
              IsEmpty());
}

TEST_F(Terms, ForbiddenWordsAreFoundWithTheReason) {
  json::array const data = check("De delinquenten krijgen hulp.", "Les délinquantes sont aidées.");
  ASSERT_EQ(data.size(), 2);
  EXPECT_EQ(data[0].at("attributes").at("side"), "source");
  EXPECT_EQ(data[1].at("attributes").at("side"), "target");
  EXPECT_EQ(data[1].at("attributes").at("text"), "délinquantes");
  EXPECT_THAT(std::string(data[1].at("attributes").at("reason").as_string()),
              HasSubstr("réduit une personne à son acte"));
}

TEST_F(Terms, AWordOfTheWrongKindIsNoticed) {
  EXPECT_THAT(found("Justitieel welzijnswerk voor verdachten.", "L’aide sociale pour les prévenus."),
              ElementsAre("missing Justitieel welzijnswerk", "missing verdachten"));
  EXPECT_THAT(found("Detainees are helped.", "Hulp voor iedereen.", "en", "nl"), ElementsAre("missing Detainees"));
}

TEST_F(Terms, TheSamplesOwnTextsRaiseNoAlarm) {
  std::size_t pairs = 0;
  for (auto const& file : fs::recursive_directory_iterator(TANDEM_SOURCE_DIR "/config/sample/entries")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path());
    std::stringstream text;
    text << in.rdbuf();
    json::object const variants = json::parse(text.str()).at("variants").as_object();
    if (!variants.contains("nl") || !variants.contains("fr")) continue;
    json::object const dutch = variants.at("nl").as_array().back().at("data").as_object();
    json::object const french = variants.at("fr").as_array().back().at("data").as_object();
    for (auto const& [name, value] : dutch) {
      json::value const* const other = french.if_contains(name);
      if (name == "slug" || other == nullptr || !value.is_string() || !other->is_string()) continue;
      ++pairs;
      std::string const one(value.as_string()), two(other->as_string());
      EXPECT_THAT(found(one, two), IsEmpty()) << file.path() << " " << name;
      EXPECT_THAT(found(two, one, "fr", "nl"), IsEmpty()) << file.path() << " " << name;
    }
  }
  EXPECT_GT(pairs, 200);
}

TEST_F(Terms, TheGlossaryFollowsWhatIsPublished) {
  std::string const source = "De enkelband wordt geplaatst.", target = "On place le dispositif.";
  EXPECT_THAT(found(source, target), IsEmpty());
  EntryId const id = publish({{"shared", {{"kind", "term"}, {"subject", "justice"}, {"english", "ankle tag"}}},
                              {"nl", {{"preferred", "enkelband"}}},
                              {"fr", {{"preferred", "bracelet électronique"}}}});
  EXPECT_THAT(found(source, target), ElementsAre("missing enkelband"));
  EXPECT_THAT(found("Two ankle tags.", target, "en", "fr"), ElementsAre("missing ankle tags"));
  EXPECT_THAT(listed("q=bracelets&locale=fr"), ElementsAre("enkelband"));
  editing::Publisher(served.site->editing())
      .make(access::command_line(), test::withdraw({{id, locale("fr")}}))
      .value();
  EXPECT_THAT(found(source, target), IsEmpty()) << "French has no word for it any more";
  EXPECT_THAT(listed("q=bracelets&locale=fr"), IsEmpty());
  EXPECT_THAT(listed("q=enkelbanden"), ElementsAre("enkelband"));
  editing::Publisher(served.site->editing()).make(access::command_line(), test::withdraw({{id}})).value();
  EXPECT_THAT(listed("q=enkelbanden"), IsEmpty());
}

TEST_F(Terms, TheListHasPagesInTheOrderOfTheAlphabet) {
  std::vector<std::string> const all = listed("page[size]=100&locale=nl");
  EXPECT_GT(all.size(), 20);
  EXPECT_THAT(all, Contains("geïnterneerde"));
  std::vector<std::string> paged;
  std::string next = "/translation/v1/terms?page[size]=7&locale=nl";
  while (!next.empty()) {
    json::object const document = served.ask("", "GET", next).document();
    for (json::value const& one : document.at("data").as_array())
      paged.emplace_back(one.at("attributes").at("languages").at("nl").at("preferred").as_string());
    json::value const& link = document.at("links").at("next");
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  EXPECT_EQ(paged, all);
  EXPECT_THAT(listed("q=geinterneerden"), ElementsAre("geïnterneerde"));
  EXPECT_THAT(listed("q=maisons%20d'arr&locale=fr"), ElementsAre("arresthuis"));
  EXPECT_THAT(listed("filter[kind]=name&filter[subject]=authorities&q=vlaamse"), ElementsAre("Vlaamse Gemeenschap"));
}

TEST_F(Terms, WrongQuestionsAreNamed) {
  for (auto const& [query, parameter] : std::map<std::string, std::string>{{"taal=nl", "taal"},
                                                                           {"locale=de", "locale"},
                                                                           {"filter[kind]=woord", "filter[kind]"},
                                                                           {"filter[subject]=", "filter[subject]"},
                                                                           {"page[size]=101", "page[size]"},
                                                                           {"page[size]=0", "page[size]"},
                                                                           {"page[after]=morgen", "page[after]"}}) {
    test::Reply const reply = served.ask("", "GET", "/translation/v1/terms?" + query);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_EQ(reply.document().at("errors").at(0).at("source").at("parameter"), json::value(parameter));
  }
  EXPECT_EQ(served.ask("", "GET", "/translation/v1/terms?q=" + std::string(200, 'a')).status, 200);
  EXPECT_EQ(served.ask("", "GET", "/translation/v1/terms?q=" + std::string(201, 'a')).status, 400);
}

TEST_F(Terms, AWrongDocumentIsNamedByItsPlace) {
  json::object const good{{"source", "Hulp"}, {"target", "Aide"}, {"source_locale", "nl"}, {"target_locale", "fr"}};
  EXPECT_EQ(ask(good).status, 200);
  auto const pointer_for = [&](char const* name, json::value const& value) {
    json::object wrong = good;
    wrong[name] = value;
    test::Reply const reply = ask(wrong);
    return std::to_string(reply.status) + " " +
           std::string(reply.document().at("errors").at(0).at("source").at("pointer").as_string());
  };
  EXPECT_EQ(pointer_for("source", 7), "422 /data/attributes/source");
  EXPECT_EQ(pointer_for("target_locale", "Frans"), "422 /data/attributes/target_locale");
  EXPECT_EQ(pointer_for("source_locale", "shared"), "422 /data/attributes/source_locale");
  EXPECT_EQ(pointer_for("kleur", "rood"), "400 /data/attributes/kleur");
  EXPECT_EQ(served.ask(translator, "POST", "/translation/v1/terms/check", "{}").status, 400);
  EXPECT_EQ(served.ask("", "POST", "/translation/v1/terms/check", "{}").status, 401);
}

TEST_F(Terms, ManyFindingsAreCountedAndTheFirstToldOf) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "é délinquants. ";
  test::Reply const reply = ask({{"source", ""}, {"target", text}, {"source_locale", "nl"}, {"target_locale", "fr"}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  json::object const document = reply.document();
  EXPECT_EQ(document.at("meta").at("found"), 5'000);
  ASSERT_EQ(document.at("data").as_array().size(), 200U);
  json::value const& last = document.at("data").at(199).at("attributes");
  EXPECT_EQ(last.at("text"), "délinquants");
  EXPECT_EQ(last.at("start"), 199 * 15 + 2) << "in characters";
}

TEST(TermsLimits, AsManyFindingsAreToldOfAsTheSettingSays) {
  test::Served served(test::Settings{{"translation.term_findings", "1"}});
  std::string const token = served.account("vertaler", {{"translator"}});
  auto const told = [&](std::string const& target) {
    json::object const attributes{
        {"source", ""}, {"target", target}, {"source_locale", "nl"}, {"target_locale", "fr"}};
    json::object const document =
        served
            .ask(token, "POST", "/translation/v1/terms/check",
                 json::serialize(json::object{{"data", {{"type", "term_check"}, {"attributes", attributes}}}}))
            .document();
    return std::pair(document.at("data").as_array().size(), document.at("meta").at("found").as_int64());
  };
  EXPECT_EQ(told("Les délinquants."), (std::pair<std::size_t, std::int64_t>(1, 1)));
  EXPECT_EQ(told("Les délinquants, les délinquants."), (std::pair<std::size_t, std::int64_t>(1, 2)));
}

TEST(TermsLimits, ATextIsAsLongAsTheSettingSays) {
  test::Served served(test::Settings{{"translation.longest_text", "1000"}});
  std::string const token = served.account("vertaler", {{"translator"}});
  auto const status = [&](std::size_t length) {
    json::object const attributes{
        {"source", std::string(length, 'a')}, {"target", "b"}, {"source_locale", "nl"}, {"target_locale", "fr"}};
    return served
        .ask(token, "POST", "/translation/v1/terms/check",
             json::serialize(json::object{{"data", {{"type", "term_check"}, {"attributes", attributes}}}}))
        .status;
  };
  EXPECT_EQ(status(1000), 200);
  EXPECT_EQ(status(1001), 422);
}

} // namespace
} // namespace tandem
