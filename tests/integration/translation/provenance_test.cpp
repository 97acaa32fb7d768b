/// Provenance over HTTP: who is behind whom, since when and in what, without anybody marking anything.

#include "desk.hpp"
#include "editing/verify.hpp"

#include <fstream>
#include <random>

namespace tandem {
namespace {

using test::about;
using test::Desk;
using test::Reply;
using test::sheet;

std::string const nl_hours = "Elke donderdag van 14 tot 16 uur, zonder afspraak.";
std::string const fr_hours = "Chaque jeudi de 14 à 16 heures, sans rendez-vous.";

TEST(Provenance, AChangedPermanenceMakesTheFrenchStaleInThatFieldOnlyUntilItFollows) {
  Desk desk;
  ASSERT_EQ(desk.status(sheet, "fr"), "up_to_date") << "as the sample content says";
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  json::object const french = desk.standing(sheet, "fr");
  EXPECT_EQ(french.at("status"), "stale");
  EXPECT_EQ(french.at("source"), "nl");
  json::object const fields = french.at("fields").as_object();
  ASSERT_EQ(fields.size(), 1U);
  json::object const permanence = fields.at("permanence").as_object();
  EXPECT_EQ(permanence.at("now").as_int64(), desk.head(sheet, "nl"));
  std::string before, after;
  for (json::value const& part : permanence.at("difference").as_array()) {
    std::string const text(part.at("text").as_string());
    if (part.at("change") != "added") before += text;
    if (part.at("change") != "removed") after += text;
  }
  EXPECT_EQ(after, nl_hours);
  EXPECT_NE(before, after);
  EXPECT_EQ(desk.status(sheet, "nl"), "ahead");

  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  EXPECT_EQ(desk.status(sheet, "fr"), "up_to_date");
  EXPECT_EQ(desk.status(sheet, "nl"), "up_to_date");
}

TEST(Provenance, EitherLanguageMayBeTheSource) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}).status, 201);
  EXPECT_EQ(desk.standing(sheet, "nl").at("source"), "fr");
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}, desk.from(sheet, "fr")).status, 201);
  EXPECT_EQ(desk.status(sheet, "nl"), "up_to_date");
}

TEST(Provenance, SharedFieldsAndSavingWithoutAChangeMakeNothingStale) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "shared", {{"voluntary", true}, {"position", 41}}).status, 201);
  ASSERT_EQ(desk.save(sheet, "nl", {}).status, 200);
  EXPECT_EQ(desk.bundle("publish", sheet, {"shared"}).status, 201);
  EXPECT_EQ(desk.status(sheet, "fr"), "up_to_date");
  EXPECT_EQ(desk.public_status(sheet, "fr"), "up_to_date");
}

TEST(Provenance, ATextThatStillSaysTheSameIsDeclaredOnceAndCountsForThatFieldOnly) {
  Desk desk;
  ASSERT_EQ(
      desk.save(sheet, "nl", {{"permanence", nl_hours}, {"summary", "Morele bijstand in de gevangenis."}}).status,
      201);
  Reply const declared = desk.save(sheet, "fr", {}, desk.from(sheet, "nl", {"summary"}));
  EXPECT_EQ(declared.status, 201) << declared.body;
  json::object const source = declared.document().at("data").at("attributes").at("source").as_object();
  EXPECT_EQ(source.at("fields"), (json::array{"summary"}));
  json::object const fields = desk.standing(sheet, "fr").at("fields").as_object();
  EXPECT_TRUE(fields.contains("permanence"));
  EXPECT_FALSE(fields.contains("summary"));
  EXPECT_EQ(desk.save(sheet, "fr", {}, desk.from(sheet, "nl", {"summary"})).status, 200) << "nothing more is said";
  EXPECT_EQ(desk.save(sheet, "fr", {}, desk.from(sheet, "nl", {"position"})).status, 422) << "no field of French";
  EXPECT_EQ(desk.save(sheet, "fr", {}, {{"source", {{"locale", "nl"}, {"number", 4711}}}}).status, 422);
}

