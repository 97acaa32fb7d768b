#include "machine/provider.hpp"
#include "segments/segment.hpp"

#include <gmock/gmock.h>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::http::ClientFailure;
using tandem::http::ClientResponse;
using testing::ElementsAre;
using testing::HasSubstr;

std::string const key = "geheime-sleutel-1922";

MachineSettings settings(Provider provider) { return {provider, "https://vertaler.voorbeeld.be", key}; }
Question const question{{"Bel <g id=\"1\">ons</g>.", "Tot <x id=\"1\"/>!"},
                        tandem::Locale::parse("nl-BE").value(),
                        tandem::Locale::parse("fr").value()};

std::string header(tandem::http::ClientRequest const& request, std::string_view name) {
  for (auto const& one : request.headers)
    if (one.name == name) return one.value;
  return "";
}

TEST(Providers, DeeplIsAskedInItsShape) {
  auto const request = request_of(settings(Provider::deepl), question);
  EXPECT_EQ(request.method, tandem::http::Method::post);
  EXPECT_EQ(request.url, "https://vertaler.voorbeeld.be/v2/translate");
  EXPECT_EQ(header(request, "Authorization"), "DeepL-Auth-Key " + key);
  EXPECT_EQ(json::parse(request.body), (json::value{{"text", {"Bel <g id=\"1\">ons</g>.", "Tot <x id=\"1\"/>!"}},
                                                    {"source_lang", "NL"},
                                                    {"target_lang", "FR"},
                                                    {"tag_handling", "xml"}}));
}

TEST(Providers, LibreTranslateIsAskedInItsShape) {
  auto const request = request_of(settings(Provider::libretranslate), question);
  EXPECT_EQ(request.url, "https://vertaler.voorbeeld.be/translate");
  EXPECT_EQ(header(request, "Authorization"), "");
  EXPECT_EQ(json::parse(request.body), (json::value{{"q", {"Bel <g id=\"1\">ons</g>.", "Tot <x id=\"1\"/>!"}},
                                                    {"source", "nl"},
                                                    {"target", "fr"},
                                                    {"format", "html"},
                                                    {"api_key", key}}));
}

TEST(Providers, AnswerInTheirShapes) {
  EXPECT_THAT(answer_of(Provider::deepl,
                        ClientResponse{200, {}, R"({"translations": [{"text": "a"}, {"text": "b", "x": 1}]})"}, 2)
                  .value(),
              ElementsAre("a", "b"));
  EXPECT_THAT(answer_of(Provider::libretranslate, ClientResponse{200, {}, R"({"translatedText": ["é"]})"}, 1).value(),
              ElementsAre("é"));
}

TEST(Providers, NonsenseIsAnError) {
  for (auto const* body :
       {"", "<html>", "[]", "{}", R"({"translations": "a"})", R"({"translations": [{}]})",
        R"({"translations": [{"text": 1}]})", R"({"translations": [{"text": "a"}, {"text": "b"}]})"})
    EXPECT_THAT(answer_of(Provider::deepl, ClientResponse{200, {}, body}, 1).error().detail,
                HasSubstr("its answer is not what it should be"))
        << body;
  ClientResponse const cut{200, {}, R"({"translations": [{"text": "a"}]})", true};
  EXPECT_FALSE(answer_of(Provider::deepl, cut, 1));
}

TEST(Providers, EachFailureSaysWhatToDoAndNothingOfTheAnswer) {
  std::map<int, std::string> const said{{302, "redirects"},   {400, "languages"}, {403, "machine_key"},
                                        {404, "machine_url"}, {413, "too large"}, {429, "too often"},
                                        {456, "quota"},       {503, "trouble"}};
  for (auto const& [status, what] : said) {
    auto const error = answer_of(Provider::deepl, ClientResponse{status, {}, "sleutel " + key}, 1).error();
    EXPECT_THAT(error.detail, HasSubstr(what)) << status;
    EXPECT_THAT(error.detail, testing::Not(HasSubstr(key)));
    EXPECT_EQ(error.meta.at("status"), status);
    EXPECT_EQ(error.code, tandem::ErrorCode::unavailable);
  }
  EXPECT_THAT(answer_of(Provider::deepl, ClientFailure{ClientFailure::Reason::timeout, key}, 1).error().detail,
              testing::AllOf(HasSubstr("machine_timeout_ms"), testing::Not(HasSubstr(key))));
}

TEST(Providers, TextThatComesBackWithoutEscapesIsTextAgain) {
  EXPECT_EQ(escaped_again("A & B < C <g id=\"1\">&amp;</g> <x id=\"2\"></x> &eacute; <b> l’été"),
            "A &amp; B &lt; C <g id=\"1\">&amp;</g> <x id=\"2\"></x> &amp;eacute; &lt;b> l’été");
  auto const source =
      segments::split("Bel **ons** & de dienst.", segments::Form::markdown, tandem::Locale::parse("nl").value());
  auto const target = segments::from_marked(escaped_again("Appelez-<g id=\"1\">nous</g> & le service."),
                                            source.segments.at(0).source);
  ASSERT_TRUE(target);
  EXPECT_EQ(segments::put_back(source, {*target}).value(), "Appelez-**nous** & le service.");
}

} // namespace
} // namespace translation::machine
