// tests/oracle/claim_details.h — what a random claim seldom has by itself and some edits are about:
// lines billed twice, late filing, authorizations, prices.
//
// Tested by oracle_test.cc, which counts the rules that they meet.
#ifndef SCRUBLINE_TESTS_ORACLE_CLAIM_DETAILS_H_
#define SCRUBLINE_TESTS_ORACLE_CLAIM_DETAILS_H_

#include "rules_engine/claim.h"
#include "tests/oracle/random.h"

namespace scrubline::oracle {

// Some of them, to a claim that is otherwise made.
void AddDetails(Random& random, Claim& claim);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_CLAIM_DETAILS_H_
