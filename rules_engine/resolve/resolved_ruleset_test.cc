#include "rules_engine/resolve/resolved_ruleset.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

using Op = NumberTest::Op;

// Trying every number of the stretch says the same as the closed forms.
TEST(NumberTestTest, HoldsInAgreesWithEveryNumberTried) {
  for (const Op op : {Op::kEquals, Op::kAtLeast, Op::kMoreThan, Op::kAtMost, Op::kLessThan,
                      Op::kBetween, Op::kNotEquals}) {
    for (int64_t first = -1; first <= 4; ++first) {
      for (int64_t second = first; second <= 4; ++second) {
        const NumberTest test{op, first, second};
        for (int64_t least = 0; least <= 3; ++least) {
          for (int64_t most = least; most <= 3; ++most) {
            bool any = false, all = true;
            for (int64_t value = least; value <= most; ++value) {
              any |= test.Holds(value);
              all &= test.Holds(value);
            }
            const std::optional<bool> expected = all   ? std::optional(true)
                                                 : any ? std::nullopt
                                                       : std::optional(false);
            EXPECT_EQ(test.HoldsIn(least, most), expected)
                << static_cast<int>(op) << " " << first << ".." << second << " in " << least << ".."
                << most;
          }
        }
      }
    }
  }
}

TEST(DateRelationTest, MeasuresFromTheItemToTheSubject) {
  const auto distance = [](DateRelation::Measure measure, const char* subject, const char* item) {
    DateRelation relation;
    relation.measure = measure;
    return relation.Distance(*Date::Parse(subject), *Date::Parse(item));
  };
  using Measure = DateRelation::Measure;
  EXPECT_EQ(distance(Measure::kDays, "2024-03-01", "2024-02-28"), 2);
  EXPECT_EQ(distance(Measure::kDays, "2024-02-28", "2024-03-01"), -2);
  EXPECT_EQ(distance(Measure::kMonths, "2024-03-14", "2024-01-15"), 1);
  EXPECT_EQ(distance(Measure::kMonths, "2024-03-15", "2024-01-15"), 2);
  EXPECT_EQ(distance(Measure::kMonths, "2024-02-29", "2024-01-31"), 1);
  EXPECT_EQ(distance(Measure::kMonths, "2024-01-14", "2024-01-15"), -1);
  EXPECT_EQ(distance(Measure::kCalendarMonths, "2024-03-01", "2023-12-31"), 3);
  EXPECT_EQ(distance(Measure::kCalendarYears, "2024-01-01", "2023-12-31"), 1);
}

TEST(DateRelationTest, TheFirstDayAfterAWindow) {
  using Measure = DateRelation::Measure;
  using Op = NumberTest::Op;
  const auto after = [](Measure measure, NumberTest number, std::string_view item) {
    DateRelation relation;
    relation.measure = measure;
    relation.number = number;
    const Date day = relation.FirstDayAfter(*Date::Parse(item));
    if (day.has_value()) {
      // It is outside, and the day before is not.
      EXPECT_FALSE(number.Holds(relation.Distance(day, *Date::Parse(item))));
      EXPECT_TRUE(number.Holds(relation.Distance(day - 1, *Date::Parse(item))));
    }
    return day.ToString();
  };
  EXPECT_EQ(after(Measure::kDays, {Op::kBetween, 0, 60}, "2024-01-31"), "2024-04-01");
  EXPECT_EQ(after(Measure::kDays, {Op::kAtMost, 60}, "2024-01-31"), "2024-04-01");
  EXPECT_EQ(after(Measure::kDays, {Op::kLessThan, 60}, "2024-01-31"), "2024-03-31");
  EXPECT_EQ(after(Measure::kDays, {Op::kEquals, 0}, "2024-01-31"), "2024-02-01");
  EXPECT_EQ(after(Measure::kMonths, {Op::kBetween, 0, 0}, "2024-01-31"), "2024-02-29");
  EXPECT_EQ(after(Measure::kCalendarMonths, {Op::kBetween, 0, 11}, "2025-06-20"), "2026-06-01");
  EXPECT_EQ(after(Measure::kCalendarYears, {Op::kEquals, 0}, "2025-06-20"), "2026-01-01");
  EXPECT_EQ(after(Measure::kDays, {Op::kAtLeast, 1}, "2024-01-31"), "");
}

TEST(DateRelationTest, TheFirstDayAfterAWindowTakesTheOffsetOff) {
  DateRelation relation;
  relation.number = {NumberTest::Op::kBetween, 0, 9};
  relation.offset = {.days = 2, .months = 0};
  EXPECT_EQ(relation.FirstDayAfter(*Date::Parse("2024-01-01")).ToString(), "2024-01-09");
}

TEST(DateOffsetTest, AddsMonthsThenDays) {
  const DateOffset offset{.days = 1, .months = 12};
  EXPECT_EQ(offset.AddTo(*Date::Parse("2024-02-29")).ToString(), "2025-03-01");
  EXPECT_EQ(DateOffset().AddTo(*Date::Parse("2024-02-29")).ToString(), "2024-02-29");
}

}  // namespace
}  // namespace scrubline
