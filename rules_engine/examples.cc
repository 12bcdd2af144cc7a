#include "rules_engine/examples.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/claim_test_resolver.h"

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

std::string ToString(const Seen& seen) {
  return seen.rule + (seen.outcome == Outcome::kFired ? " fired on " : " bypassed on ") +
         LinesText(seen.lines) + " (" + std::string(ToString(seen.severity)) +
         ", first fix: " + seen.first_fix + ")";
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
  std::string Why(const Gap& gap) const {
    return RuleId(gap) + " not evaluated: " + DescribeGap(claim_, gap);
  }
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

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text.empty() ? "nothing" : text;
}

// What an example's rule did: the subject lines by outcome, and in words.
struct RuleResult {
  std::set<int32_t> fired_lines, bypassed_lines, gap_lines;
  bool fired = false, bypassed = false, gap = false;
  std::vector<std::string> words;
};

RuleResult Observe(Observation& observation, int32_t rule) {
  RuleResult result;
  for (const Seen& seen : observation.OfRule(rule)) {
    const bool fired = seen.outcome == Outcome::kFired;
    (fired ? result.fired : result.bypassed) = true;
    (fired ? result.fired_lines : result.bypassed_lines)
        .insert(seen.lines.begin(), seen.lines.end());
    result.words.push_back(ToString(seen));
  }
  for (const Gap& gap : observation.findings().not_evaluated) {
    if (gap.rule != rule) continue;
    result.gap = true;
    const auto lines = observation.LineNumbers(gap);
    result.gap_lines.insert(lines.begin(), lines.end());
    result.words.push_back(observation.Why(gap));
  }
  return result;
}

bool Agrees(const Example& example, const RuleResult& result) {
  const auto on = [&example](const std::set<int32_t>& lines) {
    return example.on.empty() || std::set<int32_t>(example.on.begin(), example.on.end()) == lines;
  };
  switch (example.expect) {
    case Example::Expect::kFires:
      return result.fired && on(result.fired_lines);
    case Example::Expect::kClear:
      return !result.fired && !result.bypassed && !result.gap;
    case Example::Expect::kBypassed:
      return result.bypassed && !result.fired && on(result.bypassed_lines);
    case Example::Expect::kNotEvaluated:
      return result.gap && on(result.gap_lines);
  }
  return false;
}

std::string ExpectText(const Example& example) {
  constexpr std::string_view kWords[] = {"fired", "clear", "bypassed", "not evaluated"};
  std::string text(kWords[static_cast<size_t>(example.expect)]);
  if (!example.on.empty()) text += " on " + LinesText(Sorted(example.on));
  return text;
}

bool Agrees(const ClaimTest::Expected& expected, const Seen& seen) {
  return expected.rule == seen.rule &&
         (expected.lines.empty() || Sorted(expected.lines) == seen.lines) &&
         (!expected.severity || *expected.severity == seen.severity) &&
         (!expected.outcome || *expected.outcome == seen.outcome) &&
         (expected.first_fix.empty() || expected.first_fix == seen.first_fix);
}

std::string ToString(const ClaimTest::Expected& expected) {
  std::string text = expected.rule;
  if (expected.outcome) text += *expected.outcome == Outcome::kFired ? " fired" : " bypassed";
  if (!expected.lines.empty()) text += " on " + LinesText(Sorted(expected.lines));
  if (expected.severity) text += " with severity " + std::string(ToString(*expected.severity));
  if (!expected.first_fix.empty()) text += " with first fix " + expected.first_fix;
  return text;
}

// True when the expectations and the findings can be paired one to one (augmenting paths: an
// expectation that says little must not take the finding a stricter one needs).
bool Match(const std::vector<ClaimTest::Expected>& expected, const std::vector<Seen>& seen) {
  if (expected.size() != seen.size()) return false;
  std::vector<int> taken_by(seen.size(), -1);
  for (size_t i = 0; i < expected.size(); ++i) {
    std::vector<bool> tried(seen.size(), false);
    const std::function<bool(int)> place = [&](int e) {
      for (size_t s = 0; s < seen.size(); ++s) {
        if (tried[s] || !Agrees(expected[static_cast<size_t>(e)], seen[s])) continue;
        tried[s] = true;
        if (taken_by[s] < 0 || place(taken_by[s])) {
          taken_by[s] = e;
          return true;
        }
      }
      return false;
    };
    if (!place(static_cast<int>(i))) return false;
  }
  return true;
}

