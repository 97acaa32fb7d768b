#include "people.hpp"

#include <algorithm>
#include <thread>

namespace tandem {
namespace {

using test::Browser;
using test::Reply;
using testing::HasSubstr;

std::string const path = "/edit/v1/tokens", page = "/edit/v1/entries/014170e2-9700-7001-8000-000000000004";

class Tokens : public test::People {
protected:
  static Reply create(Browser const& who, json::object attributes) {
    return as(who, "POST", path, body("token", std::move(attributes)));
  }
  static json::array list(Browser const& who, std::string const& query = "") {
    return as(who, "GET", path + query).document().at("data").as_array();
  }
};

TEST_F(Tokens, IsShownOnceAndDoesNoMoreThanItsScope) {
  make("anna", "coordinator");
  Browser const anna = sign_in("anna");
  json::object const scope{{"permissions", {"entry.read"}}, {"types", {"page"}}};
  Reply const made = create(anna, {{"label", "website"}, {"scope", scope}, {"expires_at", "2999-01-01"}});
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const token = text(attribute(made, "token"));
  json::object const line = told();
  EXPECT_EQ(line.at("action"), "token.create");
  EXPECT_EQ(line.at("detail").at("after").at("scope"), json::value(scope));
  EXPECT_EQ(ask("select count(*) from audit a where a::text like '%" + token + "%'"), "0");
  json::array const all = list(anna);
  ASSERT_EQ(all.size(), 1U);
  json::object const shown = all[0].at("attributes").as_object();
  EXPECT_FALSE(shown.contains("token"));
  EXPECT_EQ(shown.at("label"), "website");
  EXPECT_EQ(shown.at("scope"), json::value(scope));
  EXPECT_EQ(shown.at("expires_at"), "2999-01-01T00:00:00.000000Z");
  EXPECT_TRUE(shown.at("last_used_at").is_null());
  EXPECT_EQ(served->ask(token, "GET", page).status, 200);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/entries/014170e2-9700-7013-8000-000000000004").status, 404);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/audit").status, 403);
  EXPECT_EQ(served->ask(token, "POST", path, body("token", {{"label", "nog een"}})).status, 403);
  EXPECT_EQ(served->ask(token, "GET", path).status, 403);
  EXPECT_FALSE(list(anna).at(0).at("attributes").at("last_used_at").is_null());
}

TEST_F(Tokens, BadInputIsNamedByPointer) {
  make("bram", "coordinator");
  Browser const bram = sign_in("bram");
  set_up(bram);
  std::string const at = "/data/attributes";
  struct Case {
    json::object sent;
    int status;
    std::string pointer;
  };
  auto const scoped = [](json::value scope) { return json::object{{"label", "x"}, {"scope", std::move(scope)}}; };
  for (Case const& c : std::vector<Case>{
           {{}, 422, at + "/label"},
           {{{"label", ""}}, 422, at + "/label"},
           {{{"label", std::string(201, 'x')}}, 422, at + "/label"},
           {{{"label", 7}}, 422, at + "/label"},
           {{{"label", "x"}, {"kleur", "rood"}}, 400, at + "/kleur"},
           {scoped("alles"), 400, at + "/scope"},
           {scoped(json::object{}), 422, at + "/scope/permissions"},
           {scoped({{"permissions", {"entry.read", "entry.fly"}}}), 422, at + "/scope/permissions/1"},
           {scoped({{"permissions", {"entry.read"}}, {"types", {"onbekend"}}}), 422, at + "/scope/types/0"},
           {scoped({{"permissions", {"entry.read"}}, {"locales", {"de"}}}), 422, at + "/scope/locales/0"},
           {scoped({{"permissions", {"entry.read"}}, {"organisation", "iedereen"}}), 422, at + "/scope/organisation"},
           {scoped({{"permissions", {"entry.read"}}, {"fields", {"title"}}}), 422, at + "/scope/fields"},
           {scoped({{"permissions", {"entry.read"}}, {"kleur", "rood"}}), 422, at + "/scope/kleur"},
           {scoped({{"permissions", {"entry.read", "account.manage"}}}), 403, at + "/scope/permissions/1"},
           {{{"label", "x"}, {"expires_at", "gisteren"}}, 400, at + "/expires_at"},
           {{{"label", "x"}, {"expires_at", 7}}, 400, at + "/expires_at"},
           {{{"label", "x"}, {"expires_at", "2020-01-01"}}, 422, at + "/expires_at"},
       }) {
    Reply const reply = create(bram, c.sent);
    EXPECT_EQ(reply.status, c.status) << json::serialize(c.sent) << reply.body;
    EXPECT_EQ(pointer(reply), c.pointer) << json::serialize(c.sent);
  }
  EXPECT_TRUE(list(bram).empty());
  EXPECT_EQ(create(bram, {{"label", std::string(200, 'x')}}).status, 201);
}

