#include "render/explanation_encoder.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"
#include "rules_engine/explain/explain.h"

namespace scrubline {
namespace {

TEST(ExplanationEncoderTest, EveryField) {
  RuleFiles files = OneRuleset(R"(
conditions: {office: {place_of_service: "11"}}
rules:
  - id: BASE.A
    title: T
    severity: warn
    for: line
    when: {units: 1, condition: office, minutes: 5}
    with_line: {procedure_code: "20610"}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
)");
  const auto snapshot = MakeSnapshot(files, {{"ncci_mue_practitioner", {"2024-04-01 99213 1 2"}}});
  const auto claim =
      MakeClaim("claim_id: C-1, place_of_service: \"11\", " + Lines("99213 {minutes: 6}"));
  Scratch scratch;
  const Explanation why =
      Explain(*snapshot, *claim, {.today = *Date::Parse("2026-11-20")}, {.rules = {0}}, scratch);
  v1::Explanation message;
  EncodeExplanation(*snapshot, *claim, why, message);
  EXPECT_EQ(message.snapshot_id(), snapshot->id());
  message.clear_snapshot_id();
  v1::Explanation expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        claim_id: "C-1"
        verdict: CLEAN
        rules {
          rule_id: "BASE.A"
          title: "T"
          ruleset: "base"
          layer: NATIONAL
          outcome: CLEAR
          looked_at: false
          reason: "none of its procedure codes is on the claim: [\"20610\"]"
          position { file: "rules/base/rules.yaml" line: 4 column: 9 }
          subjects {
            line_number: 1
            outcome: CLEAR
            conditions {
              part: WHEN
              text: "units: 1"
              truth: TRUE
              seen: "1"
              position { file: "rules/base/rules.yaml" line: 8 column: 12 }
            }
            conditions {
              part: WHEN
              text: "place_of_service: \"11\""
              name: "office"
              truth: TRUE
              seen: "11"
              position { file: "rules/base/rules.yaml" line: 2 column: 23 }
            }
            conditions {
              part: WHEN
              text: "minutes: 5"
              truth: FALSE
              seen: "6"
              stopped_here: true
              position { file: "rules/base/rules.yaml" line: 8 column: 41 }
            }
            conditions {
              part: WITH_LINE
              text: "with_line: {procedure_code: \"20610\"}"
              truth: FALSE
              seen: "none"
              position { file: "rules/base/rules.yaml" line: 9 column: 16 }
            }
            conditions {
              part: WITH_LINE
              depth: 1
              text: "procedure_code: \"20610\""
              position { file: "rules/base/rules.yaml" line: 9 column: 17 }
            }
            layers {
              layer: NATIONAL
              ruleset: "base"
              says: "severity warn"
              position { file: "rules/base/rules.yaml" line: 4 column: 9 }
            }
          }
        }
      )pb",
      &expected));
  EXPECT_EQ(message.DebugString(), expected.DebugString());
}

TEST(ExplanationEncoderTest, RowsOfABuiltIn) {
  const auto snapshot =
      MakeSnapshot(NationalRules(), {{"ncci_mue_practitioner", {"2024-04-01 99213 1 2"}}});
  const auto claim = MakeClaim(Lines("99213 x2"));
  Scratch scratch;
  const auto rules = SelectRules(snapshot->rulesets(), {"NCCI.MUE"});
  ASSERT_TRUE(rules.ok());
  v1::Explanation message;
  EncodeExplanation(
      *snapshot, *claim,
      Explain(*snapshot, *claim, {.today = *Date::Parse("2026-11-20")}, {.rules = *rules}, scratch),
      message);
  ASSERT_EQ(message.rules(0).rows_size(), 1);
  const v1::RowExplanation& row = message.rules(0).rows(0);
  EXPECT_EQ(row.verdict(), "over the limit");
  EXPECT_THAT(row.line_numbers(), testing::ElementsAre(1));
  EXPECT_EQ(row.facts(1).name(), "mue");
  EXPECT_EQ(row.facts(1).value(), "1");
  EXPECT_THAT(row.near_misses(),
              testing::ElementsAre("would be clear if the units were at most 1 (they are 2)"));
  EXPECT_EQ(message.rules(0).outcome(), v1::RuleExplanation::FIRED);
  EXPECT_EQ(message.rules(0).subjects(0).severity(), v1::Finding::DENY);
  EXPECT_NE(message.rules(0).subjects(0).message(), "");
}

}  // namespace
}  // namespace scrubline
