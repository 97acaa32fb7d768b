/// The check from end to end: published content, a server of links on loopback, the findings over HTTP.

#include "editing/changes.hpp"
#include "editing/publisher.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/receiver.hpp"
#include "support/served.hpp"

#include <atomic>
#include <ctime>
#include <future>
#include <gmock/gmock.h>
#include <latch>
#include <thread>

namespace tandem {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::string const smbg = "014170e2-9700-7012-8000-000000000004";

/// The day on which the test runs, in UTC: whatever the time zone, it is a day on which nothing is overdue.
std::string today() {
  std::time_t const now = std::time(nullptr);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
  return text;
}

class Quality : public testing::Test {
protected:
  std::latch slow{1};
  /// Has nothing at /weg, knows no HEAD at /alleen-get, fails at /stuk and is silent at /traag for as long as it
  /// shall.
  test::Receiver links{[this](http::Request const& request) {
    if (request.path == "/weg") return http::Response{404};
    if (request.path == "/stuk") return http::Response{broken ? 500 : 200};
    if (request.path == "/alleen-get" && request.method == http::Method::head) return http::Response{405};
    if (request.path == "/traag") slow.wait();
    if (request.path == "/verhuisd") return http::Response{301, {{"Location", "/weg"}}};
    return http::Response{200, {{"Content-Type", "text/plain"}}, "Welkom / Bienvenue"};
  }};
  std::atomic<bool> broken{true};
  test::Served served{{{"directory.check_private_links", "true"}}};
  std::string const coordinator = served.account("coordinator", {{"coordinator"}});

  Quality() {
    // The sites of the sample are other people's: a test does not ask them.
    execute("update tandem.published set data = data - 'site'");
  }

  static Locale locale(std::string const& name) { return Locale::parse(name).value(); }

  EntryId publish(std::map<std::string, json::object> const& variants) {
    editing::NewEntry entry{"service", {}, ""};
    entry.organisation = Uuid::parse(smbg).value();
    for (auto const& [name, fields] : variants) entry.variants[locale(name)] = fields;
    EntryId const id =
        editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
    publish(id);
    return id;
  }
  void publish(EntryId const& id) {
    editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{id}})).value();
  }
  void edit(EntryId const& id, std::string const& variant, json::object const& fields) {
    auto const head = served.site->database()
                          .transact([&](store::Transaction& tx) -> Result<std::string> {
                            return store::find_variant(tx, id, locale(variant))->head_hash;
                          })
                          .value();
    editing::Editor(served.site->editing())
        .save(access::command_line(), {id, locale(variant), fields, head, "", {}, false})
        .value();
  }
  void execute(std::string const& sql) {
    served.site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.query(sql, {});
          return {};
        })
        .value();
  }

  /// The verb of the command line; what it writes goes nowhere.
  int check(std::vector<std::string> const& arguments = {}) {
    testing::internal::CaptureStdout();
    int code = -1;
    for (auto const& verb : served.site->plugins().registered().commands)
      if (verb.plugin == "services_directory" && verb.name == "check") code = verb.run(arguments);
    written = testing::internal::GetCapturedStdout();
    return code;
  }
  std::string written;

  json::object report(std::string const& query = "") const {
    test::Reply const reply = served.ask(coordinator, "GET", "/services/v1/quality?page[size]=100" + query);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.document();
  }
  /// "broken_link nl /help" and the like, of one entry.
  [[nodiscard]] std::vector<std::string> of(EntryId const& id) const {
    std::vector<std::string> all;
    json::object const document = report();
    for (json::value const& one : document.at("data").as_array()) {
      json::object const& said = one.at("attributes").as_object();
      if (one.at("relationships").at("entry").at("data").at("id") == json::value(id.text()))
        all.push_back(std::string(said.at("kind").as_string()) + " " + std::string(said.at("locale").as_string()) +
                      " " + std::string(said.at("pointer").as_string()));
    }
    return all;
  }
  [[nodiscard]] std::string since(EntryId const& id, std::string const& kind) const {
    json::object const document = report("&filter[kind]=" + kind);
    for (json::value const& one : document.at("data").as_array())
      if (one.at("relationships").at("entry").at("data").at("id") == json::value(id.text()))
        return std::string(one.at("attributes").at("since").as_string());
    return "";
  }

  json::object const shared{{"organisation", smbg},
                            {"position", 50},
                            {"last_verified_on", today()},
                            {"site", links.url("/weg")},
                            {"hours", json::parse(R"({"weekly": [
                               {"days": ["MO"], "opens": "09:00", "closes": "12:00"},
                               {"days": ["MO"], "opens": "11:00", "closes": "13:00"}]})")}};
  json::object const dutch{{"name", "Onthaal in Haren"},
                           {"summary", "Onthaal van nieuwkomers."},
                           {"help", "Bel 02 274 15 51, van 8.30 tot 13 uur. Zie " + links.url("/hulp") + "."}};
  json::object const french{{"name", "Accueil à Haren"},
                            {"summary", "Accueil des entrants."},
                            {"help", "Appelez-nous de 8 h 30 à 13 h. Voir " + links.url("/hulp") + "."}};
};

