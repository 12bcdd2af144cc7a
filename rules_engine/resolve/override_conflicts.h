// rules_engine/resolve/override_conflicts.h — whether two overrides of one rule contradict each
// other: equal rank (layer, specificity, number of bound scope fields), something both apply to,
// and a different value for one attribute (domain 12.2). Which one came first must never decide.
// Tested by override_conflicts_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_CONFLICTS_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_CONFLICTS_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// The attribute on which `a` and `b`, overrides of one rule, disagree: `severity`, `enabled`, or a
// parameter's name; empty when they do not. Two revisions of one override (the same ruleset and id)
// never conflict: the higher revision is applied last.
std::string ConflictingAttribute(const ResolvedRule& rule, const ResolvedOverride& a,
                                 const ResolvedOverride& b);

// Whether there may be a finding to which both apply.
bool MayMeet(const ResolvedOverride& a, const ResolvedOverride& b);

// Calls `visit(i, j)`, i < j, for each two of a rule's overrides but those that cannot meet because
// they are for different payers, plans, tenants, providers or pairs of codes; in no order, until it
// returns false; false then. Near linear where most are for different ones, else quadratic.
bool ForEachPair(std::span<const ResolvedOverride> overrides,
                 const std::function<bool(size_t, size_t)>& visit);

// True when a code may be in both.
bool MayIntersect(const CodeSet& a, const CodeSet& b);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_CONFLICTS_H_
