/// Texts leave as XLIFF and come back as drafts, by the commands that support runs.

#include "desk.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace tandem {
namespace {

using test::about;
using test::Desk;
using test::sheet;
using testing::HasSubstr;

/// What a program writes to a stream of the standard library while this is alive.
class Captured {
public:
  explicit Captured(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Captured() { stream_.rdbuf(before_); }
  Captured(Captured const&) = delete;
  Captured& operator=(Captured const&) = delete;
  [[nodiscard]] std::string text() const { return text_.str(); }

private:
  std::ostringstream text_;
  std::ostream& stream_;
  std::streambuf* before_;
};

struct Ran {
  int code;
  std::string out, err;
  [[nodiscard]] json::object report() const { return json::parse(out).as_object(); }
};

class Exchange : public testing::Test {
protected:
  Exchange() { std::filesystem::create_directories(folder); }
  ~Exchange() override { std::filesystem::remove_all(folder); }

  [[nodiscard]] Ran run(std::string const& verb, std::vector<std::string> const& words) const {
    for (auto const& command : desk.served.site->plugins().registered().commands) {
      if (command.plugin != "translation" || command.name != verb) continue;
      Captured const out(std::cout), err(std::cerr);
      int const code = command.run(words);
      return {code, out.text(), err.text()};
    }
    throw std::runtime_error("no verb " + verb);
  }
  [[nodiscard]] std::string exported(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--from", "nl", "--to", "fr"});
    Ran const ran = run("export-xliff", words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }
  [[nodiscard]] Ran imported(std::string const& xliff, std::vector<std::string> words = {"--json"}) const {
    std::ofstream(folder / "vertaald.xlf", std::ios::binary) << xliff;
    words.insert(words.begin(), (folder / "vertaald.xlf").string());
    return run("import-xliff", words);
  }
  [[nodiscard]] json::object data(std::string const& entry, std::string const& locale) const {
    auto const reply = desk.served.ask(desk.coordinator, "GET", Desk::entry(entry, locale));
    return reply.document().at("data").at("attributes").at("fields").as_object();
  }

  Desk desk;
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("tandem-xliff-" + Uuid::make().text());
};

/// A target for each source: what `translate` makes of it.
std::string with_targets(std::string const& xliff, std::function<std::string(std::string const&)> const& translate) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t end = xliff.find("</source>"); end != std::string::npos; end = xliff.find("</source>", at)) {
    std::size_t const begin = xliff.rfind("<source>", end) + 8;
    result += xliff.substr(at, end + 9 - at) + "<target>" + translate(xliff.substr(begin, end - begin)) + "</target>";
    at = end + 9;
  }
  return result + xliff.substr(at);
}
std::string same(std::string const& source) { return source; }

TEST_F(Exchange, SendsWhatIsStaleOnlyAndMakesItUpToDateAgain) {
  EXPECT_THAT(run("export-xliff", {"--from", "nl", "--to", "fr", "--entry", sheet}).err,
              HasSubstr("Nothing to translate"));
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", "Elke donderdag van 14 tot 16 uur. Zonder *afspraak*."}}).status,
            201);
  ASSERT_EQ(desk.status(sheet, "fr"), "stale");
  std::string const xliff = exported({"--type", "service", "--entry", sheet});
  EXPECT_THAT(xliff, HasSubstr("<unit id=\"permanence\""));
  EXPECT_EQ(xliff.find("<unit id=\"summary\""), std::string::npos) << "only what needs work";

  Ran const tried = imported(with_targets(xliff, same), {"--json", "--dry-run"});
  EXPECT_EQ(tried.code, 0) << tried.err;
  EXPECT_EQ(tried.report().at("counts").at("in"), 2);
  EXPECT_EQ(desk.status(sheet, "fr"), "stale") << "a dry run changes nothing";

  Ran const done = imported(with_targets(xliff, [](std::string const& source) {
    return source.starts_with("Elke")
               ? "Chaque jeudi de 14 à 16 heures."
               : "Sans " + source.substr(source.find('<'), source.rfind('>') - source.find('<') + 1) + ".";
  }));
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(data(sheet, "fr").at("permanence"), "Chaque jeudi de 14 à 16 heures. Sans *afspraak*.");
  EXPECT_EQ(desk.status(sheet, "fr"), "up_to_date") << "it was made from the newest Dutch";
  EXPECT_THAT(run("export-xliff", {"--from", "nl", "--to", "fr", "--entry", sheet}).err,
              HasSubstr("Nothing to translate"));
}

