#include "editing/verify.hpp"
#include "http/target.hpp"
#include "integration/preview/previewed.hpp"

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const smbg = "014170e2-9700-7012-8000-000000000004", caw = "014170e2-9700-7012-8000-000000000006";

class LinkTo : public test::Previewed {
protected:
  EntryId const draft = page({{"nl", {"Ontwerp", "Nog niet voor iedereen."}}, {"fr", {"Projet", "Pas encore."}}});
  std::string const address = "/api/v1/page/" + draft.text() + "?locale=nl";
  std::string const list = "[" + item(draft) + "]";

  /// Refused in the same words whatever the reason, and nothing of the site with it.
  static void expect_refused(test::Reply const& reply) {
    EXPECT_EQ(reply.status, 401) << reply.body;
    json::object const refused = error(reply);
    EXPECT_EQ(refused.at("code"), "unauthenticated");
    EXPECT_EQ(refused.at("detail"), "the preview is not valid (any more)");
    EXPECT_EQ(refused.at("source").at("parameter"), "preview");
    EXPECT_EQ(reply.headers.at("cache-control"), "private, no-store");
  }
};

TEST_F(LinkTo, ADraftIsKeptByNobodyOnTheWay) {
  Link const one = link(list);
  for (test::Reply const& reply : {get(one, address), get(address, {{"Tandem-Preview", one.token}})}) {
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("cache-control"), "private, no-store");
    EXPECT_EQ(reply.headers.at("x-robots-tag"), "noindex");
    EXPECT_EQ(reply.headers.at("referrer-policy"), "no-referrer");
    EXPECT_FALSE(reply.headers.contains("etag"));
  }
  EXPECT_EQ(get(address, {{"Tandem-Preview", one.token}, {"If-None-Match", "*"}}).status, 200) << "no 304";
  EXPECT_THAT(get(address, {{"Tandem-Preview", one.token}}).body, Not(HasSubstr(one.token)));
  EXPECT_THAT(get("/api/v1/page?locale=nl").headers.at("vary"), HasSubstr("Tandem-Preview"))
      << "a cache must not answer with what is public";
  EXPECT_TRUE(get("/api/v1/page?locale=nl").headers.contains("etag"));
}

TEST_F(LinkTo, NothingThatIsNoLinkIsAnsweredWithWhatIsPublic) {
  for (std::string const token : {"", "onbekend", "preview_onbekend"}) {
    expect_refused(get("/api/v1/page?locale=nl&preview=" + token));
    expect_refused(get("/api/v1/page?locale=nl", {{"Tandem-Preview", token.empty() ? " " : token}}));
  }
  expect_refused(get("/api/v1/page?preview=" + coordinator)); // an API token is another thing
  Link const one = link(list);
  test::Reply const twice = get(address + "&preview=" + one.token, {{"Tandem-Preview", one.token}});
  EXPECT_EQ(twice.status, 400);
  EXPECT_EQ(get(address + "&preview=" + one.token + "&preview=" + one.token).status, 400);
  test::Reply const past = get(one, address + "&at=2015-01-01");
  EXPECT_EQ(past.status, 400);
  EXPECT_EQ(error(past).at("source").at("parameter"), "at");
  EXPECT_EQ(past.headers.at("cache-control"), "private, no-store");
  EXPECT_THAT(past.body, Not(HasSubstr(one.token)));
}

TEST_F(LinkTo, ItEndsWhenItsTimeIsOver) {
  Link const one = link(list);
  auto const expire = [&](std::string const& when) {
    execute("update preview set expires_at = clock_timestamp() " + when + " where id = $1", {one.id});
  };
  expire("+ interval '1 minute'");
  EXPECT_EQ(get(one, address).status, 200);
  expire("");
  expect_refused(get(one, address));
  EXPECT_EQ(served->ask(coordinator, "DELETE", "/edit/v1/previews/" + one.id).status, 404);
  link(list); // making one removes what has ended
  auto const left = served->site->database()
                        .transact([&](store::Transaction& tx) -> Result<store::Rows> {
                          return tx.query("select 1 from preview_item where preview = $1", {one.id});
                        })
                        .value();
  EXPECT_TRUE(left.empty());
}

