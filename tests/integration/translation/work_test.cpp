/// The queue: what there is to do follows by itself; who does it until when is said by coordinators.

#include "desk.hpp"

namespace tandem {
namespace {

using test::about;
using test::Desk;
using test::Reply;
using test::sheet;

std::string const nl_hours = "Elke donderdag van 14 tot 16 uur, zonder afspraak.";
std::string const fr_hours = "Chaque jeudi de 14 à 16 heures, sans rendez-vous.";

/// The tasks of an entry, in the pages of a question.
std::vector<json::object> tasks(Desk const& desk, std::string const& token, std::string const& query,
                                std::string const& entry) {
  std::vector<json::object> all;
  std::string next = "/translation/v1/queue" + query;
  while (!next.empty()) {
    Reply const reply = desk.served.ask(token, "GET", next);
    EXPECT_EQ(reply.status, 200) << reply.body;
    json::object const document = reply.document();
    for (json::value const& one : document.at("data").as_array())
      if (entry.empty() || one.at("attributes").at("entry") == json::value(entry))
        all.push_back(one.at("attributes").as_object());
    json::value const link = document.at("links").at("next");
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  return all;
}

std::string assignment(std::string const& assignee, std::string const& due = "") {
  json::object attributes{{"assignee", assignee}, {"note", "graag met de nieuwe uren"}};
  if (!due.empty()) attributes["due"] = due;
  return Desk::document("assignment", std::move(attributes));
}

TEST(Queue, AStaleTextIsATaskWithItsWordsUntilItIsTranslatedAndThenUntilItIsPublic) {
  Desk desk;
  EXPECT_TRUE(tasks(desk, desk.coordinator, "", sheet).empty());
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  auto open = tasks(desk, desk.coordinator, "?filter[locale]=fr", sheet);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("state"), "to_translate");
  EXPECT_EQ(open[0].at("source"), "nl");
  EXPECT_TRUE(open[0].at("fields").as_object().contains("permanence"));
  std::int64_t const changed = open[0].at("words").at("changed").as_int64();
  EXPECT_GT(changed, 0);
  EXPECT_LE(changed, 9) << "of nine words at most all are new";
  EXPECT_EQ(open[0].at("title"), "Stichting voor Morele Bijstand aan Gevangenen");

  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  EXPECT_TRUE(tasks(desk, desk.coordinator, "", sheet).empty()) << "both are drafts, nothing public differs";
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl"}).status, 201);
  open = tasks(desk, desk.coordinator, "", sheet);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("locale"), "fr");
  EXPECT_EQ(open[0].at("state"), "to_publish");
  ASSERT_EQ(desk.bundle("publish", sheet, {"fr"}).status, 201);
  EXPECT_TRUE(tasks(desk, desk.coordinator, "", sheet).empty());
}

TEST(Queue, ALanguageThatIsMissingIsATaskOfAllItsWords) {
  Desk desk;
  Reply const made = desk.served.ask(
      desk.coordinator, "POST", "/edit/v1/entries",
      Desk::document("entry", {{"entry_type", "news"},
                               {"variants", {{"nl", {{"title", "Nieuwe zaal"}, {"body", "De zaal is open."}}}}}}));
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const id(made.document().at("data").at("id").as_string());
  auto const open = tasks(desk, desk.coordinator, "?filter[type]=news", id);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("status"), "missing");
  EXPECT_EQ(open[0].at("words").at("new").as_int64(), 6);
}

TEST(Queue, SentencesThatWereTranslatedBeforeAreCountedApart) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"help", "Bezoek is gratis."}}).status, 201);
  ASSERT_EQ(desk.save(sheet, "fr", {{"help", "La visite est gratuite."}}, desk.from(sheet, "nl")).status, 201);
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl", "fr"}).status, 201);
  for (auto const& job : desk.served.site->plugins().registered().jobs)
    if (job.plugin == "translation") {
      ASSERT_TRUE(job.run());
    }
  Reply const made = desk.served.ask(
      desk.coordinator, "POST", "/edit/v1/entries",
      Desk::document(
          "entry",
          {{"entry_type", "news"},
           {"variants", {{"nl", {{"title", "Nieuwe zaal"}, {"body", "Bezoek is gratis. De zaal is open."}}}}}}));
  ASSERT_EQ(made.status, 201) << made.body;
  auto const open = tasks(desk, desk.coordinator, "?filter[type]=news",
                          std::string(made.document().at("data").at("id").as_string()));
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(json::serialize(open[0].at("words")), R"({"new":6,"changed":0,"repeated":3})");
}

TEST(Queue, WhoGoesFirstUnderGraceSetsTheDayForTheLanguageThatIsMissing) {
  Desk desk(test::Settings{{"translation.policy", "note:grace:7"}});
  Reply const made = desk.served.ask(
      desk.coordinator, "POST", "/edit/v1/entries",
      Desk::document("entry", {{"entry_type", "note"},
                               {"variants",
                                {{"shared", {{"pages", {about}}, {"position", 1}}},
                                 {"nl", {{"title", "Nieuwe zaal"}, {"body", "De zaal is open."}}}}}}));
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const id(made.document().at("data").at("id").as_string());
  EXPECT_TRUE(tasks(desk, desk.coordinator, "?filter[locale]=fr", id).at(0).at("due").is_null());
  ASSERT_EQ(desk.bundle("publish", id, {"shared", "nl"}).status, 201);
  auto const open = tasks(desk, desk.coordinator, "?filter[locale]=fr", id);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("due"), json::value(desk.day(7)));
  EXPECT_EQ(desk.standing(id, "fr").at("due"), json::value(desk.day(7)));
}

