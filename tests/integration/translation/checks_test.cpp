/// The checks of two languages from end to end: in the transaction that publishes, and over all that is public.

#include "desk.hpp"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string const dutch =
    "De begeleider en de persoon in detentie gaan samen na waar hij of zij kan wonen na de straf.";

class Checks : public testing::Test {
protected:
  std::unique_ptr<test::Desk> desk = std::make_unique<test::Desk>();
  std::string out;

  void open(test::Settings settings) { desk = std::make_unique<test::Desk>(std::move(settings)); }
  int check(std::vector<std::string> const& arguments = {"--json"}) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int code = -1;
    for (auto const& verb : desk->served.site->plugins().registered().commands)
      if (verb.plugin == "translation" && verb.name == "check") code = verb.run(arguments);
    out = testing::internal::GetCapturedStdout();
    testing::internal::GetCapturedStderr();
    return code;
  }
  /// "fr /help phone" for each finding in the sheet that the tests edit.
  [[nodiscard]] std::vector<std::string> of_sheet() const {
    std::vector<std::string> all;
    json::value const document = json::parse(out);
    for (json::value const& one : document.at("findings").as_array())
      if (one.at("entry") == json::value(test::sheet))
        all.push_back(std::string(one.at("locale").as_string()) + " " + std::string(one.at("pointer").as_string()) +
                      " " + std::string(one.at("kind").as_string()));
    return all;
  }
  void save(std::string const& locale, std::string const& help) const {
    test::Reply const reply = desk->save(test::sheet, locale, {{"help", help}});
    EXPECT_EQ(reply.status, 201) << reply.body;
  }
};

TEST_F(Checks, TheSampleContentHasNothingToRefuse) {
  EXPECT_EQ(check(), 0);
  EXPECT_THAT(json::parse(out).at("findings").as_array(), IsEmpty()) << out;
}

TEST_F(Checks, WhatWarnsGoesOutAndIsListed) {
  save("nl", "Bel 02 274 15 51.");
  save("fr", "Appelez-nous.");
  EXPECT_EQ(desk->bundle("publish", test::sheet, {"nl", "fr"}).status, 201);
  EXPECT_EQ(check(), 0);
  EXPECT_THAT(of_sheet(), ElementsAre("fr /help phone"));
  EXPECT_EQ(check({"--json", "--type", "page"}), 0);
  EXPECT_THAT(of_sheet(), IsEmpty());
  EXPECT_EQ(check({}), 0);
  EXPECT_THAT(out, HasSubstr("Het telefoonnummer 02 274 15 51 staat in het Nederlands, maar niet in het Frans."));
}

TEST_F(Checks, WhatIsRefusedDoesNotGoOut) {
  std::string const before = desk->served.ask("", "GET", "/api/v1/service/" + test::sheet + "?locale=fr").body;
  save("fr", dutch);
  test::Reply const refused = desk->bundle("publish", test::sheet, {"fr"});
  EXPECT_EQ(refused.status, 422) << refused.body;
  json::object const error = refused.document().at("errors").at(0).as_object();
  EXPECT_EQ(error.at("meta").at("kind"), "language");
  EXPECT_EQ(error.at("meta").at("entry"), json::value(test::sheet));
  EXPECT_THAT(std::string(error.at("meta").at("message").at("fr").as_string()), HasSubstr("en néerlandais"));
  EXPECT_EQ(desk->served.ask("", "GET", "/api/v1/service/" + test::sheet + "?locale=fr").body, before);
}

TEST_F(Checks, WhatIsPublicAlreadyIsFoundAndMayBeWithdrawn) {
  open({{"translation.checks", "all:warn"}});
  save("fr", dutch);
  EXPECT_EQ(desk->bundle("publish", test::sheet, {"fr"}).status, 201);
  EXPECT_EQ(check(), 0) << "nothing is refused";
  EXPECT_THAT(of_sheet(), testing::Contains("fr /help language"));
  EXPECT_EQ(desk->bundle("unpublish", test::sheet, {"nl"}).status, 201);
}

TEST_F(Checks, TakingAMistakeBackIsNotRefusedForWhatWasPublicBefore) {
  std::string const database = test::Cluster::get().fresh_database();
  desk = std::make_unique<test::Desk>(test::Settings{{"translation.checks", "all:warn"}}, database);
  save("fr", dutch);
  ASSERT_EQ(desk->bundle("publish", test::sheet, {"fr"}).status, 201);

  test::Served const strict({}, database);
  save("fr", "Une erreur.");
  std::string const items = R"("items": [{"entry": ")" + test::sheet + R"(", "locale": "fr"}])";
  auto const post = [&](std::string const& address, std::string const& attributes) {
    return strict.ask(desk->coordinator, "POST", "/edit/v1/bundles" + address,
                      R"({"data": {"type": "bundle", "attributes": {)" + attributes + "}}}");
  };
  test::Reply const mistake = post("", R"("kind": "publish", "message": "een vergissing", )" + items);
  ASSERT_EQ(mistake.status, 201) << mistake.body;
  std::string const bundle(mistake.document().at("data").at("id").as_string());
  test::Reply const undone = post("/" + bundle + "/undo", R"("message": "terug")");
  EXPECT_EQ(undone.status, 201) << undone.body;
  EXPECT_THAT(strict.ask("", "GET", "/api/v1/service/" + test::sheet + "?locale=fr").body, HasSubstr(dutch));
}

