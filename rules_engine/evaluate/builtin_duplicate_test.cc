// Domain section 10 with ruling R4, and the duplicate's place among the root causes (12.3).
#include "rules_engine/evaluate/builtin_duplicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

class DuplicateTest : public testing::Test {
 protected:
  DuplicateTest() : world_(NationalRulesOf({"duplicates.yaml"})) {}
  void RunAll(const std::vector<Case>& cases) {
    for (const Case& test : cases) EXPECT_EQ(world_.Run(test.claim), test.expected) << test.why;
  }
  World world_;
};

TEST_F(DuplicateTest, WithinTheClaim) {
  RunAll({
      {"N1: twice identical", Lines("97110-GP; 97110-GP"), "DUP.EXACT deny 2 with 1"},
      {"N1: the second has 59", Lines("97110-GP; 97110-GP-59"), ""},
      {"the order of modifiers does not count", Lines("97110-GP-KX; 97110-KX-GP"),
       "DUP.EXACT deny 2 with 1"},
      {"each later one repeats the first", Lines("97110; 97110; 97110"),
       "DUP.EXACT deny 2 with 1; DUP.EXACT deny 3 with 1"},
      {"later is by position, not by number",
       Lines("97110 {line_number: 9}; 97110 {line_number: 2}"), "DUP.EXACT deny 2 with 9"},
      {"diagnoses and places are not compared",
       "diagnoses: [I10, E11.9], " +
           Lines("97110 {place_of_service: '11', diagnosis_pointers: [1]}; "
                 "97110 {place_of_service: '22', diagnosis_pointers: [2]}"),
       "DUP.EXACT deny 2 with 1"},
      {"another day", Lines("97110 2024-05-09; 97110 2024-05-10"), ""},
      {"another last day", Lines("97110 2024-05-09..2024-05-10; 97110 2024-05-09"), ""},
      {"another code", Lines("97110; 97112"), ""},
      {"another provider",
       Lines("97110 {rendering: {npi: '1245319599'}}; 97110 {rendering: {npi: '1003000126'}}"), ""},
      {"both sides", Lines("20610-RT; 20610-LT"), ""},
      {"one side named", Lines("20610; 20610-LT"), ""},
      {"the same revenue code",
       "type: institutional, " +
           Lines("97110 {revenue_code: '0420'}; 97110 {revenue_code: '0420'}"),
       "DUP.EXACT deny 2 with 1"},
      {"another revenue code",
       "type: institutional, " +
           Lines("97110 {revenue_code: '0420'}; 97110 {revenue_code: '0430'}"),
       ""},
      {"revenue codes are of institutional claims",
       Lines("97110 {revenue_code: '0420'}; 97110 {revenue_code: '0430'}"),
       "DUP.EXACT deny 2 with 1"},
      {"a modifier twice is one modifier more", Lines("97110-GP; 97110-GP-GP"),
       "DUP.SUSPECT warn 2 with 1"},
      {"a void claim",
       "frequency_code: '8', original_reference_number: X, " + Lines("97110; 97110"), ""},
  });
}

TEST_F(DuplicateTest, OneThingApartIsSuspect) {
  RunAll({
      {"units", Lines("97110; 97110 x2"), "DUP.SUSPECT warn 2 with 1"},
      {"charge", Lines("97110 {charge_cents: 1}; 97110 {charge_cents: 2}"),
       "DUP.SUSPECT warn 2 with 1"},
      {"units and charge", Lines("97110 {charge_cents: 1}; 97110 x2 {charge_cents: 2}"), ""},
      {"a modifier more", Lines("97110; 97110-GP"), "DUP.SUSPECT warn 2 with 1"},
      {"a modifier for another", Lines("97110-GO; 97110-GP"), "DUP.SUSPECT warn 2 with 1"},
      {"two modifiers", Lines("97110; 97110-GP-KX"), ""},
      {"a modifier and units", Lines("97110; 97110-GP x2"), ""},
      {"an exact one is found behind a suspect", Lines("97110 x2; 97110; 97110"),
       "DUP.EXACT deny 3 with 2; DUP.SUSPECT warn 2 with 1"},
      {"a side that stands twice", Lines("20610-RT; 20610-RT-RT"), ""},
  });
}

TEST_F(DuplicateTest, WhatIsNotGivenSaysNothing) {
  RunAll({
      {"no charges tell nothing apart", Lines("97110; 97110"), "DUP.EXACT deny 2 with 1"},
      {"one charge alone", Lines("97110 {charge_cents: 1}; 97110"), ""},
      {"no units", Lines("97110 {units: ~}; 97110 {units: ~}"), ""},
      {"no provider", "billing: ~, " + Lines("97110; 97110"), ""},
      {"no code", Lines("{procedure_code: ~}; {procedure_code: ~}"), ""},
      {"no date", Lines("97110 {service_date: ~}; 97110 {service_date: ~}"), ""},
  });
}

