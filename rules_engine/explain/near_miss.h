// rules_engine/explain/near_miss.h — what single change would have turned a rule's answer: of one
// condition, or of one entry of one. Internal to explain/. Tested by explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_NEAR_MISS_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_NEAR_MISS_H_

#include <string>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/explain/asked_rule.h"
#include "rules_engine/explain/explanation.h"

namespace scrubline {

// `would fire if modifier 25 were absent` for a rule that came out clear or bypassed, `would be
// clear if ...` for one that fired; at most kMaxNearMisses, empty when it takes more than one
// change. Not offered: another procedure code, which would be another service; another patient,
// payer or provider; the code that the rule is activated by (`trigger`), whose absence makes it a
// rule about something else; and what a table says. REQUIRES: the rule was asked.
inline constexpr size_t kMaxNearMisses = 3;
std::vector<std::string> NearMisses(const AskedRule& rule, RuleOutcome outcome,
                                    TriggerKind trigger);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_NEAR_MISS_H_
