// tests/oracle/claim_diagnoses.h — diagnoses for random claims: those that tables have something to
// say of, together with those they must not stand with, in the wrong order, twice, or cut short.
//
// Tested by oracle_test.cc, which counts the rules that they meet.
#ifndef SCRUBLINE_TESTS_ORACLE_CLAIM_DIAGNOSES_H_
#define SCRUBLINE_TESTS_ORACLE_CLAIM_DIAGNOSES_H_

#include <vector>

#include "rules_engine/claim.h"
#include "tests/oracle/random.h"
#include "tests/oracle/reference_tables.h"

namespace scrubline::oracle {

// The codes to draw from: a few that are none, and samples of those with flags, notes and sides.
std::vector<Code> DiagnosisWords(const ReferenceTables& tables, Random& random);

// The claim's diagnoses, its patient, its statement and its lines' pointers and modifiers.
// `irregular`: now and then without what no ruling says how to do without.
void AddDiagnoses(const std::vector<Code>& words, bool irregular, Random& random, Claim& claim);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_CLAIM_DIAGNOSES_H_
