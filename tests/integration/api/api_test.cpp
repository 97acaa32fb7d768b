#include "api/document.hpp"
#include "app/routes.hpp"
#include "editing/transfer.hpp"
#include "http/server.hpp"
#include "support/client.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>
#include <set>

namespace tandem {
namespace {

using test::Headers;
using test::Reply;
using testing::HasSubstr;

std::string const smbg = "014170e2-9700-7013-8000-000000000004";

/// One site with the sample content, served on a real port, for all tests of the suite.
class Api : public testing::Test {
protected:
  struct Served {
    std::unique_ptr<app::Site> site = test::make_site();
    http::Router router;
    std::unique_ptr<api::Routes> routes;
    std::unique_ptr<http::Server> server;
    std::map<std::string, std::string> tokens; // role → API token

    Served() {
      editing::import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false)
          .value();
      routes = app::make_routes(*site, router).value();
      http::ServerOptions options;
      options.port = 0;
      options.limits.body_bytes = 4096;
      options.error_response = [](int status, std::string_view detail) {
        return api::error_document(status, detail);
      };
      server = std::make_unique<http::Server>(options, router);
      if (auto const problem = server->start()) throw std::runtime_error(*problem);
      for (std::string const role : {"reader", "editor", "translator", "reviewer", "coordinator", "support"}) {
        site->services().accounts.add(access::command_line(), role, {{role}}).value();
        tokens[role] = site->services().tokens.create(access::command_line(), role, "test", {}).value().value;
      }
    }
  };
  static void SetUpTestSuite() { served = new Served; }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static Reply get(std::string const& target, Headers headers = {}) {
    return test::request(served->server->port(), "GET", target, "", std::move(headers));
  }
  static Reply send(std::string const& role, std::string const& method, std::string const& target,
                    std::string const& body, Headers headers = {}) {
    headers["Authorization"] = "Bearer " + served->tokens.at(role);
    return test::request(served->server->port(), method, target, body, std::move(headers));
  }
  static std::vector<std::string> names(std::string const& target) {
    std::vector<std::string> all;
    json::object const document = get(target).document();
    for (json::value const& one : document.at("data").as_array())
      all.emplace_back(one.at("attributes").at("name").as_string());
    return all;
  }
  static json::object error(Reply const& reply) { return reply.document().at("errors").as_array().at(0).as_object(); }
  inline static Served* served = nullptr;
};

TEST_F(Api, SevenServicesBeforeTheMergerAndSixAfterInBothLanguages) {
  for (std::string const locale : {"nl", "fr"}) {
    EXPECT_EQ(names("/api/v1/service?locale=" + locale + "&at=2015-01-01").size(), 7U);
    EXPECT_EQ(names("/api/v1/service?locale=" + locale + "&at=2019-03-31T23:59:59%2B02:00").size(), 7U);
    EXPECT_EQ(names("/api/v1/service?locale=" + locale + "&at=2019-04-01T00:00:00%2B02:00").size(), 6U);
    EXPECT_EQ(names("/api/v1/service?locale=" + locale).size(), 6U);
  }
}

TEST_F(Api, OrganisationsAreIncludedOnceEach) {
  json::object const document = get("/api/v1/service?locale=nl&include=organisation").document();
  std::set<std::string> seen, wanted;
  for (json::value const& one : document.at("included").as_array())
    EXPECT_TRUE(seen.emplace(one.at("id").as_string()).second);
  for (json::value const& one : document.at("data").as_array())
    wanted.emplace(one.at("relationships").at("organisation").at("data").at("id").as_string());
  EXPECT_EQ(seen, wanted);
}

TEST_F(Api, PagingForthAndBackMeetsEveryEntryOnce) {
  std::vector<std::string> ids, backwards;
  std::string last;
  for (std::string next = "/api/v1/page?locale=fr&page[size]=4&sort=-title"; !next.empty();) {
    json::object const document = get(next).document();
    for (json::value const& one : document.at("data").as_array()) ids.emplace_back(one.at("id").as_string());
    json::value const link = document.at("links").at("next");
    last = next;
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_GE(ids.size(), 9U);
  for (std::string prev = last; !prev.empty();) {
    json::object const document = get(prev).document();
    json::array const& data = document.at("data").as_array();
    for (std::size_t i = data.size(); i-- > 0;) backwards.emplace_back(data[i].at("id").as_string());
    json::value const link = document.at("links").at("prev");
    prev = link.is_null() ? "" : std::string(link.as_string());
  }
  EXPECT_EQ(std::vector<std::string>(backwards.rbegin(), backwards.rend()), ids);
}

TEST_F(Api, OldAddressesLeadToTheNewEntry) {
  Reply const merged = get("/api/v1/service/014170e2-9700-7013-8000-000000000005");
  EXPECT_EQ(merged.status, 301);
  EXPECT_EQ(merged.headers.at("location"), "/api/v1/service/rizome-bxl");
  Reply const renamed = get("/api/v1/page/wie-zijn-wij?locale=nl");
  EXPECT_EQ(renamed.status, 301);
  EXPECT_EQ(renamed.headers.at("location"), "/api/v1/page/over-ons?locale=nl");
}

TEST_F(Api, AConditionalReadIsAnswered304AndHeadHasNoBody) {
  Reply const first = get("/api/v1/service/" + smbg + "?locale=nl");
  Reply const again = get("/api/v1/service/" + smbg + "?locale=nl", {{"If-None-Match", first.headers.at("etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  Reply const head = test::request(served->server->port(), "HEAD", "/api/v1/service/" + smbg + "?locale=nl");
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(first.body.size()));
  EXPECT_TRUE(head.body.empty());
}

TEST_F(Api, AnEditIsPublicOnlyOncePublishedAndThePastStaysReadable) {
  std::string const target = "/edit/v1/entries/" + smbg + "/nl";
  Reply const head = send("editor", "GET", target, "");
  ASSERT_EQ(head.status, 200) << head.body;
  std::int64_t const number = head.document().at("data").at("attributes").at("number").as_int64();
  std::string const edit =
      R"({"data": {"type": "revision", "attributes": {"fields": {"permanence": "Elke dinsdag, op afspraak."}, "message": "permanentie"}}})";
  EXPECT_EQ(send("editor", "PATCH", target, edit).status, 428);
  EXPECT_EQ(send("reader", "PATCH", target, edit, {{"If-Match", head.headers.at("etag")}}).status, 403);
  Reply const saved = send("editor", "PATCH", target, edit, {{"If-Match", head.headers.at("etag")}});
  ASSERT_EQ(saved.status, 201) << saved.body;
  EXPECT_EQ(saved.document().at("data").at("attributes").at("number").as_int64(), number + 1);
  std::string const read = "/api/v1/service/" + smbg + "?locale=nl";
  EXPECT_THAT(get(read).body, testing::Not(HasSubstr("Elke dinsdag")));
  std::string const before = format_timestamp(now());

  std::string const bundle =
      R"({"data": {"type": "bundle", "attributes": {"kind": "publish", "items": [{"entry": ")" + smbg +
      R"(", "locale": "nl"}]}}})";
  EXPECT_EQ(send("editor", "POST", "/edit/v1/bundles", bundle).status, 403);
  Reply const published = send("coordinator", "POST", "/edit/v1/bundles", bundle);
  ASSERT_EQ(published.status, 201) << published.body;
  EXPECT_THAT(get(read).body, HasSubstr("Elke dinsdag"));
  EXPECT_THAT(get(read + "&at=" + before).body, testing::Not(HasSubstr("Elke dinsdag")));
  Reply const undone = send("coordinator", "POST", published.headers.at("location") + "/undo", "");
  ASSERT_EQ(undone.status, 201) << undone.body;
  EXPECT_THAT(get(read).body, testing::Not(HasSubstr("Elke dinsdag")));
  EXPECT_EQ(send("editor", "PATCH", target, edit, {{"If-Match", head.headers.at("etag")}}).status, 412);
}

