#include "api/bundle_order.hpp"
#include "editing/publisher.hpp"
#include "served.hpp"

#include <atomic>

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string const organisation = "-7012-8000-00000000000", service = "-7013-8000-00000000000",
                  recognition = "-7016-8000-00000000000", old = "014170e2-9700", fresh = "0169d5c4-3700";
std::string const about = "014170e2-9700-7001-8000-000000000001", news = "0169d5c4-3700-7003-8000-000000000002",
                  audience = "014170e2-9700-7015-8000-000000000001";

/// Two services become one at an instant, in two languages (domain: the merger of April 2019, whose day is assumed).
class Merger : public ServedTest {
protected:
  static json::object item(std::string const& entry, std::string const& action = "publish") {
    return {{"entry", entry}, {"action", action}};
  }
  static json::object withdrawn(std::string const& entry, std::string const& successor) {
    json::object one = item(entry, "unpublish");
    one["successor"] = successor;
    return one;
  }
  /// Pages whose text names the services, with the revisions before and since.
  static void add_pages(json::array& items, std::int64_t about_revision, std::int64_t other_revision) {
    for (std::string const& page : {about, old + "-7001-8000-000000000016", old + "-7001-8000-000000000005"})
      for (std::string const locale : {"nl", "fr"})
        items.push_back({{"entry", page},
                         {"locale", locale},
                         {"revision", page == about ? about_revision : other_revision},
                         {"action", "publish"}});
  }
  /// What brings the site back to the eve of the merger.
  static json::array eve() {
    json::array items;
    for (std::string const& kind : {organisation, recognition, service})
      for (std::string const number : {"2", "5"}) items.push_back(item(old + kind + number));
    for (std::string const& entry :
         {fresh + organisation + "8", fresh + recognition + "9", fresh + service + "8", news})
      items.push_back(item(entry, "unpublish"));
    add_pages(items, 2, 1);
    return items;
  }
  static json::array merger() {
    json::array items;
    for (std::string const& entry :
         {fresh + organisation + "8", fresh + recognition + "9", fresh + service + "8", news})
      items.push_back(item(entry));
    for (std::string const number : {"2", "5"}) {
      items.push_back(withdrawn(old + service + number, fresh + service + "8"));
      items.push_back(withdrawn(old + organisation + number, fresh + organisation + "8"));
      items.push_back(item(old + recognition + number, "unpublish"));
    }
    add_pages(items, 3, 2);
    return items;
  }
  /// Set back by the machine: it needs nobody's agreement.
  static void set_back_to_the_eve() {
    http::Request asked;
    asked.headers.push_back({"Content-Type", "application/vnd.api+json"});
    asked.body = test::Meeting::document("bundle", {{"kind", "publish"}, {"items", eve()}});
    auto const order = api::bundle_request(asked, 32, 100).value().order;
    editing::Publisher(node->served.site->editing()).make(access::command_line(), order).value();
  }
  /// All three coordinators sign the pages; a reviewer has read the news.
  static void agree() {
    std::vector<test::Item> pages, message;
    for (std::string const locale : {"nl", "fr"}) {
      pages.push_back({about, locale, 3});
      pages.push_back({old + "-7001-8000-000000000016", locale, 2});
      pages.push_back({old + "-7001-8000-000000000005", locale, 2});
    }
    for (std::string const locale : {"nl", "fr", "shared"}) message.push_back({news, locale, 1});
    ASSERT_EQ(node->served.decide("auteur", "submitted", message).status, 201);
    ASSERT_EQ(node->served.decide("nalezer", "approved", message).status, 201);
    for (std::string const who : {"ggc", "vg", "cf"})
      ASSERT_EQ(node->served.decide(who, "signed", pages).status, 201);
  }
  static std::size_t services(std::string const& locale, std::string const& at = "") {
    return names("/api/v1/service?locale=" + locale + (at.empty() ? "" : "&at=" + at)).size();
  }
  static std::string summary(std::string const& locale) {
    return std::string(attributes(get("/api/v1/page/" + about + "?locale=" + locale)).at("summary").as_string());
  }
};

