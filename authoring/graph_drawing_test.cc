#include "authoring/graph_drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RuleFiles Rules() {
  RuleFiles files = OneRuleset(R"(
rules:
  - {id: BASE.A, title: 'Say "A"', severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {modifiers: ["50"], units: {more_than: 1}}, unless: {place_of_service: ["24"]}}
  - {id: BASE.B, title: B, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {units: {more_than: 1}, procedure_code: ["20610"]}}
  - {id: BASE.C, title: C, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {place_of_service: ["11"]}}
)");
  files["acme/ruleset.yaml"] =
      "{id: acme, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: [ACME]}}\n";
  files["acme/rules.yaml"] =
      "rules:\n  - {id: ACME.D, title: D, severity: warn, for: line, message: m, examples: "
      "[{fires: "
      "{}}, {clear: {}}], when: {diagnoses: [I10]}}\n";
  files["other/ruleset.yaml"] =
      "{id: other, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: "
      "[OTHER]}}\n";
  return files;
}

class GraphDrawingTest : public testing::Test {
 protected:
  std::vector<std::string> Chosen(const GraphFilter& filter) {
    const auto rules = RulesToDraw(*snapshot_, filter);
    if (!rules.ok()) return {std::string(rules.status().message())};
    std::vector<std::string> ids;
    for (const int32_t rule : *rules) {
      ids.push_back(snapshot_->rulesets().rules[static_cast<size_t>(rule)].id);
    }
    return ids;
  }
  const std::shared_ptr<const Snapshot> snapshot_ = MakeSnapshot(Rules());
};

TEST_F(GraphDrawingTest, RulesLeadToTheirConditions) {
  const auto rules = RulesToDraw(*snapshot_, {.rules = {"BASE.A", "BASE.B"}});
  ASSERT_TRUE(rules.ok()) << rules.status();
  const auto dot = DrawGraph(*snapshot_, *rules);
  ASSERT_TRUE(dot.ok()) << dot.status();
  EXPECT_EQ(*dot, R"(digraph rules {
  rankdir=LR;
  node [shape=box, style=filled, fillcolor=white, fontname="sans-serif", fontsize=10];
  edge [fontname="sans-serif", fontsize=9];
  r1 [style="rounded,filled", fillcolor="#dbe9f6", label="BASE.A\nby modifiers [\"50\"]", tooltip="Say \"A\""];
  r1 -> n3;
  r1 -> n4 [style=dashed, label=unless];
  r2 [style="rounded,filled", fillcolor="#dbe9f6", label="BASE.B\nby procedure codes [\"20610\"]", tooltip="B"];
  r2 -> n6;
  n1 [label="modifiers: [\"50\"]"];
  n2 [label="units: {more_than: 1}\nshared by 2 rules", fillcolor="#fff2cc"];
  n3 [label="all"];
  n3 -> n1;
  n3 -> n2;
  n4 [label="place_of_service: [\"24\"]"];
  n5 [label="procedure_code: [\"20610\"]"];
  n6 [label="all"];
  n6 -> n2;
  n6 -> n5;
}
)");
}

TEST_F(GraphDrawingTest, ByRuleCodeAndPayer) {
  EXPECT_THAT(Chosen({}), ElementsAre("ACME.D", "BASE.A", "BASE.B", "BASE.C"));
  EXPECT_THAT(Chosen({.rules = {"BASE"}}), ElementsAre("BASE.A", "BASE.B", "BASE.C"));
  EXPECT_THAT(Chosen({.code = "20610"}), ElementsAre("BASE.B"));
  EXPECT_THAT(Chosen({.code = "50"}), ElementsAre("BASE.A"));
  EXPECT_THAT(Chosen({.code = "i10"}), ElementsAre("ACME.D"));
  EXPECT_THAT(Chosen({.payer = "OTHER"}), ElementsAre("BASE.A", "BASE.B", "BASE.C"));
  EXPECT_THAT(Chosen({.code = "99213"}), ElementsAre(HasSubstr("no rule is activated by 99213")));
  EXPECT_THAT(Chosen({.rules = {"BASE.AA"}}), ElementsAre(HasSubstr("did you mean `BASE.A`?")));
  EXPECT_THAT(Chosen({.payer = "ACNE"}), ElementsAre(HasSubstr("did you mean `ACME`?")));
}

TEST_F(GraphDrawingTest, BuiltInRulesHaveNothingToDraw) {
  const auto rules = RulesToDraw(*MakeSnapshot(NationalRules()), {.rules = {"NCCI.PTP"}});
  EXPECT_EQ(rules.status().code(), absl::StatusCode::kNotFound);
}

TEST_F(GraphDrawingTest, TooMuchToLookAt) {
  std::string text = "rules:\n";
  for (size_t i = 0; i < kMaxDrawnNodes; ++i) {
    text += "  - {id: BASE.R" + std::to_string(i) +
            ", title: T, severity: warn, for: line, message: m, when: {units: " +
            std::to_string(i + 1) + "}, examples: [{fires: {}}, {clear: {}}]}\n";
  }
  const auto snapshot = MakeSnapshot(OneRuleset(text));
  const auto rules = RulesToDraw(*snapshot, {});
  ASSERT_TRUE(rules.ok());
  EXPECT_EQ(DrawGraph(*snapshot, *rules).status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace scrubline
