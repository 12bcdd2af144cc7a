// authoring/coverage.h — which conditions of the YAML rules their examples and tests have seen both
// true and false.
//
//   CoverageReport report = MeasureCoverage(*snapshot, {.tests = more_tests});
//   for (const RuleCoverage& rule : report.rules) ... rule.conditions[0].seen_false
//
// A rule's claims are those of its examples and of the claim tests that look at it. A condition is
// an entry as its author wrote it; its values are the evaluation's own, on every line (or other
// item) of those claims. Built-in rules have no conditions and are counted apart. Coverage says
// what was looked at, not that anybody would notice a change: see mutation/mutation.h. Pure; cost:
// each claim is evaluated once a rule. Tested by coverage_test.cc.
#ifndef SCRUBLINE_AUTHORING_COVERAGE_H_
#define SCRUBLINE_AUTHORING_COVERAGE_H_

#include <span>
#include <string>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct CoverageOptions {
  std::string rule;                  // a rule or family; empty: all
  std::span<const ClaimTest> tests;  // beside those of the snapshot's rulesets
};

struct ConditionCoverage {
  std::string part;  // `when`, `with_line`, `without_line` or `unless`
  std::string text;  // as written
  Position position;
  bool seen_true = false;
  bool seen_false = false;
  bool seen_unknown = false;
};

struct RuleCoverage {
  std::string id;
  Position position;
  std::vector<ConditionCoverage> conditions;
  // What the rule did on a whole claim. `bypassed` counts where there is an exception.
  bool fires = false;
  bool clear = false;
  bool bypassed = false;
  bool has_exception = false;

  // Of what there is to see, how much was: each condition true and false, each outcome.
  int seen() const;
  int total() const;
};

struct CoverageReport {
  std::vector<RuleCoverage> rules;  // by id
  int builtin_rules = 0;            // left out

  // In percent; 100 when there is nothing to see.
  double percent() const;
};

CoverageReport MeasureCoverage(const Snapshot& snapshot, const CoverageOptions& options = {});

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_COVERAGE_H_