TEST_F(LinkTo, ItIsRevokedByWhoMadeItAndByWhoManagesAccounts) {
  std::string const other = served->account("collega", {{"coordinator"}}),
                    support = served->account("ondersteuning", {{"support"}});
  auto const listed = [&](std::string const& who, std::string const& id) {
    json::object const document = served->ask(who, "GET", "/edit/v1/previews").document();
    for (json::value const& each : document.at("data").as_array())
      if (each.at("id") == json::value(id)) return true;
    return false;
  };
  Link const mine = link(list), second = link(list);
  EXPECT_TRUE(listed(coordinator, mine.id));
  EXPECT_FALSE(listed(other, mine.id));
  EXPECT_TRUE(listed(support, mine.id));
  EXPECT_THAT(served->ask(support, "GET", "/edit/v1/previews").body, Not(HasSubstr(mine.token)));

  EXPECT_EQ(served->ask(other, "DELETE", "/edit/v1/previews/" + mine.id).status, 404);
  EXPECT_EQ(get(mine, address).status, 200);
  EXPECT_EQ(served->ask(coordinator, "DELETE", "/edit/v1/previews/" + mine.id).status, 204);
  expect_refused(get(mine, address));
  EXPECT_EQ(served->ask(coordinator, "DELETE", "/edit/v1/previews/" + mine.id).status, 404);
  EXPECT_FALSE(listed(coordinator, mine.id));
  EXPECT_EQ(served->ask(support, "DELETE", "/edit/v1/previews/" + second.id).status, 204);
  expect_refused(get(second, address));
  EXPECT_EQ(served->ask("", "DELETE", "/edit/v1/previews/" + second.id).status, 401);

  Link const third = link(list);
  execute("update api_token set scope = '{\"permissions\": [\"account.manage\"]}' where account = (select id from "
          "account where name = 'ondersteuning')",
          {});
  EXPECT_TRUE(listed(support, third.id));
  json::object const blind = served->ask(support, "GET", "/edit/v1/previews").document();
  for (json::value const& each : blind.at("data").as_array())
    EXPECT_TRUE(each.at("attributes").at("items").as_array().empty()) << "who may read no draft learns of none";
}

TEST_F(LinkTo, ItOpensNothingButReading) {
  Link const one = link(list);
  std::string const edit = R"({"data": {"type": "revision", "attributes": {"fields": {"title": "Gekaapt"}}}})";
  std::string const variant = "/edit/v1/entries/" + draft.text() + "/nl";
  for (test::Headers const& headers :
       {test::Headers{{"Tandem-Preview", one.token}}, {{"Authorization", "Bearer " + one.token}}}) {
    EXPECT_EQ(served->ask("", "PATCH", variant, edit, headers).status, 401);
    EXPECT_EQ(served->ask("", "GET", variant, "", headers).status, 401);
    EXPECT_EQ(served->ask("", "POST", "/edit/v1/previews", edit, headers).status, 401);
    EXPECT_EQ(served->ask("", "POST", "/edit/v1/bundles", edit, headers).status, 401);
    EXPECT_EQ(served->ask("", "DELETE", "/edit/v1/previews/" + one.id, "", headers).status, 401);
  }
  EXPECT_EQ(served->ask("", "PATCH", variant + "?preview=" + one.token, edit).status, 401);
  EXPECT_EQ(served->ask("", "POST", address + "&preview=" + one.token, edit).status, 405);
  EXPECT_EQ(attribute(get(one, address), "title"), "Ontwerp");
}

