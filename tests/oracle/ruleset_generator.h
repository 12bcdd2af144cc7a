// tests/oracle/ruleset_generator.h — random rulesets as the resolver would hand them over: the
// built-in rules, rules of random conditions of every kind in several layers, and overrides of
// both.
//
//   ResolvedRulesets rulesets = GenerateRulesets(vocabulary, /*seed=*/3);
//
// The same seed gives the same rulesets. Conditions are shallow and their code sets broad, so that
// they come out true, false and unknown about evenly on the generator's claims. Tested by
// oracle_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_RULESET_GENERATOR_H_
#define SCRUBLINE_TESTS_ORACLE_RULESET_GENERATOR_H_

#include "rules_engine/resolve/resolved_ruleset.h"
#include "tests/oracle/claim_generator.h"

namespace scrubline::oracle {

ResolvedRulesets GenerateRulesets(const Vocabulary& vocabulary, uint64_t seed);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_RULESET_GENERATOR_H_