TEST_F(Checks, AnOlderFindingDoesNotStopACorrectionBesideIt) {
  std::string const database = test::Cluster::get().fresh_database();
  desk = std::make_unique<test::Desk>(test::Settings{{"translation.checks", "all:warn"}}, database);
  save("fr", dutch);
  ASSERT_EQ(desk->bundle("publish", test::sheet, {"fr"}).status, 201);
  ASSERT_EQ(desk->save(test::sheet, "nl", {{"permanence", "Elke vrijdag."}}).status, 201);
  test::Served const strict({}, database);
  auto const publish = [&](char const* locale) {
    return strict.ask(
        desk->coordinator, "POST", "/edit/v1/bundles",
        R"({"data": {"type": "bundle", "attributes": {"kind": "publish", "message": "uren", "items": [{"entry": ")" +
            test::sheet + R"(", "locale": ")" + locale + R"("}]}}})");
  };
  EXPECT_EQ(publish("nl").status, 201);
  save("fr", dutch + " Ook op vrijdag kan er iemand langskomen voor een gesprek over wonen en werken.");
  EXPECT_EQ(publish("fr").status, 422) << "a new text of its own in Dutch is brought by this bundle";
}

TEST_F(Checks, AuthorsSeeWhatIsFoundInDraftsBeforeTheyPublish) {
  std::string const address = "/translation/v1/entries/" + test::sheet + "/findings";
  auto const found = [&](std::string const& token) {
    std::vector<std::string> all;
    test::Reply const reply = desk->served.ask(token, "GET", address);
    EXPECT_EQ(reply.status, 200) << reply.body;
    json::value const document = reply.document();
    for (json::value const& one : document.at("data").as_array())
      all.push_back(std::string(one.at("attributes").at("locale").as_string()) + " " +
                    std::string(one.at("attributes").at("pointer").as_string()) + " " +
                    std::string(one.at("attributes").at("severity").as_string()));
    return all;
  };
  EXPECT_THAT(found(desk->coordinator), IsEmpty());
  save("nl", "Bel 02 274 15 51.");
  save("fr", dutch);
  EXPECT_THAT(found(desk->coordinator), testing::UnorderedElementsAre("fr /help warn", "fr /help refuse"));
  EXPECT_EQ(desk->served.ask("", "GET", address).status, 401);
  store::Assignment elsewhere{"translator"};
  elsewhere.entries = {test::about};
  std::string const stranger = desk->served.account("vertaler", {elsewhere});
  EXPECT_EQ(desk->served.ask(stranger, "GET", address).status, 404);
  EXPECT_EQ(desk->served.ask(desk->coordinator, "GET", address + "?nu=ja").status, 400);
}

TEST_F(Checks, WhatIsFoundInPublicIsListedEntryByEntry) {
  auto const list = [&](std::string query) {
    std::vector<std::string> all;
    for (std::string address = "/translation/v1/findings" + query; !address.empty();) {
      test::Reply const reply = desk->served.ask(desk->coordinator, "GET", address);
      EXPECT_EQ(reply.status, 200) << reply.body;
      json::value const document = reply.document();
      for (json::value const& one : document.at("data").as_array())
        all.emplace_back(one.at("relationships").at("entry").at("data").at("id").as_string());
      json::value const& next = document.at("links").at("next");
      address = next.is_null() ? "" : std::string(next.as_string());
    }
    return all;
  };
  EXPECT_THAT(list(""), IsEmpty());
  save("nl", "Bel 02 274 15 51.");
  ASSERT_EQ(desk->bundle("publish", test::sheet, {"nl"}).status, 201);
  std::string const other = "014170e2-9700-7002-8000-000000000004"; // a note
  ASSERT_EQ(desk->save(other, "fr", {{"body", "Écrivez-nous avant le 3 mai 2026."}}).status, 201);
  ASSERT_EQ(desk->bundle("publish", other, {"fr"}).status, 201);
  std::vector<std::string> const all = list("?page[size]=200");
  EXPECT_THAT(all, testing::IsSupersetOf({test::sheet, other}));
  EXPECT_EQ(list("?page[size]=1"), all);
  EXPECT_THAT(list("?filter[type]=service"), testing::Each(test::sheet));
  for (std::string const& wrong :
       std::vector<std::string>{"filter[type]=blad", "page[size]=0", "page[size]=201", "page[after]=hier", "nu=ja"})
    EXPECT_EQ(desk->served.ask(desk->coordinator, "GET", "/translation/v1/findings?" + wrong).status, 400) << wrong;
}

TEST_F(Checks, ArgumentsThatThereAreNotAreRefused) {
  EXPECT_EQ(check({"--nu"}), 2);
  EXPECT_EQ(check({"--type"}), 2);
  EXPECT_EQ(check({"--type", "boek"}), 3);
}

} // namespace
} // namespace tandem