TEST(Provenance, ASlipIsCorrectedWithoutMakingAnythingStaleByThoseWhoMaySaySo) {
  Desk desk;
  EntryId const smbg = Uuid::parse("014170e2-9700-7012-8000-000000000004").value();
  std::string const author = desk.served.account("auteur", {{"author"}}, smbg);
  json::object const slip{{"permanence", "Elke donderdagnamiddag, zonder afspraak"}};
  EXPECT_EQ(desk.save_as(author, sheet, "nl", slip, desk.from(sheet, "nl")).status, 403);
  Reply const corrected = desk.save(sheet, "nl", slip, desk.from(sheet, "nl"));
  ASSERT_EQ(corrected.status, 201) << corrected.body;
  EXPECT_EQ(desk.status(sheet, "fr"), "up_to_date");
  Reply const audit = desk.served.ask(desk.coordinator, "GET", "/edit/v1/audit?filter[action]=entry.edit");
  EXPECT_THAT(audit.body, testing::HasSubstr(R"("source":{"locale":"nl")")) << "with a trace";
}

TEST(Provenance, PublishedATranslationIsUpToDateOnlyIfItWasMadeFromWhatIsPublic) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  EXPECT_EQ(desk.public_status(sheet, "fr"), "up_to_date") << "drafts make nothing public stale";
  ASSERT_EQ(desk.bundle("publish", sheet, {"fr"}).status, 201);
  EXPECT_EQ(desk.public_status(sheet, "fr"), "ahead");
  EXPECT_EQ(desk.public_status(sheet, "nl"), "stale");
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl"}).status, 201);
  EXPECT_EQ(desk.public_status(sheet, "fr"), "up_to_date");
  EXPECT_EQ(desk.public_status(sheet, "nl"), "up_to_date");
}

TEST(Provenance, DeliveryTellsWhatIsBehindNowAndWhatWasThen) {
  Desk desk(test::Settings{{"translation.policy", "service:grace:7"}});
  std::string const french = "/api/v1/service/" + sheet + "?locale=fr",
                    dutch = "/api/v1/service/" + sheet + "?locale=nl";
  EXPECT_EQ(desk.delivered(french), (json::value{{"status", "up_to_date"}}));
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  Timestamp const before = now();
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl"}).status, 201);
  json::value const said = desk.delivered(french);
  EXPECT_EQ(said.at("status"), "stale");
  EXPECT_EQ(said.at("source"), "nl");
  EXPECT_GT(parse_timestamp(said.at("behind_since").as_string()).value(), before);
  EXPECT_EQ(desk.delivered(dutch), (json::value{{"status", "ahead"}}));
  EXPECT_EQ(desk.delivered(french + "&at=" + format_timestamp(before)), (json::value{{"status", "up_to_date"}}));
  json::object const open = desk.standing(sheet, "fr");
  EXPECT_EQ(open.at("due"), json::value(desk.day(7)));
  EXPECT_EQ(open.at("overdue"), json::value(false));

  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  ASSERT_EQ(desk.bundle("publish", sheet, {"fr"}).status, 201);
  EXPECT_EQ(desk.delivered(french), (json::value{{"status", "up_to_date"}}));
}

TEST(Provenance, NothingIsSaidInDeliveryWhereNoPolicyAsksForIt) {
  Desk desk;
  EXPECT_TRUE(desk.delivered("/api/v1/service/" + sheet + "?locale=fr").is_null());
}

/// Saves, with and without a source, publishes and withdraws, as it comes.
void work_at_random(Desk const& desk, int steps) {
  std::mt19937 random(20190401);
  auto const roll = [&](int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random); };
  std::vector<std::string> const languages{"nl", "fr"};
  for (int step = 0; step < steps; ++step) {
    std::string const &language = languages[static_cast<std::size_t>(roll(2))], &other = languages[language == "nl"];
    if (roll(3) == 0) {
      std::vector<std::string> const which = roll(2) == 0 ? languages : std::vector{language};
      desk.bundle(roll(6) == 0 ? "unpublish" : "publish", sheet, which); // may be refused: nothing to do
      continue;
    }
    json::object fields{{roll(2) == 0 ? "permanence" : "summary", "Permanentie nr. " + std::to_string(roll(4))}};
    if (roll(8) == 0) fields.begin()->value() = nullptr;
    json::object source;
    if (roll(2) == 0) source = desk.from(sheet, roll(4) == 0 ? language : other);
    EXPECT_LT(desk.save(sheet, language, fields, source).status, 300);
  }
}

