// rules_engine/explain/seen_value.h — what a condition saw on the claim, as a person reads it.
// Internal to explain/. Tested by explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_SEEN_VALUE_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_SEEN_VALUE_H_

#include <string>

#include "rules_engine/explain/asked_rule.h"

namespace scrubline {

// `99213`, `absent`, `12 days`, `2 (lines 1, 3)`; empty for a connective. REQUIRES: the node was
// asked.
std::string SeenValue(const AskedRule& rule, int node);

// `line 2`, `lines 2 and 4`, `lines 1, 2 and 4`.
std::string ItemNames(const Claim& claim, Item of, const std::vector<int32_t>& items);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_SEEN_VALUE_H_
