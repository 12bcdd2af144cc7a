// tests/oracle/engine_result.h — the engine's findings in the oracle's form, read through Describe
// as any caller reads them. Tested by oracle_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_ENGINE_RESULT_H_
#define SCRUBLINE_TESTS_ORACLE_ENGINE_RESULT_H_

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "tests/oracle/canonical_result.h"

namespace scrubline::oracle {

// The findings are taken in the order the engine gives them; what the contract leaves open (several
// findings of one rule on the same lines) is put into the oracle's.
CanonicalResult EngineResult(const Snapshot& snapshot, const Claim& claim,
                             const Findings& findings);

// Whether the findings stand in the contract's order: severity, claim before line, line order,
// rule.
bool IsInContractOrder(const Snapshot& snapshot, const Findings& findings);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_ENGINE_RESULT_H_