TEST_F(Quality, WhatIsWrongIsFoundAndWhatIsMendedIsGone) {
  EntryId const id = publish({{"shared", shared}, {"nl", dutch}, {"fr", french}});
  EXPECT_THAT(of(id), IsEmpty()) << "a publication does not start the check";
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), UnorderedElementsAre("broken_link shared /site", "impossible_hours shared /hours/weekly/1",
                                           "difference fr /help"));
  EXPECT_EQ(report().at("meta").at("check").at("links"), "checked");

  execute("update tandem_services_directory.finding set since = '2026-01-02T03:04:05Z'");
  ASSERT_EQ(check(), 0);
  EXPECT_EQ(since(id, "difference"), "2026-01-02T03:04:05Z") << "what stays keeps its day";

  edit(id, "fr", {{"help", "Appelez le +32 2 274 15 51 de 8 h 30 à 13 h. Voir " + links.url("/hulp") + "."}});
  edit(id, "shared",
       {{"site", links.url("/")},
        {"hours", json::parse(R"({"weekly": [{"days": ["MO"], "opens": "09:00", "closes": "13:00"}]})")}});
  publish(id);
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), IsEmpty());
}

TEST_F(Quality, OnlyThosePermittedSeeIt) {
  EXPECT_EQ(served.ask("", "GET", "/services/v1/quality").status, 401);
  for (std::string const role : {"reader", "author", "translator", "reviewer"})
    EXPECT_EQ(served.ask(served.account("een-" + role, {{role}}), "GET", "/services/v1/quality").status, 403) << role;
  for (std::string const role : {"editor", "support"})
    EXPECT_EQ(served.ask(served.account("een-" + role, {{role}}), "GET", "/services/v1/quality").status, 200) << role;
}

TEST_F(Quality, ALinkThatFailsIsBrokenOnItsSecondDay) {
  json::object fields = shared;
  fields["site"] = links.url("/stuk");
  fields.erase("hours");
  EntryId const id = publish({{"shared", fields}, {"nl", dutch}, {"fr", dutch}});
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), IsEmpty());
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), IsEmpty()) << "the same day";
  execute(
      "update tandem_services_directory.link set failing_since = failing_since - 1, last_failed = last_failed - 1");
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), UnorderedElementsAre("broken_link shared /site"));
  std::size_t const asked = links.count();
  ASSERT_EQ(check({"--offline"}), 0);
  EXPECT_EQ(links.count(), asked);
  EXPECT_THAT(of(id), UnorderedElementsAre("broken_link shared /site")) << "what is known of it stays";
  EXPECT_EQ(report().at("meta").at("check").at("links"), "offline");
  broken = false;
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), IsEmpty());
}

TEST_F(Quality, RedirectsAreFollowedToWhereTheyLead) {
  json::object fields = shared;
  fields["site"] = links.url("/verhuisd");
  fields.erase("hours");
  EntryId const id = publish({{"shared", fields}, {"nl", dutch}, {"fr", dutch}});
  ASSERT_EQ(check(), 0);
  EXPECT_THAT(of(id), UnorderedElementsAre("broken_link shared /site"));
}

TEST_F(Quality, AServerThatKnowsNoHeadIsAskedForThePage) {
  json::object fields = shared;
  fields["site"] = links.url("/alleen-get");
  fields.erase("hours");
  EntryId const id = publish({{"shared", fields}, {"nl", dutch}, {"fr", dutch}});
  ASSERT_EQ(check(), 0);
  std::vector<std::string> asked;
  for (http::Request const& request : links.wait_for(3))
    if (request.path == "/alleen-get") asked.push_back(std::string(http::name_of(request.method)));
  EXPECT_THAT(asked, testing::ElementsAre("HEAD", "GET"));
  EXPECT_THAT(links.wait_for(3).front().header("User-Agent"), testing::HasSubstr("link-check"));
  auto const known = served.site->database()
                         .transact([](store::Transaction& tx) -> Result<store::Rows> {
                           return tx.query("select status from tandem_services_directory.link order by address", {});
                         })
                         .value();
  ASSERT_EQ(known.size(), 2U);
  for (auto const& row : known) EXPECT_EQ(row[0], "200");
}

TEST_F(Quality, AServerThatStopsDoesNotWaitForLinks) {
  json::object fields = shared;
  fields["site"] = links.url("/traag");
  fields.erase("hours");
  publish({{"shared", fields}, {"nl", dutch}, {"fr", dutch}});
  std::promise<std::chrono::steady_clock::time_point> ended;
  std::jthread const job([&] {
    for (auto const& one : served.site->plugins().registered().jobs)
      if (one.plugin == "services_directory" && one.name == "quality") {
        EXPECT_TRUE(one.run());
      }
    ended.set_value(std::chrono::steady_clock::now());
  });
  ASSERT_EQ(links.wait_for(2).back().path, "/traag");
  auto const stopped = std::chrono::steady_clock::now();
  served.site->stop();
  EXPECT_LT(ended.get_future().get() - stopped, std::chrono::seconds{2});
  slow.count_down();
  EXPECT_EQ(report().at("meta").at("check").at("links"), "partly") << "what was not asked comes first the next time";
}

