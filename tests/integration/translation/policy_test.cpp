/// The policy `together` cannot be got around: by no request, no schedule, no import, no command.

#include "desk.hpp"
#include "editing/publisher.hpp"
#include "editing/schedule.hpp"
#include "editing/transfer.hpp"
#include "support/orders.hpp"

#include <filesystem>
#include <fstream>

namespace tandem {
namespace {

using test::Desk;
using test::Reply;
using test::sheet;

std::string const nl_hours = "Elke donderdag van 14 tot 16 uur, zonder afspraak.";
std::string const fr_hours = "Chaque jeudi de 14 à 16 heures, sans rendez-vous.";
std::map<std::string, std::string> const together{{"translation.policy", "service:together"}};
EntryId const id = Uuid::parse(sheet).value();
Locale const nl = Locale::parse("nl").value();

/// The permanence that the public reads in Dutch.
std::string permanence(Desk const& desk) {
  Reply const reply = desk.served.ask("", "GET", "/api/v1/service/" + sheet + "?locale=nl");
  json::object const attributes = reply.document().at("data").at("attributes").as_object();
  return std::string(string_member(attributes, "permanence"));
}

TEST(Together, TheSampleContentHoldsIt) { Desk const desk(together); }

TEST(Together, ABundleOfOneLanguageIsRefusedWithWhatIsMissing) {
  Desk desk(together);
  std::string const before = permanence(desk);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  Reply const refused = desk.bundle("publish", sheet, {"nl"});
  ASSERT_EQ(refused.status, 409) << refused.body;
  json::object const meta = refused.document().at("errors").at(0).at("meta").as_object();
  EXPECT_EQ(meta.at("entry"), json::value(sheet));
  EXPECT_EQ(meta.at("locale"), "fr");
  EXPECT_EQ(meta.at("status"), "stale");
  EXPECT_EQ(meta.at("source"), "nl");
  EXPECT_EQ(meta.at("fields"), (json::value{{"permanence", "stale"}}));
  EXPECT_EQ(permanence(desk), before);
}

TEST(Together, BothLanguagesOfWhichOneIsBehindAreRefusedToo) {
  Desk desk(together);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  EXPECT_EQ(desk.bundle("publish", sheet, {"nl", "fr"}).status, 409);
  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}).status, 201) << "nobody says that it is a translation";
  EXPECT_EQ(desk.bundle("publish", sheet, {"nl", "fr"}).status, 409);
  ASSERT_EQ(desk.save(sheet, "fr", {}, desk.from(sheet, "nl", {"permanence"})).status, 201);
  EXPECT_EQ(desk.bundle("publish", sheet, {"nl", "fr"}).status, 201);
  EXPECT_EQ(permanence(desk), nl_hours);
}

TEST(Together, OneLanguageAloneCannotBeWithdrawnButAllCan) {
  Desk desk(together);
  Reply const refused = desk.bundle("unpublish", sheet, {"fr"});
  ASSERT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.document().at("errors").at(0).at("meta").at("status"), "missing");
}

TEST(Together, SharedFieldsGoOutAlone) {
  Desk desk(together);
  ASSERT_EQ(desk.save(sheet, "shared", {{"position", 41}}).status, 201);
  EXPECT_EQ(desk.bundle("publish", sheet, {"shared"}).status, 201);
}

TEST(Together, TheCommandLineIsNoWayAround) {
  Desk desk(together);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  editing::Publisher const publisher(desk.served.site->editing());
  auto const refused = publisher.make(access::command_line(), test::publish({{id, nl}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST(Policies, ATypeThatThereIsNotStopsTheStart) {
  try {
    Desk const desk(test::Settings{{"translation.policy", "pgae:together"}});
    FAIL() << "it starts";
  } catch (std::exception const& refused) {
    EXPECT_THAT(refused.what(), testing::HasSubstr("no content type \"pgae\""));
  }
}

TEST(Together, TakingABundleBackMovesBothLanguages) {
  Desk desk(together);
  std::string const before = permanence(desk);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  ASSERT_EQ(desk.save(sheet, "fr", {{"permanence", fr_hours}}, desk.from(sheet, "nl")).status, 201);
  Reply const published = desk.bundle("publish", sheet, {"nl", "fr"});
  ASSERT_EQ(published.status, 201) << published.body;
  std::string const bundle(published.document().at("data").at("id").as_string());
  Reply const undone = desk.served.ask(desk.coordinator, "POST", "/edit/v1/bundles/" + bundle + "/undo",
                                       Desk::document("bundle", {{"message", "te vroeg"}}));
  EXPECT_EQ(undone.status, 201) << undone.body;
  EXPECT_EQ(permanence(desk), before);
}

TEST(Together, AScheduledBundleOfOneLanguageFailsWhenItIsDueAndSaysSoBefore) {
  Desk desk(together);
  std::string const before = permanence(desk);
  ASSERT_EQ(desk.save(sheet, "nl", {{"permanence", nl_hours}}).status, 201);
  Reply const scheduled = desk.served.ask(
      desk.coordinator, "POST", "/edit/v1/bundles",
      Desk::document("bundle", {{"kind", "publish"},
                                {"items", json::array{json::object{{"entry", sheet}, {"locale", "nl"}}}},
                                {"at", format_timestamp(now() + std::chrono::hours{1})}}));
  ASSERT_EQ(scheduled.status, 201) << scheduled.body;
  EXPECT_THAT(scheduled.body, testing::HasSubstr("goes public in all languages together")) << "it is told at once";
  desk.served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query("update scheduled_bundle set at = now() - interval '1 hour', "
                 "next_try = now() - interval '1 hour'");
        return {};
      })
      .value();
  auto const attempt =
      editing::Scheduler(desk.served.site->editing()).carry_out_next(desk.served.site->services().gate).value();
  ASSERT_TRUE(attempt && attempt->problem);
  EXPECT_FALSE(attempt->again);
  EXPECT_EQ(permanence(desk), before);
}

TEST(Together, AnImportIsNoWayAround) {
  Desk desk(together);
  std::filesystem::path const folder =
      std::filesystem::temp_directory_path() / ("tandem-import-" + Uuid::make().text());
  std::filesystem::create_directories(folder / "entries" / "service");
  std::filesystem::copy_file(TANDEM_SOURCE_DIR "/config/sample/tandem.json", folder / "tandem.json");
  std::ifstream in(TANDEM_SOURCE_DIR "/config/sample/entries/service/apo.json");
  json::object service = json::parse(std::string(std::istreambuf_iterator<char>(in), {})).as_object();
  service["id"] = Uuid::make().text();
  for (char const* locale : {"nl", "fr"})
    service["variants"].as_object()[locale].as_array()[0].as_object()["data"].as_object()["slug"] = "apo-bis";
  json::array publications;
  for (json::value const& one : service["publications"].as_array())
    if (one.at("locale") != "fr") publications.push_back(one);
  service["publications"] = publications;
  std::ofstream(folder / "entries" / "service" / "apo.json") << json::serialize(service);
  auto const refused = editing::import_folder(desk.served.site->editing(), access::command_line(), folder, false);
  std::filesystem::remove_all(folder);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, testing::HasSubstr("goes public in all languages together"));
}

} // namespace
} // namespace tandem
