#include "people.hpp"

#include <algorithm>
#include <thread>

namespace tandem {
namespace {

using test::Browser;
using test::password;
using test::Reply;

std::string const path = "/edit/v1/invitation";

class Invitation : public test::People {
protected:
  static std::string secret_in(std::string const& link) { return link.substr(link.rfind('=') + 1); }
  static std::string invite(std::string const& name) {
    return secret_in(served->site->services().accounts.invite(access::command_line(), name).value().link);
  }
  static std::string invite_new(std::string const& name) {
    return secret_in(
        served->site->services().accounts.add_invited(access::command_line(), name, {{"reader"}}).value().link);
  }
  static Reply look(std::string const& secret) {
    return served->ask("", "GET", path, "", {{"X-Invitation", secret}});
  }
  static Reply accept(std::string const& secret, std::string const& chosen = password) {
    return served->ask("", "POST", path, body("invitation", {{"password", chosen}}), {{"X-Invitation", secret}});
  }
};

TEST_F(Invitation, SetsAPasswordOnce) {
  std::string const secret = invite_new("francoise");
  Reply const shown = look(secret);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(attribute(shown, "account"), "francoise");
  EXPECT_EQ(shown.headers.at("cache-control"), "no-store");
  Reply const weak = accept(secret, "kort");
  EXPECT_EQ(weak.status, 422);
  EXPECT_EQ(pointer(weak), "/data/attributes/password");
  EXPECT_EQ(accept(secret).status, 204);
  json::object const line = told();
  EXPECT_EQ(line.at("actor"), "francoise");
  EXPECT_EQ(line.at("action"), "account.password");
  EXPECT_EQ(line.at("detail").at("invited_by"), "command line");
  EXPECT_EQ(look(secret).status, 404);
  EXPECT_EQ(accept(secret, "een heel ander wachtwoord").status, 404);
  EXPECT_EQ(attribute(login("francoise"), "must_change_password"), false);
}

TEST_F(Invitation, WhatIsNoneLooksLikeOneThatWasUsed) {
  std::string const used = invite_new("gust");
  ASSERT_EQ(accept(used).status, 204);
  std::string const expected = look(used).body;
  for (std::string const secret : {"", "onbekend", "gust"}) {
    EXPECT_EQ(look(secret).status, 404);
    EXPECT_EQ(look(secret).body, expected);
    EXPECT_EQ(accept(secret).status, 404);
    EXPECT_EQ(accept(secret, "kort").status, 404);
  }
  EXPECT_EQ(served->ask("", "GET", path).body, expected);
  EXPECT_EQ(served->ask("", "POST", path, body("invitation", {{"wachtwoord", "x"}})).status, 400);
}

TEST_F(Invitation, HoldsUntilItsHourAndNotAtIt) {
  std::string const secret = invite_new("hilde");
  EXPECT_EQ(
      ask("select round(extract(epoch from expires_at - made_at) / 3600) from account_link order by made_at desc "
          "limit 1"),
      "72");
  ask("update account_link set expires_at = clock_timestamp() + interval '1 minute'");
  EXPECT_EQ(look(secret).status, 200);
  ask("update account_link set expires_at = clock_timestamp()");
  EXPECT_EQ(look(secret).status, 404);
  EXPECT_EQ(accept(secret).status, 404);
  EXPECT_EQ(login("hilde").status, 401);
}

TEST_F(Invitation, ANewOneVoidsTheEarlierAndEndsNothingUntilItIsUsed) {
  make("inge", "reader");
  Browser const inge = sign_in("inge");
  std::string const token =
      served->site->services().tokens.create(access::command_line(), "inge", "test", {}).value().value;
  std::string const first = invite("inge"), second = invite("inge");
  EXPECT_EQ(look(first).status, 404);
  EXPECT_EQ(as(inge, "GET", "/edit/v1/me").status, 200);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 200);
  EXPECT_EQ(login("inge").status, 201) << "the password is as it was";
  EXPECT_EQ(accept(second, "een heel ander wachtwoord").status, 204);
  EXPECT_EQ(as(inge, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(served->ask(token, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(login("inge").status, 401);
  EXPECT_EQ(login("inge", "een heel ander wachtwoord").status, 201);
}

TEST_F(Invitation, OfADisabledAccountHoldsNot) {
  std::string const secret = invite_new("jan");
  served->site->services().accounts.disable(access::command_line(), "jan").value();
  EXPECT_EQ(look(secret).status, 404);
  EXPECT_EQ(accept(secret).status, 404);
}

TEST_F(Invitation, OneOfManyWhoAcceptItAtOnceGetsIt) {
  std::string const secret = invite_new("karel");
  std::vector<int> answers(6);
  {
    std::vector<std::jthread> guests;
    for (std::size_t i = 0; i < answers.size(); ++i)
      guests.emplace_back([&, i] { answers[i] = accept(secret, "wachtwoord nummer " + std::to_string(i)).status; });
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 204), 1);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 404), 5);
  auto const winner = std::find(answers.begin(), answers.end(), 204) - answers.begin();
  EXPECT_EQ(login("karel", "wachtwoord nummer " + std::to_string(winner)).status, 201);
}

TEST_F(Invitation, ItsSecretIsStoredNowhere) {
  std::string const secret = invite_new("lotte");
  for (std::string const table : {"account_link", "audit", "account"})
    EXPECT_EQ(ask("select count(*) from " + table + " t where t::text like '%" + secret + "%'"), "0") << table;
}

} // namespace
} // namespace tandem