TEST_F(DuplicateTest, OfEarlierClaims) {
  const auto with = [](const std::string& history) {
    return "frequency_code: '1', " + Lines("97110") + ", " + History(history);
  };
  RunAll({
      {"paid", with("paid 97110"), "DUP.ALREADY_PAID deny 1 with h1"},
      {"sent", with("submitted 97110"), "DUP.EXACT deny 1 with h1"},
      {"pended", with("pended 97110"), "DUP.EXACT deny 1 with h1"},
      {"denied", with("denied 97110"), ""},
      {"voided", with("voided 97110"), ""},
      {"one thing apart", with("paid 97110 x2"), "DUP.SUSPECT warn 1 with h1"},
      {"another day", with("paid 97110 2024-05-09"), ""},
      {"a replacement", "frequency_code: '7', " + Lines("97110") + ", " + History("paid 97110"),
       ""},
      {"a statement's frequency is in its type of bill",
       "type: institutional, type_of_bill: '0131', " + Lines("97110") + ", " +
           History("paid 97110"),
       "DUP.ALREADY_PAID deny 1 with h1"},
      {"no frequency: not known whether it is an original",
       Lines("97110") + ", " + History("paid 97110"), "DUP.ALREADY_PAID? missing_field claim"},
      {"nor what another status would mean", Lines("97110") + ", " + History("pended 97110"),
       "DUP.EXACT? missing_field claim"},
      {"nor a near repetition", Lines("97110") + ", " + History("paid 97110 x2"),
       "DUP.SUSPECT? missing_field claim"},
      {"of which nothing is said where nothing is repeated",
       Lines("97110") + ", " + History("paid 97112"), ""},
  });
  const auto payers = [](const char* claim, const char* history) {
    return std::string("frequency_code: '1', payer: ") + claim + ", " + Lines("97110") +
           ", history: [{status: paid, " + history + "line: {procedure_code: '97110'}}]";
  };
  RunAll({
      {"the same payer", payers("{id: P1}", "payer_id: P1, "), "DUP.ALREADY_PAID deny 1 with h1"},
      {"another payer", payers("{id: P1}", "payer_id: P2, "), ""},
      {"a payer not named", payers("{id: P1}", ""), "DUP.ALREADY_PAID deny 1 with h1"},
      {"may be the primary one", payers("{id: P1, responsibility: secondary}", ""), ""},
  });
}

TEST_F(DuplicateTest, SaysWhatItRepeats) {
  const auto texts = world_.Describe("frequency_code: '1', " + Lines("97110; 97110; 80053") + ", " +
                                     History("submitted 80053"));
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_THAT(texts[0].message, testing::HasSubstr("repeats line 1 exactly"));
  EXPECT_EQ(texts[0].fixes[0].kind, FixKind::kRemoveLine);
  EXPECT_EQ(texts[0].fixes[1].value, "76");
  EXPECT_TRUE(texts[0].fixes[1].requires_documentation);
  EXPECT_THAT(texts[1].message, testing::HasSubstr("repeats claim H1 exactly"));
  EXPECT_EQ(texts[1].fixes[1].value, "91");
  EXPECT_THAT(texts[1].fixes.back().text, testing::HasSubstr("frequency code 7"));
}

// One mistake, one finding: on a repeated line nothing else of the NCCI edits is said.
TEST(DuplicateRootCauseTest, ExplainsTheEditsOnTheRepeatedLine) {
  World world(NationalRulesOf({"ncci_procedure_to_procedure.yaml", "ncci_medically_unlikely.yaml",
                               "ncci_add_on.yaml", "duplicates.yaml"}),
              {{"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}},
               {"ncci_mue_practitioner",
                {"2024-04-01 97110 6 3", "2024-04-01 45380 1 2", "2024-04-01 45385 1 2",
                 "2024-04-01 99291 1 2"}},
               {"ncci_aoc", {"1 99292 99291 2013-04-01 -"}}});
  EXPECT_EQ(world.Run(Lines("97110 x4; 97110 x4")), "DUP.EXACT deny 2 with 1 (NCCI.MUE deny 1,2)");
  EXPECT_EQ(world.Run(Lines("97110 x7; 97110 x7")), "NCCI.MUE deny 1,2; DUP.EXACT deny 2 with 1")
      << "too many without the repetition";
  EXPECT_EQ(world.Run(Lines("97110 x4; 97110-59 x4")), "NCCI.MUE deny 1,2")
      << "N1: with 59 no duplicate, but the units are summed";
  EXPECT_EQ(world.Run(Lines("45385; 45380; 45380")),
            "NCCI.PTP deny 2 with 1; DUP.EXACT deny 3 with 2 (NCCI.MUE deny 2,3; "
            "NCCI.PTP deny 3 with 1)");
  EXPECT_EQ(world.Run(Lines("99292; 99292")),
            "NCCI.AOC deny 1; DUP.EXACT deny 2 with 1 (NCCI.AOC deny 2)");
}

TEST(DuplicateLayersTest, OneRuleSwitchedOffLeavesTheOthers) {
  RuleFiles files = NationalRulesOf({"duplicates.yaml"});
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides: [{id: o, select: {rule: DUP.EXACT}, suppress: true, reason: contract, "
      "owner: a@example.org}]\n";
  World world(files);
  EXPECT_EQ(world.Run(Lines("97110; 97110")), "");
  EXPECT_EQ(world.Run(Lines("97110; 97110 x2")), "DUP.SUSPECT warn 2 with 1");
}

}  // namespace
}  // namespace scrubline