TEST(Provenance, WhatIsDerivedAnewIsWhatWasDerivedStepByStep) {
  Desk desk;
  work_at_random(desk, 80);
  ASSERT_EQ(desk.save(about, "fr", {{"title", "Qui sommes-nous"}}).status, 201);
  std::map<std::string, std::vector<std::string>> before;
  for (std::string const& table : std::vector<std::string>{"wording", "standing", "period"})
    before[table] = desk.rows(table);
  EXPECT_GT(before.at("wording").size(), 100U);
  desk.served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.script("delete from tandem_translation.wording; delete from tandem_translation.followed; "
                  "delete from tandem_translation.standing; delete from tandem_translation.period;");
        return {};
      })
      .value();
  editing::reindex(desk.served.site->editing()).value();
  for (auto const& [table, rows] : before) EXPECT_EQ(desk.rows(table), rows) << table;
}

TEST(Provenance, ADeletedEntryStandsNowhere) {
  Desk desk;
  Reply const made = desk.served.ask(
      desk.coordinator, "POST", "/edit/v1/entries",
      Desk::document("entry", {{"entry_type", "news"}, {"variants", {{"nl", {{"title", "Nieuwe zaal"}}}}}}));
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const id(made.document().at("data").at("id").as_string());
  EXPECT_EQ(desk.status(id, "fr"), "missing");
  ASSERT_EQ(desk.served.ask(desk.coordinator, "DELETE", "/edit/v1/entries/" + id).status, 204);
  EXPECT_EQ(desk.served.ask(desk.coordinator, "GET", "/translation/v1/entries/" + id).status, 404);
}

TEST(Overview, ShowsEveryEntryInEachLanguageAndFiltersByHowItStands) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  auto const ids = [&](std::string const& query) {
    std::vector<std::string> all;
    std::string next = "/translation/v1/overview" + query;
    while (!next.empty()) {
      Reply const reply = desk.served.ask(desk.coordinator, "GET", next);
      EXPECT_EQ(reply.status, 200) << reply.body;
      json::object const document = reply.document();
      for (json::value const& one : document.at("data").as_array()) all.emplace_back(one.at("id").as_string());
      json::value const link = document.at("links").at("next");
      next = link.is_null() ? "" : std::string(link.as_string());
    }
    return all;
  };
  std::vector<std::string> const all = ids("?page[size]=7"), at_once = ids("?page[size]=500");
  EXPECT_EQ(all, at_once);
  EXPECT_GT(all.size(), 40U);
  EXPECT_THAT(ids("?filter[type]=service&filter[status]=stale&filter[locale]=fr"), testing::Contains(sheet));
  EXPECT_THAT(ids("?filter[type]=service&filter[status]=stale&filter[locale]=nl"),
              testing::Not(testing::Contains(sheet)));
  EXPECT_EQ(desk.served.ask(desk.coordinator, "GET", "/translation/v1/overview?filter[status]=oud").status, 400);
  EXPECT_EQ(desk.served.ask(desk.coordinator, "GET", "/translation/v1/overview?page[size]=501").status, 400);

  Reply const one =
      desk.served.ask(desk.coordinator, "GET", "/translation/v1/overview?filter[type]=service&filter[status]=stale");
  json::object const attributes = one.document().at("data").at(0).at("attributes").as_object();
  EXPECT_EQ(attributes.at("locales").at("fr").at("title"), "Fondation pour l’Assistance Morale aux Détenus")
      << one.body;
}

TEST(Overview, ShowsNobodyWhatTheyMayNotRead) {
  Desk desk;
  store::Assignment french{"translator"};
  french.locales = {"fr"};
  french.entries = {sheet};
  std::string const translator = desk.served.account("vertaler", {french});
  Reply const seen = desk.served.ask(translator, "GET", "/translation/v1/overview");
  ASSERT_EQ(seen.status, 200) << seen.body;
  ASSERT_EQ(seen.document().at("data").as_array().size(), 1U);
  EXPECT_EQ(seen.document().at("data").at(0).at("id"), json::value(sheet));
  EXPECT_EQ(desk.served.ask(translator, "GET", "/translation/v1/entries/" + about).status, 404);
  EXPECT_EQ(desk.served.ask("", "GET", "/translation/v1/overview").status, 401);
}

TEST(Provenance, ADraftAloneIsNotDue) {
  Desk desk(test::Settings{{"translation.policy", "service:grace:7"}});
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  EXPECT_EQ(desk.status(sheet, "fr"), "stale");
  EXPECT_FALSE(desk.standing(sheet, "fr").contains("due")) << "nothing that is public has changed";
}