/// Forty sentences in one text.
std::string forty(std::set<int> const& changed) {
  std::string text;
  for (int i = 1; i <= 40; ++i)
    text += "Zin " + std::to_string(i) + (changed.contains(i) ? " zegt nu iets **anders**." : " is **hier**.") +
            (i % 4 == 0 ? "\n\n" : " ");
  text.pop_back();
  return text;
}

TEST_F(Exchange, TakesInAFileWhoseSourceChangedInFourOfFortySegmentsAndShowsThem) {
  ASSERT_EQ(desk.save(about, "nl", {{"body", forty({})}}).status, 201);
  std::string const xliff = exported({"--entry", about});
  ASSERT_EQ(desk.save(about, "nl", {{"body", forty({3, 17, 18, 40})}}).status, 201);
  Ran const done =
      imported(with_targets(xliff, [](std::string const& source) { return "Phrase" + source.substr(3); }));
  ASSERT_EQ(done.code, 0) << done.err;
  json::object const report = done.report();
  EXPECT_EQ(report.at("counts").at("in"), 36);
  EXPECT_EQ(report.at("counts").at("changed"), 4);
  ASSERT_EQ(report.at("segments").as_array().size(), 4U);
  json::object const third = report.at("segments").at(0).as_object();
  EXPECT_EQ(third.at("source_then"), "Zin 3 is <g id=\"1\">hier</g>.");
  EXPECT_EQ(third.at("source_now"), "Zin 3 zegt nu iets <g id=\"1\">anders</g>.");
  EXPECT_EQ(third.at("target"), "Phrase 3 is <g id=\"1\">hier</g>.");
  EXPECT_THAT(std::string(data(about, "fr").at("body").as_string()), HasSubstr("Phrase 3 is **hier**. Phrase 4"));
  EXPECT_EQ(desk.status(about, "fr"), "stale") << "it was made from the Dutch before";
}

TEST_F(Exchange, OverwritesNothingThatWasChangedInTheTargetMeanwhile) {
  std::string const xliff = exported({"--all", "--entry", about});
  ASSERT_EQ(desk.save(about, "fr", {{"title", "Qui sommes-nous"}}).status, 201);
  Ran const done = imported(with_targets(xliff, same), {});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("Conflict: the target was changed meanwhile:\n  vertaald.xlf:"));
  EXPECT_THAT(done.out, HasSubstr("target now:  Qui sommes-nous"));
  EXPECT_EQ(data(about, "fr").at("title"), "Qui sommes-nous");
  EXPECT_EQ(data(about, "fr").at("body"), data(about, "nl").at("body")) << "the other fields go in";
}

TEST_F(Exchange, ReportsAFieldThatTheSchemaRefusesAndTakesInTheOthers) {
  std::string const xliff = exported({"--all", "--entry", about});
  std::string const title(data(about, "nl").at("title").as_string()), long_title(200, 'x');
  json::value const french_title = data(about, "fr").at("title");
  Ran const done =
      imported(with_targets(xliff, [&](std::string const& source) { return source == title ? long_title : source; }));
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(done.report().at("counts").at("refused"), 1);
  EXPECT_THAT(std::string(done.report().at("segments").at(0).at("detail").as_string()), HasSubstr("title"));
  EXPECT_EQ(data(about, "fr").at("title"), french_title);
  EXPECT_EQ(data(about, "fr").at("body"), data(about, "nl").at("body"));
}

TEST_F(Exchange, GivesAllOfTheSampleContentBackAsItWas) {
  std::string const xliff = exported({"--all"});
  Ran const done = imported(with_targets(xliff, same));
  ASSERT_EQ(done.code, 0) << done.err;
  json::object const report = done.report();
  json::object const counts = report.at("counts").as_object();
  EXPECT_GT(counts.at("in").as_int64(), 400);
  for (char const* fate : {"changed", "untranslated", "refused", "held", "conflict", "gone"})
    EXPECT_EQ(counts.at(fate), 0) << fate << json::serialize(report.at("segments"));
  for (json::value const& draft : report.at("drafts").as_array()) {
    std::string const entry(draft.at("entry").as_string());
    json::string const field = draft.at("field").as_string();
    ASSERT_EQ(data(entry, "fr").at(field), data(entry, "nl").at(field)) << entry << " " << field;
  }
}

