// Explanations against findings: on random claims and random rulesets, what an explanation says
// fired, was bypassed or could not be evaluated is what the evaluation says, line by line, and each
// rule's conditions bear its outcome out.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/explain/explain.h"
#include "rules_engine/explain/explain_text.h"
#include "rules_engine/snapshot.h"
#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/table_set.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/ruleset_generator.h"
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

constexpr int kWorlds = 10;
constexpr int kClaims = 60;

std::string Name(const ResolvedRulesets& rulesets, int32_t rule, RuleOutcome outcome,
                 int32_t line) {
  return rulesets.rules[static_cast<size_t>(rule)].id + " " + std::string(ToString(outcome)) + " " +
         std::to_string(line);
}

// What happened, as the evaluation says it.
std::set<std::string> Happened(const Snapshot& snapshot, const Claim& claim,
                               const Findings& findings) {
  std::set<std::string> happened;
  const auto number = [&claim](LineRef line) {
    return claim.service_lines[static_cast<size_t>(line)].line_number;
  };
  const auto add = [&](const Finding& finding) {
    const auto lines = findings.Lines(finding.lines);
    happened.insert(
        Name(snapshot.rulesets(), finding.rule,
             finding.outcome == Outcome::kFired ? RuleOutcome::kFired : RuleOutcome::kBypassed,
             lines.empty() ? 0 : number(lines.front())));
  };
  for (const Finding& finding : findings.items) add(finding);
  for (const Finding& finding : findings.also) add(finding);
  for (const Gap& gap : findings.not_evaluated) {
    if (gap.rule < 0) continue;
    const auto add_gap = [&](int32_t line) {
      happened.insert(Name(snapshot.rulesets(), gap.rule, RuleOutcome::kNotEvaluated, line));
    };
    const auto lines = findings.Lines(gap.lines);
    if (lines.empty()) add_gap(0);
    for (const LineRef line : lines) add_gap(number(line));
  }
  return happened;
}

// Whether the conditions shown let the rule come to its outcome: the outermost ones of each part.
bool BearsOut(const SubjectExplanation& subject) {
  bool all_true = true;
  bool excepted = false;
  for (const ConditionExplanation& condition : subject.conditions) {
    if (condition.depth > 0) continue;
    if (condition.part == ConditionExplanation::Part::kUnless) {
      excepted |= condition.truth == Truth::kTrue;
    } else {
      all_true &= condition.asked && condition.truth == Truth::kTrue;
    }
  }
  if (subject.outcome == RuleOutcome::kFired) return all_true;
  if (subject.outcome == RuleOutcome::kClear) return !all_true || excepted;
  return true;
}

TEST(ExplainAgrees, WithTheFindingsOfRandomClaims) {
  const ReferenceTables reference = SmallTables();
  const std::string folder = ::testing::TempDir() + "explain_agrees";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  ImportOptions import;
  import.into = folder + "/packed";
  ASSERT_TRUE(ImportTables(WriteAll(reference, folder), import).ok());
  const auto tables = TableSet::Load(import.into);
  ASSERT_TRUE(tables.ok()) << tables.status();

  size_t told_in_all = 0;
  size_t near_misses = 0;
  for (int world = 0; world < kWorlds; ++world) {
    const auto seed = static_cast<uint64_t>(world);
    const Vocabulary vocabulary = MakeVocabulary(reference, seed);
    const auto rulesets = std::make_shared<const ResolvedRulesets>(
        world == 0 ? BuiltinRulesets() : GenerateRulesets(vocabulary, seed));
    const auto snapshot = Snapshot::Build(rulesets, *tables);
    ASSERT_TRUE(snapshot.ok()) << snapshot.status();
    ClaimGenerator generator(reference, vocabulary, seed + 1000, /*irregular=*/world == 0);
    Claim claim;
    Scratch scratch, other_scratch;
    for (int i = 0; i < kClaims; ++i) {
      generator.Generate(claim);
      const EvaluateOptions options{.today = *Date::Parse("2024-12-31"), .include_bypassed = true};
      const Explanation why =
          Explain(**snapshot, claim, options, {.everything = true}, other_scratch);
      std::set<std::string> told;
      for (const RuleExplanation& rule : why.rules) {
        const auto index = static_cast<int32_t>(rule.rule - rulesets->rules.data());
        for (const SubjectExplanation& subject : rule.subjects) {
          near_misses += subject.near_misses.size();
          EXPECT_TRUE(rule.rule->builtin.has_value() || BearsOut(subject))
              << "world " << world << ", claim " << i << "\n"
              << ExplainText(rule);
          if (subject.outcome > RuleOutcome::kNotEvaluated) continue;
          told.insert(Name(*rulesets, index, subject.outcome, subject.line_number));
        }
      }
      told_in_all += told.size();
      const Findings& findings = Evaluate(**snapshot, claim, options, scratch);
      EXPECT_EQ(told, Happened(**snapshot, claim, findings))
          << "world " << world << ", claim " << i;
      EXPECT_EQ(why.verdict, findings.verdict);
    }
  }
  std::filesystem::remove_all(folder);
  EXPECT_GT(told_in_all, 1000u);
  EXPECT_GT(near_misses, 100u);
}

}  // namespace
}  // namespace scrubline::oracle
