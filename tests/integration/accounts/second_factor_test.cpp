#include "people.hpp"

#include <algorithm>
#include <thread>

namespace tandem {
namespace {

using test::Browser;
using test::password;
using test::Reply;
using testing::HasSubstr;

std::string const path = "/edit/v1/second_factor";

class SecondFactor : public test::People {
protected:
  static std::string sent(json::object attributes) { return body("second_factor", std::move(attributes)); }
  static std::set<std::string> withheld(Browser const& who) {
    json::object const attributes = as(who, "GET", "/edit/v1/me").document().at("data").at("attributes").as_object();
    std::set<std::string> all;
    if (attributes.contains("withheld"))
      for (auto const& one : attributes.at("withheld").as_object()) all.insert(one.key());
    return all;
  }
  static std::string state(Browser const& who) {
    return text(attribute(as(who, "GET", "/edit/v1/me"), "second_factor"));
  }
  /// What is public already is not published again (409): for who may at all.
  static int publish(Browser const& who) {
    return as(who, "POST", "/edit/v1/bundles",
              body("bundle", {{"kind", "publish"},
                              {"items", {{{"entry", "014170e2-9700-7001-8000-000000000004"}, {"locale", "nl"}}}}}))
        .status;
  }
};

TEST_F(SecondFactor, WithholdsPublishingUntilItIsSetUpAndGivesItAtOnce) {
  make("marie", "coordinator");
  Browser const marie = sign_in("marie");
  EXPECT_EQ(state(marie), "required");
  EXPECT_EQ(withheld(marie), (std::set<std::string>{"entry.publish", "entry.unpublish"}));
  EXPECT_EQ(publish(marie), 403);
  test::Reply const refused =
      as(marie, "POST", "/edit/v1/bundles",
         body("bundle", {{"kind", "publish"},
                         {"items", {{{"entry", "014170e2-9700-7001-8000-000000000004"}, {"locale", "nl"}}}}}));
  EXPECT_THAT(text(error(refused).at("detail")), HasSubstr("POST /edit/v1/second_factor"));
  EXPECT_EQ(as(marie, "GET", "/edit/v1/entries").status, 200) << "the rest is not withheld";
  std::string const token =
      served->site->services().tokens.create(access::command_line(), "marie", "test", {}).value().value;
  EXPECT_THAT(served->ask(token, "GET", "/edit/v1/me").body, HasSubstr("entry.publish"))
      << "tokens are not concerned";
  EXPECT_THAT(served->ask(token, "GET", "/edit/v1/me").body, testing::Not(HasSubstr("withheld")));

  Browser const elsewhere = sign_in("marie");
  EXPECT_EQ(set_up(marie).recovery_codes.size(), 10U);
  EXPECT_EQ(told().at("action"), "second_factor.confirm");
  EXPECT_EQ(state(marie), "on");
  EXPECT_TRUE(withheld(marie).empty());
  EXPECT_EQ(publish(marie), 409);
  EXPECT_FALSE(withheld(elsewhere).empty()) << "that session was begun without";
  make("niels", "reader");
  EXPECT_EQ(state(sign_in("niels")), "off");
}

TEST_F(SecondFactor, ThenSigningInTakesACodeAndEachCodeWorksOnce) {
  make("odile", "coordinator");
  auto const factor = set_up(sign_in("odile"));
  Reply const missing = login("odile");
  EXPECT_EQ(missing.status, 401);
  EXPECT_EQ(error(missing).at("code"), "second_factor_required");
  EXPECT_EQ(error(login("odile", "verkeerd wachtwoord")).at("code"), "unauthenticated");
  EXPECT_EQ(error(login("odile", "verkeerd wachtwoord", code(factor.secret))).at("detail"),
            error(login("niemand", "verkeerd wachtwoord", code(factor.secret))).at("detail"));
  std::string const right = code(factor.secret);
  EXPECT_TRUE(withheld(sign_in("odile", right)).empty());
  Reply const twice = login("odile", password, right);
  EXPECT_EQ(twice.status, 401);
  EXPECT_EQ(error(twice).at("code"), "unauthenticated");
  EXPECT_EQ(told().at("action"), "session.refused");
  EXPECT_EQ(told().at("detail").at("reason"), "second factor");
}

TEST_F(SecondFactor, OneCodeSentByManyAtOnceSignsInOnce) {
  make("paul", "coordinator");
  auto const factor = set_up(sign_in("paul"));
  std::string const right = code(factor.secret);
  std::vector<int> answers(2); // as many as are checked at once
  {
    std::vector<std::jthread> guests;
    for (int& answer : answers) guests.emplace_back([&] { answer = login("paul", password, right).status; });
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 201), 1);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 401), 1);
}

