// authoring/quiz/edit_candidates.h — the small changes to a claim that may change what a rule says
// of it, read off the rule's conditions.
//
//   for (const ClaimEdit& edit : EditCandidates(rule, claim, pool)) ...
//
// A set of codes proposes its members and near codes outside it; a number, date or age the values
// at its bound and to either side; `present` and `missing` the one and the other; a question about
// lines a line more, a line less, and for `same` another day, place or provider; a built-in's lists
// their codes. Candidates may change nothing or be impossible: Apply says so. Which of them decide
// is for the engine to say. Sorted, no repeats. Conditions about items other than lines and the
// claim propose nothing. Cost: conditions times lines. Tested by edit_candidates_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_EDIT_CANDIDATES_H_
#define SCRUBLINE_AUTHORING_QUIZ_EDIT_CANDIDATES_H_

#include <vector>

#include "authoring/quiz/claim_edit.h"
#include "authoring/quiz/code_pool.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

std::vector<ClaimEdit> EditCandidates(const ResolvedRule& rule, const Claim& claim,
                                      const CodePool& pool);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_EDIT_CANDIDATES_H_