TEST_F(Api, TelephoneNumbersBecomeE164AndWrongOnesAreNamed) {
  std::string const target = "/edit/v1/entries/" + smbg + "/shared";
  Reply const head = send("editor", "GET", target, "");
  auto const patch = [&](std::string const& number) {
    return send("editor", "PATCH", target,
                R"({"data": {"type": "revision", "attributes": {"fields": {"phones": [{"number": ")" + number +
                    R"(", "kind": "telephone"}]}}}})",
                {{"If-Match", head.headers.at("etag")}});
  };
  Reply const wrong = patch("02 537");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(error(wrong).at("source").at("pointer"), "/data/attributes/fields/phones/0/number");
  Reply const right = patch("02 537 59 28");
  ASSERT_EQ(right.status, 201) << right.body;
  EXPECT_EQ(right.document().at("data").at("attributes").at("fields").at("phones").at(0).at("number"), "+3225375928");
}

TEST_F(Api, BadInputIsAnsweredClearlyAndTheServerGoesOn) {
  struct Case {
    std::string method, target, body;
    Headers headers;
    int status;
  };
  std::string deep(200, '[');
  std::string const token = "Bearer " + served->tokens.at("coordinator");
  std::string const variant = "/edit/v1/entries/" + smbg + "/nl";
  for (Case const& c : std::vector<Case>{
           {"GET", "/api/v1/onbekend", "", {}, 404},
           {"GET", "/api/v1/service/bestaat-niet", "", {}, 404},
           {"GET", "/api/v1/service?page[after]=ff00", "", {}, 400},
           {"GET", "/api/v1/service?page[size]=0", "", {}, 400},
           {"GET", "/api/v1/service?page[size]=101", "", {}, 400},
           {"GET", "/api/v1/service?filter[kleur]=rood", "", {}, 400},
           {"GET", "/api/v1/service?include=kleur", "", {}, 400},
           {"GET", "/api/v1/service?sort=kleur", "", {}, 400},
           {"GET", "/api/v1/service?kleur=rood", "", {}, 400},
           {"GET", "/api/v1/service?locale=de", "", {}, 400},
           {"GET", "/api/v1/service?at=gisteren", "", {}, 400},
           {"GET", "/api/v1/service?at=2999-01-01", "", {}, 400},
           {"GET", "/api/v1/service?q=%ff", "", {}, 400},
           {"GET", "/api/v1/service?q=%00", "", {}, 400},
           {"GET", "/api/v1/service", "", {{"Accept", "text/html"}}, 406},
           {"GET", "/api/v1/service", "", {{"Accept", "application/vnd.api+json; charset=utf-8"}}, 406},
           {"DELETE", "/api/v1/service", "", {}, 405},
           {"GET", "/edit/v1/entries", "", {}, 401},
           {"GET", "/edit/v1/entries", "", {{"Authorization", "Bearer nonsense"}}, 401},
           {"POST", "/edit/v1/bundles", "{", {{"Authorization", token}}, 400},
           {"POST", "/edit/v1/bundles", deep, {{"Authorization", token}}, 400},
           {"POST", "/edit/v1/bundles", "{\"data\": \"\xff\"}", {{"Authorization", token}}, 400},
           {"POST", "/edit/v1/bundles", "{}", {{"Authorization", token}}, 400},
           {"POST", "/edit/v1/bundles", "{}", {{"Authorization", token}, {"Content-Type", "application/json"}}, 415},
           {"POST", "/edit/v1/bundles", std::string(4097, ' '), {{"Authorization", token}}, 413},
           {"PATCH",
            variant,
            R"({"data": {"type": "revision", "attributes": {"fields": {"kleur": "rood"}}}})",
            {{"Authorization", token}, {"If-Match", send("editor", "GET", variant, "").headers.at("etag")}},
            422},
           {"GET", "/edit/v1/entries/geen-id", "", {{"Authorization", token}}, 404},
       }) {
    Reply const reply = test::request(served->server->port(), c.method, c.target, c.body, c.headers);
    EXPECT_EQ(reply.status, c.status) << c.method << " " << c.target << "\n" << reply.body;
    EXPECT_EQ(reply.headers.at("content-type"), "application/vnd.api+json");
    EXPECT_FALSE(error(reply).at("detail").as_string().empty());
  }
  EXPECT_EQ(get("/health/ready").status, 200);
}

