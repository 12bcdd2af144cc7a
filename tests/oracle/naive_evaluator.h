// tests/oracle/naive_evaluator.h — the slow, obvious second implementation of Evaluate.
//
//   CanonicalResult expected = NaiveEvaluate({rulesets, tables, claim, options});
//
// It walks every rule over every line, every pair of lines over every day, and every override for
// every finding: no index, no sharing between rules, nothing remembered between claims. It was
// written from domain.md alone and shares only the nouns with the engine (claim, code, date,
// fields, resolved rulesets), never its code; where the two disagree, one of them has read the law
// wrongly. Where the law leaves a choice, the comment that begins "Reading:" says which one was
// taken. Never link it into a product. Tested by naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_EVALUATOR_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_EVALUATOR_H_

#include "rules_engine/claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "tests/oracle/canonical_result.h"
#include "tests/oracle/reference_tables.h"

namespace scrubline::oracle {

// Everything an evaluation may look at.
struct World {
  const ResolvedRulesets& rulesets;
  const ReferenceTables& tables;
  const Claim& claim;
  EvaluateOptions options;
};

CanonicalResult NaiveEvaluate(const World& world);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_EVALUATOR_H_