TEST_F(Exchange, GivesTheTermsOfTheGlossaryAlong) {
  ASSERT_EQ(desk.save(sheet, "nl", {{"summary", "Bezoek aan gedetineerden."}}).status, 201);
  std::string const xliff = exported({"--entry", sheet});
  EXPECT_THAT(xliff, HasSubstr("<gls:term>gedetineerde</gls:term>"));
  EXPECT_THAT(xliff, HasSubstr("<gls:translation>détenu</gls:translation>"));
}

test::Reply sent(Desk const& desk, std::string const& token, std::string const& xliff, std::string const& query = "",
                 std::string const& type = "application/xliff+xml") {
  return desk.served.ask(token, "POST", "/translation/v1/xliff" + query, xliff, {{"Content-Type", type}});
}

TEST_F(Exchange, AFileGoesAndComesOverHttpInTheNameOfWhoSendsIt) {
  std::string const translator = desk.served.account("vertaler", {{"translator"}});
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", "Elke donderdag van 14 tot 16 uur."}}).status, 201);
  test::Reply const file =
      desk.served.ask(translator, "GET", "/translation/v1/xliff?from=nl&to=fr&filter[entry]=" + sheet);
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_EQ(file.headers.at("content-type"), "application/xliff+xml");
  EXPECT_THAT(file.headers.at("content-disposition"), HasSubstr("nl-fr.xlf"));
  std::string const translated =
      with_targets(file.body, [](std::string const&) { return "Chaque jeudi de 14 à 16 heures."; });

  test::Reply const tried = sent(desk, translator, translated, "?dry_run=true");
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(tried.document().at("data").at("attributes").at("counts").at("in"), 1);
  EXPECT_EQ(desk.status(sheet, "fr"), "stale") << "a dry run changes nothing";
  test::Reply const done = sent(desk, translator, translated);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(data(sheet, "fr").at("permanence"), "Chaque jeudi de 14 à 16 heures.");
  EXPECT_EQ(desk.status(sheet, "fr"), "up_to_date");
  test::Reply const head = desk.served.ask(desk.coordinator, "GET", Desk::entry(sheet, "fr"));
  EXPECT_EQ(head.document().at("data").at("attributes").at("author"), "vertaler");

  test::Reply const nothing =
      desk.served.ask(translator, "GET", "/translation/v1/xliff?from=nl&to=fr&filter[entry]=" + sheet);
  EXPECT_EQ(nothing.status, 404);
  EXPECT_THAT(nothing.body, HasSubstr("all=true"));
}

TEST_F(Exchange, OverHttpNobodySeesOrWritesMoreThanTheyMay) {
  store::Assignment one{"translator"};
  one.entries = {sheet};
  one.locales = {"fr"};
  std::string const narrow = desk.served.account("een-blad", {one});
  test::Reply const file = desk.served.ask(narrow, "GET", "/translation/v1/xliff?from=nl&to=fr&all=true");
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_THAT(file.body, HasSubstr(sheet));
  EXPECT_EQ(file.body.find(about), std::string::npos) << "an entry that they may not read";
  EXPECT_EQ(desk.served.ask(narrow, "GET", "/translation/v1/xliff?from=nl&to=fr&filter[entry]=" + about).status, 400);

  std::string const whole = exported({"--all", "--entry", about});
  test::Reply const strange = sent(desk, narrow, with_targets(whole, same));
  ASSERT_EQ(strange.status, 200) << strange.body;
  EXPECT_GT(strange.document().at("data").at("attributes").at("counts").at("gone").as_int64(), 0);
  EXPECT_EQ(strange.document().at("data").at("attributes").at("counts").at("in"), 0);

  std::string dutch = file.body; // into the language that they may not write
  for (std::string const& word : std::vector<std::string>{"srcLang=\"nl\"", "trgLang=\"fr\""})
    dutch.replace(dutch.find(word), word.size(), word.substr(0, 9) + (word[0] == 's' ? "fr\"" : "nl\""));
  int const head = desk.head(sheet, "nl");
  EXPECT_EQ(sent(desk, narrow, with_targets(dutch, same)).status, 200);
  EXPECT_EQ(desk.head(sheet, "nl"), head) << "nothing was written";

  std::string const reader = desk.served.account("lezer", {{"reviewer"}});
  EXPECT_EQ(sent(desk, reader, whole).status, 403);
  EXPECT_EQ(sent(desk, "", whole).status, 401);
  EXPECT_EQ(desk.served.ask("", "GET", "/translation/v1/xliff?from=nl&to=fr").status, 401);
}

