// Domain section 10: CHG.LOW and CHG.HIGH, worked example N5.
#include "rules_engine/evaluate/builtin_charge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kFees = {
    "fee_schedule",
    {"code,component,payer,allowed,facility_allowed", "99213,,,62.00,", "97110,,,30.01,",
     "20610,,,70.00,40.00", "71046,,,50.00,", "71046,26,,20.00,", "36415,,P2,9.00,"}};

class ChargeTest : public testing::Test {
 protected:
  ChargeTest() : world_(Rules(), {kFees}), without_(Rules()) {}
  static RuleFiles Rules() { return NationalRulesOf({"charges.yaml"}); }
  World world_;
  World without_;
};

TEST_F(ChargeTest, BelowWhatThePayerAllows) {
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 40.00}")), "CHG.LOW advise 1") << "N5";
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 61.99}")), "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 62.00}")), "");
  EXPECT_EQ(world_.Run(Lines("97110 x3 {charge_cents: 90.02}")), "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run(Lines("97110 x3 {charge_cents: 90.03}")), "");
  EXPECT_EQ(world_.Run(Lines("97110 x0.5 {charge_cents: 15.00}")), "CHG.LOW advise 1")
      << "15.005 are allowed";
  EXPECT_EQ(world_.Run(Lines("99999 {charge_cents: 1.00}")), "") << "no fee of ours";
}

TEST_F(ChargeTest, InAFacilityItsOwnAmount) {
  EXPECT_EQ(world_.Run("place_of_service: '22', " + Lines("20610 {charge_cents: 40.00}")), "");
  EXPECT_EQ(world_.Run("place_of_service: '11', " + Lines("20610 {charge_cents: 40.00}")),
            "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run("place_of_service: '22', " + Lines("99213 {charge_cents: 40.00}")),
            "CHG.LOW advise 1")
      << "without one the other's";
}

TEST_F(ChargeTest, RowsOfComponentsAndPayers) {
  EXPECT_EQ(world_.Run(Lines("71046-26 {charge_cents: 20.00}")), "");
  EXPECT_EQ(world_.Run(Lines("71046 {charge_cents: 20.00}")), "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run(Lines("99213-26 {charge_cents: 20.00}")), "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run("payer: {id: P2}, " + Lines("36415 {charge_cents: 5.00}")),
            "CHG.LOW advise 1");
  EXPECT_EQ(world_.Run("payer: {id: P1}, " + Lines("36415 {charge_cents: 5.00}")), "");
}

TEST_F(ChargeTest, ManyTimesBeyondIt) {
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 1240.00}")), "") << "twenty times";
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 1240.01}")), "CHG.HIGH warn 1");
}

TEST_F(ChargeTest, OnePriceForAUnit) {
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 40.00}; 97112 x2 {charge_cents: 80.00}")), "");
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 40.00}; 97112 x2 {charge_cents: 90.00}")),
            "CHG.HIGH warn 1,2");
  // One finding, of all that are not like every other, whatever the order.
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 45.00}; 97112 {charge_cents: 40.00}; "
                               "97112 x2 {charge_cents: 80.00}")),
            "CHG.HIGH warn 1,2,3");
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 10.00}; 97112 x10 {charge_cents: 100.06}")),
            "CHG.HIGH warn 1,2")
      << "no price of a unit rounds to both";
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 10.00}; 97112 x10 {charge_cents: 100.05}")),
            "");
  EXPECT_EQ(
      without_.Run(R"(lines: [{procedure_code: "97112", charge_cents: 40.00, modifiers: ["", "59"]},
                            {procedure_code: "97112", charge_cents: 50.00, modifiers: ["59"]}])"),
      "CHG.HIGH warn 1,2")
      << "an empty slot is no modifier";
  EXPECT_EQ(without_.Run(Lines("97112 x3 {charge_cents: 100.00}; 97112 {charge_cents: 33.33}")), "")
      << "rounded";
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 40.00}; 97112-59 {charge_cents: 50.00}")), "");
  EXPECT_EQ(without_.Run(Lines("97112 {charge_cents: 0.01}; 97112 {charge_cents: 50.00}")), "")
      << "a nominal charge";
}

TEST_F(ChargeTest, WhatIsNotGivenSaysNothing) {
  EXPECT_EQ(world_.Run(Lines("99213")), "");
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 1.00, units: ~}")), "");
  EXPECT_EQ(world_.Run(Lines("99213 {charge_cents: 1.00, unit_basis: minutes}")), "");
  EXPECT_EQ(without_.Run(Lines("99213 {charge_cents: 1.00}")), "") << "no fee schedule";
  EXPECT_EQ(world_.Run("frequency_code: '8', " + Lines("99213 {charge_cents: 1.00}")), "");
}

TEST_F(ChargeTest, SaysWhatIsAllowed) {
  const auto texts = world_.Describe(Lines("97110 x3 {charge_cents: 60.00}"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].message, testing::HasSubstr("60.00"));
  EXPECT_THAT(texts[0].message, testing::HasSubstr("90.03"));
  EXPECT_EQ(texts[0].field, "service_lines[0].charge_cents");
}

TEST(ChargeLayersTest, OneRuleSwitchedOffLeavesTheOthers) {
  RuleFiles files = NationalRulesOf({"charges.yaml"});
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides: [{id: o, select: {rule: CHG.LOW}, suppress: true, reason: contract, "
      "owner: a@example.org}]\n";
  World world(files);
  EXPECT_EQ(world.Run(Lines("97112 {charge_cents: 40.00}; 97112 {charge_cents: 90.00}")),
            "CHG.HIGH warn 1,2");
}

}  // namespace
}  // namespace scrubline