TEST_F(LinkTo, PluginsReadWhatIsPublicOnly) {
  EntryId const service = Uuid::parse("014170e2-9700-7013-8000-000000000004").value();
  edit(service, "nl", {{"summary", "Sinds kort ook met trommelmuziek."}});
  Link const one = link("[" + item(service) + "]");
  EXPECT_EQ(ids(get(one, "/api/v1/service?locale=nl&q=trommelmuziek")).size(), 1U);
  test::Reply const search = get("/services/v1/search?q=trommelmuziek&locale=nl", {{"Tandem-Preview", one.token}});
  EXPECT_THAT(search.body, Not(HasSubstr("Sinds kort ook")));
  // What the host reads for a plugin has no preview, whatever the plugin passes on.
  delivery::Delivery const delivery(served->site->database(), served->site->types(), {});
  std::string const target = "/api/v1/service?preview=" + one.token;
  auto const read = delivery.read({"service", "", http::parse_target(target)->query, "", target});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().parameter, "preview");
}

TEST_F(LinkTo, NobodyShowsWhatTheyMayNotReadAndOnlyWhatTheyMayPreview) {
  std::string const reader = served->account("lezer", {{"reader"}}),
                    author = served->account("auteur-smbg", {{"author"}}, Uuid::parse(smbg).value());
  EXPECT_EQ(make("", "\"items\": " + list).status, 401);
  test::Reply const refused = make(reader, "\"items\": " + list);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(error(refused).at("meta").at("grant").at("permission"), "entry.preview");
  EntryId const own = Uuid::parse(smbg).value(), others = Uuid::parse(caw).value();
  EXPECT_EQ(make(author, "\"items\": [" + item(own) + "]").status, 201);
  test::Reply const hidden = make(author, "\"items\": [" + item(own) + "," + item(others) + "]");
  EXPECT_EQ(hidden.status, 404);
  json::object none = error(make(author, "\"items\": [" + item(own) + "," + item(Uuid::make()) + "]"));
  json::object there = error(hidden);
  none.erase("meta");
  there.erase("meta");
  EXPECT_EQ(there, none);
  // A page may be read, not previewed, by somebody who is a reader everywhere and an author at home.
  std::string const mixed = served->account("lezer-auteur", {{"reader"}, {"author"}}, own);
  EXPECT_EQ(make(mixed, "\"items\": " + list).status, 403);
}

TEST_F(LinkTo, ItEndsWithTheRightsOfWhoMadeIt) {
  std::string const name = "vertrekt";
  std::string const who = served->account(name, {{"author"}}, Uuid::parse(smbg).value());
  EntryId const own = Uuid::parse(smbg).value();
  std::string const target = "/api/v1/organisation/" + smbg + "?locale=nl";
  Link const one = link("[" + item(own) + "]", who);
  auto const account = [&](auto const& change) {
    served->site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          change(tx, store::find_account(tx, name)->id);
          return {};
        })
        .value();
  };
  EXPECT_EQ(get(one, target).status, 200);
  account([](store::Transaction& tx, Uuid const& id) { store::set_roles(tx, id, {{"reader"}}); });
  expect_refused(get(one, target));
  account([](store::Transaction& tx, Uuid const& id) { store::set_roles(tx, id, {{"author"}}); });
  EXPECT_EQ(get(one, target).status, 200);
  account([](store::Transaction& tx, Uuid const& id) {
    store::set_account_organisation(tx, id, Uuid::parse(caw).value());
  });
  expect_refused(get(one, target));
  account([](store::Transaction& tx, Uuid const& id) {
    store::set_account_organisation(tx, id, Uuid::parse(smbg).value());
  });
  EXPECT_EQ(get(one, target).status, 200);
  served->site->services().accounts.disable(access::command_line(), name).value();
  expect_refused(get(one, target));
  served->site->services().accounts.enable(access::command_line(), name).value();
  EXPECT_EQ(get(one, target).status, 200);
  served->site->services().accounts.reset_password(access::command_line(), name).value();
  expect_refused(get(one, target));
}

