/// The memory from end to end: what is published comes in, what is withdrawn leaves, questions over HTTP, TMX files.

#include "editing/changes.hpp"
#include "editing/publisher.hpp"
#include "integration/translation/desk.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace tandem {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Memory : public testing::Test {
protected:
  test::Served served;
  std::string const translator = served.account("vertaler", {{"translator"}});
  fs::path const folder = fs::temp_directory_path() / ("tandem-memory-" + Uuid::make().text());
  std::string printed;

  Memory() { fs::create_directory(folder); }
  ~Memory() override { fs::remove_all(folder); }

  static Locale locale(std::string const& name) { return Locale::parse(name).value(); }

  int run(std::string const& name, std::vector<std::string> const& arguments) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int code = -1;
    for (auto const& verb : served.site->plugins().registered().commands)
      if (verb.plugin == "translation" && verb.name == name) code = verb.run(arguments);
    printed = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    return code;
  }
  /// What the job does.
  void catch_up() {
    for (auto const& job : served.site->plugins().registered().jobs)
      if (job.plugin == "translation" && job.name == "memory") job.run().value();
  }
  [[nodiscard]] std::string count(std::string const& where) const {
    return served.site->database()
        .transact([&](store::Transaction& tx) -> Result<std::string> {
          return tx.query("select count(*) from tandem_translation.memory where " + where)[0][0].value();
        })
        .value();
  }

  [[nodiscard]] test::Reply ask(std::string const& query) const {
    return served.ask(translator, "GET", "/translation/v1/memory?" + query);
  }
  /// "101 Aide aux détenus." of each match.
  [[nodiscard]] std::vector<std::string> matches(std::string text, std::string const& more = "",
                                                 std::string const& from = "nl", std::string const& to = "fr") const {
    for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at))
      text.replace(at, 1, "%20");
    test::Reply const reply = ask("text=" + text + "&from=" + from + "&to=" + to + more);
    EXPECT_EQ(reply.status, 200) << reply.body;
    json::object const document = reply.document();
    std::vector<std::string> all;
    for (json::value const& one : document.at("data").as_array())
      all.push_back(std::to_string(one.at("attributes").at("score").as_int64()) + " " +
                    std::string(one.at("attributes").at("target").at("text").as_string()));
    return all;
  }

  EntryId publish(std::string const& dutch, std::string const& french) {
    editing::NewEntry entry{"note", {}, ""};
    entry.variants[Locale::shared()] = {{"pages", {test::about}}, {"position", 90}};
    entry.variants[locale("nl")] = {{"title", "Weetje over bezoek"}, {"body", dutch}};
    entry.variants[locale("fr")] = {{"title", "À savoir sur les visites"}, {"body", french}};
    EntryId const id =
        editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
    publish(id);
    return id;
  }
  void publish(EntryId const& id) {
    editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{id}})).value();
  }
  void withdraw(EntryId const& id, std::string const& language) {
    editing::Publisher(served.site->editing())
        .make(access::command_line(), test::withdraw({{id, locale(language)}}))
        .value();
  }
  void edit(EntryId const& id, std::string const& language, json::object const& fields) {
    auto const head = served.site->database()
                          .transact([&](store::Transaction& tx) -> Result<std::string> {
                            return store::find_variant(tx, id, locale(language))->head_hash;
                          })
                          .value();
    editing::Editor(served.site->editing())
        .save(access::command_line(), {id, locale(language), fields, head, "", {}, false})
        .value();
  }
  [[nodiscard]] std::string file(std::string const& name, std::string const& text) const {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
};

TEST_F(Memory, WhatIsPublishedIsRemembered) {
  catch_up();
  EXPECT_THAT(matches("We kennen de juiste dag niet."), ElementsAre("100 Nous ne connaissons pas le jour exact."));
  EXPECT_THAT(matches("Zes Brusselse diensten voor justitieel welzijnswerk stellen zich samen voor.",
                      "&entry=014170e2-9700-7001-8000-000000000001&field=summary"),
              ElementsAre("101 Six services bruxellois d’aide sociale aux justiciables se présentent ensemble."));
  EXPECT_THAT(matches("Vijf Brusselse diensten voor justitieel welzijnswerk stellen zich samen voor."),
              ElementsAre("90 Six services bruxellois d’aide sociale aux justiciables se présentent ensemble."));
  EXPECT_THAT(matches("Nous ne connaissons pas le jour exact.", "", "fr", "nl"),
              ElementsAre("100 We kennen de juiste dag niet."));
  EXPECT_THAT(matches("Het weer blijft vandaag overal droog."), IsEmpty());
}

