#include "people.hpp"

#include <thread>

namespace tandem {
namespace {

using test::Browser;
using test::Reply;
using testing::HasSubstr;

std::string const smbg = "014170e2-9700-7012-8000-000000000004";
std::string const all = "/edit/v1/accounts";

class Accounts : public test::People {
protected:
  static json::object held(std::string const& role) { return {{"role", role}}; }
  static std::string account(json::object attributes) { return body("account", std::move(attributes)); }
};

TEST_F(Accounts, AManagerInvitesSomebodyAndSeesWhatTheyHold) {
  Browser const manager = with_factor("beheer-1", "support");
  Reply const made =
      as(manager, "POST", all,
         account({{"name", "chloe"},
                  {"organisation", smbg},
                  {"roles",
                   {{{"role", "translator"}, {"locales", {"fr"}}, {"types", {"page"}}, {"entries", {smbg}}},
                    {{"role", "coordinator"}, {"authority", "ggc-cocom"}, {"organisation", smbg}}}}}));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.at("location"), all + "/chloe");
  EXPECT_THAT(text(made.document().at("links").at("accept")),
              testing::MatchesRegex("http://127\\.0\\.0\\.1:8080/desk/#invitation=[-_A-Za-z0-9]{43}"));
  EXPECT_EQ(told().at("action"), "account.invite");
  Reply const shown = as(manager, "GET", all + "/chloe");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.document().at("data"), made.document().at("data"));
  EXPECT_FALSE(shown.document().contains("links")) << "the link is shown once";
  EXPECT_EQ(attribute(shown, "organisation"), json::value(smbg));
  EXPECT_EQ(attribute(shown, "roles").at(0).at("locales").at(0), "fr");
  EXPECT_EQ(attribute(shown, "roles").at(1).at("authority"), "ggc-cocom");
  EXPECT_FALSE(attribute(shown, "invited_until").is_null());
  EXPECT_EQ(login("chloe", "").status, 401) << "there is no password yet";
}

