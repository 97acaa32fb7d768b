#include "support/served.hpp"

#include <gmock/gmock.h>

/// /edit/v1/webhooks over HTTP, by those who may and those who may not.
namespace tandem {
namespace {

using test::Reply;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;

class WebhooksApi : public testing::Test {
protected:
  Reply send(std::string const& method, std::string const& target, std::string const& body = "",
             std::string const& role = "support") {
    return served.ask(tokens.at(role), method, target, body);
  }
  Reply add(std::string const& attributes) {
    return send("POST", all, R"({"data": {"type": "webhook", "attributes": )" + attributes + "}}");
  }
  Reply change(std::string const& id, std::string const& attributes) {
    return send("PATCH", all + "/" + id, R"({"data": {"type": "webhook", "attributes": )" + attributes + "}}");
  }
  static std::string id_of(Reply const& reply) {
    return std::string(reply.document().at("data").at("id").as_string());
  }
  static json::object attributes(Reply const& reply) {
    return reply.document().at("data").at("attributes").as_object();
  }
  /// Status and pointer of a refusal.
  static std::pair<int, std::string> refusal(Reply const& reply) {
    json::object const error = reply.document().at("errors").as_array().at(0).as_object();
    json::value const* source = error.if_contains("source");
    json::value const* pointer = source == nullptr ? nullptr : source->as_object().if_contains("pointer");
    return {reply.status, pointer == nullptr ? "" : std::string(pointer->as_string())};
  }
  std::vector<std::string> actions() {
    return served.site->database()
        .transact([](store::Transaction& tx) -> Result<std::vector<std::string>> {
          std::vector<std::string> found;
          for (auto const& row : tx.query("select action from audit where action like 'webhook.%' order by id"))
            found.push_back(row[0].value());
          return found;
        })
        .value();
  }

  std::string const all = "/edit/v1/webhooks";
  test::Served served{{{"webhooks.most", "2"}}};
  std::map<std::string, std::string> const tokens{{"", ""},
                                                  {"support", served.account("support", {{"support"}})},
                                                  {"coordinator", served.account("coordinator", {{"coordinator"}})}};
};

TEST_F(WebhooksApi, AddShowChangeRemove) {
  Reply const made = add(R"({"url": "https://www.voorbeeld.be/haak?sleutel=één"})");
  EXPECT_THAT(refusal(made), Pair(422, "/data/attributes/url")) << "not encoded";
  Reply const added = add(R"({"url": "https://www.voorbeeld.be/haak?sleutel=42"})");
  ASSERT_EQ(added.status, 201) << added.body;
  std::string const id = id_of(added);
  EXPECT_EQ(added.headers.at("location"), all + "/" + id);
  EXPECT_THAT(attributes(added).at("secret").as_string(), SizeIs(43));
  EXPECT_EQ(attributes(added).at("events"), json::value({"published", "withdrawn"}));
  EXPECT_EQ(attributes(added).at("types"), json::array());
  EXPECT_EQ(attributes(added).at("enabled"), json::value(true));
  EXPECT_EQ(attributes(added).at("created_by"), "support");

  Reply const shown = send("GET", all + "/" + id);
  EXPECT_EQ(shown.status, 200);
  EXPECT_FALSE(attributes(shown).contains("secret"));
  EXPECT_EQ(send("GET", all).document().at("data").as_array().size(), 1U);

  Reply const changed = change(id, R"({"types": ["service", "page"], "enabled": false})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(attributes(changed).at("types"), json::value({"service", "page"}));
  EXPECT_EQ(attributes(changed).at("url"), "https://www.voorbeeld.be/haak?sleutel=42");
  EXPECT_EQ(attributes(changed).at("disabled_because"), "disabled by support");
  EXPECT_EQ(attributes(change(id, R"({"enabled": true})")).at("disabled_because"), json::value(nullptr));

  Reply const renewed = send("POST", all + "/" + id + "/secret");
  EXPECT_EQ(renewed.status, 200);
  EXPECT_NE(attributes(renewed).at("secret"), attributes(added).at("secret"));
  EXPECT_EQ(send("DELETE", all + "/" + id).status, 204);
  EXPECT_EQ(send("GET", all + "/" + id).status, 404);
  EXPECT_THAT(actions(),
              ElementsAre("webhook.add", "webhook.change", "webhook.change", "webhook.secret", "webhook.remove"));
  std::string const audit = send("GET", "/edit/v1/audit").body;
  EXPECT_THAT(audit, HasSubstr("https://www.voorbeeld.be/haak"));
  EXPECT_THAT(audit, Not(HasSubstr("sleutel"))) << "what may be a key is in the audit";
}

TEST_F(WebhooksApi, RefusesWithPointersAndChangesNothing) {
  std::string const attributes = "/data/attributes";
  EXPECT_THAT(refusal(add("{}")), Pair(422, attributes + "/url"));
  EXPECT_THAT(refusal(add(R"({"url": 7})")), Pair(400, attributes + "/url"));
  for (char const* url : {"ftp://voorbeeld.be/", "https://", "https://lien:geheim@voorbeeld.be/", "http://127.0.0.1/",
                          "http://[::1]/", "http://192.168.1.1:8080/haak", "https://voorbeeld.be/#deel", "haak"})
    EXPECT_THAT(refusal(add(R"({"url": ")" + std::string(url) + "\"}")), Pair(422, attributes + "/url")) << url;
  std::string const url = R"("url": "https://voorbeeld.be/")";
  EXPECT_THAT(refusal(add("{" + url + R"(, "events": "published"})")), Pair(400, attributes + "/events"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "events": []})")), Pair(422, attributes + "/events"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "events": ["published", "ping"]})")), Pair(422, attributes + "/events/1"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "events": ["published", 1]})")), Pair(400, attributes + "/events/1"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "types": ["page", "page"]})")), Pair(422, attributes + "/types/1"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "types": ["onbekend"]})")), Pair(422, attributes + "/types/0"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "enabled": "ja"})")), Pair(400, attributes + "/enabled"));
  EXPECT_THAT(refusal(add("{" + url + R"(, "secret": "eigen keuze"})")), Pair(400, attributes + "/secret"));
  EXPECT_EQ(send("GET", all).document().at("data").as_array().size(), 0U);
  EXPECT_THAT(actions(), ElementsAre());

  std::string const id = id_of(add("{" + url + "}"));
  EXPECT_THAT(refusal(change(id, R"({"url": "http://10.0.0.8/", "enabled": false})")),
              Pair(422, attributes + "/url"));
  EXPECT_EQ(send("GET", all + "/" + id).document().at("data").at("attributes").at("enabled"), json::value(true));
}

TEST_F(WebhooksApi, LimitsHoldAtTheirEdge) {
  std::string const start = "https://voorbeeld.be/";
  std::string const longest = start + std::string(webhooks::Subscriptions::longest_url - start.size(), 'a');
  EXPECT_THAT(refusal(add(R"({"url": ")" + longest + "a\"}")), Pair(422, "/data/attributes/url"));
  EXPECT_EQ(add(R"({"url": ")" + longest + "\"}").status, 201);
  EXPECT_EQ(add(R"({"url": ")" + start + "\"}").status, 201);
  Reply const third = add(R"({"url": ")" + start + "\"}");
  EXPECT_EQ(third.status, 409);
  EXPECT_THAT(third.body, HasSubstr("there are 2 webhooks"));
}

