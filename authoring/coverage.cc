#include "authoring/coverage.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "rules_engine/compile/written_conditions.h"
#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/examples.h"
#include "rules_engine/resolve/claim_test_resolver.h"

namespace scrubline {
namespace {

std::string_view PartName(WrittenCondition::Part part) {
  constexpr std::string_view kNames[] = {"when",         "with_line",       "without_line",
                                         "with_history", "without_history", "unless"};
  return kNames[static_cast<size_t>(part)];
}

// Whether the condition only joins others that stand for themselves. `next` follows it in
// pre-order.
bool OnlyJoins(const WrittenCondition& condition, const WrittenCondition* next) {
  return condition.condition != nullptr && condition.condition->kind <= Condition::Kind::kNot &&
         next != nullptr && next->depth > condition.depth && next->written != condition.written;
}

class RuleMeasure {
 public:
  RuleMeasure(const Snapshot& snapshot, int32_t index, Scratch& scratch, Conditions& values)
      : snapshot_(snapshot), index_(index), scratch_(scratch), values_(values) {
    const ResolvedRule& rule = snapshot.rulesets().rules[static_cast<size_t>(index)];
    coverage_.id = rule.id;
    coverage_.position = rule.position;
    coverage_.has_exception = rule.unless.has_value();
    const std::vector<WrittenCondition> written =
        WrittenConditions(snapshot.program(), snapshot.rulesets(), index);
    std::map<std::pair<const Written*, WrittenCondition::Part>, size_t> known;
    for (size_t i = 0; i < written.size(); ++i) {
      const WrittenCondition& one = written[i];
      if (one.written == nullptr) continue;
      if (OnlyJoins(one, i + 1 < written.size() ? &written[i + 1] : nullptr)) continue;
      // What one entry became is that entry: its outermost condition.
      const auto key = std::pair(one.written, one.part);
      if (!known.emplace(key, coverage_.conditions.size()).second) continue;
      coverage_.conditions.push_back(
          {std::string(PartName(one.part)), one.written->text, one.written->position});
      nodes_.push_back(one.node);
    }
  }

  void See(const Claim& claim, Date today) {
    const Findings& findings =
        Evaluate(snapshot_, claim, {.today = today, .include_bypassed = true}, scratch_);
    bool fired = false;
    bool bypassed = false;
    const auto look = [&](const Finding& finding) {
      if (finding.rule != index_) return;
      (finding.outcome == Outcome::kFired ? fired : bypassed) = true;
    };
    for (const Finding& finding : findings.items) look(finding);
    for (const Finding& finding : findings.also) look(finding);
    const bool gap = std::any_of(findings.not_evaluated.begin(), findings.not_evaluated.end(),
                                 [this](const Gap& candidate) { return candidate.rule == index_; });
    coverage_.fires |= fired;
    coverage_.bypassed |= bypassed;
    coverage_.clear |= !fired && !bypassed && !gap;

    values_.Begin(snapshot_.program(), claim, today);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      ConditionCoverage& condition = coverage_.conditions[i];
      for (int32_t item = 0; item < values_.ItemsOf(nodes_[i]); ++item) {
        const Truth truth = values_.Get(nodes_[i], item);
        condition.seen_true |= truth == Truth::kTrue;
        condition.seen_false |= truth == Truth::kFalse;
        condition.seen_unknown |= truth == Truth::kUnknown;
      }
    }
  }

  RuleCoverage Take() { return std::move(coverage_); }

 private:
  const Snapshot& snapshot_;
  const int32_t index_;
  Scratch& scratch_;
  Conditions& values_;
  RuleCoverage coverage_;
  std::vector<NodeId> nodes_;  // parallel to coverage_.conditions
};

}  // namespace

int RuleCoverage::seen() const {
  int count = int{fires} + int{clear} + int{has_exception && bypassed};
  for (const ConditionCoverage& condition : conditions) {
    count += int{condition.seen_true} + int{condition.seen_false};
  }
  return count;
}

int RuleCoverage::total() const {
  return 2 + int{has_exception} + 2 * static_cast<int>(conditions.size());
}

double CoverageReport::percent() const {
  int seen = 0;
  int total = 0;
  for (const RuleCoverage& rule : rules) {
    seen += rule.seen();
    total += rule.total();
  }
  return total == 0 ? 100 : 100.0 * seen / total;
}

CoverageReport MeasureCoverage(const Snapshot& loaded, const CoverageOptions& options) {
  const std::shared_ptr<const Snapshot> for_examples = SnapshotForExamples(loaded);
  const Snapshot& snapshot = *for_examples;
  CoverageReport report;
  Scratch scratch;
  Conditions values;
  const std::vector<ResolvedRule>& rules = snapshot.rulesets().rules;
  for (size_t i = 0; i < rules.size(); ++i) {
    const ResolvedRule& rule = rules[i];
    if (!options.rule.empty() && !IsRuleOrFamily(options.rule, rule.id)) continue;
    if (rule.builtin.has_value()) {
      ++report.builtin_rules;
      continue;
    }
    RuleMeasure measure(snapshot, static_cast<int32_t>(i), scratch, values);
    for (const Example& example : rule.examples) measure.See(*example.claim, DefaultToday());
    for (const std::span<const ClaimTest> tests :
         {std::span<const ClaimTest>(snapshot.rulesets().tests), options.tests}) {
      for (const ClaimTest& test : tests) {
        if (LooksAt(test, rule.id)) measure.See(*test.claim, test.today);
      }
    }
    report.rules.push_back(measure.Take());
  }
  return report;
}

}  // namespace scrubline
