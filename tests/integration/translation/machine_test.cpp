/// Machine translation from end to end: the command, a provider on loopback that is a real HTTP server, the count of
/// the day in the database.

#include "desk.hpp"
#include "support/receiver.hpp"

#include <atomic>

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const key = "geheime-sleutel-1922";

/// Speaks both shapes. Translates by writing "FR:" before what it was given, so codes come back as they went.
class Machine : public testing::Test {
protected:
  std::atomic<int> status{200};
  std::atomic<bool> loses_codes{false};
  std::atomic<int> answers{1'000'000}; ///< After so many it says that there were too many.
  test::Receiver provider{[this](http::Request const& request) {
    if (answers-- <= 0) return http::Response{429, {}, ""};
    if (status != 200) return http::Response{status, {{"Location", "/elders"}}, "de sleutel was " + key};
    json::object const asked = json::parse(request.body).as_object();
    bool const deepl = request.path == "/v2/translate";
    json::array texts;
    for (json::value const& one : asked.at(deepl ? "text" : "q").as_array()) {
      std::string text = "FR: " + std::string(one.as_string());
      if (loses_codes) text = "FR";
      if (deepl) texts.push_back({{"detected_source_language", "NL"}, {"text", text}});
      else texts.push_back(json::string(text));
    }
    return http::Response{200,
                          {{"Content-Type", "application/json"}},
                          json::serialize(json::object{{deepl ? "translations" : "translatedText", texts}})};
  }};
  std::unique_ptr<test::Desk> desk;
  std::string out, err;

  void open(test::Settings settings) { desk = std::make_unique<test::Desk>(std::move(settings)); }
  void open_with(std::string const& name, test::Settings settings = {}) {
    settings["translation.machine"] = name;
    settings["translation.machine_url"] = provider.url("");
    settings["translation.machine_key"] = key;
    open(std::move(settings));
  }
  int suggest(std::vector<std::string> arguments = {"--field", "help", "--json"}) {
    std::vector<std::string> const usual{"--entry", test::sheet, "--from", "nl", "--to", "fr"};
    arguments.insert(arguments.begin(), usual.begin(), usual.end());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int code = -1;
    for (auto const& verb : desk->served.site->plugins().registered().commands)
      if (verb.plugin == "translation" && verb.name == "suggest") code = verb.run(arguments);
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    EXPECT_THAT(out + err, Not(HasSubstr(key)));
    return code;
  }
  [[nodiscard]] json::object first() const { return json::parse(out).at("texts").at(0).as_object(); }
  std::vector<std::string> used() const { return desk->rows("machine_use"); }
};

TEST_F(Machine, NothingIsSentWhileItIsOff) {
  open({{"translation.machine_url", provider.url("")}, {"translation.machine_key", key}});
  EXPECT_EQ(suggest(), 1);
  EXPECT_THAT(err, HasSubstr("machine translation is off"));
  EXPECT_EQ(provider.count(), 0U);
  EXPECT_TRUE(used().empty());
}

TEST_F(Machine, ASuggestionIsMarkedAndWrittenNowhere) {
  for (std::string const& name : std::vector<std::string>{"deepl", "libretranslate"}) {
    open_with(name);
    int const head = desk->head(test::sheet, "fr");
    ASSERT_EQ(suggest(), 0) << err;
    json::object const said = json::parse(out).as_object();
    EXPECT_EQ(said.at("marked").at("provider"), json::value(name));
    EXPECT_EQ(said.at("marked").at("machine"), true);
    EXPECT_FALSE(said.at("marked").at("made_at").as_string().empty());
    EXPECT_EQ(said.at("texts").as_array().size(), 1U) << "the field that was asked for alone";
    EXPECT_THAT(std::string(first().at("text").as_string()), testing::StartsWith("FR: "));
    EXPECT_EQ(desk->head(test::sheet, "fr"), head);
    ASSERT_EQ(used().size(), 1U);
    EXPECT_THAT(used()[0], HasSubstr("\"characters\": " + std::to_string(said.at("characters").as_int64())));
  }
}

