#include "services_directory/quality/hours.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace directory::quality {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "overlap /weekly/1" and the like.
std::vector<std::string> problems(std::string_view weekly, std::string_view exceptions = "[]") {
  static constexpr std::array<char const*, 5> names{"time", "no_length", "period", "half", "overlap"};
  std::string const text =
      R"({"weekly": )" + std::string(weekly) + R"(, "exceptions": )" + std::string(exceptions) + "}";
  std::vector<std::string> all;
  for (HoursProblem const& one : impossible_hours(boost::json::parse(text).as_object()))
    all.push_back(std::string(names.at(static_cast<std::size_t>(one.what))) + " " + one.pointer);
  return all;
}

TEST(ImpossibleHours, WhatCanBeMeantIsLeftAlone) {
  EXPECT_THAT(problems(R"([{"days": ["MO", "TU"], "opens": "08:30", "closes": "13:00"},
                           {"days": ["MO"], "opens": "13:00", "closes": "16:30"},
                           {"days": ["SU"], "opens": "00:00", "closes": "24:00"},
                           {"days": ["FR"], "opens": "22:00", "closes": "02:00"},
                           {"days": ["SA"], "opens": "02:00", "closes": "03:00"}])",
                       R"([{"from": "2026-12-24", "until": "2027-01-02"},
                           {"from": "2026-12-28", "until": "2026-12-28", "opens": "10:00", "closes": "12:00"}])"),
              IsEmpty());
  EXPECT_THAT(problems("[]"), IsEmpty());
  EXPECT_THAT(impossible_hours({}), IsEmpty());
}

TEST(ImpossibleHours, SpansThatHoldAtTheSameTimeOverlap) {
  EXPECT_THAT(problems(R"([{"days": ["MO", "WE"], "opens": "09:00", "closes": "12:00"},
                           {"days": ["WE"], "opens": "11:30", "closes": "13:00", "appointment": true}])"),
              ElementsAre("overlap /weekly/1"));
  EXPECT_THAT(problems(R"([{"days": ["SU"], "opens": "22:00", "closes": "02:00"},
                           {"days": ["MO"], "opens": "01:00", "closes": "03:00"}])"),
              ElementsAre("overlap /weekly/1"))
      << "past midnight, from Sunday to Monday";
}

TEST(ImpossibleHours, SpansOfDifferentPeriodsDoNotOverlap) {
  std::string const summer = R"({"days": ["WE"], "opens": "09:00", "closes": "12:00", "until": "2026-06-30"})";
  EXPECT_THAT(
      problems("[" + summer + R"(, {"days": ["WE"], "opens": "10:00", "closes": "11:00", "from": "2026-07-01"}])"),
      IsEmpty());
  EXPECT_THAT(
      problems("[" + summer + R"(, {"days": ["WE"], "opens": "10:00", "closes": "11:00", "from": "2026-06-24"}])"),
      ElementsAre("overlap /weekly/1"))
      << "24 June 2026 is a Wednesday";
  EXPECT_THAT(
      problems("[" + summer + R"(, {"days": ["WE"], "opens": "10:00", "closes": "11:00", "from": "2026-06-25"}])"),
      IsEmpty())
      << "the periods share days, but no Wednesday";
}

TEST(ImpossibleHours, WhatCannotBeIsNamed) {
  EXPECT_THAT(problems(R"([{"days": ["MO"], "opens": "09:00", "closes": "09:00"},
                           {"days": ["TU"], "opens": "09:00", "closes": "25:00"},
                           {"days": ["WE"], "opens": "24:00", "closes": "10:00"},
                           {"days": ["TH"], "opens": "09:00", "closes": "12:00", "from": "2026-09-01", "until": "2026-06-30"}])"),
              ElementsAre("no_length /weekly/0", "time /weekly/1", "time /weekly/2", "period /weekly/3"));
  EXPECT_THAT(problems("[]", R"([{"from": "2026-12-24", "until": "2026-12-23"},
                                 {"from": "2026-12-24", "until": "2026-12-24", "opens": "10:00"},
                                 {"from": "2026-12-24", "until": "2026-12-24", "opens": "10:00", "closes": "10:00"}])"),
              ElementsAre("period /exceptions/0", "half /exceptions/1", "no_length /exceptions/2"));
}

} // namespace
} // namespace directory::quality
