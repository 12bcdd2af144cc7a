// rules_engine/explain/explain.h — why a claim came out as it did: each rule's conditions as they
// were written with the values they saw, where it stopped, how near it came, which layer said what,
// and which rows of the published tables were met.
//
//   absl::StatusOr<std::vector<int32_t>> rules = SelectRules(snapshot->rulesets(), {"NCCI.PTP"});
//   Explanation why = Explain(*snapshot, claim, {.today = today}, {.rules = *rules}, scratch);
//   std::cout << ExplainText(why);                     // explain_text.h
//
// There is no second evaluator: Explain evaluates the claim as Evaluate does, with a trace
// (evaluate/trace.h), and then reads the values of the rules' conditions where the evaluation keeps
// them. A condition that nobody had asked for is asked then. Pure and total, as Evaluate is; as
// many threads as there are Scratches. Cost: an evaluation, and for each rule explained in full its
// conditions times the lines. Tested by explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/explain/explanation.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct ExplainOptions {
  std::vector<int32_t> rules;  // indexes in ResolvedRulesets::rules; empty: all
  int32_t line_number = 0;     // this line alone; 0: all
  // Conditions also of rules that nothing on the claim led to, or that came out clear and not near.
  // Rules named in `rules` always have them.
  bool everything = false;
};

Explanation Explain(const Snapshot& snapshot, const Claim& claim, const EvaluateOptions& options,
                    const ExplainOptions& what, Scratch& scratch);

// The rules that `names` stand for: ids, or families (`NCCI` is every rule whose id begins with
// `NCCI.`). NotFound for a name that is neither, with the nearest.
absl::StatusOr<std::vector<int32_t>> SelectRules(const ResolvedRulesets& rulesets,
                                                 const std::vector<std::string>& names);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_H_
