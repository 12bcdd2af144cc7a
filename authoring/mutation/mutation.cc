#include "authoring/mutation/mutation.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "authoring/lint/implication.h"
#include "rules_engine/examples.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

bool AsksTables(const Condition& condition) {
  return condition.kind == Condition::Kind::kTable || condition.kind == Condition::Kind::kRow ||
         std::any_of(condition.children.begin(), condition.children.end(), AsksTables);
}

// What must hold for the rule to fire, its exception aside.
Condition WholeOf(const ResolvedRule& rule) {
  Condition whole;
  whole.children.push_back(rule.when);
  for (const auto* query : {&rule.with_line, &rule.with_history}) {
    if (query->has_value()) whole.children.push_back(**query);
  }
  for (const auto* query : {&rule.without_line, &rule.without_history}) {
    if (!query->has_value()) continue;
    Condition none;
    none.kind = Condition::Kind::kNot;
    none.children.push_back(**query);
    whole.children.push_back(std::move(none));
  }
  return whole;
}

bool MeanTheSame(const Condition& a, const Condition& b) {
  return a == b || (Implies(a, b) && Implies(b, a));
}

bool MeanTheSame(const ResolvedRule& a, const ResolvedRule& b) {
  Condition never;
  never.kind = Condition::Kind::kAny;
  return a.severity == b.severity && MeanTheSame(WholeOf(a), WholeOf(b)) &&
         MeanTheSame(a.unless.value_or(never), b.unless.value_or(never));
}

// The part of a test that is about one rule.
ClaimTest OfRule(const ClaimTest& test, const std::string& rule) {
  ClaimTest part = test;
  std::erase_if(part.findings, [&rule](const auto& expected) { return expected.rule != rule; });
  std::erase_if(part.not_evaluated, [&rule](const std::string& id) { return id != rule; });
  if (part.findings.size() != test.findings.size() ||
      part.not_evaluated.size() != test.not_evaluated.size()) {
    part.verdict.reset();
  }
  part.only_rules = {rule};
  return part;
}

class RuleTrial {
 public:
  RuleTrial(const Snapshot& snapshot, size_t index, const MutationOptions& options)
      : snapshot_(snapshot), index_(static_cast<int>(index)), rule_(OriginalOf(snapshot, index)) {
    const bool tables =
        AsksTables(WholeOf(rule_)) || (rule_.unless.has_value() && AsksTables(*rule_.unless));
    // The snapshot outlives the trial; most rules ask no table, and compile faster without any.
    tables_ = tables ? std::shared_ptr<const TableSet>(std::shared_ptr<void>(), &snapshot.tables())
                     : TableSet::Empty();
    TakeOverrides();
    for (const std::span<const ClaimTest> tests :
         {std::span<const ClaimTest>(snapshot.rulesets().tests), options.tests}) {
      for (const ClaimTest& test : tests) {
        if (LooksAt(test, rule_.id)) tests_.push_back(OfRule(test, rule_.id));
      }
    }
    // A test that does not hold of the rule alone (another explains its finding) is no judge.
    for (const ExampleFailure& failure : RunAgainst(rule_, {.more_tests = tests_}).failures) {
      std::erase_if(
          tests_, [&failure](const ClaimTest& test) { return test.position == failure.position; });
    }
  }

  RuleMutation Run() {
    RuleMutation result;
    result.id = rule_.id;
    result.position = rule_.position;
    result.lists = ForEachMutant(rule_, [&](const Mutant& mutant) {
      const ExampleOptions all = {.more_tests = tests_, .first_failure_only = true};
      const bool killed = !RunAgainst(mutant.rule, all).failures.empty();
      if (!killed && MeanTheSame(rule_, mutant.rule)) return;
      ++result.mutants;
      if (killed) {
        ++result.killed;
      } else {
        result.survivors.push_back(
            {mutant.position, mutant.change + " without a test noticing; " + mutant.remedy});
      }
    });
    return result;
  }

 private:
  static const ResolvedRule& OriginalOf(const Snapshot& snapshot, size_t index) {
    return snapshot.rulesets().rules[index];
  }

  // The rule's overrides, counted anew: it stands alone.
  void TakeOverrides() {
    const std::vector<ResolvedOverride>& all = snapshot_.rulesets().overrides;
    std::vector<int32_t> number(all.size(), 0);
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].rule != index_) continue;
      number[i] = static_cast<int32_t>(overrides_.size());
      overrides_.push_back(all[i]);
      overrides_.back().rule = 0;
    }
    combinations_ = rule_.combinations;
    for (ResolvedRule::Combination& combination : combinations_) {
      for (int32_t& override : combination.overrides)
        override = number[static_cast<size_t>(override)];
    }
  }

  // The examples of `rule` and the tests of `options`, with no other rule beside it.
  ExampleReport RunAgainst(const ResolvedRule& rule, const ExampleOptions& options) const {
    auto alone = std::make_shared<ResolvedRulesets>();
    alone->rulesets = snapshot_.rulesets().rulesets;
    alone->rules.push_back(rule);
    alone->rules.back().combinations = combinations_;
    alone->overrides = overrides_;
    const auto compiled = Snapshot::Build(std::move(alone), tables_);
    if (compiled.ok()) return RunExamples(**compiled, options);
    ExampleReport noticed;  // what cannot be compiled is noticed by everybody
    noticed.failures.emplace_back();
    return noticed;
  }

  const Snapshot& snapshot_;
  const int index_;
  const ResolvedRule& rule_;
  std::shared_ptr<const TableSet> tables_;
  std::vector<ResolvedOverride> overrides_;
  std::vector<ResolvedRule::Combination> combinations_;
  std::vector<ClaimTest> tests_;
};

}  // namespace

int MutationReport::mutants() const {
  int count = 0;
  for (const RuleMutation& rule : rules) count += rule.mutants;
  return count;
}

int MutationReport::killed() const {
  int count = 0;
  for (const RuleMutation& rule : rules) count += rule.killed;
  return count;
}

ListCount MutationReport::lists() const {
  ListCount count;
  for (const RuleMutation& rule : rules) {
    count.entries += rule.lists.entries;
    count.tried += rule.lists.tried;
  }
  return count;
}

double MutationReport::percent() const {
  return mutants() == 0 ? 100 : 100.0 * killed() / mutants();
}

MutationReport MutateRules(const Snapshot& loaded, const MutationOptions& options) {
  const std::shared_ptr<const Snapshot> for_examples = SnapshotForExamples(loaded);
  const Snapshot& snapshot = *for_examples;
  MutationReport report;
  std::vector<size_t> indexes;
  const std::vector<ResolvedRule>& rules = snapshot.rulesets().rules;
  for (size_t i = 0; i < rules.size(); ++i) {
    if (!options.rule.empty() && !IsRuleOrFamily(options.rule, rules[i].id)) continue;
    if (rules[i].builtin.has_value()) {
      ++report.builtin_rules;
    } else {
      indexes.push_back(i);
    }
  }
  report.rules.resize(indexes.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < indexes.size(); i = next++) {
      report.rules[i] = RuleTrial(snapshot, indexes[i], options).Run();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return report;
}

}  // namespace scrubline
