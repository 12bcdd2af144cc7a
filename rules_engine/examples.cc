#include "rules_engine/examples.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/claim_test_resolver.h"
#include "rules_engine/resolve/example_tables.h"

namespace scrubline {
namespace {

constexpr std::string_view kVerdicts[] = {"clean", "findings", "blocked", "incomplete"};

// A finding as tests speak of it.
struct Seen {
  std::string rule;
  Severity severity{};
  Outcome outcome{};
  std::vector<int32_t> lines;  // sorted
  std::string first_fix;       // `none` when there is none
};

std::string LinesText(const std::vector<int32_t>& lines) {
  if (lines.empty()) return "the claim";
  std::string text = lines.size() == 1 ? "line " : "lines ";
  for (size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(lines[i]);
  return text;
}

std::vector<int32_t> Sorted(std::vector<int32_t> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string FirstFix(const FindingText& text) {
  constexpr std::string_view kKinds[] = {"add_modifier", "remove_modifier", "remove_line",
                                         "add_line",     "replace_code",    "set_units",
                                         "set_field",    "review"};
  if (text.fixes.empty()) return "none";
  const FixText& fix = text.fixes.front();
  std::string out(kKinds[static_cast<size_t>(fix.kind)]);
  if (!fix.value.empty()) out += " " + fix.value;
  if (fix.line_number != 0) out += " on " + std::to_string(fix.line_number);
  return out;
}

// One claim evaluated, in the words of tests.
class Observation {
 public:
  Observation(const Snapshot& snapshot, const Claim& claim, Date today, bool include_bypassed,
              Scratch& scratch)
      : snapshot_(snapshot),
        claim_(claim),
        findings_(Evaluate(snapshot, claim, {.today = today, .include_bypassed = include_bypassed},
                           scratch)) {}

  const Findings& findings() const { return findings_; }

  Seen See(const Finding& finding) {
    Describe(snapshot_, claim_, findings_, finding, text_);
    return {std::string(text_.rule_id), finding.severity, finding.outcome,
            Sorted(text_.line_numbers), FirstFix(text_)};
  }
  // Findings of one rule, those suppressed by others too.
  std::vector<Seen> OfRule(int32_t rule) {
    std::vector<Seen> all;
    for (const Finding& item : findings_.items) {
      if (item.rule == rule) all.push_back(See(item));
      ForEachAlso(findings_, item, [&](const Finding& also) {
        if (also.rule == rule) all.push_back(See(also));
      });
    }
    return all;
  }
  std::string RuleId(const Gap& gap) const { return std::string(RuleIdOf(snapshot_, gap)); }
  std::string Why(const Gap& gap) const { return DescribeGap(claim_, gap); }
  std::vector<int32_t> LineNumbers(const Gap& gap) const {
    std::vector<int32_t> numbers;
    for (const LineRef ref : findings_.Lines(gap.lines)) {
      if (!IsHistory(ref)) {
        numbers.push_back(claim_.service_lines[static_cast<size_t>(ref)].line_number);
      }
    }
    return numbers;
  }

 private:
  const Snapshot& snapshot_;
  const Claim& claim_;
  const Findings& findings_;
  FindingText text_;
};

// What an example's rule did: the subject lines by outcome, the severities of what fired, and why
// it was not evaluated.
struct RuleResult {
  std::set<int32_t> fired_lines, bypassed_lines, gap_lines;
  bool fired = false, bypassed = false, gap = false;
  std::set<Severity> severities;
  std::string why;
};

RuleResult Observe(Observation& observation, int32_t rule) {
  RuleResult result;
  for (const Seen& seen : observation.OfRule(rule)) {
    const bool fired = seen.outcome == Outcome::kFired;
    (fired ? result.fired : result.bypassed) = true;
    (fired ? result.fired_lines : result.bypassed_lines)
        .insert(seen.lines.begin(), seen.lines.end());
    if (fired) result.severities.insert(seen.severity);
  }
  for (const Gap& gap : observation.findings().not_evaluated) {
    if (gap.rule != rule) continue;
    result.gap = true;
    const auto lines = observation.LineNumbers(gap);
    result.gap_lines.insert(lines.begin(), lines.end());
    result.why = observation.Why(gap);
  }
  return result;
}

std::string LinesText(const std::set<int32_t>& lines) {
  return LinesText(std::vector<int32_t>(lines.begin(), lines.end()));
}

std::vector<ComparedRow> Compare(const Example& example, const RuleResult& result) {
  constexpr std::string_view kOutcomes[] = {"fired", "clear", "bypassed", "not evaluated"};
  std::string found;
  const auto add = [&found](bool did, std::string_view word) {
    if (did) found += (found.empty() ? "" : " and ") + std::string(word);
  };
  add(result.fired, kOutcomes[0]);
  add(result.bypassed, kOutcomes[2]);
  add(result.gap, kOutcomes[3]);
  add(found.empty(), kOutcomes[1]);

  bool agrees = false;
  const std::set<int32_t>* lines = nullptr;
  switch (example.expect) {
    case Example::Expect::kFires:
      agrees = result.fired;
      lines = &result.fired_lines;
      break;
    case Example::Expect::kClear:
      agrees = !result.fired && !result.bypassed && !result.gap;
      break;
    case Example::Expect::kBypassed:
      agrees = result.bypassed && !result.fired;
      lines = &result.bypassed_lines;
      break;
    case Example::Expect::kNotEvaluated:
      agrees = result.gap;
      lines = &result.gap_lines;
      break;
  }
  std::vector<ComparedRow> rows;
  rows.push_back({"outcome", std::string(kOutcomes[static_cast<size_t>(example.expect)]),
                  std::move(found), agrees});
  if (!example.on.empty() && lines != nullptr) {
    const std::set<int32_t> on(example.on.begin(), example.on.end());
    rows.push_back(
        {"lines", LinesText(on), agrees ? LinesText(*lines) : "nothing", agrees && on == *lines});
  }
  if (example.severity.has_value()) {
    std::string severities;
    for (const Severity severity : result.severities) {
      severities += (severities.empty() ? "" : ", ") + std::string(ToString(severity));
    }
    rows.push_back({"severity", std::string(ToString(*example.severity)),
                    severities.empty() ? "nothing" : severities,
                    result.severities == std::set<Severity>{*example.severity}});
  }
  if (!agrees && result.gap) rows.push_back({"", "", result.why, true});
  return rows;
}

bool AgreesOnLines(const ClaimTest::Expected& expected, const Seen& seen) {
  return expected.lines.empty() || Sorted(expected.lines) == seen.lines;
}
bool AgreesOnSeverity(const ClaimTest::Expected& expected, const Seen& seen) {
  return !expected.severity || *expected.severity == seen.severity;
}
bool AgreesOnOutcome(const ClaimTest::Expected& expected, const Seen& seen) {
  return !expected.outcome || *expected.outcome == seen.outcome;
}
bool AgreesOnFix(const ClaimTest::Expected& expected, const Seen& seen) {
  return expected.first_fix.empty() || expected.first_fix == seen.first_fix;
}
bool Agrees(const ClaimTest::Expected& expected, const Seen& seen) {
  return expected.rule == seen.rule && AgreesOnLines(expected, seen) &&
         AgreesOnSeverity(expected, seen) && AgreesOnOutcome(expected, seen) &&
         AgreesOnFix(expected, seen);
}

std::string_view OutcomeText(Outcome outcome) {
  return outcome == Outcome::kFired ? "fired" : "bypassed";
}

// The finding without its rule: `fired on line 2 (deny)`.
std::string ToString(const ClaimTest::Expected& expected) {
  std::string text(OutcomeText(expected.outcome.value_or(Outcome::kFired)));
  if (!expected.lines.empty()) text += " on " + LinesText(Sorted(expected.lines));
  if (expected.severity) text += " (" + std::string(ToString(*expected.severity)) + ")";
  if (!expected.first_fix.empty()) text += ", first fix " + expected.first_fix;
  return text;
}
std::string ToString(const Seen& seen) {
  return std::string(OutcomeText(seen.outcome)) + " on " + LinesText(seen.lines) + " (" +
         std::string(ToString(seen.severity)) + "), first fix " + seen.first_fix;
}

constexpr int kNobody = -1;

// For each finding the expectation it is paired with, or kNobody: as many as can be (augmenting
// paths: an expectation that says little must not take the finding a stricter one needs).
std::vector<int> Pair(const std::vector<ClaimTest::Expected>& expected,
                      const std::vector<Seen>& seen) {
  std::vector<int> taken_by(seen.size(), kNobody);
  for (size_t i = 0; i < expected.size(); ++i) {
    std::vector<bool> tried(seen.size(), false);
    const std::function<bool(int)> place = [&](int e) {
      for (size_t s = 0; s < seen.size(); ++s) {
        if (tried[s] || !Agrees(expected[static_cast<size_t>(e)], seen[s])) continue;
        tried[s] = true;
        if (taken_by[s] == kNobody || place(taken_by[s])) {
          taken_by[s] = e;
          return true;
        }
      }
      return false;
    };
    place(static_cast<int>(i));
  }
  return taken_by;
}

// A finding left over that is nearest to what was expected of the same rule; kNobody for none.
int Nearest(const ClaimTest::Expected& expected, const std::vector<Seen>& seen,
            const std::vector<int>& taken_by) {
  int nearest = kNobody;
  int best = -1;
  for (size_t s = 0; s < seen.size(); ++s) {
    if (taken_by[s] != kNobody || seen[s].rule != expected.rule) continue;
    const int agreeing = AgreesOnLines(expected, seen[s]) + AgreesOnSeverity(expected, seen[s]) +
                         AgreesOnOutcome(expected, seen[s]) + AgreesOnFix(expected, seen[s]);
    if (agreeing <= best) continue;
    best = agreeing;
    nearest = static_cast<int>(s);
  }
  return nearest;
}

void CompareAttributes(const ClaimTest::Expected& expected, const Seen& seen,
                       std::vector<ComparedRow>& rows) {
  const std::string& rule = expected.rule;
  rows.push_back({rule, expected.outcome ? std::string(OutcomeText(*expected.outcome)) : "any",
                  std::string(OutcomeText(seen.outcome)), AgreesOnOutcome(expected, seen)});
  rows.push_back({rule + " lines",
                  expected.lines.empty() ? "any" : LinesText(Sorted(expected.lines)),
                  LinesText(seen.lines), AgreesOnLines(expected, seen)});
  rows.push_back({rule + " severity",
                  expected.severity ? std::string(ToString(*expected.severity)) : "any",
                  std::string(ToString(seen.severity)), AgreesOnSeverity(expected, seen)});
  rows.push_back({rule + " first fix", expected.first_fix.empty() ? "any" : expected.first_fix,
                  seen.first_fix, AgreesOnFix(expected, seen)});
}

std::vector<ComparedRow> CompareFindings(const std::vector<ClaimTest::Expected>& expected,
                                         const std::vector<Seen>& seen) {
  std::vector<int> taken_by = Pair(expected, seen);
  std::vector<int> partner(expected.size(), kNobody);
  for (size_t s = 0; s < seen.size(); ++s) {
    if (taken_by[s] != kNobody) partner[static_cast<size_t>(taken_by[s])] = static_cast<int>(s);
  }
  std::vector<ComparedRow> rows;
  for (size_t e = 0; e < expected.size(); ++e) {
    if (partner[e] != kNobody) {
      rows.push_back({expected[e].rule, ToString(expected[e]),
                      ToString(seen[static_cast<size_t>(partner[e])]), true});
      continue;
    }
    const int nearest = Nearest(expected[e], seen, taken_by);
    if (nearest == kNobody) {
      rows.push_back({expected[e].rule, ToString(expected[e]), "nothing", false});
      continue;
    }
    taken_by[static_cast<size_t>(nearest)] = static_cast<int>(e);
    CompareAttributes(expected[e], seen[static_cast<size_t>(nearest)], rows);
  }
  for (size_t s = 0; s < seen.size(); ++s) {
    if (taken_by[s] != kNobody) continue;
    rows.push_back({seen[s].rule, "nothing", ToString(seen[s]), false});
  }
  return rows;
}

bool AllAgree(const std::vector<ComparedRow>& rows) {
  return std::all_of(rows.begin(), rows.end(), [](const ComparedRow& row) { return row.agrees; });
}

// The rules a test names, in what it expects or in what it looks at.
bool Names(const ClaimTest& test, std::string_view rule_or_family) {
  const auto named = [rule_or_family](std::string_view rule) {
    return IsRuleOrFamily(rule_or_family, rule);
  };
  return std::any_of(test.findings.begin(), test.findings.end(),
                     [&named](const auto& expected) { return named(expected.rule); }) ||
         std::any_of(test.not_evaluated.begin(), test.not_evaluated.end(), named) ||
         std::any_of(test.only_rules.begin(), test.only_rules.end(), [&](std::string_view only) {
           return named(only) || IsRuleOrFamily(only, rule_or_family);
         });
}

class Runner {
 public:
  Runner(const Snapshot& snapshot, const ExampleOptions& options)
      : snapshot_(snapshot), options_(options) {}

  ExampleReport Run() {
    const std::vector<ResolvedRule>& rules = snapshot_.rulesets().rules;
    for (size_t i = 0; i < rules.size(); ++i) {
      const std::string& id = rules[i].id;
      if (!options_.rule.empty() && !IsRuleOrFamily(options_.rule, id)) continue;
      for (size_t k = 0; k < rules[i].examples.size() && !Done(); ++k) {
        if (Wanted(id, rules[i].examples[k].position)) RunExample(rules[i], i, k);
      }
    }
    RunTests(snapshot_.rulesets().tests);
    RunTests(options_.more_tests);
    const auto by_place = [](const ExampleCase& a, const ExampleCase& b) {
      return a.position < b.position;
    };
    std::stable_sort(report_.passes.begin(), report_.passes.end(), by_place);
    std::stable_sort(report_.failures.begin(), report_.failures.end(), by_place);
    report_.passed = static_cast<int>(report_.passes.size());
    return std::move(report_);
  }

 private:
  bool Done() const { return options_.first_failure_only && !report_.failures.empty(); }
  bool Wanted(const std::string& name, const Position& position) const {
    return name.find(options_.filter) != std::string::npos &&
           position.file.find(options_.file) != std::string::npos;
  }

  void RunTests(std::span<const ClaimTest> tests) {
    for (const ClaimTest& test : tests) {
      if (Done()) return;
      if (!Wanted(test.name, test.position)) continue;
      if (options_.rule.empty() || Names(test, options_.rule)) RunTest(test);
    }
  }

  void RunExample(const ResolvedRule& rule, size_t index, size_t number) {
    const Example& example = rule.examples[number];
    Observation observation(snapshot_, *example.claim, DefaultToday(), /*include_bypassed=*/true,
                            scratch_);
    ExampleFailure failure;
    failure.rows = Compare(example, Observe(observation, static_cast<int32_t>(index)));
    failure.position = example.position;
    failure.name = "example " + std::to_string(number + 1) + " of " + rule.id;
    failure.rules = {static_cast<int32_t>(index)};
    failure.claim = example.claim;
    failure.today = DefaultToday();
    Conclude(std::move(failure));
  }

  void RunTest(const ClaimTest& test) {
    const bool bypassed = std::any_of(
        test.findings.begin(), test.findings.end(), [](const ClaimTest::Expected& expected) {
          return expected.outcome && *expected.outcome == Outcome::kBypassed;
        });
    Observation observation(snapshot_, *test.claim, test.today, bypassed, scratch_);
    const Findings& findings = observation.findings();
    std::vector<Seen> seen;
    for (const Finding& item : findings.items) {
      Seen one = observation.See(item);
      if (LooksAt(test, one.rule)) seen.push_back(std::move(one));
    }
    ExampleFailure failure;
    failure.rows = CompareFindings(test.findings, seen);
    CompareGaps(test, observation, failure.rows);
    for (const ComparedRow& row : failure.rows) {
      if (!row.agrees) AddRule(row.what.substr(0, row.what.find(' ')), failure.rules);
    }
    const auto verdict = std::string(kVerdicts[static_cast<size_t>(findings.verdict)]);
    if (test.verdict) {
      failure.rows.push_back({"verdict", std::string(kVerdicts[static_cast<size_t>(*test.verdict)]),
                              verdict, *test.verdict == findings.verdict});
    } else {
      failure.rows.push_back({"verdict", "any", verdict, true});
    }
    failure.position = test.position;
    failure.name = test.name;
    failure.claim = test.claim;
    failure.today = test.today;
    Conclude(std::move(failure));
  }

  void CompareGaps(const ClaimTest& test, const Observation& observation,
                   std::vector<ComparedRow>& rows) const {
    std::set<std::string> missed(test.not_evaluated.begin(), test.not_evaluated.end());
    for (const Gap& gap : observation.findings().not_evaluated) {
      const std::string id = observation.RuleId(gap);
      if (!LooksAt(test, id)) continue;
      const bool listed = std::find(test.not_evaluated.begin(), test.not_evaluated.end(), id) !=
                          test.not_evaluated.end();
      missed.erase(id);
      const bool required =
          gap.rule < 0 || snapshot_.rulesets().rules[static_cast<size_t>(gap.rule)].required;
      if (!listed && !required) continue;
      rows.push_back({id, listed ? "not evaluated" : "evaluated",
                      "not evaluated: " + observation.Why(gap), listed});
    }
    for (const std::string& id : missed) {
      rows.push_back({id, "not evaluated", "evaluated", false});
    }
  }

  void AddRule(const std::string& id, std::vector<int32_t>& into) const {
    const std::vector<ResolvedRule>& rules = snapshot_.rulesets().rules;
    const auto at = std::lower_bound(
        rules.begin(), rules.end(), id,
        [](const ResolvedRule& rule, const std::string& wanted) { return rule.id < wanted; });
    if (at == rules.end() || at->id != id) return;  // a value that could not be read is no rule's
    const auto index = static_cast<int32_t>(at - rules.begin());
    if (std::find(into.begin(), into.end(), index) == into.end()) into.push_back(index);
  }

  // Takes the case as a pass when all its rows agree.
  void Conclude(ExampleFailure&& failure) {
    if (AllAgree(failure.rows)) {
      report_.passes.push_back(std::move(failure));
    } else {
      report_.failures.push_back(std::move(failure));
    }
  }

  const Snapshot& snapshot_;
  const ExampleOptions& options_;
  Scratch scratch_;
  ExampleReport report_;
};

}  // namespace

bool IsRuleOrFamily(std::string_view id, std::string_view rule) {
  return rule.starts_with(id) && (rule.size() == id.size() || rule[id.size()] == '.');
}

bool LooksAt(const ClaimTest& test, std::string_view rule) {
  return test.only_rules.empty() ||
         std::any_of(test.only_rules.begin(), test.only_rules.end(),
                     [rule](std::string_view only) { return IsRuleOrFamily(only, rule); });
}

std::string ExampleFailure::ToString() const {
  return position.file + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column) + ": " + name + " fails\n" + SideBySide(rows);
}

ExampleReport RunExamples(const Snapshot& snapshot, const ExampleOptions& options) {
  return Runner(*SnapshotForExamples(snapshot), options).Run();
}

std::shared_ptr<const Snapshot> SnapshotForExamples(const Snapshot& snapshot) {
  const auto borrowed = [](const auto& of_snapshot) {
    return std::shared_ptr<std::remove_reference_t<decltype(of_snapshot)>>(std::shared_ptr<void>(),
                                                                           &of_snapshot);
  };
  const std::vector<ExampleTable>& tables = snapshot.rulesets().example_tables;
  const bool as_it_is = snapshot.tables().is_for_examples() ||
                        (tables.empty() && !snapshot.tables().has_references());
  if (as_it_is) return borrowed(snapshot);
  auto built = Snapshot::Build(borrowed(snapshot.rulesets()),
                               MakeExampleTables(tables, borrowed(snapshot.tables())));
  return built.ok() ? *std::move(built) : borrowed(snapshot);  // the rules have compiled before
}

}  // namespace scrubline