TEST_F(Memory, AMatchSaysWhereItComesFrom) {
  EntryId const id = publish("Bel **ons** op.", "Appelez-**nous**.");
  catch_up();
  json::object const document = ask("text=Bel%20**ons**%20op.&from=nl&to=fr").document();
  json::value const& match = document.at("data").at(0);
  EXPECT_EQ(match.at("attributes").at("score"), 100);
  EXPECT_EQ(match.at("attributes").at("target").at("marked"), "Appelez-<g id=\"1\">nous</g>.");
  EXPECT_EQ(match.at("attributes").at("target").at("codes").at(0).at("original"), "**");
  EXPECT_EQ(match.at("attributes").at("field"), "body");
  EXPECT_EQ(match.at("attributes").at("source_revision"), 1);
  EXPECT_EQ(match.at("relationships").at("entry").at("data").at("id"), json::value(id.text()));
  EXPECT_THAT(matches("Bel ons op."), ElementsAre("97 Appelez-nous."));
}

TEST_F(Memory, WhatIsWithdrawnLeavesAtOnce) {
  EntryId const id = publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  catch_up();
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), SizeIs(1));
  withdraw(id, "fr");
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), IsEmpty()) << "before any job ran";
  catch_up();
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), IsEmpty());
}

TEST_F(Memory, ATextThatMovedOnTeachesNothingUntilTheOtherFollows) {
  EntryId const id = publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  edit(id, "nl", {{"body", "De poort gaat om acht uur open."}});
  publish(id);
  catch_up();
  EXPECT_THAT(matches("De poort gaat om acht uur open."), IsEmpty()) << "French still says seven";
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), IsEmpty());
  EXPECT_THAT(matches("Weetje over bezoek"), ElementsAre("100 À savoir sur les visites"))
      << "the title has not moved";
}

/// A sentence with so many words that no two have three letters alike: its trigrams fill more than a page of an
/// index.
std::string endless(std::string const& end) {
  std::string sentence = "Lijst";
  for (char a = 'b'; a <= 'z'; ++a) // as many as fit into a note
    for (char b = 'a'; b <= 'z'; ++b)
      sentence += std::string(" ") + a + b + static_cast<char>('a' + (a + b) % 26) + b + a;
  return sentence + " " + end;
}

TEST_F(Memory, ASentenceTooLongForTheIndexIsFoundWordForWord) {
  std::string const dutch = endless("einde"), french = endless("fin");
  ASSERT_GT(dutch.size(), 3'900U);
  publish(dutch, french);
  publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  catch_up();
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), SizeIs(1)) << "it does not keep the next from coming in";
  EXPECT_EQ(count("octet_length(normal) > 3900"), "2");
  EXPECT_EQ(run("import-tmx", {file("lang.tmx", "<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"nl\"><seg>" + dutch +
                                                    "</seg></tuv><tuv xml:lang=\"fr\"><seg>" + french +
                                                    "</seg></tuv></tu></body></tmx>")}),
            0)
      << printed;
}

TEST_F(Memory, AnEntryThatCannotBeReadWaitsAndStopsNoOther) {
  served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query(
            "alter table tandem_translation.memory add constraint unwanted check (normal not like '%drakenbloed%')");
        return {};
      })
      .value();
  EntryId const id = publish("Er is drakenbloed in huis.", "Il y a du sang de dragon.");
  publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  EXPECT_EQ(run("memory", {"rebuild"}), 1);
  EXPECT_THAT(printed, HasSubstr("could not be read: " + id.text()));
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), SizeIs(1));
  EXPECT_THAT(matches("Er is drakenbloed in huis."), IsEmpty());
  served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query("alter table tandem_translation.memory drop constraint unwanted");
        return {};
      })
      .value();
  catch_up();
  EXPECT_THAT(matches("Er is drakenbloed in huis."), SizeIs(1)) << "it waited";
}