TEST_F(Api, LiteralAndEncodedBracketsMeanTheSame) {
  EXPECT_EQ(names("/api/v1/service?locale=nl&filter[name][prefix]=st"),
            names("/api/v1/service?locale=nl&filter%5Bname%5D%5Bprefix%5D=st"));
  EXPECT_EQ(names("/api/v1/service?locale=nl&filter[name][contains]=laique").size(), 1U) << "accents do not matter";
}

TEST_F(Api, SignInGivesASessionThatNeedsItsCsrfToken) {
  std::string const password =
      served->site->services().accounts.reset_password(access::command_line(), "reviewer").value().value;
  auto const login = [&](std::string const& secret) {
    return test::request(served->server->port(), "POST", "/edit/v1/login",
                         R"({"data": {"type": "session", "attributes": {"name": "reviewer", "password": ")" + secret +
                             "\"}}}");
  };
  EXPECT_EQ(login("verkeerd wachtwoord").status, 401);
  Reply const session = login(password);
  ASSERT_EQ(session.status, 201) << session.body;
  std::string const cookie = session.headers.at("set-cookie").substr(0, session.headers.at("set-cookie").find(';'));
  std::string const csrf(session.document().at("data").at("attributes").at("csrf_token").as_string());
  EXPECT_EQ(get("/edit/v1/me", {{"Cookie", cookie}}).status, 200);
  EXPECT_EQ(get("/edit/v1/entries", {{"Cookie", cookie}}).status, 403)
      << "a one-time password has to be changed first";
  std::string const change = R"({"data": {"type": "password", "attributes": {"password": ")" + password +
                             R"(", "new_password": "één lange zin als wachtwoord"}}})";
  EXPECT_EQ(test::request(served->server->port(), "POST", "/edit/v1/password", change, {{"Cookie", cookie}}).status,
            403);
  EXPECT_EQ(test::request(served->server->port(), "POST", "/edit/v1/password", change,
                          {{"Cookie", cookie}, {"X-CSRF-Token", csrf}})
                .status,
            204);
  EXPECT_EQ(get("/edit/v1/me", {{"Cookie", cookie}}).status, 200);
  EXPECT_EQ(login("één lange zin als wachtwoord").status, 201);
}

