// What a claim is to all edits alike: its providers, its kind, what of it cannot be read.
#include "rules_engine/evaluate/evaluation.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const std::vector<TestTable> kTables = {
    {"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}},
    {"ncci_ptp_hospital", {"45385 45380 1996-01-01 - 1"}},
    {"ncci_mue_practitioner", {"2024-04-01 97110 6 3", "2024-07-01 97110 6 3"}},
    {"ncci_mue_hospital", {"2024-04-01 97110 8 3"}},
    {"ncci_aoc", {"1 11045 11042 2013-04-01 -"}},
};

RuleFiles PayerOverride(const std::string& rule, const std::string& parameters) {
  return NationalRules(
      {{"payer/ruleset.yaml",
        "{id: payer, version: \"1\", language: 1, title: P, layer: payer, "
        "scope: {payers: [X]}}\n"},
       {"payer/overrides.yaml", "overrides: [{id: o, select: {rule: " + rule + "}, parameters: {" +
                                    parameters + "}, reason: r, owner: a@example.org}]\n"}});
}

// The first line's doctor is known by number, the second's by specialty; the third line says that
// they are one specialty.
TEST(EvaluationTest, ProvidersAreTheSameInEveryOrderOfLines) {
  World world(NationalRules(), kTables);
  std::vector<std::string> lines = {
      "45380 {rendering: {npi: \"1003000126\", specialty_code: \"10\"}}",
      "45385 {rendering: {npi: \"1245319599\"}}",
      "97110 {rendering: {npi: \"1245319599\", specialty_code: \"10\"}}",
  };
  std::sort(lines.begin(), lines.end());
  do {
    const std::string claim =
        Lines(absl::StrJoin(lines, "; ")) + ", billing: {npi: \"1234567893\", tax_id: \"111\"}";
    EXPECT_THAT(world.Run(claim), testing::StartsWith("NCCI.PTP warn ")) << claim;
  } while (std::next_permutation(lines.begin(), lines.end()));
}

TEST(EvaluationTest, AVoidClaimMeetsStructuralRulesOnly) {
  const auto rule = [](const std::string& id) {
    return "  - {id: " + id +
           ", title: T, severity: warn, for: line, when: {procedure_code: \"97110\"}, message: m, "
           "source: {title: s}, "
           "owner: o}\n";
  };
  World world(OneRuleset("rules:\n" + rule("COMM.ANY") + rule("REQ.ANY")));
  EXPECT_EQ(world.Run(Lines("97110")), "COMM.ANY warn 1; REQ.ANY warn 1");
  EXPECT_EQ(world.Run(Lines("97110") + ", frequency_code: \"8\""), "REQ.ANY warn 1");
}

TEST(EvaluationTest, LinesThatCannotBeReadMatterOnlyToEditsThatApply) {
  const std::string payer = ", payer: {id: X, line_of_business: medicare}";
  const std::string undated = "97110 {service_date: ~}";
  World national(NationalRules(), kTables);
  EXPECT_EQ(national.Run(Lines(undated)),
            "NCCI.AOC? service_date 1; NCCI.MUE? service_date 1; NCCI.PTP? service_date 1");
  EXPECT_EQ(national.Run(Lines("97110-GY {service_date: ~}")), "");
  World without(PayerOverride("NCCI.MUE", "table: none"), kTables);
  EXPECT_EQ(without.Run(Lines(undated) + payer),
            "NCCI.AOC? service_date 1; NCCI.PTP? service_date 1");
  // An inpatient claim has no MUE table, unless a layer names one.
  World named(PayerOverride("NCCI.MUE", "table: practitioner"), kTables);
  EXPECT_EQ(
      named.Run(Lines(undated) + payer +
                ", type: institutional, type_of_bill: \"0111\", attending: {npi: \"1245319599\"}"),
      "NCCI.MUE? service_date 1");
}

TEST(EvaluationTest, TheDaysOfAUnitLimitEndWithItsRelease) {
  World world(NationalRules(), kTables);
  const std::vector<FindingText> findings =
      world.Describe(Lines("97110 x28 2024-09-29..2024-10-02"));
  ASSERT_EQ(findings.size(), 1u);
  const auto date = std::find_if(findings[0].evidence.begin(), findings[0].evidence.end(),
                                 [](const auto& item) { return item.first == "date"; });
  ASSERT_NE(date, findings[0].evidence.end());
  EXPECT_EQ(date->second, "2024-09-29 to 2024-09-30");
}

TEST(EvaluationTest, AnEarlierClaimDoesNotSoftenAHospitalsOwnPair) {
  World world(NationalRules(), kTables);
  const std::string hospital = ", type: institutional, type_of_bill: \"0131\"";
  const std::string claim = Lines("45385; 45380 2024-05-08..2024-05-10") + hospital;
  EXPECT_THAT(world.Run(claim + ", " + History("paid 45385 2024-05-08")),
              testing::StartsWith("NCCI.PTP deny 2"));
  EXPECT_THAT(world.Run(Lines("45380") + hospital + ", " + History("paid 45385")),
              testing::StartsWith("NCCI.PTP warn 1"));
}

TEST(EvaluationTest, AnExceptionThatHoldsQuietsARuleThatCannotBeJudged) {
  World world(
      OneRuleset("rules:\n  - {id: T.A, title: T, severity: warn, for: line, when: "
                 "{procedure_code: \"97110\", "
                 "revenue_code: \"0420\"}, unless: {modifiers: {any_of: [\"GP\"]}}, message: m, "
                 "source: {title: s}, "
                 "owner: o}\n"));
  EXPECT_EQ(world.Run(Lines("97110")), "T.A? missing_field 1");
  EXPECT_EQ(world.Run(Lines("97110-GP")), "");
}

TEST(EvaluationTest, MedicaidsAddOnsAreAnsweredFromMedicaresTable) {
  World world(NationalRules(), kTables);
  EXPECT_EQ(world.Run(Lines("11045")), "NCCI.AOC deny 1");
  EXPECT_EQ(world.Run(Lines("11045") + ", payer: {line_of_business: medicaid}"), "NCCI.AOC warn 1");
}

TEST(EvaluationTest, BlanksRoundANumberAreNoFault) {
  World world(NationalRules(), kTables);
  EXPECT_EQ(world.Run(Lines("97110") + ", billing: {npi: \" 1234567893 \"}"), "");
}

}  // namespace
}  // namespace scrubline
