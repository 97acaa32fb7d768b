#include "services_directory/import/schedule.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

constexpr char const* header = "id,valid_from,valid_to,dtstart,timezone,until,count,wkst,freq,interval,byday,"
                               "byweekno,bymonthday,byyearday,opens_at,"
                               "closes_at\n";

struct Hours {
  json::object hours;
  std::vector<std::string> problems; ///< "freq what"
};
/// Of rows that begin behind `id`.
Hours hours_of(std::vector<std::string> const& rows) {
  std::string text = header;
  for (std::string const& row : rows) text += "h," + row + "\n";
  std::vector<Problem> problems;
  Table const table("schedules.csv", read_csv("schedules.csv", text, ',', problems));
  Hours done;
  for (CsvRow const& row : table.csv.rows)
    if (auto const part = hours_part(Record(table, row), problems)) add_hours(done.hours, *part);
  for (Problem const& problem : problems) done.problems.push_back(problem.place.name + " " + problem.detail);
  return done;
}
json::value hours(std::string const& row) {
  Hours const done = hours_of({row});
  return done.problems.empty() ? json::value(done.hours) : json::value(done.problems.front());
}

TEST(Schedule, AWeeklyRowBecomesAWeeklyPart) {
  EXPECT_EQ(hours(",,,,,,MO,WEEKLY,1,\"WE,MO\",,,,09:00:00,12:30"),
            (json::value{{"weekly", {{{"days", {"MO", "WE"}}, {"opens", "09:00"}, {"closes", "12:30"}}}}}));
  EXPECT_EQ(
      hours(",,,+01:00,,,,DAILY,,,,,,22:00:00+01:00,24:00"),
      (json::value{
          {"weekly",
           {{{"days", {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}}, {"opens", "22:00"}, {"closes", "24:00"}}}}}));
}

TEST(Schedule, HoldsFromTheLaterStartToTheEarlierEnd) {
  EXPECT_EQ(hours("2026-01-01,2026-12-31,2026-03-04,,2026-06-30,,,WEEKLY,,,,,,09:00,10:00"),
            (json::value{{"weekly",
                          {{{"days", {"WE"}}, // 4 March 2026 is a Wednesday (RFC 5545: the day of DTSTART)
                            {"opens", "09:00"},
                            {"closes", "10:00"},
                            {"from", "2026-03-04"},
                            {"until", "2026-06-30"}}}}}));
}

TEST(Schedule, ARowWithoutFrequencyIsAboutItsDays) {
  EXPECT_EQ(hours("2026-12-24,2027-01-03,,,,,,,,,,,,,"),
            (json::value{{"exceptions", {{{"from", "2026-12-24"}, {"until", "2027-01-03"}}}}}));
  EXPECT_EQ(
      hours(",,2026-10-17,,,,,,,,,,,10:00,16:00"),
      (json::value{{"exceptions",
                    {{{"from", "2026-10-17"}, {"until", "2026-10-17"}, {"opens", "10:00"}, {"closes", "16:00"}}}}}));
}

TEST(Schedule, PartsThatDifferInDaysAloneBecomeOne) {
  Hours const done = hours_of({",,,,,,,WEEKLY,,TH,,,,09:00,12:00", ",,,,,,,WEEKLY,,MO,,,,09:00,12:00",
                               ",,,,,,,WEEKLY,,MO,,,,13:00,16:00", ",,,,,,,WEEKLY,,MO,,,,09:00,12:00",
                               "2026-07-21,2026-07-21,,,,,,,,,,,,,", "2026-07-21,2026-07-21,,,,,,,,,,,,,"});
  EXPECT_TRUE(done.problems.empty());
  EXPECT_EQ(json::value(done.hours),
            (json::value{{"weekly",
                          {{{"days", {"MO", "TH"}}, {"opens", "09:00"}, {"closes", "12:00"}},
                           {{"days", {"MO"}}, {"opens", "13:00"}, {"closes", "16:00"}}}},
                         {"exceptions", {{{"from", "2026-07-21"}, {"until", "2026-07-21"}}}}}));
}

TEST(Schedule, WhatCannotBeExpressedIsNamedAtItsCell) {
  auto const problem = [](char const* row) {
    Hours const done = hours_of({row});
    return done.problems.size() == 1 ? done.problems[0] : std::to_string(done.problems.size()) + " problems";
  };
  EXPECT_EQ(problem(",,,,,,,MONTHLY,,MO,,,,09:00,12:00"), "freq opening hours here repeat every week, not MONTHLY");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,2,MO,,,,09:00,12:00"), "interval opening hours here repeat every week");
  EXPECT_EQ(problem(",,,,,3,,WEEKLY,,MO,,,,09:00,12:00"), "count opening hours here cannot repeat by count");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,MO,,1,,09:00,12:00"),
            "bymonthday opening hours here cannot repeat by bymonthday");
  EXPECT_EQ(problem(",,,3,,,,WEEKLY,,MO,,,,09:00,12:00"), "timezone hours here are local time of Brussels");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,1MO,,,,09:00,12:00"), "byday is no list of days like MO,TU");
  EXPECT_EQ(problem(",,,,,,,,,MO,,,,09:00,12:00"), "freq is missing: days of the week repeat WEEKLY");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,,,,,09:00,12:00"),
            "byday is missing, and there is no dtstart whose day of the week it would be");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,MO,,,,9u,12:00"), "opens_at is no local time like 09:00");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,MO,,,,09:00:00Z,12:00"), "opens_at is no local time like 09:00");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,MO,,,,09:00,"), "closes_at opening and closing time go together");
  EXPECT_EQ(problem(",,,,,,,WEEKLY,,MO,,,,,"), "opens_at is missing: when it opens is not known");
  EXPECT_EQ(problem("2026-02-30,,,,,,,WEEKLY,,MO,,,,09:00,12:00"), "valid_from is no date like 2026-03-01");
  EXPECT_EQ(problem("2026-03-02,2026-03-01,,,,,,WEEKLY,,MO,,,,09:00,12:00"), "valid_to lies before the first day");
  EXPECT_EQ(problem(",,,,,,,,,,,,,09:00,12:00"),
            "freq is missing: without it a row is about days from valid_from to valid_to");
  EXPECT_EQ(hours_of({",,,,,3,,YEARLY,,,,,,nu,"}).problems.size(), 5U) << "all of a row is named";
}

} // namespace
} // namespace directory::importing