bool LooksAt(const ClaimTest& test, std::string_view rule) {
  if (test.only_rules.empty()) return true;
  return std::any_of(test.only_rules.begin(), test.only_rules.end(), [&](const std::string& only) {
    return rule == only || (rule.starts_with(only) && rule[only.size()] == '.');
  });
}

class Runner {
 public:
  Runner(const Snapshot& snapshot, const ExampleOptions& options)
      : snapshot_(snapshot), options_(options) {}

  ExampleReport Run() {
    const std::vector<ResolvedRule>& rules = snapshot_.rulesets().rules;
    for (size_t i = 0; i < rules.size(); ++i) {
      if (!Wanted(rules[i].id)) continue;
      for (size_t k = 0; k < rules[i].examples.size(); ++k) RunExample(rules[i], i, k);
    }
    for (const ClaimTest& test : snapshot_.rulesets().tests) RunTest(test);
    for (const ClaimTest& test : options_.more_tests) RunTest(test);
    std::stable_sort(
        report_.failures.begin(), report_.failures.end(),
        [](const ExampleFailure& a, const ExampleFailure& b) { return a.position < b.position; });
    return std::move(report_);
  }

 private:
  bool Wanted(const std::string& name) const {
    return name.find(options_.filter) != std::string::npos;
  }

  void RunExample(const ResolvedRule& rule, size_t index, size_t number) {
    const Example& example = rule.examples[number];
    Observation observation(snapshot_, *example.claim, DefaultToday(), /*include_bypassed=*/true,
                            scratch_);
    const RuleResult result = Observe(observation, static_cast<int32_t>(index));
    if (Agrees(example, result)) {
      ++report_.passed;
      return;
    }
    report_.failures.push_back(
        {example.position, "example " + std::to_string(number + 1) + " of " + rule.id,
         ExpectText(example), result.words.empty() ? "clear" : Joined(result.words)});
  }

  void RunTest(const ClaimTest& test) {
    if (!Wanted(test.name)) return;
    const bool bypassed = std::any_of(
        test.findings.begin(), test.findings.end(), [](const ClaimTest::Expected& expected) {
          return expected.outcome && *expected.outcome == Outcome::kBypassed;
        });
    Observation observation(snapshot_, *test.claim, test.today, bypassed, scratch_);
    const Findings& findings = observation.findings();
    std::vector<Seen> seen;
    std::vector<std::string> words;
    for (const Finding& item : findings.items) {
      Seen one = observation.See(item);
      if (!LooksAt(test, one.rule)) continue;
      words.push_back(ToString(one));
      seen.push_back(std::move(one));
    }
    bool sound = Match(test.findings, seen);
    std::set<std::string> missed(test.not_evaluated.begin(), test.not_evaluated.end());
    for (const Gap& gap : findings.not_evaluated) {
      const std::string id = observation.RuleId(gap);
      if (!LooksAt(test, id)) continue;
      const bool listed = std::find(test.not_evaluated.begin(), test.not_evaluated.end(), id) !=
                          test.not_evaluated.end();
      missed.erase(id);
      const bool required =
          gap.rule < 0 || snapshot_.rulesets().rules[static_cast<size_t>(gap.rule)].required;
      if (!listed && !required) continue;
      sound = sound && listed;
      words.push_back(observation.Why(gap));
    }
    sound = sound && missed.empty() && (!test.verdict || *test.verdict == findings.verdict);
    if (sound) {
      ++report_.passed;
      return;
    }
    std::vector<std::string> expected;
    for (const ClaimTest::Expected& finding : test.findings) expected.push_back(ToString(finding));
    for (const std::string& id : test.not_evaluated) expected.push_back(id + " not evaluated");
    if (test.verdict) {
      expected.push_back("verdict " + std::string(kVerdicts[static_cast<size_t>(*test.verdict)]));
    }
    words.push_back("verdict " + std::string(kVerdicts[static_cast<size_t>(findings.verdict)]));
    report_.failures.push_back({test.position, test.name, Joined(expected), Joined(words)});
  }

  const Snapshot& snapshot_;
  const ExampleOptions& options_;
  Scratch scratch_;
  ExampleReport report_;
};

}  // namespace

std::string ExampleFailure::ToString() const {
  return position.file + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column) + ": " + name + " fails\n  expected: " + expected +
         "\n  found:    " + found + "\n";
}

ExampleReport RunExamples(const Snapshot& snapshot, const ExampleOptions& options) {
  return Runner(snapshot, options).Run();
}

}  // namespace scrubline
