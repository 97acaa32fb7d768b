#include "people.hpp"

namespace tandem {
namespace {

using test::Browser;
using test::password;
using test::Reply;

std::string const own = "/edit/v1/sessions";

class Sessions : public test::People {
protected:
  static json::array list(Browser const& who, std::string const& target = own) {
    return as(who, "GET", target).document().at("data").as_array();
  }
  static std::string current(Browser const& who) {
    for (json::value const& one : list(who))
      if (one.at("attributes").at("current") == true) return text(one.at("id"));
    return "";
  }
};

TEST_F(Sessions, AreListedWithWhereTheyCameFromAndNoSecret) {
  make("adele", "reader");
  Browser const phone = sign_in("adele"), desk = sign_in("adele");
  Reply const reply = as(desk, "GET", own);
  EXPECT_EQ(reply.status, 200);
  json::array const all = list(desk);
  ASSERT_EQ(all.size(), 2U);
  json::value const attributes = all[0].at("attributes");
  EXPECT_EQ(attributes.at("current"), true) << "the newest first";
  EXPECT_EQ(all[1].at("attributes").at("current"), false);
  EXPECT_EQ(attributes.at("address"), "127.0.0.1");
  EXPECT_EQ(attributes.at("user_agent"), "Vuurvos 120");
  EXPECT_EQ(attributes.at("second_factor"), false);
  for (std::string const& secret : {desk.cookie.substr(desk.cookie.find('=') + 1), desk.csrf})
    EXPECT_EQ(reply.body.find(secret), std::string::npos);
  EXPECT_EQ(as(desk, "GET", own + "?kleur=rood").status, 400);
  EXPECT_NE(current(phone), current(desk));
}

TEST_F(Sessions, NoteWhenTheyWereUsedToTheMinuteAndEndAtTheirHour) {
  make("berta", "reader");
  Browser const berta = sign_in("berta");
  std::string const of_berta = " where account = (select id from account where name = 'berta')";
  auto const used_after = [&](std::string const& interval) { // was the time of use noted again?
    std::string const last = "select last_used_at from session" + of_berta;
    ask("update session set last_used_at = clock_timestamp() - interval '" + interval + "'" + of_berta);
    std::string const before = ask(last);
    EXPECT_EQ(as(berta, "GET", "/edit/v1/me").status, 200);
    return ask(last) > before;
  };
  EXPECT_FALSE(used_after("20 seconds"));
  EXPECT_TRUE(used_after("61 seconds"));
  ask("update session set expires_at = clock_timestamp() + interval '1 minute'" + of_berta);
  EXPECT_EQ(as(berta, "GET", "/edit/v1/me").status, 200);
  ask("update session set expires_at = clock_timestamp()" + of_berta);
  EXPECT_EQ(as(berta, "GET", "/edit/v1/me").status, 401);
}

TEST_F(Sessions, OneIsEndedAndRefusedAtOnce) {
  make("cyriel", "reader");
  make("dora", "reader");
  Browser const phone = sign_in("cyriel"), desk = sign_in("cyriel"), dora = sign_in("dora");
  std::string const id = current(phone);
  EXPECT_EQ(as(dora, "DELETE", own + "/" + id).status, 404) << "somebody else's looks like none";
  EXPECT_EQ(as(desk, "DELETE", own + "/geen-id").status, 404);
  EXPECT_EQ(as({desk.cookie, "verkeerd"}, "DELETE", own + "/" + id).status, 403);
  EXPECT_EQ(as(desk, "DELETE", own + "/" + id).status, 204);
  EXPECT_EQ(told().at("action"), "session.end");
  EXPECT_EQ(told().at("detail").at("session"), json::value(id));
  EXPECT_EQ(as(phone, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(desk, "DELETE", own + "/" + id).status, 404);
  EXPECT_EQ(as(desk, "GET", "/edit/v1/me").status, 200);
}

TEST_F(Sessions, AllButTheCurrentOneAreEnded) {
  make("emma", "reader");
  make("frans", "reader");
  Browser const phone = sign_in("emma"), desk = sign_in("emma"), frans = sign_in("frans");
  EXPECT_EQ(as(desk, "DELETE", own).status, 204);
  EXPECT_EQ(told().at("detail").at("sessions_ended"), 1);
  EXPECT_EQ(as(phone, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(desk, "GET", "/edit/v1/me").status, 200);
  EXPECT_EQ(as(frans, "GET", "/edit/v1/me").status, 200);
}

TEST_F(Sessions, AChangedPasswordEndsTheOthers) {
  make("greet", "reader");
  Browser const phone = sign_in("greet"), desk = sign_in("greet");
  auto const change = [&](std::string const& from, std::string const& to) {
    return as(desk, "POST", "/edit/v1/password", body("password", {{"password", from}, {"new_password", to}}));
  };
  EXPECT_EQ(pointer(change("verkeerd", "een heel ander wachtwoord")), "/data/attributes/password");
  EXPECT_EQ(pointer(change(password, "kort")), "/data/attributes/new_password");
  EXPECT_EQ(as(phone, "GET", "/edit/v1/me").status, 200);
  EXPECT_EQ(change(password, "een heel ander wachtwoord").status, 204);
  EXPECT_EQ(as(phone, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(desk, "GET", "/edit/v1/me").status, 200);
}

TEST_F(Sessions, ATokenDoesNotSeeOrEndThem) {
  make("hugo", "coordinator");
  Browser const hugo = sign_in("hugo");
  std::string const token =
      served->site->services().tokens.create(access::command_line(), "hugo", "test", {}).value().value;
  EXPECT_EQ(served->ask(token, "GET", own).status, 403);
  EXPECT_EQ(served->ask(token, "DELETE", own).status, 403);
  EXPECT_EQ(served->ask(token, "DELETE", own + "/" + current(hugo)).status, 403);
  EXPECT_EQ(as(hugo, "GET", "/edit/v1/me").status, 200);
}

TEST_F(Sessions, OfOthersAreForWhoManagesAccounts) {
  Browser const manager = with_factor("beheer", "support");
  make("irma", "reader");
  Browser const irma = sign_in("irma"), second = sign_in("irma");
  std::string const of_irma = "/edit/v1/accounts/irma/sessions";
  EXPECT_EQ(as(irma, "GET", of_irma).status, 403) << "one's own are at /edit/v1/sessions";
  EXPECT_EQ(list(manager, of_irma).size(), 2U);
  EXPECT_EQ(as(manager, "DELETE", of_irma + "/" + current(manager)).status, 404);
  EXPECT_EQ(as(manager, "DELETE", of_irma + "/" + current(irma)).status, 204);
  EXPECT_EQ(as(irma, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(manager, "DELETE", of_irma).status, 204);
  EXPECT_EQ(as(second, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(as(manager, "GET", "/edit/v1/accounts/niemand/sessions").status, 404);
  EXPECT_EQ(as(manager, "DELETE", "/edit/v1/accounts/beheer/sessions").status, 204);
  EXPECT_EQ(as(manager, "GET", "/edit/v1/me").status, 200) << "the current one stays";
}

TEST_F(Sessions, AUserAgentIsCutAndCleaned) {
  make("joris", "reader");
  std::string const strange = "\xff" + std::string(300, 'x');
  Reply const signed_in =
      served->ask("", "POST", "/edit/v1/login", body("session", {{"name", "joris"}, {"password", password}}),
                  {{"User-Agent", strange}});
  json::value const agent = list(browser(signed_in)).at(0).at("attributes").at("user_agent");
  EXPECT_EQ(text(agent), "?" + std::string(199, 'x'));
}

} // namespace
} // namespace tandem
