#include "rules_engine/date.h"

#include <gmock/gmock.h>

namespace scrubline {
namespace {

TEST(DateTest, ParsesBothForms) {
  EXPECT_EQ(Date::Parse("1970-01-01")->days(), 0);
  EXPECT_EQ(Date::Parse("20240229"), Date::Parse("2024-02-29"));
  EXPECT_EQ(Date::Parse("2024-07-01")->days(), 19905);
}

TEST(DateTest, RefusesDaysThatAreNot) {
  for (const char* text :
       {"2026-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00",
        "2024-1-1", "2024/01/01", "", "20240431", "2024-01-0x", "abcdefgh", "00000101"}) {
    EXPECT_EQ(Date::Parse(text), std::nullopt) << text;
  }
}

TEST(DateTest, EveryDayOfFourCenturiesRoundTrips) {
  const int32_t first = Date::Parse("1800-01-01")->days();
  const int32_t last = Date::Parse("2200-12-31")->days();
  for (int32_t day = first; day <= last; ++day) {
    const Date date = Date::FromDays(day);
    ASSERT_EQ(Date::Parse(date.ToString()), date);
  }
}

TEST(DateTest, YearDay) {
  EXPECT_EQ(Date::ParseYearDay("2026091"), Date::Parse("2026-04-01"));
  EXPECT_EQ(Date::ParseYearDay("2013365"), Date::Parse("2013-12-31"));
  EXPECT_EQ(Date::ParseYearDay("2024366"), Date::Parse("2024-12-31"));
  EXPECT_EQ(Date::ParseYearDay("2023366"), std::nullopt);
  EXPECT_EQ(Date::ParseYearDay("2023000"), std::nullopt);
  EXPECT_EQ(Date::ParseYearDay("202309"), std::nullopt);
}

TEST(DateTest, IntervalsIncludeBothEnds) {
  const DateInterval interval{*Date::Parse("2024-01-01"), *Date::Parse("2024-03-31")};
  EXPECT_TRUE(interval.Contains(interval.first));
  EXPECT_TRUE(interval.Contains(interval.last));
  EXPECT_FALSE(interval.Contains(interval.last + 1));
  EXPECT_FALSE(interval.Contains(Date()));
  EXPECT_TRUE(interval.Intersects({interval.last, Date::Max()}));
  EXPECT_FALSE(interval.Intersects({interval.last + 1, Date::Max()}));
}

TEST(DateTest, AddYearsFromLeapDay) {
  EXPECT_EQ(Date::Parse("2024-02-29")->AddYears(1), *Date::Parse("2025-02-28"));
  EXPECT_EQ(Date::Parse("2024-02-29")->AddYears(4), *Date::Parse("2028-02-29"));
}

TEST(DateTest, AddMonthsKeepsTheDayOrTakesTheLastOfTheMonth) {
  const auto add = [](const char* date, int months) {
    return Date::Parse(date)->AddMonths(months).ToString();
  };
  EXPECT_EQ(add("2024-01-31", 1), "2024-02-29");
  EXPECT_EQ(add("2023-01-31", 1), "2023-02-28");
  EXPECT_EQ(add("2024-11-15", 3), "2025-02-15");
  EXPECT_EQ(add("2024-03-31", -1), "2024-02-29");
  EXPECT_EQ(add("2024-01-15", -1), "2023-12-15");
  EXPECT_EQ(add("2024-01-15", -13), "2022-12-15");
  EXPECT_EQ(add("2024-02-29", 12), "2025-02-28");
  EXPECT_EQ(add("2024-05-10", 0), "2024-05-10");
}

}  // namespace
}  // namespace scrubline
