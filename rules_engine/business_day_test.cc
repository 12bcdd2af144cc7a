#include "rules_engine/business_day.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

TEST(BusinessDayTest, WeekendsAndHolidaysAreNone) {
  const struct {
    const char* date;
    bool business;
  } kCases[] = {
      {"2026-03-13", true},  {"2026-03-14", false}, {"2026-03-15", false},
      {"2026-03-16", true},  {"2026-01-01", false},  // New Year
      {"2026-01-19", false}, {"2026-01-12", true},   // the third Monday of January
      {"1985-01-21", true},                          // before the day was kept
      {"2026-02-16", false},                         // Washington's birthday
      {"2026-05-25", false}, {"2026-05-18", true},   // the last Monday of May
      {"2026-06-19", false}, {"2020-06-19", true},   // Juneteenth, since 2021
      {"2026-07-03", false},                         // the 4th is a Saturday
      {"2021-07-05", false}, {"2021-07-06", true},   // the 4th was a Sunday
      {"2026-09-07", false}, {"2026-10-12", false}, {"2026-11-11", false},
      {"2026-11-26", false}, {"2026-11-27", true},   // Thanksgiving is the fourth Thursday
      {"2026-12-25", false}, {"2021-12-31", false},  // New Year 2022 was a Saturday
      {"1969-12-31", true},  {"1969-12-27", false},  // before day 0
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(IsBusinessDay(*Date::Parse(test.date)), test.business) << test.date;
  }
}

TEST(BusinessDayTest, TheNextOneMayBeTheDayItself) {
  const auto next = [](const char* date) { return NextBusinessDay(*Date::Parse(date)).ToString(); };
  EXPECT_EQ(next("2026-03-13"), "2026-03-13");
  EXPECT_EQ(next("2026-03-14"), "2026-03-16");
  EXPECT_EQ(next("2026-07-03"), "2026-07-06");
  EXPECT_EQ(next("2027-12-24"), "2027-12-27");
}

}  // namespace
}  // namespace scrubline
