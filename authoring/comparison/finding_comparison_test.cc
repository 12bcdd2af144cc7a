#include "authoring/comparison/finding_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::shared_ptr<const Snapshot> Rules(const std::string& keys) {
  return MakeSnapshot(OneRuleset("rules: [{id: A.B, title: t, message: m, " + keys + "}]"));
}

// The differences between two rules on these claims.
class FindingComparisonTest : public testing::Test {
 protected:
  FindingDelta Compare(const std::string& before, const std::string& after,
                       const std::vector<std::string>& claims) {
    before_ = Rules(before);
    after_ = Rules(after);
    comparison_ = std::make_unique<FindingComparison>(
        *before_, *after_,
        FindingComparison::Options{.today = *Date::FromCivil(2026, 1, 1), .claims_shown = 2});
    for (const std::string& claim : claims) comparison_->Add(*MakeClaim(claim));
    const auto found = comparison_->rules().find("A.B");
    return found == comparison_->rules().end() ? FindingDelta() : found->second;
  }

  std::shared_ptr<const Snapshot> before_, after_;
  std::unique_ptr<FindingComparison> comparison_;
};

TEST_F(FindingComparisonTest, FindingsComeAndGo) {
  const std::vector<std::string> claims = {
      "claim_id: C1, " + Lines("99213; 99214"), "claim_id: C2, " + Lines("99213"),
      "claim_id: C3, " + Lines("99213"), "claim_id: C4, " + Lines("99215")};
  const FindingDelta delta = Compare("severity: warn, when: {procedure_code: '99213'}",
                                     "severity: warn, when: {procedure_code: '99214'}", claims);
  EXPECT_EQ(delta.changed_lines, 1);
  EXPECT_EQ(delta.disappeared, 2);
  EXPECT_EQ(delta.appeared, 0);
  EXPECT_THAT(delta.claims, ElementsAre("C1: line 1 -> line 2", "C2: line 1 disappears (warn)"));
  EXPECT_EQ(comparison_->claims(), 4);
  EXPECT_THAT(comparison_->verdicts(),
              ElementsAre(Pair(Pair(Verdict::kFindings, Verdict::kClean), 2)));
  EXPECT_EQ(Compare("severity: warn, when: {procedure_code: '99214'}",
                    "severity: warn, when: {procedure_code: '99213'}", claims)
                .appeared,
            2);
}

TEST_F(FindingComparisonTest, SeveritiesChange) {
  const FindingDelta delta = Compare("severity: warn, when: {procedure_code: '99213'}",
                                     "severity: deny, when: {procedure_code: '99213'}",
                                     {"claim_id: C1, " + Lines("99213")});
  EXPECT_EQ(delta.changed_severity, 1);
  EXPECT_THAT(delta.claims, ElementsAre("C1: line 1 warn -> deny"));
}

TEST_F(FindingComparisonTest, WhatCannotBeEvaluatedAnyMore) {
  const FindingDelta delta =
      Compare("severity: warn, when: {procedure_code: '99213'}",
              "severity: warn, when: {procedure_code: '99213', patient.sex: male}",
              {"claim_id: C1, " + Lines("99213")});
  EXPECT_EQ(delta.no_longer_evaluated, 1);
  EXPECT_EQ(delta.disappeared, 1);
  EXPECT_THAT(delta.claims, ElementsAre("C1: line 1 disappears (warn), not evaluated any more"));
}

TEST_F(FindingComparisonTest, TheSameIsNoDifference) {
  const std::string rule = "severity: warn, when: {procedure_code: '99213'}";
  Compare(rule, rule, {Lines("99213; 99213")});
  EXPECT_TRUE(comparison_->rules().empty());
  EXPECT_TRUE(comparison_->verdicts().empty());
}

}  // namespace
}  // namespace scrubline