TEST_F(SecondFactor, ARecoveryCodeWorksOnceHoweverItIsTyped) {
  make("rosa", "coordinator");
  Browser const rosa = sign_in("rosa");
  auto factor = set_up(rosa);
  std::string typed = factor.recovery_codes.at(0);
  for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::toupper(c));
  EXPECT_EQ(login("rosa", password, typed).status, 201);
  EXPECT_EQ(login("rosa", password, factor.recovery_codes[0]).status, 401);
  Reply const renewed =
      as(rosa, "POST", path + "/recovery_codes", sent({{"password", password}, {"code", factor.recovery_codes[1]}}));
  ASSERT_EQ(renewed.status, 201) << renewed.body;
  EXPECT_EQ(told().at("action"), "second_factor.recovery_codes");
  EXPECT_EQ(login("rosa", password, factor.recovery_codes[2]).status, 401);
  EXPECT_EQ(login("rosa", password, text(attribute(renewed, "recovery_codes").at(9))).status, 201);
}

TEST_F(SecondFactor, IsTakenAwayWithPasswordAndCode) {
  make("sofie", "coordinator");
  Browser const sofie = sign_in("sofie");
  auto const factor = set_up(sofie);
  EXPECT_EQ(pointer(as(sofie, "DELETE", path, sent({{"password", "verkeerd"}, {"code", code(factor.secret)}}))),
            "/data/attributes/password");
  for (std::string const wrong : {"", "abcdef", "12345"}) {
    Reply const reply = as(sofie, "DELETE", path, sent({{"password", password}, {"code", wrong}}));
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(pointer(reply), "/data/attributes/code");
  }
  EXPECT_EQ(state(sofie), "on");
  EXPECT_EQ(as(sofie, "DELETE", path, sent({{"password", password}, {"code", code(factor.secret)}})).status, 204);
  EXPECT_EQ(told().at("action"), "second_factor.remove");
  EXPECT_EQ(state(sofie), "required");
  EXPECT_EQ(publish(sofie), 403);
  EXPECT_EQ(login("sofie").status, 201);
  EXPECT_EQ(as(sofie, "DELETE", path, sent({{"password", password}, {"code", "123456"}})).status, 409);
}

TEST_F(SecondFactor, SettingUpTakesThePasswordAndARightCode) {
  make("tom", "coordinator");
  Browser const tom = sign_in("tom");
  EXPECT_EQ(as(tom, "POST", path + "/confirm", sent({{"code", "123456"}})).status, 409);
  Reply const wrong = as(tom, "POST", path, sent({{"password", "verkeerd"}}));
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(pointer(wrong), "/data/attributes/password");
  EXPECT_EQ(as(tom, "POST", path, sent({{"password", password}, {"kleur", "rood"}})).status, 400);
  std::string const first = text(attribute(as(tom, "POST", path, sent({{"password", password}})), "secret"));
  Reply const second = as(tom, "POST", path, sent({{"password", password}}));
  EXPECT_THAT(text(attribute(second, "uri")), testing::StartsWith("otpauth://totp/Tandem:tom?secret="));
  EXPECT_EQ(login("tom").status, 201) << "it does not count before it is confirmed";
  Reply const old = as(tom, "POST", path + "/confirm", sent({{"code", code(first)}}));
  EXPECT_EQ(old.status, 422) << "of the secret that was replaced";
  EXPECT_EQ(pointer(old), "/data/attributes/code");
  std::string const right = sent({{"code", code(text(attribute(second, "secret")))}});
  EXPECT_EQ(as(tom, "POST", path + "/confirm", right).status, 201);
  EXPECT_EQ(as(tom, "POST", path + "/confirm", right).status, 409);
  EXPECT_EQ(as(tom, "POST", path, sent({{"password", password}})).status, 409);
  std::string const token =
      served->site->services().tokens.create(access::command_line(), "tom", "test", {}).value().value;
  EXPECT_EQ(served->ask(token, "POST", path, sent({{"password", password}})).status, 403);
}

