#include "services_directory/outputs/hours.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace directory::outputs {
namespace {

using testing::ElementsAre;

Day day(std::string_view written) { return day_of(written).value(); }

std::vector<std::string> all_written(std::vector<Day> const& days) {
  std::vector<std::string> all;
  for (Day const one : days) all.push_back(written(one));
  return all;
}

Hours hours(char const* field) {
  return hours_of(json::parse(std::string(R"({"hours": )") + field + "}").as_object());
}

Period const december{day("2026-12-01"), day("2027-01-03")};

TEST(Hours, ADayIsOneOfTheCalendar) {
  EXPECT_EQ(written(day("2028-02-29")), "2028-02-29");
  for (char const* wrong : {"", "2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-01-01T", "2026-01-0x"})
    EXPECT_EQ(day_of(wrong), std::nullopt) << wrong;
  EXPECT_EQ(weekday_of(day("2026-11-27")), "FR");
}

TEST(Hours, WhatRepeatsDoesNotHoldOnHolidaysNorInExceptions) {
  Hours const said = hours(R"({"weekly": [{"days": ["FR", "MO"], "opens": "09:00", "closes": "12:00"}],
                               "exceptions": [{"from": "2026-12-14", "until": "2026-12-20"}]})");
  ASSERT_EQ(said.weekly.size(), 1U);
  EXPECT_THAT(said.weekly[0].days, ElementsAre("MO", "FR")) << "in the order of the week";
  std::set<Day> const holidays{day("2026-12-25"), day("2027-01-01")};
  EXPECT_THAT(all_written(days_of(said.weekly[0], said, holidays, december)),
              ElementsAre("2026-12-04", "2026-12-07", "2026-12-11", "2026-12-21", "2026-12-28"));
}

TEST(Hours, SaidToBeOpenTheyHoldOnHolidaysToo) {
  Hours const said = hours(R"({"weekly": [{"days": ["FR"], "opens": "09:00", "closes": "12:00", "from": "2026-12-18",
                               "until": "2027-01-01"}], "public_holidays": "open"})");
  EXPECT_THAT(all_written(days_of(said.weekly[0], said, {day("2026-12-25")}, december)),
              ElementsAre("2026-12-18", "2026-12-25", "2027-01-01"));
}

TEST(Hours, OfExceptionsOnADayClosedWins) {
  Hours const said =
      hours(R"({"exceptions": [{"from": "2026-12-24", "until": "2026-12-27", "opens": "20:00", "closes": "01:30"},
                                              {"from": "2026-12-25", "until": "2026-12-25"},
                                              {"from": "2026-12-27", "until": "2026-12-27", "opens": "10:00"}]})");
  EXPECT_THAT(all_written(days_of(said.exceptions[0], said, december)), ElementsAre("2026-12-24", "2026-12-26"))
      << "hours without an end are no hours";
  EXPECT_TRUE(days_of(said.exceptions[1], said, december).empty());
}

TEST(Hours, ASpanPastMidnightEndsOnTheNextDay) {
  Hours const said = hours(R"({"weekly": [{"days": ["FR"], "opens": "22:00", "closes": "02:00"},
                                          {"days": ["SA"], "opens": "13:00", "closes": "24:00"},
                                          {"days": ["SU"], "opens": "08:00", "closes": "08:00"}]})");
  EXPECT_EQ(said.weekly[0].span.closes, 26 * 60);
  EXPECT_EQ(said.weekly[1].span.closes, 24 * 60);
  EXPECT_EQ(said.weekly[2].span.closes, 32 * 60);
}

TEST(Hours, LocalTimesAreInstantsByTheSeason) {
  auto const utc = [](std::string_view on, int minutes) {
    auto const instant = instant_of(day(on), minutes);
    Day const there = std::chrono::floor<std::chrono::days>(instant);
    return written(there) + " " +
           std::to_string(std::chrono::duration_cast<std::chrono::minutes>(instant - there).count());
  };
  EXPECT_EQ(utc("2026-01-15", 9 * 60), "2026-01-15 480");
  EXPECT_EQ(utc("2026-07-15", 9 * 60), "2026-07-15 420");
  EXPECT_EQ(utc("2026-03-29", 60 + 59), "2026-03-29 59") << "the last minute of winter";
  EXPECT_EQ(utc("2026-03-29", 3 * 60), "2026-03-29 60") << "the first of summer";
  EXPECT_EQ(utc("2026-10-25", 60 + 59), "2026-10-24 1439");
  EXPECT_EQ(utc("2026-10-25", 3 * 60), "2026-10-25 120") << "winter again";
  EXPECT_EQ(utc("2026-07-15", 30), "2026-07-14 1350");
}

TEST(Hours, PeopleReadThemInTheirLanguage) {
  Hours const said =
      hours(R"({"weekly": [{"days": ["WE", "MO"], "opens": "09:00", "closes": "12:30", "appointment": true}],
                               "exceptions": [{"from": "2026-12-24", "until": "2026-12-24"}]})");
  EXPECT_EQ(in_words(said, "nl"), "ma, wo 09:00–12:30 (op afspraak); 2026-12-24: gesloten; gesloten op feestdagen");
  EXPECT_EQ(in_words(said, "fr"), "lu, me 09:00–12:30 (sur rendez-vous); 2026-12-24: fermé; fermé les jours fériés");
  EXPECT_EQ(in_words(Hours{}, "nl"), "") << "what is not known is not told";
}

} // namespace
} // namespace directory::outputs
