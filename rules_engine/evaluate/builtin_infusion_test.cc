// Domain section 5.4, INF.TIME.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

class InfusionTest : public testing::Test {
 protected:
  World world_{OneRuleset(R"yaml(
rules:
  - id: INF.TIME
    title: T
    use: INF.TIME
    severity: deny
    parameters:
      chemotherapy: ["96413", "96417"]
      chemotherapy_hours: ["96415"]
      infusions: ["96365", "96367"]
      infusion_hours: ["96366"]
      subcutaneous: ["96369"]
      subcutaneous_hours: ["96370"]
      hydrations: ["96360"]
      hydration_hours: ["96361"]
    message:
      high: "{minutes} minutes allow {allowed} {hour_code}, not {billed} ({date})"
      low: "{minutes} minutes allow {allowed} {hour_code}, {billed} billed"
      short: "{procedure_code} lasted {minutes} minutes"
)yaml")};
};

TEST_F(InfusionTest, WorkedExample) {
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 155}; 96415 x2; 96361 {minutes: 40}")), "");
}

TEST_F(InfusionTest, TheHoursBeginWithTheirThirtyFirstMinute) {
  const struct {
    int minutes, hours;
  } kCases[] = {{16, 0}, {90, 0}, {91, 1}, {150, 1}, {151, 2}, {210, 2}, {211, 3}};
  const struct {
    const char *first, *hour;
  } kFamilies[] = {{"96413", "96415"}, {"96365", "96366"}, {"96369", "96370"}};
  for (const auto& family : kFamilies) {
    for (const auto& test : kCases) {
      const auto run = [&](int hours) {
        std::string lines = absl::StrCat(family.first, " {minutes: ", test.minutes, "}");
        if (hours > 0) absl::StrAppend(&lines, "; ", family.hour, " x", hours);
        return world_.Run(Lines(lines));
      };
      EXPECT_EQ(run(test.hours), "") << family.first << " " << test.minutes;
      EXPECT_EQ(run(test.hours + 1), "INF.TIME deny 2 with 1") << family.first << test.minutes;
      if (test.hours > 0) {
        EXPECT_EQ(run(test.hours - 1),
                  test.hours > 1 ? "INF.TIME advise 1 with 2" : "INF.TIME advise 1")
            << family.first << " " << test.minutes;
      }
    }
  }
}

TEST_F(InfusionTest, WhatIsTooShortIsAPushOrNothing) {
  EXPECT_EQ(world_.Run(Lines("96365 {minutes: 15}")), "INF.TIME deny 1");
  EXPECT_EQ(world_.Run(Lines("96365 {minutes: 16}")), "");
  EXPECT_EQ(world_.Run(Lines("96360 {minutes: 30}")), "INF.TIME deny 1");
  EXPECT_EQ(world_.Run(Lines("96360 {minutes: 31}")), "");
  EXPECT_EQ(world_.Run(Lines("96365 x0 {minutes: 15}")), "");
  // The hours are not told of besides.
  EXPECT_EQ(world_.Run(Lines("96365 {minutes: 15}; 96366")), "INF.TIME deny 1");
}

TEST_F(InfusionTest, EachInfusionHasAFirstHourOfItsOwn) {
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 91}; 96417 {minutes: 91}; 96415 x2")), "");
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 90}; 96417 {minutes: 90}; 96415 x2")),
            "INF.TIME deny 3 with 1,2");
}

TEST_F(InfusionTest, MinutesOfFurtherHoursAreAdded) {
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 60}; 96415 x2 {minutes: 95}")), "");
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 60}; 96415 x2 {minutes: 90}")),
            "INF.TIME deny 2 with 1");
}

TEST_F(InfusionTest, TheOrderOfLinesDecidesNothing) {
  // The minutes of the further hour are the longest infusion's, wherever it stands.
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 80}; 96417 {minutes: 10}; 96415 {minutes: 40}")),
            "INF.TIME deny 2");
  EXPECT_EQ(world_.Run(Lines("96417 {minutes: 10}; 96415 {minutes: 40}; 96413 {minutes: 80}")),
            "INF.TIME deny 1");
  // Either may be the one that went on.
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 10}; 96417 {minutes: 10}; 96415 {minutes: 81}")), "");
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 10}; 96417 {minutes: 10}; 96415 x0 {minutes: 5}")),
            "INF.TIME deny 1; INF.TIME deny 2");
}

TEST_F(InfusionTest, HydrationAfterAnotherServiceBeginsWithItsFurtherHours) {
  EXPECT_EQ(world_.Run(Lines("96361 x1 {minutes: 30}")), "INF.TIME deny 1");
  EXPECT_EQ(world_.Run(Lines("96361 x1 {minutes: 31}")), "");
  EXPECT_EQ(world_.Run(Lines("96361 x1 {minutes: 91}")), "INF.TIME advise 1");
  EXPECT_EQ(world_.Run(Lines("96361 x2 {minutes: 91}")), "");
  EXPECT_EQ(world_.Run(Lines("96360 {minutes: 91}; 96361 x1")), "");
  EXPECT_EQ(world_.Run(Lines("96415 x1 {minutes: 5}")), "");  // an add-on without its primary
}

TEST_F(InfusionTest, WithoutMinutesOrUnitsNothingIsSaid) {
  EXPECT_EQ(world_.Run(Lines("96413; 96415 x9")), "INF.TIME? missing_field 1");
  EXPECT_EQ(world_.Run(Lines("96361 x9")), "INF.TIME? missing_field 1");
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 20}; 96415 {units: ~}")), "INF.TIME? units 2");
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 20, service_date: ~}; 96372 {minutes: 1}")),
            "INF.TIME? service_date 1");
}

TEST_F(InfusionTest, DaysAreApart) {
  EXPECT_EQ(world_.Run(Lines("96413 {minutes: 155}; 96415 x1 2024-05-11")), "INF.TIME advise 1");
}

TEST_F(InfusionTest, AVoidClaimIsNotLookedAt) {
  EXPECT_EQ(world_.Run(Lines("96365 {minutes: 5}") + ", frequency_code: 8"), "");
}

TEST_F(InfusionTest, SaysWhatTheMinutesAllow) {
  auto texts = world_.Describe(Lines("96413 {minutes: 155}; 96415 x3"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "155 minutes allow 2 96415, not 3 (2024-05-10)");
  EXPECT_EQ(texts[0].fixes[0].text, "set the units of line 2 to 2");
  texts = world_.Describe(Lines("96413 {minutes: 60}; 96415 x3"));
  EXPECT_EQ(texts[0].fixes[0].text, "remove line 2");
  texts = world_.Describe(Lines("96413 {minutes: 155}"));
  EXPECT_EQ(texts[0].message, "155 minutes allow 2 96415, 0 billed");
  EXPECT_TRUE(texts[0].fixes[0].requires_documentation);
  texts = world_.Describe(Lines("96365 {minutes: 5}"));
  EXPECT_EQ(texts[0].message, "96365 lasted 5 minutes");
  EXPECT_EQ(texts[0].field, "service_lines[0].units");
}

}  // namespace
}  // namespace scrubline