TEST_F(Tokens, NeverHoldsWhatIsWithheldFromTheSessionThatMakesIt) {
  make("celine", "coordinator");
  Browser const celine = sign_in("celine");
  Reply const whole = create(celine, {{"label", "alles"}});
  EXPECT_EQ(whole.status, 403);
  EXPECT_EQ(pointer(whole), "/data/attributes/scope");
  EXPECT_THAT(text(error(whole).at("detail")), HasSubstr("second factor"));
  Reply const publishing =
      create(celine, {{"label", "publiceren"}, {"scope", {{"permissions", {"entry.read", "entry.publish"}}}}});
  EXPECT_EQ(publishing.status, 403);
  EXPECT_EQ(pointer(publishing), "/data/attributes/scope/permissions/1");
  EXPECT_THAT(text(error(publishing).at("detail")), HasSubstr("second factor"));
  EXPECT_EQ(create(celine, {{"label", "lezen"}, {"scope", {{"permissions", {"entry.read"}}}}}).status, 201);
  set_up(celine);
  EXPECT_EQ(create(celine, {{"label", "alles"}}).status, 201);
}

TEST_F(Tokens, EndsAtItsInstantAndWhenItIsRevoked) {
  make("daan", "reader");
  make("ella", "reader");
  Browser const daan = sign_in("daan"), ella = sign_in("ella");
  Reply const made = create(daan, {{"label", "website"}, {"expires_at", "2999-01-01"}});
  std::string const token = text(attribute(made, "token")), id = text(made.document().at("data").at("id"));
  ask("update api_token set expires_at = clock_timestamp() + interval '1 minute' where id = '" + id + "'");
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 200);
  ask("update api_token set expires_at = clock_timestamp() where id = '" + id + "'");
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 401);
  EXPECT_TRUE(list(daan).empty());
  ask("update api_token set expires_at = null where id = '" + id + "'");
  EXPECT_EQ(as(ella, "DELETE", path + "/" + id).status, 404) << "somebody else's looks like none";
  EXPECT_EQ(as(daan, "DELETE", path + "/geen-id").status, 404);
  EXPECT_EQ(as(daan, "DELETE", path + "/" + id).status, 204);
  EXPECT_EQ(told().at("action"), "token.revoke");
  EXPECT_EQ(told().at("detail").at("before").at("label"), "website");
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(daan, "DELETE", path + "/" + id).status, 404);
}

TEST_F(Tokens, OfOthersAreForWhoManagesAccounts) {
  Browser const manager = with_factor("beheer", "support");
  make("fien", "reader");
  Browser const fien = sign_in("fien");
  std::string const id = text(create(fien, {{"label", "website"}}).document().at("data").at("id"));
  EXPECT_EQ(list(manager, "?filter[account]=fien").at(0).at("id"), json::value(id));
  EXPECT_TRUE(list(manager).empty()) << "its own";
  EXPECT_EQ(as(manager, "GET", path + "?filter[account]=niemand").status, 404);
  EXPECT_EQ(as(fien, "GET", path + "?filter[account]=fien").status, 200);
  EXPECT_EQ(as(fien, "GET", path + "?filter[account]=beheer").body,
            as(fien, "GET", path + "?filter[account]=niemand").body)
      << "nobody else learns whether an account exists";
  EXPECT_EQ(as(manager, "DELETE", path + "/" + id).status, 204);
}

/// With limits.
class Limited : public Tokens {
protected:
  static void SetUpTestSuite() {
    served = new test::Served(test::Settings{{"token.max_days", "30"}, {"token.per_account", "3"}});
  }
  static std::string in_days(int days, std::chrono::minutes more = {}) {
    return format_timestamp(now() + std::chrono::days{days} + more);
  }
};

TEST_F(Limited, TokensEndWithinTheDaysThatAreAllowed) {
  make("gilles", "reader");
  Browser const gilles = sign_in("gilles");
  EXPECT_EQ(pointer(create(gilles, {{"label", "zonder einde"}})), "/data/attributes/expires_at");
  EXPECT_EQ(pointer(create(gilles, {{"label", "te laat"}, {"expires_at", in_days(30, std::chrono::minutes{1})}})),
            "/data/attributes/expires_at");
  EXPECT_EQ(create(gilles, {{"label", "op tijd"}, {"expires_at", in_days(30)}}).status, 201);
}

TEST_F(Limited, OnlySoManyAreInForceAlsoWhenTheyAreMadeAtOnce) {
  make("hanne", "reader");
  Browser const hanne = sign_in("hanne");
  std::vector<int> answers(6);
  std::string const soon = in_days(1);
  {
    std::vector<std::jthread> makers;
    for (int& answer : answers)
      makers.emplace_back([&] { answer = create(hanne, {{"label", "website"}, {"expires_at", soon}}).status; });
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 201), 3);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 409), 3);
  EXPECT_EQ(as(hanne, "DELETE", path + "/" + text(list(hanne).at(0).at("id"))).status, 204);
  EXPECT_EQ(create(hanne, {{"label", "website"}, {"expires_at", soon}}).status, 201);
}

} // namespace
} // namespace tandem
