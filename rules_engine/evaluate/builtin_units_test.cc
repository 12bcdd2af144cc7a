// Domain section 5.5 with ruling R12.
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

class UnitsTest : public testing::Test {
 protected:
  World world_{OneRuleset(R"(
rules:
  - id: UNIT.FRACTION
    title: T
    use: UNIT.FRACTION
    severity: reject
    parameters: {divisible_services: ["J*", "A0425"], daily_services: ["99232"]}
    message: "{procedure_code} x {units} on {date}, line {line}"
  - id: UNIT.SPAN
    title: T
    use: UNIT.SPAN
    severity: warn
    message: "{procedure_code} x {units} in {days} days from {date}, line {line}"
)")};
};

TEST_F(UnitsTest, OnlyDrugsAndMilesAreBilledInPart) {
  EXPECT_EQ(world_.Run(Lines("99213 x1.5; J1885 x1.5; A0425 x7.4; 99214 x0.001; 99215 x2")),
            "UNIT.FRACTION reject 1; UNIT.FRACTION reject 4");
}

TEST_F(UnitsTest, MinutesAreNoUnits) {
  EXPECT_EQ(world_.Run(Lines("01402 x97.5 {unit_basis: minutes}")), "");
  EXPECT_EQ(world_.Run(Lines("01402 x97.5 {unit_basis: units}")), "UNIT.FRACTION reject 1");
}

TEST_F(UnitsTest, ADailyServiceHasAsManyUnitsAsDaysOrAMultiple) {
  EXPECT_EQ(world_.Run(Lines("99232 x2 2024-05-10..2024-05-12")), "UNIT.SPAN warn 1");
  EXPECT_EQ(world_.Run(Lines("99232 x3 2024-05-10..2024-05-12")), "");
  EXPECT_EQ(world_.Run(Lines("99232 x6 2024-05-10..2024-05-12")), "");
  EXPECT_EQ(world_.Run(Lines("99232 x2 2024-05-10..2024-05-10")), "");
  EXPECT_EQ(world_.Run(Lines("97110 x2 2024-05-10..2024-05-12")), "");
  // A reversed span is its first day.
  EXPECT_EQ(world_.Run(Lines("99232 x2 2024-05-12..2024-05-10")), "");
}

TEST_F(UnitsTest, WhatIsAbsentIsNotWrong) {
  EXPECT_EQ(world_.Run(Lines("99232 2024-05-10..2024-05-12 {units: ~}")), "");
  EXPECT_EQ(world_.Run(Lines("99213 x1.5 {service_date: ~}")), "");
  EXPECT_EQ(world_.Run(Lines("x1.5 {procedure_code: ~}")), "");
}

TEST_F(UnitsTest, AVoidClaimIsNotLookedAt) {
  EXPECT_EQ(world_.Run(Lines("99213 x1.5") + ", frequency_code: 8"), "");
}

TEST_F(UnitsTest, SaysWhichUnitsFitTheDays) {
  const auto texts = world_.Describe(Lines("99232 x2.5 2024-05-10..2024-05-12"));
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_EQ(texts[0].message, "99232 x 2.5 on 2024-05-10, line 1");
  EXPECT_TRUE(texts[0].fixes.empty());
  EXPECT_EQ(texts[1].message, "99232 x 2.5 in 3 days from 2024-05-10, line 1");
  EXPECT_EQ(texts[1].field, "service_lines[0].units");
  ASSERT_EQ(texts[1].fixes.size(), 1u);
  EXPECT_EQ(texts[1].fixes[0].text,
            "set the units of line 1 to 3 if the record shows the service on each of its days");
}

}  // namespace
}  // namespace scrubline