TEST_F(Merger, AtItsTimeBothLanguagesChangeAsOneAndOldAddressesLeadOn) {
  ASSERT_EQ(services("nl"), 6U);
  set_back_to_the_eve();
  for (std::string const locale : {"nl", "fr"}) ASSERT_EQ(services(locale), 7U);

  json::object const order{{"kind", "publish"}, {"items", merger()}, {"dry_run", true}};
  json::value const tried = bundle("coordinator", order).document().at("meta");
  EXPECT_EQ(tried.at("problems").at(0).at("code"), "not_agreed") << json::serialize(tried);
  agree();
  test::Reply const made =
      bundle("coordinator",
             {{"kind", "publish"}, {"items", merger()}, {"message", "fusie"}, {"at", in(std::chrono::seconds{2})}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.document().at("meta").at("problems").as_array(), SizeIs(0));
  std::string const id = id_of(made);
  EXPECT_EQ(made.headers.at("location"), "/edit/v1/bundles/" + id);
  json::object const waiting = shown(id);
  EXPECT_EQ(waiting.at("state"), "waiting");
  EXPECT_EQ(waiting.at("kind"), "mixed");
  json::object const expected{
      {"entry", about}, {"entry_type", "page"}, {"locale", "nl"}, {"public", 2}, {"revision", 3}};
  EXPECT_THAT(waiting.at("replaces").as_array(), testing::Contains(json::value(expected)));
  for (std::string const locale : {"nl", "fr"}) EXPECT_EQ(services(locale), 7U) << "not before its time";

  std::atomic<bool> stop = false;
  std::atomic<int> polls = 0, torn = 0;
  std::thread client([&] {
    while (!stop) {
      bool const new_in_dutch = services("nl") == 6;
      if (new_in_dutch && services("fr") != 6) ++torn;
      ++polls;
    }
  });
  EXPECT_EQ(finished(id), "done") << json::serialize(shown(id));
  stop = true;
  client.join();
  EXPECT_GT(polls, 1);
  EXPECT_EQ(torn, 0) << "a client that polls sees both or neither";

  json::object const done = shown(id);
  std::string const from(done.at("created_at").as_string());
  std::string const before = format_timestamp(parse_timestamp(from).value() - std::chrono::microseconds{1});
  for (std::string const locale : {"nl", "fr"}) {
    EXPECT_EQ(services(locale, before), 7U);
    EXPECT_EQ(services(locale, from), 6U);
    EXPECT_EQ(services(locale), 6U);
    for (std::string const number : {"2", "5"}) {
      test::Reply const moved = get("/api/v1/service/" + old + service + number + "?locale=" + locale);
      EXPECT_EQ(moved.status, 301);
      EXPECT_THAT(moved.headers.at("location"), HasSubstr("/api/v1/service/rizome-bxl"));
    }
  }
  EXPECT_THAT(summary("nl"), HasSubstr("Zes Brusselse diensten"));
  EXPECT_THAT(summary("fr"), HasSubstr("Six services bruxellois"));

  test::Reply const undone = send("coordinator", "POST", "/edit/v1/bundles/" + id + "/undo",
                                  R"({"data": {"type": "bundle", "attributes": {"message": "de dag klopt niet"}}})");
  ASSERT_EQ(undone.status, 201) << undone.body;
  EXPECT_EQ(attributes(undone).at("message"), "de dag klopt niet");
  for (std::string const locale : {"nl", "fr"}) {
    EXPECT_EQ(services(locale), 7U);
    EXPECT_EQ(get("/api/v1/service/" + old + service + "5?locale=" + locale).status, 200);
  }
  EXPECT_THAT(summary("nl"), HasSubstr("Zeven Brusselse diensten"));
}

/// The addresses, one by one.
class ScheduledBundles : public ServedTest {
protected:
  /// An order to publish a new revision of an entry that the sample has public, and that nobody has to agree to.
  static json::object change() {
    static int edits = 0;
    std::string const target = "/edit/v1/entries/" + audience + "/fr";
    std::string const etag = send("coordinator", "GET", target).headers.at("etag");
    json::object const fields{{"description", "Personnes inculpées, version " + std::to_string(++edits) + "."}};
    json::object const edit{{"data", {{"type", "revision"}, {"attributes", {{"fields", fields}}}}}};
    EXPECT_EQ(send("coordinator", "PATCH", target, json::serialize(edit), {{"If-Match", etag}}).status, 201);
    return {{"kind", "publish"}, {"items", {{{"entry", audience}, {"locale", "fr"}}}}};
  }
  static json::object at(json::object order, std::string const& instant) {
    order["at"] = instant;
    return order;
  }
  static std::string scheduled() { return id_of(bundle("coordinator", at(change(), in(std::chrono::hours{24})))); }
  static std::vector<std::string> listed(std::string const& state, std::string const& role = "coordinator") {
    std::vector<std::string> ids;
    std::string next = "/edit/v1/bundles?filter[state]=" + state;
    while (!next.empty()) {
      json::object const list = send(role, "GET", next).document();
      for (json::value const& one : list.at("data").as_array()) {
        EXPECT_EQ(one.at("attributes").at("state"), json::value(state));
        ids.emplace_back(one.at("id").as_string());
      }
      json::value const& link = list.at("links").at("next");
      next = link.is_null() ? "" : std::string(link.as_string());
    }
    return ids;
  }
};

TEST_F(ScheduledBundles, AnInstantLiesInTheFutureWithinTheHorizonAndSaysItsOffset) {
  json::object const order = change();
  using std::chrono::hours;
  for (std::string const& wrong :
       {in(-std::chrono::seconds{1}), in(hours{24 * 730} + std::chrono::minutes{1}), std::string("2099-04-01"),
        std::string("morgen"), std::string("2030-04-01T00:00")}) {
    test::Reply const refused = bundle("coordinator", at(order, wrong));
    EXPECT_EQ(refused.status, 422) << wrong;
    EXPECT_EQ(pointer(refused), "/data/attributes/at") << wrong;
  }
  json::object number = order;
  number["at"] = 5;
  EXPECT_EQ(bundle("coordinator", number).status, 422);
  test::Reply const edge = bundle("coordinator", at(order, in(hours{24 * 730} - std::chrono::minutes{1})));
  ASSERT_EQ(edge.status, 201) << edge.body;
  EXPECT_EQ(send("coordinator", "POST", "/edit/v1/bundles/" + id_of(edge) + "/cancel").status, 200);
}

TEST_F(ScheduledBundles, ADryRunSaysWhatWouldBeReplacedAndWhatWouldRefuseIt) {
  json::object order = change();
  std::string const seen = get("/api/v1/audience/" + audience + "?locale=fr").body;
  order["dry_run"] = true;
  test::Reply const good = bundle("coordinator", order);
  ASSERT_EQ(good.status, 200) << good.body;
  json::object const meta = good.document().at("meta").as_object();
  EXPECT_EQ(meta.at("replaces").at(0).at("entry"), json::value(audience));
  EXPECT_EQ(meta.at("replaces").at(0).at("public"), 2);
  EXPECT_TRUE(meta.at("problems").as_array().empty());
  test::Reply const bad =
      bundle("coordinator", {{"kind", "unpublish"}, {"items", {{{"entry", audience}}}}, {"dry_run", true}});
  ASSERT_EQ(bad.status, 200);
  json::value const problem = bad.document().at("meta").at("problems").at(0);
  EXPECT_EQ(problem.at("status"), "409");
  EXPECT_FALSE(problem.at("meta").at("referrers").as_array().empty());
  EXPECT_EQ(get("/api/v1/audience/" + audience + "?locale=fr").body, seen);
  EXPECT_EQ(bundle("editor", order).status, 403);
  order["dry_run"] = "ja";
  EXPECT_EQ(pointer(bundle("coordinator", order)), "/data/attributes/dry_run");
}

TEST_F(ScheduledBundles, WhatWaitsIsListedShownAndCancelledByWhoMayMakeIt) {
  std::string const id = scheduled();
  EXPECT_THAT(listed("waiting"), testing::Contains(id));
  EXPECT_THAT(listed("done"), testing::Not(testing::Contains(id)));
  std::string const address = "/edit/v1/bundles/" + id;
  EXPECT_EQ(send("reader", "GET", address).status, 200);
  EXPECT_EQ(send("reader", "POST", address + "/cancel").status, 403);
  EXPECT_EQ(send("support", "POST", address + "/cancel").status, 403) << "support may only withdraw";
  test::Reply const early = send("coordinator", "POST", address + "/undo");
  EXPECT_EQ(early.status, 409);
  EXPECT_THAT(early.body, HasSubstr("cancel it instead"));
  EXPECT_EQ(attributes(send("coordinator", "POST", address + "/cancel")).at("state"), "cancelled");
  EXPECT_EQ(send("coordinator", "POST", address + "/cancel").status, 409);
  EXPECT_THAT(listed("cancelled"), testing::Contains(id));
  EXPECT_FALSE(shown(id).contains("replaces"));
  for (std::string const nobody : {"01a00000-0000-7000-8000-000000000000", "geen"})
    for (std::string const action : {"/cancel", "/undo"})
      EXPECT_EQ(send("coordinator", "POST", "/edit/v1/bundles/" + nobody + action).status, 404);
  EXPECT_EQ(send("coordinator", "GET", "/edit/v1/bundles?filter[state]=klaar").status, 400);
}

TEST_F(ScheduledBundles, OneThatFailedSaysWhy) {
  json::object order =
      at({{"kind", "unpublish"}, {"items", {{{"entry", audience}}}}}, in(std::chrono::milliseconds{300}));
  test::Reply const made = bundle("coordinator", order);
  EXPECT_EQ(made.document().at("meta").at("problems").at(0).at("code"), "conflict") << "told at once";
  EXPECT_EQ(finished(id_of(made)), "failed");
  json::object const failed = shown(id_of(made));
  EXPECT_EQ(failed.at("problems").at(0).at("status"), "409");
  EXPECT_THAT(listed("failed"), testing::Contains(id_of(made)));
  test::Reply const undo = send("coordinator", "POST", "/edit/v1/bundles/" + id_of(made) + "/undo");
  EXPECT_EQ(undo.status, 409);
  EXPECT_THAT(undo.body, HasSubstr("never carried out"));
}

TEST_F(ScheduledBundles, OverlapsAreNamedAndListsComePageByPage) {
  std::vector<std::string> made;
  for (int i = 0; i < 52; ++i) made.push_back(scheduled());
  test::Reply const last = bundle("coordinator", at(change(), in(std::chrono::hours{24})));
  EXPECT_THAT(last.document().at("meta").at("overlaps").as_array(), SizeIs(52));
  std::vector<std::string> const waiting = listed("waiting");
  EXPECT_EQ(waiting.size(), 53U);
  EXPECT_TRUE(std::is_sorted(waiting.rbegin(), waiting.rend())) << "the newest first";
  made.push_back(id_of(last));
  for (std::string const& id : made)
    EXPECT_EQ(send("coordinator", "POST", "/edit/v1/bundles/" + id + "/cancel").status, 200);
  json::object const all = send("coordinator", "GET", "/edit/v1/bundles").document();
  EXPECT_THAT(all.at("data").as_array(), SizeIs(50));
  std::string const next(all.at("links").at("next").as_string());
  EXPECT_EQ(send("coordinator", "GET", next).document().at("data").at(0).at("id"), json::value(waiting.at(50)));
}

} // namespace
} // namespace tandem
