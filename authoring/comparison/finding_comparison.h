// authoring/comparison/finding_comparison.h — what two versions of the rules say otherwise of the
// same claims.
//
//   FindingComparison comparison(*before, *after, {.today = today});
//   comparison.Add(claim);                            // as often as there are claims
//   for (const auto& [rule, delta] : comparison.rules()) ... delta.appeared, delta.claims
//
// Findings are what a biller sees: fired, and not explained by another. One rule's findings on one
// claim are paired by their lines: the same lines with another severity are a change of severity;
// of the others one of each side is a change of lines; what is left has appeared or disappeared. A
// rule that is evaluated on one side only is counted too. Deterministic in the order of claims; one
// thread. Cost: two evaluations a claim. Tested by finding_comparison_test.cc.
#ifndef SCRUBLINE_AUTHORING_COMPARISON_FINDING_COMPARISON_H_
#define SCRUBLINE_AUTHORING_COMPARISON_FINDING_COMPARISON_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct FindingDelta {
  int64_t appeared = 0;
  int64_t disappeared = 0;
  int64_t changed_severity = 0;
  int64_t changed_lines = 0;
  int64_t no_longer_evaluated = 0;  // claims
  int64_t now_evaluated = 0;        // claims
  std::vector<std::string> claims;  // the first with a difference: `C17: line 2 appears (deny)`
};

class FindingComparison {
 public:
  struct Options {
    Date today;
    size_t claims_shown = 5;  // of each rule
  };

  // Both snapshots must outlive the comparison.
  FindingComparison(const Snapshot& before, const Snapshot& after, const Options& options)
      : before_(before), after_(after), options_(options) {}

  void Add(const Claim& claim);

  int64_t claims() const { return claims_; }
  // By rule id; rules without a difference are not there.
  const std::map<std::string, FindingDelta>& rules() const { return rules_; }
  // How many claims went from the one verdict to another one.
  const std::map<std::pair<Verdict, Verdict>, int64_t>& verdicts() const { return verdicts_; }

 private:
  const Snapshot& before_;
  const Snapshot& after_;
  const Options options_;
  Scratch before_scratch_, after_scratch_;
  int64_t claims_ = 0;
  std::map<std::string, FindingDelta> rules_;
  std::map<std::pair<Verdict, Verdict>, int64_t> verdicts_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_COMPARISON_FINDING_COMPARISON_H_