TEST_F(WebhooksApi, IsForThoseWhoMayManageThem) {
  std::string const id = id_of(add(R"({"url": "https://voorbeeld.be/"})"));
  std::string const one = all + "/" + id;
  std::vector<std::pair<std::string, std::string>> const lines{{"GET", all},
                                                               {"POST", all},
                                                               {"GET", one},
                                                               {"PATCH", one},
                                                               {"DELETE", one},
                                                               {"POST", one + "/secret"},
                                                               {"POST", one + "/ping"},
                                                               {"GET", one + "/deliveries"}};
  for (auto const& [method, target] : lines) {
    EXPECT_EQ(send(method, target, "", "coordinator").status, 403) << method << " " << target;
    EXPECT_EQ(send(method, target, "", "").status, 401) << method << " " << target;
  }
  std::string const body = R"({"data": {"type": "webhook", "attributes": {}}})";
  for (std::string const other : {"014170e2-9700-7001-8000-000000000015", "geen-id"})
    for (auto const& [method, rest] : std::vector<std::pair<std::string, std::string>>{{"GET", ""},
                                                                                       {"PATCH", ""},
                                                                                       {"DELETE", ""},
                                                                                       {"POST", "/secret"},
                                                                                       {"POST", "/ping"},
                                                                                       {"GET", "/deliveries"}})
      EXPECT_EQ(send(method, all + "/" + other + rest, method == "PATCH" ? body : "").status, 404)
          << method << " " << other << rest;
}

TEST_F(WebhooksApi, APingWaitsOnceAndStandsInTheLog) {
  std::string const id = id_of(add(R"({"url": "https://voorbeeld.be/"})"));
  Reply const ping = send("POST", all + "/" + id + "/ping");
  ASSERT_EQ(ping.status, 202) << ping.body;
  EXPECT_EQ(attributes(ping).at("event"), "ping");
  EXPECT_EQ(attributes(ping).at("state"), "waiting");
  EXPECT_EQ(attributes(ping).at("entry"), json::value(nullptr));
  EXPECT_EQ(send("POST", all + "/" + id + "/ping").status, 409);
  json::array const log = send("GET", all + "/" + id + "/deliveries").document().at("data").as_array();
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].at("id").as_string(), id_of(ping));
  EXPECT_EQ(attributes(send("GET", all + "/" + id)).at("waiting"), json::value(1));
  change(id, R"({"enabled": false})");
  EXPECT_EQ(send("POST", all + "/" + id + "/ping").status, 409);
}

TEST_F(WebhooksApi, TheLogIsReadPageByPage) {
  std::string const id = id_of(add(R"({"url": "https://voorbeeld.be/"})"));
  (void)served.site->database().transact([&](store::Transaction& tx) -> Result<void> {
    tx.query("insert into webhook_delivery (webhook, event, state, tried_at) select $1, 'ping', 'delivered', now() "
             "from generate_series(1, 101)",
             {id});
    return {};
  });
  std::set<std::string> seen;
  std::string next = all + "/" + id + "/deliveries";
  std::vector<std::size_t> pages;
  while (!next.empty()) {
    json::object const page = send("GET", next).document();
    pages.push_back(page.at("data").as_array().size());
    for (json::value const& one : page.at("data").as_array())
      EXPECT_TRUE(seen.emplace(one.at("id").as_string()).second);
    json::value const* link = page.at("links").as_object().if_contains("next");
    next = link == nullptr || link->is_null() ? "" : std::string(link->as_string());
  }
  EXPECT_THAT(pages, ElementsAre(50, 50, 1));
  EXPECT_EQ(send("GET", all + "/" + id + "/deliveries?page[before]=gisteren").status, 400);
  EXPECT_EQ(send("GET", all + "/" + id + "/deliveries?pagina=2").status, 400);
}

} // namespace
} // namespace tandem
