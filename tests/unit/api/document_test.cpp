#include "api/document.hpp"
#include "api/routes.hpp"

#include <gmock/gmock.h>

namespace tandem::api {
namespace {

http::Request request(std::vector<http::Header> headers, std::string body = "") {
  http::Request made;
  made.headers = std::move(headers);
  made.body = std::move(body);
  return made;
}

bool accepted(std::string const& accept) { return negotiate(request({{"Accept", accept}})).has_value(); }
bool taken(std::string const& content_type) {
  return negotiate(request({{"Content-Type", content_type}}, "{}")).has_value();
}

TEST(Negotiation, TheMediaTypeMustBeAskedForOnceWithoutParameters) {
  for (std::string const good :
       {"", "*/*", "application/*", "application/vnd.api+json", "Application/Vnd.Api+Json", "text/html, */*;q=0.1",
        "application/vnd.api+json; profile=\"https://example.org/a,b;c\"", "application/vnd.api+json;q=0.5",
        "application/vnd.api+json;ext=\"x\", application/vnd.api+json"})
    EXPECT_TRUE(accepted(good)) << good;
  for (std::string const bad : {"text/html", "application/json", "application/vnd.api+json;charset=utf-8",
                                "*/*, application/vnd.api+json;charset=x", "application/vnd.api+json;charset=x, */*",
                                "application/vnd.api+json;q=0", "*/*;q=0"})
    EXPECT_FALSE(accepted(bad)) << bad;
}

TEST(Negotiation, AnotherMediaTypeIsPreferredWhenItIsNamedAndWeighsMoreThanJson) {
  for (std::string const good :
       {"text/event-stream", "Text/Event-Stream", "text/event-stream, */*;q=0.5", "text/event-stream;q=0.1, */*",
        "application/vnd.api+json;q=0.5, text/event-stream;q=0.51", "text/event-stream; charset=utf-8",
        "application/vnd.api+json;q=0.999, text/event-stream",
        "application/vnd.api+json;q=0, text/event-stream;q=0.001"})
    EXPECT_TRUE(prefers(good, "text/event-stream")) << good;
  for (std::string const bad : {"", "*/*", "text/*", "application/vnd.api+json", "text/event-stream;q=0",
                                "text/event-stream;q=0.000, */*", "application/vnd.api+json, text/event-stream",
                                "text/event-stream;q=0.9, application/vnd.api+json", "text/event-streams"})
    EXPECT_FALSE(prefers(bad, "text/event-stream")) << bad;
}

TEST(Negotiation, ABodyComesAsTheMediaTypeWithoutParameters) {
  EXPECT_TRUE(taken("application/vnd.api+json"));
  EXPECT_TRUE(taken("APPLICATION/vnd.api+json"));
  EXPECT_TRUE(taken("application/vnd.api+json; profile=\"https://example.org/x\""));
  EXPECT_FALSE(taken("application/vnd.api+json; charset=utf-8"));
  EXPECT_FALSE(taken("application/json"));
  EXPECT_FALSE(taken(""));
  EXPECT_TRUE(negotiate(request({{"Content-Type", "text/plain"}}))) << "there is no body";
}

TEST(Attributes, WhatIsNotKnownIsNamedByItsPointer) {
  auto const pointer = [](std::string const& body) {
    auto const made = attributes_of(request({{"Content-Type", "application/vnd.api+json"}}, body), 8, "bundle",
                                    {"kind", "message"});
    return made ? std::string("was taken") : made.error().pointer;
  };
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributes": {"kind": "publish", "message": "nagelezen"}}})"),
            "was taken");
  EXPECT_EQ(pointer(R"([])"), "/data");
  EXPECT_EQ(pointer(R"({"data": []})"), "/data");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundel"}})"), "/data/type");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle"}})"), "/data/attributes");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributen": {}}})"), "/data/attributen");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributes": {"soort": "publish"}}})"), "/data/attributes/soort");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributes": {"message": 5}}})"), "/data/attributes/message");
  std::string const long_message(longest_message, 'x');
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributes": {"message": ")" + long_message + "\"}}}"),
            "was taken");
  EXPECT_EQ(pointer(R"({"data": {"type": "bundle", "attributes": {"message": ")" + long_message + "x\"}}}"),
            "/data/attributes/message");
}

TEST(Parameters, UnknownAndDoubleOnesAreNamed) {
  http::Request asked;
  asked.query = {{"keep", "side"}};
  EXPECT_TRUE(only_parameters(asked, {"keep"}));
  EXPECT_EQ(only_parameters(asked, {}).error().parameter, "keep");
  asked.query.push_back({"keep", "side"});
  EXPECT_EQ(only_parameters(asked, {"keep"}).error().parameter, "keep");
}

TEST(Cookies, AreFoundByTheirWholeName) {
  http::Request const sent = request({{"Cookie", "x_tandem_session=van-een-ander; tandem_session=echt; a=b"}});
  EXPECT_EQ(cookie(sent, "tandem_session"), "echt");
  EXPECT_EQ(cookie(sent, "session"), "");
  EXPECT_EQ(cookie(sent, "a"), "b");
}

TEST(Errors, CarryWhatTheirCodeAsksFor) {
  auto const header = [](http::Response const& response, std::string_view name) {
    for (auto const& one : response.headers)
      if (one.name == name) return one.value;
    return std::string();
  };
  EXPECT_EQ(header(error_document({ErrorCode::unauthenticated, "meld u aan"}), "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(header(error_document({ErrorCode::unavailable, "straks"}), "Retry-After"), "5");
  Error later{ErrorCode::too_many_requests, "straks"};
  later.meta["retry_after"] = 512;
  EXPECT_EQ(header(error_document(later), "Retry-After"), "512");
  Error several{ErrorCode::invalid_content, "ontbreekt", "/title"};
  several.further.push_back({ErrorCode::invalid_content, "is te lang", "/body"});
  json::value const document = json::parse(error_document(several).body);
  EXPECT_EQ(document.at("errors").as_array().size(), 2U);
  EXPECT_EQ(document.at("errors").at(1).at("source").at("pointer"), "/body");
  EXPECT_EQ(document.at("errors").at(0).at("status"), "422");
}

} // namespace
} // namespace tandem::api