TEST_F(Accounts, BadInputIsNamedByPointerAndChangesNothing) {
  Browser const manager = with_factor("beheer-2", "support");
  make("noor", "reader");
  std::string const nowhere = "0169d5c4-3700-7000-8000-000000000000", attributes = "/data/attributes";
  struct Case {
    json::object sent;
    int status;
    std::string at;
  };
  auto const one = [](json::object role) { return json::object{{"roles", json::array{std::move(role)}}}; };
  std::vector<Case> const roles{
      {{{"roles", "coordinator"}}, 400, attributes + "/roles"},
      {{{"roles", json::array{}}}, 422, attributes + "/roles"},
      {{{"roles", json::array{"coordinator"}}}, 400, attributes + "/roles/0"},
      {one({{"locales", {"nl"}}}), 400, attributes + "/roles/0/role"},
      {one(held("baas")), 422, attributes + "/roles/0/role"},
      {one({{"role", "reader"}, {"kleur", "rood"}}), 400, attributes + "/roles/0/kleur"},
      {one({{"role", "reader"}, {"types", {"page", "onbekend"}}}), 422, attributes + "/roles/0/types/1"},
      {one({{"role", "reader"}, {"types", json::array{}}}), 400, attributes + "/roles/0/types"},
      {one({{"role", "reader"}, {"locales", {"de"}}}), 422, attributes + "/roles/0/locales/0"},
      {one({{"role", "reader"}, {"locales", {1}}}), 400, attributes + "/roles/0/locales/0"},
      {one({{"role", "reader"}, {"entries", {nowhere}}}), 422, attributes + "/roles/0/entries/0"},
      {one({{"role", "reader"}, {"entries", {"geen id"}}}), 422, attributes + "/roles/0/entries/0"},
      {one({{"role", "reader"}, {"organisation", "geen id"}}), 400, attributes + "/roles/0/organisation"},
      {one({{"role", "reader"}, {"organisation", nowhere}}), 422, attributes + "/roles/0/organisation"},
      {one({{"role", "coordinator"}, {"authority", "niemand"}}), 422, attributes + "/roles/0/authority"},
      {{{"roles", json::array{held("reader")}}, {"organisation", nowhere}}, 422, attributes + "/organisation"},
      {{{"roles", json::array{held("reader")}}, {"organisation", 7}}, 400, attributes + "/organisation"},
  };
  std::string const audited = ask("select count(*) from audit"), before = as(manager, "GET", all + "/noor").body;
  for (Case const& c : roles) {
    json::object fresh = c.sent;
    fresh["name"] = "nieuw";
    for (Reply const& reply :
         {as(manager, "POST", all, account(fresh)), as(manager, "PATCH", all + "/noor", account(c.sent))}) {
      EXPECT_EQ(reply.status, c.status) << json::serialize(c.sent) << reply.body;
      EXPECT_EQ(pointer(reply), c.at) << json::serialize(c.sent);
    }
  }
  json::array const reader{held("reader")};
  for (std::string const name : {"", "Chloé", "-a", "a b"}) {
    Reply const reply = as(manager, "POST", all, account({{"name", name}, {"roles", reader}}));
    EXPECT_EQ(reply.status, 422) << name;
    EXPECT_EQ(pointer(reply), attributes + "/name");
  }
  EXPECT_EQ(as(manager, "POST", all, account({{"name", "noor"}, {"roles", reader}})).status, 409);
  EXPECT_EQ(pointer(as(manager, "PATCH", all + "/noor", account({{"disabled", "ja"}}))), attributes + "/disabled");
  EXPECT_EQ(pointer(as(manager, "PATCH", all + "/noor", account({{"name", "nora"}}))), attributes + "/name");
  EXPECT_EQ(as(manager, "GET", all + "?page[after]=a&kleur=rood").status, 400);
  EXPECT_EQ(as(manager, "GET", all + "/niemand").status, 404);
  EXPECT_EQ(as(manager, "PATCH", all + "/niemand", account({})).status, 404);
  EXPECT_EQ(as(manager, "GET", all + "/noor").body, before);
  EXPECT_EQ(ask("select count(*) from audit"), audited);
  EXPECT_EQ(ask("select count(*) from account where name = 'nieuw'"), "0");
}