TEST_F(Quality, OverdueIsAsOfNow) {
  json::object fields = shared;
  fields.erase("hours");
  fields["site"] = links.url("/");
  fields["last_verified_on"] = "2020-02-29";
  EntryId const id = publish({{"shared", fields}, {"nl", dutch}, {"fr", dutch}});
  EXPECT_THAT(of(id), UnorderedElementsAre("overdue shared /last_verified_on")) << "without a check";
  EXPECT_EQ(since(id, "overdue"), "2021-02-28T23:00:00Z") << "365 days and one, at midnight in Brussels";
  json::object const check_of = report().at("meta").at("check").as_object();
  EXPECT_TRUE(check_of.at("ran_at").is_null());
  EXPECT_EQ(check_of.at("message").at("nl"),
            "Er is nog geen controle gedaan: alleen wat te lang niet is nagekeken, staat hier.");
  edit(id, "shared", {{"last_verified_on", today()}});
  publish(id);
  EXPECT_THAT(of(id), IsEmpty());
}

TEST_F(Quality, TheListIsFilteredCountedAndPaged) {
  publish({{"shared", shared}, {"nl", dutch}});
  ASSERT_EQ(check({"--json"}), 0);
  json::object const printed = json::parse(written).as_object(), all = report();
  EXPECT_EQ(printed.at("data"), all.at("data"));
  json::object const& counts = all.at("meta").at("counts").as_object();
  EXPECT_EQ(counts.at("broken_link"), 1);
  EXPECT_EQ(counts.at("invalid_phone"), 0);
  EXPECT_GT(counts.at("overdue").as_int64(), 10);
  json::array const owned = report("&filter[owner]=" + smbg).at("data").as_array(),
                    unowned = report("&filter[owner]=coordinators").at("data").as_array();
  EXPECT_GE(owned.size(), 2U);
  EXPECT_GE(unowned.size(), 1U);
  for (json::value const& one : owned)
    EXPECT_EQ(one.at("relationships").at("owner").at("data").at("id"), json::value(smbg));
  for (json::value const& one : unowned) EXPECT_TRUE(one.at("relationships").at("owner").at("data").is_null());
  EXPECT_EQ(
      report("&filter[kind]=missing_translation&filter[type]=service&filter[locale]=fr").at("data").as_array().size(),
      1U);

  std::set<std::string> seen;
  std::string next = "/services/v1/quality?page[size]=3&filter[locale]=shared";
  while (!next.empty()) {
    json::object const page = served.ask(coordinator, "GET", next).document();
    for (json::value const& one : page.at("data").as_array())
      EXPECT_TRUE(seen.insert(std::string(one.at("id").as_string())).second);
    json::value const& link = page.at("links").at("next");
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  EXPECT_EQ(seen.size(), report("&filter[locale]=shared").at("data").as_array().size());
  EXPECT_GT(seen.size(), 10U);
  for (auto const& [query, parameter] : std::map<std::string, std::string>{{"kleur=rood", "kleur"},
                                                                           {"filter[kind]=stuk", "filter[kind]"},
                                                                           {"filter[owner]=apo", "filter[owner]"},
                                                                           {"filter[locale]=de", "filter[locale]"},
                                                                           {"page[size]=0", "page[size]"},
                                                                           {"page[after]=x", "page[after]"}}) {
    test::Reply const reply = served.ask(coordinator, "GET", "/services/v1/quality?" + query);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_EQ(reply.document().at("errors").at(0).at("source").at("parameter"), json::value(parameter));
  }
}

TEST(QualityOfPrivateLinks, AddressesOfTheOwnNetworkAreNotAsked) {
  test::Receiver links;
  test::Served served;
  served.site->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query("update tandem.published set data = data - 'site'", {}); // other people's
        return {};
      })
      .value();
  editing::NewEntry entry{"service", {}, ""};
  entry.variants[Locale::shared()] = {
      {"organisation", smbg}, {"position", 50}, {"site", links.url("/weg", "localhost")}};
  entry.variants[Locale::parse("nl").value()] = {{"name", "Onthaal"}, {"summary", "Zie " + links.url("/intern")}};
  EntryId const id =
      editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
  editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{id}})).value();
  testing::internal::CaptureStdout();
  for (auto const& verb : served.site->plugins().registered().commands)
    if (verb.name == "check") {
      EXPECT_EQ(verb.run({}), 0);
    }
  testing::internal::GetCapturedStdout();
  EXPECT_EQ(links.count(), 0U);
  auto const outcomes = served.site->database()
                            .transact([](store::Transaction& tx) -> Result<store::Rows> {
                              return tx.query("select outcome from tandem_services_directory.link", {});
                            })
                            .value();
  ASSERT_EQ(outcomes.size(), 2U);
  for (auto const& row : outcomes) EXPECT_EQ(row[0], "refused");
}

} // namespace
} // namespace tandem