TEST(Provenance, ATextRewrittenAfterItsOwnTranslationIsAheadOfIt) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", "De dienst is gesloten."}}, desk.from(sheet, "fr")).status, 201);
  EXPECT_EQ(desk.status(sheet, "fr"), "stale") << "that it says the same as what was made from it is not believed";
  std::string const editor = desk.served.account("redacteur", {{"editor"}});
  EXPECT_EQ(desk.save_as(editor, sheet, "nl", {{"permanence", "Gesloten."}}, desk.from(sheet, "nl")).status, 403)
      << "and to say so as a correction takes a grant";
}

TEST(Provenance, WhatWasKeptOnTheSideIsNoSource) {
  Desk desk;
  Reply const head = desk.served.ask(desk.coordinator, "GET", Desk::entry(sheet, "nl"));
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  Reply const late = desk.served.ask(desk.coordinator, "PATCH", Desk::entry(sheet, "nl") + "?keep=side",
                                     Desk::document("revision", {{"fields", {{"permanence", "Alleen in Gent."}}}}),
                                     {{"If-Match", head.headers.at("etag")}});
  ASSERT_EQ(late.status, 412) << late.body;
  std::int64_t const side = late.document().at("errors").at(0).at("meta").at("side").as_int64();
  json::object const from_side{{"source", {{"locale", "nl"}, {"number", side}}}};
  EXPECT_EQ(desk.save(sheet, "fr", {{"permanence", "Seulement à Gand."}}, from_side).status, 422);
}

TEST(Provenance, WhatChangedWhileThePluginWasAwayIsKnownWhenItIsBack) {
  std::string const database = test::Cluster::get().fresh_database();
  Desk desk({}, database);
  {
    test::Served const without({{"plugins", "services_directory"}}, database, test::Content::none);
    Reply const head = without.ask(desk.coordinator, "GET", Desk::entry(sheet, "nl"));
    ASSERT_EQ(without
                  .ask(desk.coordinator, "PATCH", Desk::entry(sheet, "nl"),
                       Desk::document("revision", {{"fields", {{"permanence", nl_hours}}}}),
                       {{"If-Match", head.headers.at("etag")}})
                  .status,
              201);
  }
  test::Served const back({}, database);
  Reply const reply = back.ask(desk.coordinator, "GET", "/translation/v1/entries/" + sheet);
  EXPECT_EQ(reply.document().at("data").at("attributes").at("locales").at("fr").at("status"), "stale");
}

TEST(Overview, WhoMayReadOnlyWhatTheLanguagesShareKnowsOfTheEntryAndOfNoneOfThem) {
  std::filesystem::path const roles =
      std::filesystem::temp_directory_path() / ("roles-" + Uuid::make().text() + ".json");
  std::ofstream(roles) << R"({"authorities": {"ggc-cocom": {}}, "roles": {"clerk": {"grants": [
    {"permissions": ["entry.read"], "locales": ["shared"]}]}}})";
  test::Served served({{"roles", roles.string()}});
  std::filesystem::remove(roles);
  Reply const seen = served.ask(served.account("cijfers", {{"clerk"}}), "GET", "/translation/v1/entries/" + sheet);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_TRUE(seen.document().at("data").at("attributes").at("locales").as_object().empty());
}

TEST(Progress, CountsEntriesByLanguageInAllByTypeAndBySection) {
  Desk desk;
  auto const progress = [&](std::string const& query) {
    Reply const reply = desk.served.ask(desk.coordinator, "GET", "/translation/v1/progress" + query);
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::map<std::string, json::object> groups;
    json::object const document = reply.document(); // outlives the loop
    for (json::value const& one : document.at("data").as_array())
      groups[std::string(one.at("id").as_string())] = one.at("attributes").at("locales").as_object();
    return groups;
  };
  auto const before = progress("?filter[type]=service");
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  auto const after = progress("?filter[type]=service");
  EXPECT_EQ(after.at("all").at("fr").at("stale").as_int64(), before.at("all").at("fr").at("stale").as_int64() + 1);
  EXPECT_LT(after.at("all").at("fr").at("percent").as_int64(), 100);
  EXPECT_TRUE(progress("").contains("group:page"));
  EXPECT_EQ(progress("?group=section").at("all"), progress("").at("all")) << "entries without a section count once";
  EXPECT_TRUE(progress("?filter[type]=page&group=section").contains("group:inside_prison"));
}

} // namespace
} // namespace tandem