TEST_F(Api, SigningOutEndsTheSessionWhateverElseIsInTheCookies) {
  std::string const password =
      served->site->services().accounts.reset_password(access::command_line(), "translator").value().value;
  Reply const session = test::request(
      served->server->port(), "POST", "/edit/v1/login",
      R"({"data": {"type": "session", "attributes": {"name": "translator", "password": ")" + password + "\"}}}");
  ASSERT_EQ(session.status, 201) << session.body;
  std::string const cookie = session.headers.at("set-cookie").substr(0, session.headers.at("set-cookie").find(';'));
  std::string const csrf(session.document().at("data").at("attributes").at("csrf_token").as_string());
  EXPECT_EQ(
      get("/edit/v1/me", {{"Cookie", cookie}}).document().at("data").at("attributes").at("must_change_password"),
      true);
  EXPECT_THAT(error(get("/edit/v1/entries", {{"Cookie", cookie}})).at("detail").as_string(),
              HasSubstr("one-time password"));
  Headers const both{{"Cookie", "x_tandem_session=van-een-ander; " + cookie}, {"X-CSRF-Token", csrf}};
  EXPECT_EQ(test::request(served->server->port(), "POST", "/edit/v1/logout", "", both).status, 204);
  EXPECT_EQ(get("/edit/v1/me", {{"Cookie", cookie}}).status, 401);
  EXPECT_EQ(get("/edit/v1/me", {{"Authorization", "Bearer " + served->tokens.at("translator")}}).status, 401)
      << "a new password revokes the tokens";
  served->tokens["translator"] =
      served->site->services().tokens.create(access::command_line(), "translator", "test", {}).value().value;
  EXPECT_EQ(get("/edit/v1/me", {{"Authorization", "bearer " + served->tokens.at("translator")}}).status, 200);
}

