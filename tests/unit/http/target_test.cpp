#include "http/target.hpp"

#include <gmock/gmock.h>

namespace tandem::http {

void PrintTo(Parameter const& parameter, std::ostream* out) { *out << parameter.name << "=" << parameter.value; }

namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::Field;
using testing::IsEmpty;
using namespace std::string_literals;

auto parameter(std::string const& name, std::string const& value) {
  return testing::AllOf(Field("name", &Parameter::name, Eq(name)), Field("value", &Parameter::value, Eq(value)));
}
std::vector<Parameter> query(std::string_view target) {
  std::optional<Target> parsed = parse_target(target);
  if (!parsed) return {{"refused", std::string(target)}};
  return parsed->query;
}
std::string path(std::string_view target) {
  std::optional<Target> parsed = parse_target(target);
  return parsed ? parsed->path : "refused";
}

TEST(Target, LiteralAndEncodedBracketsAreTheSame) {
  EXPECT_THAT(query("/api/v1/service?filter[name]=école&page[size]=10"),
              ElementsAre(parameter("filter[name]", "école"), parameter("page[size]", "10")));
  EXPECT_THAT(query("/api/v1/service?filter%5Bname%5D=%C3%A9cole&page%5bsize%5d=10"),
              ElementsAre(parameter("filter[name]", "école"), parameter("page[size]", "10")));
}

TEST(Target, ThePathIsDecoded) {
  EXPECT_EQ(path("/cr%C3%A8che/l%27%C5%93uvre/na%C3%AFve"), "/crèche/l'œuvre/naïve");
  EXPECT_EQ(path("/crèche"), "/crèche");
  EXPECT_EQ(path("/100%25"), "/100%");
}

TEST(Target, WhatIsDecodedOnceIsNotDecodedAgain) {
  EXPECT_EQ(path("/%2541"), "/%41");
  EXPECT_THAT(query("/?q=%252B%2526"), ElementsAre(parameter("q", "%2B%26")));
}

TEST(Target, APlusIsASpaceInTheQueryOnly) {
  EXPECT_EQ(path("/a+b"), "/a+b");
  EXPECT_THAT(query("/?q=bien+%C3%AAtre&c%2B%2B=a%2Bb"),
              ElementsAre(parameter("q", "bien être"), parameter("c++", "a+b")));
}

TEST(Target, SeparatorsThatAreEncodedDoNotSeparate) {
  EXPECT_THAT(query("/?q=a%26b%3Dc"), ElementsAre(parameter("q", "a&b=c")));
  EXPECT_EQ(path("/wat%3F"), "/wat?");
  EXPECT_THAT(query("/wat%3Fq=1"), IsEmpty());
}

TEST(Target, OnlyTheFirstEqualsSignAndTheFirstQuestionMarkSeparate) {
  EXPECT_THAT(query("/?q=a=b?c"), ElementsAre(parameter("q", "a=b?c")));
}

TEST(Target, AnEmptyQueryHasNoParameters) {
  EXPECT_THAT(query("/diensten?"), IsEmpty());
  EXPECT_THAT(query("/diensten"), IsEmpty());
  EXPECT_THAT(query("/diensten?&&"), IsEmpty());
  EXPECT_EQ(path("/diensten?"), "/diensten");
}

TEST(Target, ParametersMayLackAValueAndANameMayRepeat) {
  EXPECT_THAT(query("/?page[total]&q=&=leeg&q=twee"), ElementsAre(parameter("page[total]", ""), parameter("q", ""),
                                                                  parameter("", "leeg"), parameter("q", "twee")));
}

TEST(Target, AFragmentIsNotForTheServer) {
  EXPECT_EQ(path("/diensten#boven"), "/diensten");
  EXPECT_THAT(query("/?q=a#b&c=d"), ElementsAre(parameter("q", "a")));
}

TEST(Target, WithoutALeadingSlashItIsRefused) {
  for (char const* target : {"", "diensten", "?q=1", "*", "localhost:80", "#", "%2Fdiensten", "\\diensten"})
    EXPECT_FALSE(parse_target(target)) << target;
}

class RefusedTarget : public testing::TestWithParam<std::string> {};

TEST_P(RefusedTarget, InThePathInANameAndInAValue) {
  EXPECT_FALSE(parse_target("/" + GetParam()));
  EXPECT_FALSE(parse_target("/?" + GetParam() + "=1"));
  EXPECT_FALSE(parse_target("/?q=" + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(BrokenPercentEncoding, RefusedTarget,
                         testing::Values("%", "%4", "%zz", "%4z", "%z4", "%%41", "a%", "%-1", "% 1", "%+1",
                                         "%u00e9"));
INSTANTIATE_TEST_SUITE_P(Nul, RefusedTarget, testing::Values("%00", "caf%00", "\0"s, "a\0b"s));
INSTANTIATE_TEST_SUITE_P(ControlCharactersAndSpaces, RefusedTarget,
                         testing::Values("\x01", "a\tb", "a\nb", "a\rb", "a b", "\x1b[31m", "\x1f", "\x7f"));
INSTANTIATE_TEST_SUITE_P(InvalidUtf8, RefusedTarget,
                         testing::Values("%ff", "%80", "%C3", "%C3(", "%E9t%E9", "\xe9t\xe9", "%E2%82", "%F0%9F%98",
                                         "%C3%A9%A9", "%fe%fe%ff%ff", "\xc3"));
INSTANTIATE_TEST_SUITE_P(Overlong, RefusedTarget,
                         testing::Values("%C0%AF", "%C0%80", "%C1%BF", "%E0%80%AF", "%E0%9F%BF", "%F0%80%80%AF",
                                         "%F0%8F%BF%BF", "%F8%88%80%80%80"));
INSTANTIATE_TEST_SUITE_P(Surrogates, RefusedTarget,
                         testing::Values("%ED%A0%80", "%ED%AF%BF", "%ED%B0%80", "%ED%BF%BF", "%ED%A0%BD%ED%B8%80"));
INSTANTIATE_TEST_SUITE_P(BeyondUnicode, RefusedTarget, testing::Values("%F4%90%80%80", "%F5%80%80%80"));

TEST(Target, TheEdgesOfUtf8AreTaken) {
  for (std::string const& text :
       {"\x7f"s, "\u0080"s, "\u07ff"s, "\u0800"s, "\ud7ff"s, "\ue000"s, "\uffff"s, "\U00010000"s, "\U0010ffff"s})
    EXPECT_TRUE(is_utf8(text)) << testing::PrintToString(text);
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("\0"s)) << "U+0000 is Unicode; refusing it is parse_target's business";
}

TEST(Target, AnEncodedLineEndIsTextInAValue) {
  EXPECT_THAT(query("/?q=premi%C3%A8re%0D%0Adeuxi%C3%A8me"), ElementsAre(parameter("q", "première\r\ndeuxième")));
}

TEST(Target, AbsoluteFormGivesItsPathAndQuery) {
  EXPECT_EQ(origin_form("http://gids.example/api/v1/service?q=a"), "/api/v1/service?q=a");
  EXPECT_EQ(origin_form("HTTPS://gids.example:8443/"), "/");
  EXPECT_EQ(origin_form("http://[2001:db8::1]:8080/dienst"), "/dienst");
  EXPECT_EQ(origin_form("http://gids.example"), "/");
  EXPECT_EQ(origin_form("http://gids.example?q=http://elders.example/"), "/?q=http://elders.example/");
  EXPECT_EQ(origin_form("http://gids.example#top"), "/#top");
}

TEST(Target, OriginFormStandsAsItIs) {
  for (char const* target : {"/", "/a?b=http://c/", "//elders.example/a", "*", "", "/http://a/b"})
    EXPECT_EQ(origin_form(target), target);
}

TEST(Target, AnAbsoluteFormThatIsNotOursIsNoTarget) {
  for (char const* target : {"ftp://gids.example/", "http:///pad", "http://", "http://wie:geheim@gids.example/",
                             "file:///etc/passwd", "://gids.example/", "gids.example:443"})
    EXPECT_FALSE(parse_target(origin_form(target))) << target;
}

} // namespace
} // namespace tandem::http
