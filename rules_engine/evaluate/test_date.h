// rules_engine/evaluate/test_date.h — the day on which a code is held against a table (domain 6.1,
// R15).
//
//   DiagnosisTestDate(claim, 0)     // of the claim's first diagnosis
//
// A line's codes are tested on its first day. Of a professional claim a diagnosis is tested on the
// earliest first day of the lines that point to it (of none: the earliest of the claim), of an
// outpatient institutional claim on the first day of its statement, of an inpatient one on the
// last. No value where the claim does not give that day. Tested by test_date_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_TEST_DATE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_TEST_DATE_H_

#include <cstddef>

#include "rules_engine/claim.h"
#include "rules_engine/date.h"

namespace scrubline {

// REQUIRES: index < claim.diagnoses.size().
Date DiagnosisTestDate(const Claim& claim, size_t index);
// Of a code of the claim as a whole: its earliest date of service, else the first of its statement.
Date ClaimTestDate(const Claim& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_TEST_DATE_H_
