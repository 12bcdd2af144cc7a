// authoring/lint/code_set_algebra.h — whether sets of codes can meet, decided over their ranges and
// prefixes without writing them out.
//
//   AreDisjoint(office_visits, minor_procedures)      // no code is in both
//   IsSubset(emergency_visits, all_visits)            // every code of the first is in the second
//
// Sound, never complete: true is a proof; false may also mean that none was found (prefixes against
// ranges of another form). Sets must be sealed. Cost: singles are looked up one by one, ranges
// compared pair by pair. Tested by code_set_algebra_test.cc.
#ifndef SCRUBLINE_AUTHORING_LINT_CODE_SET_ALGEBRA_H_
#define SCRUBLINE_AUTHORING_LINT_CODE_SET_ALGEBRA_H_

#include <span>

#include "rules_engine/code_set.h"

namespace scrubline {

// No code is in all of `in` and in none of `out`. REQUIRES: `in` is not empty.
bool IsNowhere(std::span<const CodeSet* const> in, std::span<const CodeSet* const> out);

bool AreDisjoint(const CodeSet& a, const CodeSet& b);
bool IsSubset(const CodeSet& inner, const CodeSet& outer);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_CODE_SET_ALGEBRA_H_