TEST_F(Memory, WhatIsNestedTooDeepIsNotRememberedAndHidesNothing) {
  std::string open;
  for (int i = 0; i < 70; ++i) open += i % 2 == 0 ? "*" : "_";
  std::string const close(open.rbegin(), open.rend());
  publish(open + "hulp" + close, open + "aide" + close);
  publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  catch_up();
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), SizeIs(1));
  EXPECT_EQ(count("source like '%<g id=\"65\">%'"), "0");
}

TEST_F(Memory, ARowThatCannotBeReadHidesNoOther) {
  publish("De poort gaat om zeven uur open.", "La porte s’ouvre à sept heures.");
  catch_up();
  served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query("insert into tandem_translation.memory (origin, source_locale, target_locale, source, target, "
                 "source_codes, target_codes, normal, words, since) values ('oud.tmx', 'nl', 'fr', '<g id=\"1\">De "
                 "poort', 'La porte', '[]', '[]', 'de poort gaat om zeven uur open.', 7, now())");
        return {};
      })
      .value();
  EXPECT_THAT(matches("De poort gaat om zeven uur open."), SizeIs(1));
  std::string const path = (folder / "geheugen.tmx").string();
  EXPECT_EQ(run("export-tmx", {path, "--from", "nl"}), 0);
  EXPECT_THAT(printed, HasSubstr("left out 1 units that cannot be read"));
  EXPECT_EQ(run("import-tmx", {path, "--dry-run"}), 0) << "the file is whole";
}

TEST_F(Memory, AnExportReplacesAFileAsAWhole) {
  std::string const path = file("geheugen.tmx", "wat er stond");
  EXPECT_EQ(run("export-tmx", {path}), 0);
  EXPECT_EQ(run("import-tmx", {path, "--dry-run"}), 0);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1) << "nothing beside it";
  EXPECT_EQ(run("export-tmx", {(folder / "weg" / "geheugen.tmx").string()}), 1);
  EXPECT_THAT(printed, HasSubstr("cannot be written"));
}

TEST_F(Memory, RebuildingGivesTheSame) {
  catch_up();
  std::string const before = count("origin = ''");
  EXPECT_EQ(run("memory", {"rebuild"}), 0);
  EXPECT_THAT(printed, HasSubstr("entries"));
  EXPECT_EQ(count("origin = ''"), before);
  EXPECT_NE(before, "0");
  EXPECT_EQ(run("memory", {}), 2);
  EXPECT_EQ(run("memory", {"forget"}), 2);
}

TEST_F(Memory, AnImportedFileIsKeptApartAndForgotten) {
  catch_up();
  std::string const own = count("origin = ''");
  std::string const path = file("sociale-dienst.tmx", R"(<tmx version="1.4"><header/><body>
    <tu><tuv xml:lang="nl-BE"><seg>De griffie is gesloten.</seg></tuv><tuv xml:lang="fr-BE"><seg>Le greffe est fermé.</seg></tuv></tu>
    <tu><tuv xml:lang="de"><seg>Hilfe</seg></tuv><tuv xml:lang="fr"><seg>Aide</seg></tuv></tu></body></tmx>)");
  EXPECT_EQ(run("import-tmx", {path, "--dry-run"}), 0);
  EXPECT_THAT(printed,
              HasSubstr("would take 1 of 2 units as sociale-dienst.tmx; 1 are in other languages, 0 cannot be read"));
  EXPECT_THAT(matches("De griffie is gesloten."), IsEmpty());
  for (int twice = 0; twice < 2; ++twice) EXPECT_EQ(run("import-tmx", {path}), 0);
  EXPECT_THAT(matches("De griffie is gesloten."), ElementsAre("100 Le greffe est fermé."));
  EXPECT_EQ(count("origin = 'sociale-dienst.tmx'"), "2") << "each direction, once";
  EXPECT_EQ(run("memory", {"rebuild"}), 0);
  EXPECT_EQ(count("origin = 'sociale-dienst.tmx'"), "2");
  EXPECT_EQ(run("memory", {"forget", "sociale-dienst.tmx"}), 0);
  EXPECT_THAT(printed, HasSubstr("forgot 1 units"));
  EXPECT_THAT(matches("De griffie is gesloten."), IsEmpty());
  EXPECT_EQ(run("memory", {"forget", "sociale-dienst.tmx"}), 1);
  EXPECT_EQ(count("origin = ''"), own);
}