TEST_F(LinkTo, WhatCannotBeAskedForIsRefusedWithItsPlaceAndMakesNothing) {
  auto const count = [] {
    return served->site->database()
        .transact([](store::Transaction& tx) -> Result<std::string> {
          return tx.query("select count(*) from preview")[0][0].value();
        })
        .value();
  };
  std::string const before = count(), items = "\"items\": " + list, entry = draft.text();
  auto const expect = [&](int status, std::string const& attributes, std::string const& pointer) {
    test::Reply const reply = make(coordinator, attributes);
    EXPECT_EQ(reply.status, status) << attributes << reply.body;
    EXPECT_EQ(error(reply).at("source").at("pointer"), json::value("/data/attributes" + pointer)) << attributes;
  };
  expect(400, R"("items": [])", "/items");
  expect(400, R"("note": "zonder")", "/items");
  expect(400, R"("items": ["nl"])", "/items/0");
  expect(400, R"("items": [{"entry": "over-ons"}])", "/items/0/entry");
  expect(400, "\"items\": [" + item(draft, R"(, "kleur": "rood")") + "]", "/items/0/kleur");
  expect(422, "\"items\": [" + item(draft, R"(, "locale": "Nederlands")") + "]", "/items/0/locale");
  expect(400, "\"items\": [" + item(draft, R"(, "action": "delete")") + "]", "/items/0/action");
  for (std::string const number : {"0", "-1", "1.5", "1000000001", "\"1\""})
    expect(400, "\"items\": [" + item(draft, R"(, "locale": "nl", "revision": )" + number) + "]",
           "/items/0/revision");
  expect(400, "\"items\": [" + item(draft, R"(, "locale": "nl", "revision": 1, "action": "unpublish")") + "]",
         "/items/0/revision");
  expect(422, "\"items\": [" + item(draft, R"(, "revision": 1)") + "]", "/items/0");
  expect(422, "\"items\": [" + item(draft) + "," + item(draft, R"(, "locale": "nl")") + "]", "/items/1");
  expect(404, "\"items\": [" + item(draft, R"(, "locale": "nl", "revision": 99)") + "]", "/items/0");
  expect(404, "\"items\": [" + item(draft, R"(, "locale": "de")") + "]", "/items/0");
  expect(404, "\"items\": [" + item(Uuid::make()) + "]", "/items/0");
  for (std::string const hours : {"0", "73", "1.5", "\"1\""}) expect(400, items + ", \"hours\": " + hours, "/hours");
  expect(400, items + ", \"note\": \"" + std::string(1001, 'n') + "\"", "/note");
  expect(400, items + ", \"note\": 1", "/note");
  expect(400, items + ", \"token\": \"preview_zelfgekozen\"", "/token");
  EXPECT_EQ(count(), before);
  EXPECT_EQ(served->ask(coordinator, "GET", "/edit/v1/previews?kleur=rood").status, 400);
  EXPECT_EQ(served->ask(coordinator, "GET", "/edit/v1/previews?page[before]=1").status, 400);
  EXPECT_EQ(served->ask(coordinator, "DELETE", "/edit/v1/previews/niets").status, 404);
}