TEST(Queue, ANarrowAccountSeesItsTasksAmongThoseOfOthers) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.save(about, "fr", {{"title", "Qui sommes-nous"}}).status, 201);
  store::Assignment one{"translator"};
  one.entries = {sheet};
  std::string const narrow = desk.served.account("een-blad", {one});
  auto const seen = tasks(desk, narrow, "?page[size]=1", "");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].at("entry"), json::value(sheet));
}

TEST(Assignments, ADueDateStaysUntilTheTranslationIsPublic) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  std::string const address = "/translation/v1/assignments/" + sheet + "/fr", day = desk.day(2);
  ASSERT_EQ(desk.served.ask(desk.coordinator, "PUT", address, assignment("coordinator", day)).status, 200);
  ASSERT_EQ(desk.save(sheet, "nl", {{"area", "Brussel en omstreken."}}).status, 201);
  auto const due = [&] { return tasks(desk, desk.coordinator, "?filter[locale]=fr", sheet).at(0).at("due"); };
  EXPECT_EQ(due(), json::value(day)) << "another field is behind since";
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl"}).status, 201);
  ASSERT_EQ(
      desk.save(sheet, "fr", {{"permanence", fr_hours}, {"area", "Bruxelles et environs."}}, desk.from(sheet, "nl"))
          .status,
      201);
  EXPECT_EQ(due(), json::value(day)) << "translated, not public";
  ASSERT_EQ(desk.bundle("publish", sheet, {"fr"}).status, 201);
  EXPECT_TRUE(tasks(desk, desk.coordinator, "", sheet).empty());
  EXPECT_EQ(desk.served.ask(desk.coordinator, "DELETE", address).status, 404) << "it is done";
}

TEST(Queue, PagesOfOneGiveTheSameTasksAsOnePage) {
  Desk desk;
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.save(about, "fr", {{"title", "Qui sommes-nous"}}).status, 201);
  auto const at_once = tasks(desk, desk.coordinator, "?page[size]=200", "");
  EXPECT_GE(at_once.size(), 2U);
  EXPECT_EQ(tasks(desk, desk.coordinator, "?page[size]=1", ""), at_once);
}

TEST(Assignments, ACoordinatorSaysWhoTranslatesUntilWhenAndTheTranslatorFindsIt) {
  Desk desk;
  std::string const translator = desk.served.account("vertaler", {{"translator"}});
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  std::string const address = "/translation/v1/assignments/" + sheet + "/fr";
  std::string const tomorrow = desk.day(1);
  EXPECT_EQ(desk.served.ask(translator, "PUT", address, assignment("vertaler")).status, 403);
  Reply const assigned = desk.served.ask(desk.coordinator, "PUT", address, assignment("vertaler", tomorrow));
  ASSERT_EQ(assigned.status, 200) << assigned.body;
  auto const mine = tasks(desk, translator, "?filter[assignee]=me", "");
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].at("due"), json::value(tomorrow));
  EXPECT_EQ(mine[0].at("note"), "graag met de nieuwe uren");
  EXPECT_EQ(mine[0].at("overdue"), json::value(false));
  EXPECT_TRUE(tasks(desk, desk.coordinator, "?filter[assignee]=none", sheet).empty());
  EXPECT_TRUE(tasks(desk, desk.coordinator, "?filter[overdue]=true", sheet).empty());
  EXPECT_EQ(desk.served.ask(desk.coordinator, "DELETE", address).status, 204);
  EXPECT_EQ(desk.served.ask(desk.coordinator, "DELETE", address).status, 404);
  EXPECT_TRUE(tasks(desk, translator, "?filter[assignee]=me", "").empty());
}

TEST(Assignments, WrongOnesAreRefusedWithTheirPlace) {
  Desk desk;
  std::string const address = "/translation/v1/assignments/" + sheet + "/fr";
  auto const pointer = [&](std::string const& body) {
    Reply const reply = desk.served.ask(desk.coordinator, "PUT", address, body);
    EXPECT_GE(reply.status, 400) << reply.body;
    return reply.document().at("errors").at(0).at("source").at("pointer");
  };
  EXPECT_EQ(pointer(assignment("niemand")), "/data/attributes/assignee");
  EXPECT_EQ(pointer(assignment("coordinator", "2019-04-01")), "/data/attributes/due");
  EXPECT_EQ(pointer(assignment("coordinator", "morgen")), "/data/attributes/due");
  EXPECT_EQ(pointer(Desk::document("assignment", {{"assignee", "coordinator"}, {"spoed", true}})),
            "/data/attributes/spoed");
  EXPECT_EQ(
      desk.served
          .ask(desk.coordinator, "PUT", "/translation/v1/assignments/" + sheet + "/shared", assignment("coordinator"))
          .status,
      404);
}

TEST(Queue, GraceGivesADueDateWithoutAnybodySettingOne) {
  Desk desk(test::Settings{{"translation.policy", "*:grace:7"}});
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.bundle("publish", sheet, {"nl"}).status, 201);
  auto const open = tasks(desk, desk.coordinator, "", sheet);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].at("due"), json::value(desk.day(7)));
}

} // namespace
} // namespace tandem