TEST_F(Memory, WhatIsExportedIsImportedWithoutLoss) {
  catch_up();
  std::string const path = (folder / "geheugen.tmx").string();
  EXPECT_EQ(run("export-tmx", {path}), 0);
  EXPECT_EQ(run("import-tmx", {path, "--origin", "kopie"}), 0);
  EXPECT_THAT(printed, HasSubstr("0 are in other languages, 0 cannot be read"));
  std::string const missing =
      "origin = '' and not exists (select from tandem_translation.memory c where c.origin = 'kopie' and "
      "(c.source_locale, c.target_locale, c.source, c.target, c.source_codes, c.target_codes) = "
      "(memory.source_locale, memory.target_locale, memory.source, memory.target, memory.source_codes, "
      "memory.target_codes))";
  // Going back, codes are numbered by the other language.
  EXPECT_EQ(count(missing + " and source_locale = 'fr'"), "0");
  EXPECT_EQ(count("origin = ''"), count("origin = 'kopie'"));
  EXPECT_EQ(run("export-tmx", {"--from", "nl"}), 0);
  EXPECT_THAT(printed,
              HasSubstr("<tuv xml:lang=\"nl\"><seg>We kennen de juiste dag niet.</seg></tuv><tuv xml:lang=\"fr\">"));
  EXPECT_EQ(run("export-tmx", {"--published", "--origin", "kopie"}), 2);
}

TEST_F(Memory, WhatCannotBeImportedChangesNothing) {
  EXPECT_EQ(run("import-tmx", {}), 2);
  EXPECT_EQ(run("import-tmx", {(folder / "weg.tmx").string()}), 1);
  EXPECT_THAT(printed, HasSubstr("cannot be read"));
  EXPECT_EQ(run("import-tmx", {file("bom.tmx", "<!DOCTYPE tmx [<!ENTITY a 'a'>]><tmx><body/></tmx>")}), 1);
  EXPECT_THAT(printed, HasSubstr("entities"));
  EXPECT_EQ(count("origin <> ''"), "0");
}

TEST_F(Memory, WrongQuestionsAreNamed) {
  std::string const good = "text=Hulp&from=nl&to=fr";
  EXPECT_EQ(ask(good).status, 200);
  for (auto const& [query, parameter] : std::map<std::string, std::string>{{"from=nl&to=fr", "text"},
                                                                           {"text=Hulp&to=fr", "from"},
                                                                           {"text=Hulp&from=nl&to=nl", "to"},
                                                                           {"text=Hulp&from=nl&to=de", "to"},
                                                                           {good + "&least=49", "least"},
                                                                           {good + "&least=101", "least"},
                                                                           {good + "&limit=0", "limit"},
                                                                           {good + "&limit=51", "limit"},
                                                                           {good + "&entry=" + test::about, "entry"},
                                                                           {good + "&field=body", "field"},
                                                                           {good + "&kleur=rood", "kleur"}}) {
    test::Reply const reply = ask(query);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_EQ(reply.document().at("errors").at(0).at("source").at("parameter"), json::value(parameter)) << query;
  }
  EXPECT_EQ(ask("from=nl&to=fr&text=" + std::string(4000, 'a')).status, 200);
  EXPECT_EQ(ask("from=nl&to=fr&text=" + std::string(4001, 'a')).status, 400);
  EXPECT_EQ(served.ask("", "GET", "/translation/v1/memory?" + good).status, 401);
}

} // namespace
} // namespace tandem
