#pragma once
/// People who sign in at a served site: sessions with cookie and CSRF token, as browsers have them.

#include "access/totp.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem::test {

inline std::string const password = "één lange zin als wachtwoord";

/// A session, as a browser keeps it.
struct Browser {
  std::string cookie, csrf;
};

/// One served site for all tests of a suite; every test takes accounts of its own.
class People : public testing::Test {
protected:
  static void SetUpTestSuite() { served = new Served; }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static json::object error(Reply const& reply) { return reply.document().at("errors").as_array().at(0).as_object(); }
  static std::string pointer(Reply const& reply) {
    json::object const first = error(reply);
    return first.contains("source") ? std::string(first.at("source").at("pointer").as_string()) : "";
  }
  static std::string text(json::value const& value) { return std::string(value.as_string()); }
  static json::value attribute(Reply const& reply, std::string const& name) {
    return reply.document().at("data").at("attributes").at(name);
  }
  static std::string body(std::string const& type, json::object attributes) {
    return json::serialize(json::object{{"data", {{"type", type}, {"attributes", std::move(attributes)}}}});
  }
  static std::string ask(std::string const& sql) {
    return served->site->database()
        .transact([&](store::Transaction& tx) -> Result<std::string> {
          auto const rows = tx.query(sql);
          return rows.empty() || rows[0].empty() ? "" : rows[0][0].value_or("");
        })
        .value();
  }
  /// The newest line of the audit.
  static json::object told() {
    return stored_json(ask("select jsonb_build_object('action', action, 'actor', actor, 'detail', detail) from audit "
                           "order by id desc limit 1"))
        .as_object();
  }

  /// An account whose password is `password`.
  static void make(std::string const& name, std::string const& role) {
    auto const invitation =
        served->site->services().accounts.add_invited(access::command_line(), name, {{role}}).value();
    std::string const secret = invitation.link.substr(invitation.link.rfind('=') + 1);
    served->site->services().accounts.accept_invitation({}, secret, password).value();
  }
  static Reply login(std::string const& name, std::string const& with = password, std::string const& code = "") {
    json::object attributes{{"name", name}, {"password", with}};
    if (!code.empty()) attributes["code"] = code;
    return served->ask("", "POST", "/edit/v1/login", body("session", attributes), {{"User-Agent", "Vuurvos 120"}});
  }
  static Browser browser(Reply const& signed_in) {
    EXPECT_EQ(signed_in.status, 201) << signed_in.body;
    std::string const cookie = signed_in.headers.at("set-cookie");
    return {cookie.substr(0, cookie.find(';')), text(attribute(signed_in, "csrf_token"))};
  }
  static Browser sign_in(std::string const& name, std::string const& code = "") {
    return browser(login(name, password, code));
  }
  static Reply as(Browser const& who, std::string const& method, std::string const& target,
                  std::string const& sent = "") {
    return served->ask("", method, target, sent, {{"Cookie", who.cookie}, {"X-CSRF-Token", who.csrf}});
  }

  /// The code of an app, as many steps later; earlier codes may be used again, as if time had passed.
  static std::string code(std::string const& secret) {
    ask("update second_factor set last_step = null where secret = '" + secret + "' and confirmed_at is not null");
    return access::totp::code(secret, access::totp::step_at(now()));
  }
  struct Factor {
    std::string secret;
    std::vector<std::string> recovery_codes;
  };
  static Factor set_up(Browser const& who) {
    Reply const begun = as(who, "POST", "/edit/v1/second_factor", body("second_factor", {{"password", password}}));
    EXPECT_EQ(begun.status, 201) << begun.body;
    Factor factor{text(attribute(begun, "secret")), {}};
    Reply const confirmed =
        as(who, "POST", "/edit/v1/second_factor/confirm", body("second_factor", {{"code", code(factor.secret)}}));
    EXPECT_EQ(confirmed.status, 201) << confirmed.body;
    json::value const codes = attribute(confirmed, "recovery_codes");
    for (json::value const& one : codes.as_array()) factor.recovery_codes.push_back(text(one));
    return factor;
  }
  /// Somebody in whose session nothing is withheld.
  static Browser with_factor(std::string const& name, std::string const& role) {
    make(name, role);
    Browser const who = sign_in(name);
    set_up(who);
    return who;
  }
  inline static Served* served = nullptr;
};

} // namespace tandem::test
