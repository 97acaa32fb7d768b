/// RFC 3339 in and out.

#include "content/timestamp.hpp"

#include <gtest/gtest.h>
#include <random>

namespace tandem {
namespace {

using namespace std::chrono;

std::string in_utc(std::string_view text) {
  Result<Timestamp> const at = parse_timestamp(text);
  return at ? format_timestamp(*at) : at.error().detail;
}

TEST(Timestamp, IsReadFromADateTimeWithItsOffset) {
  EXPECT_EQ(in_utc("2019-04-01T00:00:00+02:00"), "2019-03-31T22:00:00.000000Z");
  EXPECT_EQ(in_utc("2019-04-01T00:00:00-02:30"), "2019-04-01T02:30:00.000000Z");
  EXPECT_EQ(in_utc("2019-04-01T00:00:00Z"), "2019-04-01T00:00:00.000000Z");
  EXPECT_EQ(in_utc("2019-04-01t10:20:30z"), "2019-04-01T10:20:30.000000Z"); // RFC 3339 allows small letters
  EXPECT_EQ(in_utc("2019-04-01T00:00:00-00:00"), "2019-04-01T00:00:00.000000Z");
  EXPECT_EQ(in_utc("2019-12-31T23:30:00-01:00"), "2020-01-01T00:30:00.000000Z");
  EXPECT_EQ(in_utc("2019-04-01T00:00:00+15:59"), "2019-03-31T08:01:00.000000Z");
}

TEST(Timestamp, IsMidnightUtcWhenOnlyADateIsGiven) {
  EXPECT_EQ(in_utc("2019-04-01"), "2019-04-01T00:00:00.000000Z");
  EXPECT_EQ(in_utc("1922-10-22"), "1922-10-22T00:00:00.000000Z");
}

TEST(Timestamp, KeepsSixDigitsOfAFractionAndDropsTheRest) {
  EXPECT_EQ(in_utc("2019-04-01T00:00:00.5Z"), "2019-04-01T00:00:00.500000Z");
  EXPECT_EQ(in_utc("2019-04-01T00:00:00.000001Z"), "2019-04-01T00:00:00.000001Z");
  EXPECT_EQ(in_utc("2019-04-01T23:59:59.9999999Z"), "2019-04-01T23:59:59.999999Z");
  EXPECT_EQ(in_utc("2019-04-01T00:00:00.123456789+01:00"), "2019-03-31T23:00:00.123456Z");
}

TEST(Timestamp, KnowsWhichYearsHaveALeapDay) {
  EXPECT_EQ(in_utc("2020-02-29"), "2020-02-29T00:00:00.000000Z");
  EXPECT_EQ(in_utc("2000-02-29"), "2000-02-29T00:00:00.000000Z");
  EXPECT_EQ(in_utc("2019-03-01T00:30:00+01:00"), "2019-02-28T23:30:00.000000Z");
  EXPECT_EQ(in_utc("2020-03-01T00:30:00+01:00"), "2020-02-29T23:30:00.000000Z");
  for (std::string_view const text : {"2019-02-29", "1900-02-29", "2100-02-29", "2020-02-30"})
    EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
}

TEST(Timestamp, RefusesWhatIsNoDateTime) {
  for (std::string_view const text : {"",
                                      "2019",
                                      "2019-04",
                                      "2019-4-1",
                                      "2019-13-01",
                                      "2019-00-10",
                                      "2019-04-00",
                                      "2019-04-31",
                                      "0000-01-01",
                                      "20190401",
                                      "2019-04-01 00:00:00Z",
                                      "2019-04-01T",
                                      "2019-04-01T00:00",
                                      "2019-04-01T00:00:00",
                                      "2019-04-01T24:00:00Z",
                                      "2019-04-01T00:60:00Z",
                                      "2019-04-01T00:00:61Z",
                                      "2019-04-01T00:00:00.Z",
                                      "2019-04-01T00:00:00,5Z",
                                      "2019-04-01T00:00:00+0200",
                                      "2019-04-01T00:00:00+02",
                                      "2019-04-01T00:00:00+24:00",
                                      "2019-04-01T00:00:00+02:60",
                                      "2019-04-01T00:00:00ZZ",
                                      "2019-04-01T00:00:00Z ",
                                      " 2019-04-01",
                                      "2019-04-01Z",
                                      "-2019-04-01",
                                      "+2019-04-01",
                                      "12019-04-01",
                                      "2019-04-0١",
                                      "1 april 2019",
                                      "2019-04-01T0:00:00Z",
                                      "2019-04-01T00:00:00 02:00",
                                      "2019-04-01T00:00:00.5"}) {
    Result<Timestamp> const at = parse_timestamp(text);
    ASSERT_FALSE(at.has_value()) << text << " was read as " << format_timestamp(*at);
    EXPECT_EQ(at.error().code, ErrorCode::invalid_content);
    EXPECT_NE(at.error().detail.find("write it like 2019-04-01T00:00:00+02:00"), std::string::npos);
  }
}

TEST(Timestamp, AllowsALeapSecondOnlyAtTheEndOfADayInUtc) {
  EXPECT_EQ(in_utc("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00.000000Z");
  EXPECT_EQ(in_utc("2017-01-01T00:59:60.25+01:00"), "2017-01-01T00:00:00.250000Z");
  for (std::string_view const text :
       {"2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:60+01:00", "2017-01-01T01:59:60+01:00"})
    EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
}

TEST(Timestamp, StaysWithinTheYears1To9999AlsoInUtc) {
  EXPECT_EQ(in_utc("0001-01-01"), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(in_utc("9999-12-31T23:59:59.999999Z"), "9999-12-31T23:59:59.999999Z");
  EXPECT_FALSE(parse_timestamp("0001-01-01T00:00:00+00:01").has_value());
  EXPECT_FALSE(parse_timestamp("9999-12-31T23:59:59-00:01").has_value());
  EXPECT_FALSE(parse_timestamp("9999-12-31T23:59:60Z").has_value());
}

TEST(Timestamp, IsWrittenInOneFormAlsoBefore1970) {
  EXPECT_EQ(format_timestamp(Timestamp(microseconds{0})), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_timestamp(Timestamp(microseconds{-1})), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(format_timestamp(sys_days{year{1985} / 4 / 12} + hours{23} + 20min + 50s + 520ms),
            "1985-04-12T23:20:50.520000Z"); // RFC 3339 section 5.8
}

TEST(Timestamp, SurvivesWritingAndReadingWhateverTheInstant) {
  std::mt19937_64 random(3339);
  auto const first = Timestamp(sys_days{year{1} / 1 / 1}).time_since_epoch().count();
  auto const last = Timestamp(sys_days{year{9999} / 12 / 31}).time_since_epoch().count();
  std::uniform_int_distribution<std::int64_t> instant(first, last);
  for (int i = 0; i < 20'000; ++i) {
    Timestamp const at{microseconds{instant(random)}};
    std::string const text = format_timestamp(at);
    ASSERT_EQ(text.size(), 27U);
    Result<Timestamp> const back = parse_timestamp(text);
    ASSERT_TRUE(back.has_value()) << text;
    ASSERT_EQ(*back, at) << text;
  }
}

TEST(Timestamp, SortsAsTextLikeItSortsAsTime) {
  EXPECT_LT(in_utc("2019-04-01T00:00:00+02:00"), in_utc("2019-03-31T22:00:00.000001Z"));
  EXPECT_LT(in_utc("0999-12-31"), in_utc("1000-01-01"));
}

} // namespace
} // namespace tandem