TEST_F(Api, AOneTimePasswordCannotBeKept) {
  std::string const password =
      served->site->services().accounts.reset_password(access::command_line(), "reader").value().value;
  access::Actor reader;
  auto const kept = served->site->services().sign_in.change_password(reader, "reader", password, password);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().pointer, "/data/attributes/new_password");
  served->tokens["reader"] =
      served->site->services().tokens.create(access::command_line(), "reader", "test", {}).value().value;
}

TEST_F(Api, RefusedSignInsAreInTheAudit) {
  std::string const wrong =
      R"({"data": {"type": "session", "attributes": {"name": "editor", "password": "niet het wachtwoord"}}})";
  ASSERT_EQ(test::request(served->server->port(), "POST", "/edit/v1/login", wrong).status, 401);
  json::value const line =
      send("coordinator", "GET", "/edit/v1/audit", "").document().at("data").at(0).at("attributes");
  EXPECT_EQ(line.at("action"), "session.refused");
  EXPECT_EQ(line.at("detail").at("account"), "editor");
}

TEST_F(Api, ADisabledAccountIsShutOutUntilItIsEnabled) {
  auto const& accounts = served->site->services().accounts;
  accounts.disable(access::command_line(), "support").value();
  EXPECT_EQ(send("support", "GET", "/edit/v1/me", "").status, 401);
  EXPECT_EQ(accounts.reset_password(access::command_line(), "support").error().code, ErrorCode::conflict);
  EXPECT_EQ(served->site->services().tokens.create(access::command_line(), "support", "test", {}).error().code,
            ErrorCode::conflict);
  accounts.enable(access::command_line(), "support").value();
  EXPECT_EQ(send("support", "GET", "/edit/v1/me", "").status, 200);
}

TEST_F(Api, APageOfAnotherSiteMayReadAndAskConditionally) {
  Reply const asked = test::request(served->server->port(), "OPTIONS", "/api/v1/service", "",
                                    {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "GET"}});
  EXPECT_EQ(asked.status, 204);
  EXPECT_THAT(asked.headers.at("access-control-allow-headers"), HasSubstr("If-None-Match"));
  EXPECT_EQ(get("/api/v1/service").headers.at("access-control-allow-origin"), "*");
  EXPECT_EQ(get("/api/v1/onbekend").headers.at("access-control-allow-origin"), "*") << "also what went wrong";
}

TEST_F(Api, RevisionsComePageByPageTheNewestFirst) {
  std::string const target = "/edit/v1/entries/014170e2-9700-7001-8000-000000000011/fr";
  for (int i = 0; i < 60; ++i) {
    Reply const head = send("editor", "GET", target, "");
    std::string const edit = R"({"data": {"type": "revision", "attributes": {"fields": {"summary": "Version )" +
                             std::to_string(i) + R"("}}}})";
    ASSERT_EQ(send("editor", "PATCH", target, edit, {{"If-Match", head.headers.at("etag")}}).status, 201);
  }
  json::object const first = send("editor", "GET", target + "/revisions", "").document();
  EXPECT_EQ(first.at("data").as_array().size(), 50U);
  EXPECT_EQ(first.at("data").at(0).at("attributes").at("number"), 61);
  json::object const second =
      send("editor", "GET", std::string(first.at("links").at("next").as_string()), "").document();
  EXPECT_EQ(second.at("data").as_array().size(), 11U);
  EXPECT_EQ(second.at("data").as_array().back().at("attributes").at("number"), 1);
  EXPECT_TRUE(second.at("links").at("next").is_null());
}

