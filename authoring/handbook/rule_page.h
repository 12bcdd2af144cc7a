// authoring/handbook/rule_page.h — the page of one rule. Internal to handbook/. Tested by
// handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_RULE_PAGE_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_RULE_PAGE_H_

#include <string>
#include <vector>

#include "authoring/handbook/named_lists.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// `deny`, or by line of business: `warn; medicare deny`.
std::string SeverityWords(const ResolvedRule& rule, const Scope& scope);
// `payer layer, Sample payer SAMPLE01`.
std::string LayerWords(const Ruleset& ruleset);

// What stands in <main>. `overrides` are the indexes of those that change the rule.
std::string RulePageBody(const Snapshot& snapshot, int32_t rule, const std::vector<int>& overrides,
                         const NamedLists& lists, Scratch& scratch);

// Visits every condition of the rule that asks for codes, those of overrides' exceptions left out.
std::vector<const Condition*> CodeConditions(const ResolvedRule& rule);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_RULE_PAGE_H_