TEST_F(LinkTo, LimitsHoldAtTheirEdges) {
  auto const lasts = [&](std::string const& hours) {
    test::Reply const reply = make(coordinator, "\"items\": " + list + hours);
    EXPECT_EQ(reply.status, 201) << reply.body;
    json::object const made = reply.document().at("data").at("attributes").as_object();
    auto const at = [&](char const* name) { return parse_timestamp(made.at(name).as_string()).value(); };
    return at("expires_at") - at("created_at");
  };
  EXPECT_EQ(lasts(""), std::chrono::hours{72});
  EXPECT_EQ(lasts(", \"hours\": 1"), std::chrono::hours{1});
  EXPECT_EQ(lasts(", \"hours\": 72"), std::chrono::hours{72});
  EXPECT_EQ(make(coordinator, "\"items\": " + list + ", \"note\": \"" + std::string(1000, 'n') + "\"").status, 201);

  test::Served small(std::map<std::string, std::string>{{"preview.items", "2"}});
  std::string const token = small.account("lien", {{"coordinator"}});
  auto const of = [&](std::string const& items) {
    return small
        .ask(token, "POST", "/edit/v1/previews",
             R"({"data": {"type": "preview", "attributes": {"items": [)" + items + "]}}}")
        .status;
  };
  auto const variant = [](std::string const& locale) {
    return R"({"entry": ")" + smbg + R"(", "locale": ")" + locale + "\"}";
  };
  EXPECT_EQ(of(variant("nl") + "," + variant("fr")), 201);
  EXPECT_EQ(of(variant("nl") + "," + variant("fr") + "," + variant("shared")), 400);
}

TEST_F(LinkTo, TheListComesInPages) {
  for (int i = 0; i < 55; ++i) link(list);
  json::object const first = served->ask(coordinator, "GET", "/edit/v1/previews").document();
  EXPECT_EQ(first.at("data").as_array().size(), 50U);
  json::object const second =
      served->ask(coordinator, "GET", std::string(first.at("links").at("next").as_string())).document();
  EXPECT_GE(second.at("data").as_array().size(), 5U);
  EXPECT_LT(second.at("data").at(0).at("id").as_string(), first.at("data").as_array().back().at("id").as_string());
  json::object const shown = first.at("data").at(0).at("attributes").as_object();
  EXPECT_EQ(shown.at("account"), "coordinator");
  EXPECT_EQ(shown.at("note"), "voor de vergadering");
  EXPECT_EQ(shown.at("items").as_array().size(), 3U);
  EXPECT_EQ(shown.at("items").at(0),
            json::value(json::object{
                {"entry", draft.text()}, {"entry_type", "page"}, {"locale", "fr"}, {"action", "publish"}}));
}

TEST_F(LinkTo, EveryLinkIsInTheAuditAndNoTokenIs) {
  Link const one =
      link("[" + item(draft, R"(, "locale": "nl", "revision": 1)") + "," + item(draft, R"(, "locale": "fr")") + "," +
           item(draft, R"(, "locale": "shared", "action": "unpublish")") + "]");
  EXPECT_EQ(served->ask(coordinator, "DELETE", "/edit/v1/previews/" + one.id).status, 204);
  test::Reply const reply = served->ask(coordinator, "GET", "/edit/v1/audit");
  EXPECT_THAT(reply.body, Not(HasSubstr(one.token)));
  json::array const lines = reply.document().at("data").as_array();
  auto const line = [&](std::size_t i) { return lines.at(i).at("attributes").as_object(); };
  EXPECT_EQ(line(0).at("action"), "preview.revoke");
  EXPECT_EQ(line(0).at("detail").at("preview"), json::value(one.id));
  std::map<std::string, json::value> revisions;
  for (std::size_t i : {1, 2, 3}) {
    EXPECT_EQ(line(i).at("action"), "preview.make");
    EXPECT_EQ(line(i).at("actor"), "coordinator");
    EXPECT_EQ(line(i).at("entry"), json::value(draft.text()));
    json::object const detail = line(i).at("detail").as_object();
    EXPECT_EQ(detail.at("preview"), json::value(one.id));
    EXPECT_EQ(detail.at("note"), "voor de vergadering");
    json::object const whole = line(i);
    revisions[std::string(whole.at("locale").as_string())] =
        whole.at("revision").is_null() ? detail.at("revision") : whole.at("revision");
  }
  EXPECT_EQ(revisions, (std::map<std::string, json::value>{{"nl", 1}, {"fr", "head"}, {"shared", nullptr}}));
  auto const checked = editing::verify(served->site->editing());
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->problems.empty());
}

} // namespace
} // namespace tandem
