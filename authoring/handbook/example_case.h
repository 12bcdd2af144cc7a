// authoring/handbook/example_case.h — a rule's example as a case a reader can follow: the claim as
// a table with the lines marked that the finding is on, and what the engine says of it.
//
// The engine evaluates the claim; nothing is taken from what the example expects but its name.
// Tested by handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_EXAMPLE_CASE_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_EXAMPLE_CASE_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// What the engine says of one rule on one claim.
struct CaseResult {
  std::string outcome;  // `fires`, `is bypassed`, `is not evaluated`, `is clear`
  struct Finding {
    std::vector<int32_t> lines;  // numbers of the subject lines; none: the claim
    Severity severity{};
    std::string message;
    std::vector<std::string> fixes;
  };
  std::vector<Finding> findings;
  std::string why;          // of `is not evaluated`
  std::set<int32_t> lines;  // of the findings, or not evaluated
};
CaseResult EvaluateCase(const Snapshot& snapshot, int32_t rule, const Claim& claim,
                        Scratch& scratch);

// A fact of a claim in words: `place of service`, `11`.
using Fact = std::pair<std::string, std::string>;
// Facts about the claim as a whole that the rule looks at.
std::vector<Fact> FactsOf(const Claim& claim, const ResolvedRule& rule);
// The lines as a table: number, date, code, modifiers, units, and what else the rule looks at.
// Lines whose number is in `marked` say so by `mark`.
std::string LinesHtml(const Claim& claim, const ResolvedRule& rule, const std::set<int32_t>& marked,
                      const std::string& mark, const std::string& caption);

// The whole case; `number` counts from 1.
std::string CaseHtml(const Snapshot& snapshot, int32_t rule, const Example& example, int number,
                     Scratch& scratch);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_EXAMPLE_CASE_H_
