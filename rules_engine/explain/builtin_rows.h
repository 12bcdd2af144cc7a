// rules_engine/explain/builtin_rows.h — what the built-in edits made of the rows they met, from the
// trace of the evaluation. Internal to explain/. Tested by explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_BUILTIN_ROWS_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_BUILTIN_ROWS_H_

#include <string>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/trace.h"
#include "rules_engine/explain/explanation.h"

namespace scrubline {

// The rows of an algorithm, in the order in which it met them; then the lines that it left out.
std::vector<RowExplanation> RowsOf(Algorithm algorithm, const EvaluationTrace& trace,
                                   const Program& program, const Claim& claim);

// Why the algorithm had nothing to do; empty when it had.
std::string IdleReason(Algorithm algorithm, const EvaluationTrace& trace);

// The rule that an algorithm's rows are shown with.
BuiltinId MainRuleOf(Algorithm algorithm);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_BUILTIN_ROWS_H_