TEST_F(Api, EveryOperationOfTheOpenApiDocumentAnswers) {
  json::object const document = json::parse(get("/openapi.json").body).as_object();
  auto const first_id = [](std::string const& list) {
    return std::string(send("coordinator", "GET", list, "").document().at("data").at(0).at("id").as_string());
  };
  auto const first_of_hsds = [](std::string const& list) {
    return std::string(json::parse(get(list).body).at("contents").at(0).at("id").as_string());
  };
  auto const new_webhook = [] {
    return std::string(send("support", "POST", "/edit/v1/webhooks",
                            R"({"data": {"type": "webhook", "attributes": {"url": "https://voorbeeld.be/haak"}}})")
                           .document()
                           .at("data")
                           .at("id")
                           .as_string());
  };
  std::map<std::string, std::string> const values{{"{id}", smbg},    {"{name}", "reviewer"}, {"{locale}", "nl"},
                                                  {"{number}", "1"}, {"{other}", "2"},       {"{file}", "apo.ics"}};
  std::set<std::string> described, routed;
  for (auto const& path : document.at("paths").as_object()) {
    for (auto const& operation : path.value().as_object()) {
      std::string method(operation.key()), target(path.key());
      for (char& c : method) c = static_cast<char>(std::toupper(c));
      described.insert(method + " " + target);
      if (target == "/api/v1/media/{id}") continue; // there is none
      for (std::string const family : {"/api/v1/", "/edit/v1/bundles/"})
        if (std::size_t const at = target.find("/{id}"); at != std::string::npos && target.starts_with(family))
          target.replace(at, 5, "/" + first_id(target.substr(0, at)));
      if (std::size_t const at = target.find("/{id}");
          at != std::string::npos && target.starts_with("/services/v1/hsds/"))
        target.replace(at, 5, "/" + first_of_hsds(target.substr(0, at)));
      bool const webhook = target.starts_with("/edit/v1/webhooks");
      bool of_support = webhook;
      for (std::string const family : {"accounts", "sessions", "tokens"})
        of_support = of_support || target.starts_with("/edit/v1/" + family);
      if (std::size_t const at = target.find("{id}"); at != std::string::npos && webhook)
        target.replace(at, 4, new_webhook()); // one each: another operation may remove it
      for (auto const& [name, value] : values)
        if (std::size_t const at = target.find(name); at != std::string::npos) target.replace(at, name.size(), value);
      char separator = '?';
      for (json::value const& parameter : operation.value().at("parameters").as_array()) {
        if (parameter.at("in") != "query" || !parameter.as_object().contains("example") ||
            parameter.at("name") == "at")
          continue;
        json::value const& example = parameter.at("example");
        std::string value = example.is_string() ? std::string(example.as_string()) : json::serialize(example);
        for (std::size_t at = value.find(' '); at != std::string::npos; at = value.find(' ', at))
          value.replace(at, 1, "%20");
        target += separator + std::string(parameter.at("name").as_string()) + "=" + value;
        separator = '&';
      }
      Reply const reply = send(of_support ? "support" : "coordinator", method, target,
                               method == "GET" || method == "DELETE" ? "" : "{\"data\": {}}");
      // There is no provider here, no secret of an invitation, and no file.
      bool const off = target.starts_with("/edit/v1/oidc/") || target == "/edit/v1/invitation" ||
                       target.starts_with("/media/") || target.starts_with("/edit/v1/media/uploads/");
      std::set<int> const expected = method == "GET" ? std::set{off ? 404 : 200}
                                     : method == "OPTIONS"
                                         ? std::set{204}
                                         : std::set{200, 201, 202, 204, 400, 401, 404, 409, 412, 415, 428};
      // What concerns how somebody signs in takes a session; these are asked with a token.
      if (reply.status == 403 && reply.body.find("this takes a session") != std::string::npos) continue;
      EXPECT_TRUE(expected.contains(reply.status)) << method << " " << target << " gave " << reply.status << "\n"
                                                   << reply.body;
    }
  }
  std::string const of_types = "/api/v1/{type}";
  for (api::Route const& route : served->routes->all()) {
    std::string const method = std::string(http::name_of(route.method)) + " ";
    if (!route.pattern.starts_with(of_types)) routed.insert(method + route.pattern);
    else
      for (auto const& [name, type] : served->site->types().all())
        routed.insert(method + "/api/v1/" + name + route.pattern.substr(of_types.size()));
  }
  EXPECT_EQ(described, routed);
}

} // namespace
} // namespace tandem
