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
  test::Settings const lenient{{"translation.checks", "all:warn"}};
  std::string const database = test::Cluster::get().fresh_database();
  open(lenient);
  save("fr", dutch);
  EXPECT_EQ(desk->bundle("publish", test::sheet, {"fr"}).status, 201);
  EXPECT_EQ(check(), 0) << "nothing is refused";
  EXPECT_THAT(of_sheet(), testing::Contains("fr /help language"));
  EXPECT_EQ(desk->bundle("unpublish", test::sheet, {"nl"}).status, 201);
}

TEST_F(Checks, ArgumentsThatThereAreNotAreRefused) {
  EXPECT_EQ(check({"--nu"}), 2);
  EXPECT_EQ(check({"--type"}), 2);
  EXPECT_EQ(check({"--type", "boek"}), 3);
}

} // namespace
} // namespace tandem
