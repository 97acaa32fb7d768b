#include "http/message.hpp"

#include <gmock/gmock.h>

namespace tandem::http {
namespace {

using testing::Optional;
using testing::StrEq;

Request sample() {
  Request request;
  request.headers = {
      {"Host", "gids.example"}, {"Accept-Language", "nl-BE"}, {"accept-language", "fr-BE"}, {"X-Leeg", ""}};
  request.query = {{"q", "bien être"}, {"q", "welzijn"}, {"page[total]", ""}};
  request.captures = {{"type", "service"}};
  return request;
}

TEST(Message, HeadersAreFoundWhateverTheCaseOfTheirNames) {
  Request const request = sample();
  for (char const* name : {"Host", "host", "HOST", "hOsT"}) {
    EXPECT_EQ(request.header(name), "gids.example") << name;
    EXPECT_TRUE(request.has_header(name)) << name;
  }
}

TEST(Message, TheFirstOfSeveralHeadersIsTheOneFound) { EXPECT_EQ(sample().header("ACCEPT-LANGUAGE"), "nl-BE"); }

TEST(Message, AnEmptyHeaderIsThereAndAMissingOneIsNot) {
  Request const request = sample();
  EXPECT_EQ(request.header("X-Leeg"), "");
  EXPECT_TRUE(request.has_header("x-leeg"));
  EXPECT_EQ(request.header("Authorization"), "");
  EXPECT_FALSE(request.has_header("Authorization"));
}

TEST(Message, NamesMustBeEqualInFull) {
  Request const request = sample();
  for (char const* name : {"Hos", "Host2", "", "Host ", "ost"}) EXPECT_FALSE(request.has_header(name)) << name;
}

TEST(Message, OnlyAsciiLettersHaveTwoCases) {
  EXPECT_TRUE(Request::same_name("Az", "aZ"));
  EXPECT_FALSE(Request::same_name("@", "`")) << "neighbours of the letters that differ by the same bit";
  EXPECT_FALSE(Request::same_name("[", "{"));
  EXPECT_FALSE(Request::same_name("\xc9", "\xe9"));
}

TEST(Message, AParameterIsThereWithOrWithoutAValue) {
  Request const request = sample();
  EXPECT_THAT(request.parameter("q"), Optional(StrEq("bien être")));
  EXPECT_THAT(request.parameter("page[total]"), Optional(StrEq("")));
  EXPECT_EQ(request.parameter("Q"), std::nullopt);
  EXPECT_EQ(request.parameter("locale"), std::nullopt);
}

TEST(Message, ACaptureThatTheRouteDoesNotHaveIsEmpty) {
  EXPECT_EQ(sample().capture("type"), "service");
  EXPECT_EQ(sample().capture("id"), "");
}

TEST(Message, EveryMethodHasTheNameThatIsSent) {
  std::string names;
  for (Method const method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options})
    names += std::string(name_of(method)) + " ";
  EXPECT_EQ(names, "GET HEAD POST PUT PATCH DELETE OPTIONS ");
}

} // namespace
} // namespace tandem::http
