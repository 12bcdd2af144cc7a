// What ships in rulesets/ loads without a word, passes its own examples, and keeps what
// rulesets/README.md promises of every rule.
#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "authoring/coverage.h"
#include "authoring/lint/report.h"
#include "authoring/mutation/mutation.h"
#include "authoring/quiz/quiz.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules_engine/examples.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {
namespace {

class ShippedRulesets : public testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    auto snapshot = LoadSnapshot("rulesets", /*tables_dir=*/"", diagnostics);
    EXPECT_EQ(ToString(diagnostics), "");
    ASSERT_TRUE(snapshot.ok()) << snapshot.status();
    snapshot_ = *snapshot;
  }
  const ResolvedRulesets& rulesets() const { return snapshot_->rulesets(); }

  std::shared_ptr<const Snapshot> snapshot_;
};

int CountExamples(const ResolvedRule& rule, Example::Expect expect) {
  return static_cast<int>(
      std::count_if(rule.examples.begin(), rule.examples.end(),
                    [expect](const Example& example) { return example.expect == expect; }));
}

// Built-ins that read tables have none: the answer would change with the tables loaded.
bool ReadsTables(const ResolvedRule& rule) {
  return rule.builtin && BuiltinOf(*rule.builtin).algorithm != Algorithm::kNpi;
}

TEST_F(ShippedRulesets, PassTheirExamplesWithoutAnyTable) {
  const ExampleReport report = RunExamples(*snapshot_);
  for (const ExampleFailure& failure : report.failures) ADD_FAILURE() << failure.ToString();
  EXPECT_GT(report.passed, 100);
}

TEST_F(ShippedRulesets, LeaveTheLintsNothingToSay) {
  const auto report = RunLints({"rulesets", *Date::FromCivil(2026, 11, 1), "", {}, {}},
                               DiskFileSource(), *TableSet::Empty());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->findings.empty()) << ToText(*report);
  EXPECT_EQ(report->rules, static_cast<int>(rulesets().rules.size()));
}

TEST_F(ShippedRulesets, EveryRuleSaysWhereItIsPublishedAndWhoOwnsIt) {
  for (const ResolvedRule& rule : rulesets().rules) {
    EXPECT_NE(rule.title, "") << rule.id;
    EXPECT_NE(rule.owner, "") << rule.id;
    EXPECT_NE(rule.source.title, "") << rule.id;
    EXPECT_NE(rule.source.section, "") << rule.id;
    EXPECT_TRUE(rule.source.url.starts_with("https://")) << rule.id;
  }
}

TEST_F(ShippedRulesets, EveryRuleThatForetellsADenialNamesItsCode) {
  for (const ResolvedRule& rule : rulesets().rules) {
    if (rule.severity.front() <= Severity::kWarn) {
      EXPECT_FALSE(rule.carc.empty()) << rule.id;
    }
  }
}

TEST_F(ShippedRulesets, EveryRuleShowsWhereItFiresAndWhereItDoesNot) {
  for (const ResolvedRule& rule : rulesets().rules) {
    if (ReadsTables(rule)) continue;
    EXPECT_GT(CountExamples(rule, Example::Expect::kFires), 0) << rule.id;
    EXPECT_GT(CountExamples(rule, Example::Expect::kClear), 0) << rule.id;
    if (rule.unless) {
      EXPECT_GT(CountExamples(rule, Example::Expect::kBypassed), 0) << rule.id;
    }
    if (!rule.required) {
      EXPECT_GT(CountExamples(rule, Example::Expect::kNotEvaluated), 0) << rule.id;
    }
  }
}

TEST_F(ShippedRulesets, ExamplesSeeEveryConditionOnBothSides) {
  const CoverageReport report = MeasureCoverage(*snapshot_);
  EXPECT_GT(report.rules.size(), 30u);
  for (const RuleCoverage& rule : report.rules) EXPECT_EQ(rule.seen(), rule.total()) << rule.id;
}

TEST_F(ShippedRulesets, ExamplesNoticeNearlyEverySmallMistake) {
  const MutationReport report = MutateRules(*snapshot_);
  EXPECT_GT(report.mutants(), 600);
  EXPECT_GE(report.percent(), 95);
  for (const RuleMutation& rule : report.rules) {
    EXPECT_GE(rule.killed * 10, rule.mutants * 8) << rule.id << ": see scrub test --mutate";
  }
}

// But for a few, of whose examples no small change decides: those of occurrences and value codes.
TEST_F(ShippedRulesets, NearlyEveryRuleWithExamplesGivesATrainingCase) {
  const Quiz quiz = MakeQuiz(*snapshot_, {});
  std::string skipped_rules;
  size_t skipped_count = 0;
  for (const Quiz::Skipped& skipped : quiz.skipped) {
    const ResolvedRule& rule = rulesets().rules[static_cast<size_t>(skipped.rule)];
    if (ReadsTables(rule)) continue;
    ++skipped_count;
    skipped_rules += rule.id + ": " + skipped.reason + "\n";
  }
  EXPECT_LE(skipped_count * 20, quiz.cases.size()) << skipped_rules;
  for (const QuizCase& one : quiz.cases) {
    const std::string& id = rulesets().rules[static_cast<size_t>(one.rule)].id;
    EXPECT_EQ(one.failing.outcome, QuizOutcome::kFires) << id;
    EXPECT_FALSE(one.failing.messages.empty()) << id;
    EXPECT_TRUE(one.passing.outcome == QuizOutcome::kClear ||
                one.passing.outcome == QuizOutcome::kBypassed)
        << id;
    EXPECT_LE(one.differences.size(), 2u) << id;
  }
}

TEST_F(ShippedRulesets, EveryYamlRuleOffersAFix) {
  for (const ResolvedRule& rule : rulesets().rules) {
    if (!rule.builtin) {
      EXPECT_FALSE(rule.fixes.empty()) << rule.id;
    }
  }
}

TEST_F(ShippedRulesets, NationalUsesEveryBuiltIn) {
  std::set<BuiltinId> used;
  for (const ResolvedRule& rule : rulesets().rules) {
    if (rule.builtin) used.insert(*rule.builtin);
  }
  EXPECT_EQ(used.size(), static_cast<size_t>(kBuiltinCount));
}

}  // namespace
}  // namespace scrubline
