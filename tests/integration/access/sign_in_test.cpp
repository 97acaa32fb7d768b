#include "api/document.hpp"
#include "app/routes.hpp"
#include "http/server.hpp"
#include "support/client.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

/// A site behind a reverse proxy on this machine.
class SignIn : public testing::Test {
protected:
  SignIn() {
    http::ServerOptions options;
    options.port = 0;
    options.trusted_proxies = {http::parse_network("127.0.0.1").value()};
    server_.emplace(options, router_);
    if (auto const problem = server_->start()) throw std::runtime_error(*problem);
  }
  test::Reply login(std::string const& password, std::string const& client) {
    json::object const attributes{{"name", "lien"}, {"password", password}};
    json::object const document{{"data", {{"type", "session"}, {"attributes", attributes}}}};
    return test::request(server_->port(), "POST", "/edit/v1/login", json::serialize(document),
                         {{"X-Forwarded-For", client}});
  }

  std::unique_ptr<app::Site> site_ = test::make_site();
  std::string const password_ =
      site_->services().accounts.add(access::command_line(), "lien", {{"coordinator"}}).value().value;
  http::Router router_;
  std::unique_ptr<api::Routes> routes_ = app::make_routes(*site_, router_).value();
  std::optional<http::Server> server_;
};

TEST_F(SignIn, WhoGuessesIsToldHowLongToWaitAndOthersBehindTheSameProxyAreNot) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(login("verkeerd wachtwoord", "192.0.2.1").status, 401);
  site_->database()
      .transact([](store::Transaction& tx) -> Result<void> {
        tx.query("update sign_in_attempt set failures = 10, last_failure = clock_timestamp() + interval '1 hour'");
        return {};
      })
      .value();
  test::Reply const waits = login(password_, "192.0.2.1");
  EXPECT_EQ(waits.status, 429);
  EXPECT_EQ(waits.headers.at("retry-after"), "128");
  json::value const error = waits.document().at("errors").at(0);
  EXPECT_EQ(error.at("code"), "too_many_requests");
  EXPECT_EQ(error.at("meta").at("retry_after"), 128);
  EXPECT_EQ(login(password_, "192.0.2.2").status, 201);
  EXPECT_EQ(login(password_, "198.51.100.9, 192.0.2.1").status, 429) << "an address that the client claims";
}

TEST_F(SignIn, SingleSignOnIsOffUntilThereIsAProvider) {
  for (std::string const address : {"/edit/v1/oidc/start", "/edit/v1/oidc/callback?state=x&code=y"}) {
    test::Reply const reply = test::request(server_->port(), "GET", address);
    EXPECT_EQ(reply.status, 404);
    EXPECT_THAT(std::string(reply.document().at("errors").at(0).at("detail").as_string()),
                testing::HasSubstr("oidc.issuer"));
  }
}

} // namespace
} // namespace tandem