TEST_F(Machine, CodesSurviveOrTheTextIsNotOffered) {
  open_with("deepl");
  ASSERT_EQ(desk->save(test::sheet, "nl", {{"help", "Bel **ons** op [deze lijn](/lijn), {naam}."}}).status, 201);
  ASSERT_EQ(suggest(), 0) << err;
  EXPECT_EQ(first().at("text"), "FR: Bel **ons** op [deze lijn](/lijn), {naam}.");
  loses_codes = true;
  ASSERT_EQ(suggest(), 0) << err;
  EXPECT_TRUE(first().at("text").is_null());
  EXPECT_GE(first().at("segments").at(0).at("problems").as_array().size(), 3U);
}

TEST_F(Machine, WhatTheProviderRefusesIsSaidAndNotCounted) {
  open_with("deepl");
  for (auto const& [code, what] : std::map<int, std::string>{
           {403, "machine_key"}, {429, "too often"}, {456, "quota"}, {500, "trouble"}, {308, "redirects"}}) {
    status = code;
    EXPECT_EQ(suggest(), 1);
    EXPECT_THAT(err, HasSubstr(what)) << code;
  }
  for (http::Request const& request : provider.wait_for(5)) EXPECT_EQ(request.path, "/v2/translate");
  EXPECT_EQ(provider.count(), 5U) << "redirects are not followed";
}

TEST_F(Machine, OverHttpATranslatorIsGivenASuggestionAndNobodyElseSendsAnything) {
  std::string const address = "/translation/v1/suggestions";
  auto const ask = [&](std::string const& token, json::object attributes) {
    return desk->served.ask(token, "POST", address, test::Desk::document("suggestion", std::move(attributes)));
  };
  json::object const wanted{{"entry", test::sheet}, {"from", "nl"}, {"to", "fr"}, {"fields", {"help"}}};
  open({});
  EXPECT_EQ(ask(desk->coordinator, wanted).status, 409) << "it is off";

  open_with("libretranslate");
  int const head = desk->head(test::sheet, "fr");
  test::Reply const reply = ask(desk->coordinator, wanted);
  ASSERT_EQ(reply.status, 200) << reply.body;
  json::object const said = reply.document().at("data").at("attributes").as_object();
  EXPECT_EQ(said.at("marked").at("machine"), true);
  ASSERT_EQ(said.at("texts").as_array().size(), 1U);
  EXPECT_THAT(std::string(said.at("texts").at(0).at("text").as_string()), testing::StartsWith("FR: "));
  EXPECT_THAT(reply.body, Not(HasSubstr(key)));
  EXPECT_EQ(desk->head(test::sheet, "fr"), head);
  std::size_t const sent = provider.count();

  store::Assignment elsewhere{"translator"};
  elsewhere.entries = {test::about};
  EXPECT_EQ(ask(desk->served.account("elders", {elsewhere}), wanted).status, 404);
  store::Assignment dutch{"translator"};
  dutch.locales = {"nl"};
  EXPECT_EQ(ask(desk->served.account("naar-nederlands", {dutch}), wanted).status, 403);
  EXPECT_EQ(ask(desk->served.account("nalezer", {{"reviewer"}}), wanted).status, 403);
  EXPECT_EQ(ask("", wanted).status, 401);
  auto const pointer = [&](char const* name, json::value value) {
    json::object wrong = wanted;
    wrong[name] = std::move(value);
    test::Reply const refused = ask(desk->coordinator, wrong);
    EXPECT_EQ(refused.status, 422) << refused.body;
    return refused.document().at("errors").at(0).at("source").at("pointer");
  };
  EXPECT_EQ(pointer("entry", "blad"), "/data/attributes/entry");
  EXPECT_EQ(pointer("from", "de"), "/data/attributes/from");
  EXPECT_EQ(pointer("to", "nl"), "/data/attributes/to");
  EXPECT_EQ(pointer("fields", json::array{"help", "slug"}), "/data/attributes/fields/1");
  EXPECT_EQ(pointer("fields", "help"), "/data/attributes/fields");
  EXPECT_EQ(provider.count(), sent) << "nothing of this was sent out";
  status = 500;
  EXPECT_EQ(ask(desk->coordinator, wanted).status, 503);
}