TEST_F(Accounts, AChangeIsAuditedWithBeforeAndAfterAndCountsAtOnce) {
  Browser const manager = with_factor("beheer-3", "support");
  make("emile", "reader");
  Browser const emile = sign_in("emile");
  EXPECT_EQ(as(emile, "GET", "/edit/v1/audit").status, 403);
  Reply const changed = as(manager, "PATCH", all + "/emile",
                           account({{"organisation", smbg}, {"roles", json::array{held("coordinator")}}}));
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(as(emile, "GET", "/edit/v1/audit").status, 200);
  json::object const line = told();
  EXPECT_EQ(line.at("actor"), "beheer-3");
  EXPECT_EQ(line.at("detail").at("before").at("roles").at(0).at("role"), "reader");
  EXPECT_EQ(line.at("detail").at("after").at("roles").at(0).at("role"), "coordinator");
  EXPECT_EQ(line.at("detail").at("after").at("organisation"), json::value(smbg));
  EXPECT_TRUE(attribute(as(manager, "PATCH", all + "/emile", account({{"organisation", nullptr}})), "organisation")
                  .is_null());

  std::string const token =
      served->site->services().tokens.create(access::command_line(), "emile", "test", {}).value().value;
  EXPECT_EQ(as(manager, "PATCH", all + "/emile", account({{"disabled", true}})).status, 200);
  EXPECT_EQ(told().at("action"), "account.disable");
  EXPECT_EQ(as(emile, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(login("emile").status, 401);
  EXPECT_EQ(as(manager, "POST", all + "/emile/invitation").status, 409);
  EXPECT_EQ(as(manager, "PATCH", all + "/emile", account({{"disabled", false}})).status, 200);
  EXPECT_EQ(login("emile").status, 201);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 200);
}

TEST_F(Accounts, ComePageByPage) {
  Browser const manager = with_factor("beheer-4", "support");
  for (int i = 0; i < 60; ++i)
    served->site->services()
        .accounts.add_invited(access::command_line(), "lezer-" + std::to_string(100 + i), {{"reader"}})
        .value();
  std::vector<std::string> names;
  for (std::string next = all; !next.empty();) {
    json::object const page = as(manager, "GET", next).document();
    EXPECT_LE(page.at("data").as_array().size(), 50U);
    for (json::value const& one : page.at("data").as_array()) names.push_back(text(one.at("attributes").at("name")));
    next = page.at("links").at("next").is_null() ? "" : text(page.at("links").at("next"));
  }
  EXPECT_EQ(std::to_string(names.size()), ask("select count(*) from account"));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST_F(Accounts, RolesAreShownToWhoeverSignedIn) {
  make("lezer", "reader");
  json::object const shown = as(sign_in("lezer"), "GET", "/edit/v1/roles").document();
  EXPECT_EQ(shown.at("data").as_array().size(), 7U);
  EXPECT_EQ(shown.at("data").at(0).at("id"), "author");
  EXPECT_EQ(shown.at("data").at(0).at("attributes").at("label").at("fr"), "Auteur");
  EXPECT_EQ(shown.at("data").at(0).at("attributes").at("grants").at(0).at("organisation"), "own");
  EXPECT_EQ(shown.at("meta").at("authorities").as_array().size(), 3U);
  EXPECT_EQ(served->ask("", "GET", "/edit/v1/roles").status, 401);
}

/// A site of its own: here it matters how many managers there are.
class Managers : public Accounts {
protected:
  static void SetUpTestSuite() { served = new test::Served; }
  /// Everybody else is disabled.
  static void only(std::vector<std::string> const& names) {
    for (std::string const& name : names) make(name, "support");
    std::string list;
    for (std::string const& name : names) list += (list.empty() ? "'" : ", '") + name + "'";
    ask("update account set disabled = name not in (" + list + ")");
  }
};

TEST_F(Managers, TheLastOneStaysAndNobodyDisablesThemselves) {
  only({"jef", "lieve"});
  Browser const jef = sign_in("jef");
  set_up(jef);
  Reply const himself = as(jef, "PATCH", all + "/jef", account({{"disabled", true}}));
  EXPECT_EQ(himself.status, 409);
  EXPECT_EQ(pointer(himself), "/data/attributes/disabled");
  EXPECT_EQ(as(jef, "PATCH", all + "/lieve", account({{"disabled", true}})).status, 200);
  Reply const last = as(jef, "PATCH", all + "/jef", account({{"roles", json::array{held("reader")}}}));
  EXPECT_EQ(last.status, 409);
  EXPECT_EQ(pointer(last), "/data/attributes/roles");
  EXPECT_EQ(as(jef, "GET", all + "/jef").status, 200) << "nothing was changed";
  EXPECT_EQ(as(jef, "PATCH", all + "/lieve", account({{"disabled", false}})).status, 200);
  EXPECT_EQ(as(jef, "PATCH", all + "/jef", account({{"roles", json::array{held("reader")}}})).status, 200);
  EXPECT_EQ(as(jef, "GET", all + "/jef").status, 403);
}

TEST_F(Managers, TwoWhoTakeItFromEachOtherAtOnceDoNotBothSucceed) {
  only({"an", "bob"});
  Browser const an = sign_in("an"), bob = sign_in("bob");
  set_up(an);
  set_up(bob);
  for (int round = 0; round < 5; ++round) {
    std::string const demote = account({{"roles", json::array{held("reader")}}});
    {
      std::jthread const first([&] { as(an, "PATCH", all + "/bob", demote); });
      std::jthread const second([&] { as(bob, "PATCH", all + "/an", demote); });
    }
    EXPECT_EQ(ask("select count(*) from role_grant g join account a on a.id = g.account where g.role = 'support' and "
                  "not a.disabled"),
              "1");
    ask("update role_grant set role = 'support' where account in (select id from account where name in ('an', "
        "'bob'))");
  }
}

} // namespace
} // namespace tandem