TEST_F(Exchange, OverHttpWhatIsWrongIsSaidWithItsPlace) {
  auto const parameter = [&](std::string const& query) {
    test::Reply const reply = desk.served.ask(desk.coordinator, "GET", "/translation/v1/xliff" + query);
    EXPECT_EQ(reply.status, 400) << reply.body;
    return reply.document().at("errors").at(0).at("source").at("parameter");
  };
  EXPECT_EQ(parameter("?from=nl"), "to");
  EXPECT_EQ(parameter("?from=nl&to=nl"), "to");
  EXPECT_EQ(parameter("?from=nl&to=fr&filter[type]=blad"), "filter[type]");
  EXPECT_EQ(parameter("?from=nl&to=fr&filter[entry]=blad"), "filter[entry]");
  EXPECT_EQ(parameter("?from=nl&to=fr&all=ja"), "all");
  EXPECT_EQ(parameter("?from=nl&to=fr&nu=ja"), "nu");
  EXPECT_EQ(sent(desk, desk.coordinator, "<xliff/>", "", "application/json").status, 415);
  EXPECT_EQ(sent(desk, desk.coordinator, "<html/>").status, 422);
  EXPECT_EQ(sent(desk, desk.coordinator, "").status, 422);
  EXPECT_EQ(sent(desk, desk.coordinator, "<xliff/>", "?dry_run=misschien").status, 400);
}

TEST_F(Exchange, SaysWhatIsWrongWithWordsAndFiles) {
  EXPECT_EQ(run("export-xliff", {"--from", "nl"}).code, 2);
  EXPECT_THAT(run("export-xliff", {"--from", "nl", "--to", "fr", "--type", "blad"}).err,
              HasSubstr("no content type blad"));
  EXPECT_THAT(
      run("export-xliff", {"--from", "nl", "--to", "fr", "--all", "--entry", "014170e2-9700-7001-8000-0000000000ff"})
          .err,
      HasSubstr("no entry"));
  EXPECT_THAT(run("export-xliff", {"--help"}).out, HasSubstr("usage:"));
  EXPECT_EQ(run("import-xliff", {}).code, 2);
  EXPECT_THAT(run("import-xliff", {"--help"}).out, HasSubstr("usage:"));
  EXPECT_EQ(run("import-xliff", {(folder / "weg.xlf").string()}).code, 1);
  EXPECT_THAT(imported("<!DOCTYPE x [<!ENTITY a \"a\">]><xliff/>").err, HasSubstr("document type"));
  Ran const gone = imported(
      "<xliff version=\"2.1\" srcLang=\"nl\" trgLang=\"fr\"><file "
      "id=\"page.014170e2-9700-7001-8000-0000000000ff.nl.1.fr.1\">"
      "<unit id=\"title\"><segment id=\"s1\"><source>a</source><target>b</target></segment></unit></file></xliff>");
  EXPECT_EQ(gone.code, 0);
  EXPECT_EQ(gone.report().at("counts").at("gone"), 1);
}

std::string refusal(std::string const& key, std::string const& value) {
  try {
    test::make_site(test::Cluster::get().fresh_database(), {{key, value}});
    return "";
  } catch (UncheckedError const& refused) {
    return refused.error.detail;
  }
}

TEST(ExchangeLimits, AreSettings) {
  EXPECT_THAT(refusal("translation.exchange_depth", "7"), HasSubstr("from 8 to 1024"));
  EXPECT_THAT(refusal("translation.exchange_bytes", "veel"), HasSubstr("from 1024 to 1073741824"));
  EXPECT_EQ(refusal("translation.exchange_depth", "8"), "");
}

} // namespace
} // namespace tandem