TEST_F(Machine, TheLimitsOfARequestAndOfADayHold) {
  open_with("deepl", {{"translation.machine_request_characters", "100"}});
  ASSERT_EQ(desk->save(test::sheet, "nl",
                       {{"help", std::string(60, 'a') + ".\n\n" + std::string(60, 'b') + ".\n\n" +
                                     std::string(120, 'c') + "."}})
                .status,
            201);
  ASSERT_EQ(suggest(), 0) << err;
  EXPECT_EQ(provider.count(), 2U);
  EXPECT_TRUE(first().at("text").is_null());
  EXPECT_THAT(json::serialize(first().at("segments").at(2).at("problems")), HasSubstr("machine_request_characters"));

  std::size_t const before = provider.count();
  open_with("deepl", {{"translation.machine_day_characters", "61"}});
  ASSERT_EQ(desk->save(test::sheet, "nl", {{"help", std::string(60, 'a') + "."}}).status, 201);
  EXPECT_EQ(suggest(), 0) << err << "as many as may be";
  EXPECT_EQ(suggest(), 1);
  EXPECT_THAT(err, HasSubstr("at most 61 characters a day"));
  EXPECT_EQ(provider.count(), before + 1);
}

TEST_F(Machine, WhatCameBeforeTheProviderStoppedIsGiven) {
  open_with("deepl", {{"translation.machine_request_characters", "100"}});
  std::string const sentence(60, 'a');
  ASSERT_EQ(
      desk->save(test::sheet, "nl", {{"help", sentence + ".\n\n" + sentence + ".\n\n" + sentence + "."}}).status,
      201);
  answers = 1;
  ASSERT_EQ(suggest(), 0) << err;
  EXPECT_TRUE(first().at("text").is_null());
  EXPECT_EQ(first().at("segments").at(0).at("target"), json::value("FR: " + sentence + "."));
  for (std::size_t const i : {1U, 2U}) {
    EXPECT_TRUE(first().at("segments").at(i).at("target").is_null());
    EXPECT_THAT(json::serialize(first().at("segments").at(i).at("problems")), HasSubstr("too often"));
  }
  EXPECT_EQ(provider.count(), 2U) << "nothing more is asked";
  EXPECT_EQ(json::parse(out).at("characters"), 61);
}

TEST_F(Machine, MistakesOfTheOrderSendNothing) {
  open_with("deepl");
  EXPECT_EQ(suggest({"--field", "kleur"}), 2);
  EXPECT_EQ(suggest({"--to", "de"}), 2);
  EXPECT_EQ(suggest({"--to", "nl"}), 2);
  EXPECT_EQ(suggest({"--nu"}), 2);
  EXPECT_EQ(suggest({"--entry", "014170e2-9700-7013-8000-000000009999"}), 1);
  EXPECT_EQ(provider.count(), 0U);
}

TEST_F(Machine, TheKeyIsMaskedAndSettingsThatCannotBeStopTheStart) {
  open_with("deepl");
  for (auto const& shown : desk->served.site->configuration().describe()) EXPECT_NE(shown.value, key) << shown.name;
  for (test::Settings const& wrong : std::vector<test::Settings>{
           {{"translation.machine", "babel"}},
           {{"translation.machine", "deepl"}, {"translation.machine_url", provider.url("")}},
           {{"translation.machine", "libretranslate"}},
           {{"translation.machine", "libretranslate"}, {"translation.machine_url", "https://a.be/?q"}},
           {{"translation.machine", "deepl"},
            {"translation.machine_key", key},
            {"translation.machine_url", "http://a.be"}},
           {{"translation.machine_day_characters", "-1"}},
           {{"translation.checks", "telefoon:warn"}}})
    EXPECT_ANY_THROW(open(wrong));
}

} // namespace
} // namespace tandem