TEST_F(SecondFactor, WhoHasAOneTimePasswordChangesItFirst) {
  std::string const once =
      served->site->services().accounts.add(access::command_line(), "ursula", {{"coordinator"}}).value().value;
  Browser const ursula = browser(login("ursula", once));
  Reply const refused = as(ursula, "POST", path, sent({{"password", once}}));
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(text(error(refused).at("detail")), HasSubstr("one-time password"));
}

TEST_F(SecondFactor, AManagerTakesItFromWhoHasLostTelephoneAndCodes) {
  Browser const manager = with_factor("beheer", "support");
  make("viktor", "coordinator");
  Browser const viktor = sign_in("viktor");
  EXPECT_EQ(as(manager, "DELETE", "/edit/v1/accounts/viktor/second_factor").status, 404);
  set_up(viktor);
  EXPECT_EQ(attribute(as(manager, "GET", "/edit/v1/accounts/viktor"), "second_factor"), true);
  EXPECT_EQ(as(manager, "DELETE", "/edit/v1/accounts/viktor/second_factor").status, 204);
  EXPECT_EQ(told().at("actor"), "beheer");
  EXPECT_EQ(told().at("detail").at("account"), "viktor");
  EXPECT_EQ(as(viktor, "GET", "/edit/v1/me").status, 401);
  EXPECT_EQ(login("viktor").status, 201);
}

TEST_F(SecondFactor, NoSecretOrCodeIsInTheAuditAndRecoveryCodesAreHashed) {
  make("wim", "coordinator");
  auto const factor = set_up(sign_in("wim"));
  EXPECT_EQ(ask("select count(*) from audit a where a::text like '%" + factor.secret + "%'"), "0");
  for (std::string const& one : factor.recovery_codes)
    for (std::string const table : {"audit", "recovery_code"})
      EXPECT_EQ(ask("select count(*) from " + table + " t where t::text like '%" + one + "%'"), "0");
}

/// With the real limit on failures.
class Guessing : public SecondFactor {
protected:
  static void SetUpTestSuite() { served = new test::Served(test::Settings{{"session.failures", "3"}}); }
};

TEST_F(Guessing, WrongCodesCountAndARightPasswordAloneNeitherCountsNorForgets) {
  make("xavier", "coordinator");
  Browser const xavier = sign_in("xavier");
  auto const factor = set_up(xavier);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(error(login("xavier")).at("code"), "second_factor_required");
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "0");
  EXPECT_EQ(login("xavier", password, "abcdef").status, 401);
  EXPECT_EQ(login("xavier", password, "abcdef").status, 401);
  EXPECT_EQ(error(login("xavier")).at("code"), "second_factor_required");
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "2");
  EXPECT_EQ(as(xavier, "POST", "/edit/v1/password",
               body("password", {{"password", password}, {"new_password", password + "!"}}))
                .status,
            204);
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "2") << "nor does proving it in a session";
  EXPECT_EQ(login("xavier", password + "!", "abcdef").status, 401);
  ask("update sign_in_attempt set last_failure = clock_timestamp() + interval '1 hour'");
  EXPECT_EQ(login("xavier", password + "!", code(factor.secret)).status, 429);
  EXPECT_EQ(as(xavier, "DELETE", path, sent({{"password", password + "!"}, {"code", code(factor.secret)}})).status,
            429);
  ask("update sign_in_attempt set last_failure = clock_timestamp() - interval '1 hour'");
  EXPECT_EQ(login("xavier", password + "!", code(factor.secret)).status, 201);
  EXPECT_EQ(ask("select count(*) from sign_in_attempt"), "0");
}

/// Where nothing is required.
class Optional : public SecondFactor {
protected:
  static void SetUpTestSuite() { served = new test::Served(test::Settings{{"second_factor.required_for", ""}}); }
};

TEST_F(Optional, NothingIsWithheld) {
  make("yasmine", "coordinator");
  Browser const yasmine = sign_in("yasmine");
  EXPECT_EQ(state(yasmine), "off");
  EXPECT_EQ(publish(yasmine), 409);
}

} // namespace
} // namespace tandem
