// rules_engine/explain/layers.h — what each layer said of a rule, in words. Internal to explain/.
// Tested by explain_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_LAYERS_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_LAYERS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/evaluate/trace.h"
#include "rules_engine/explain/explanation.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// The rule's own ruleset, then the overrides that applied when a finding was at hand.
std::vector<LayerExplanation> LayersOf(const ResolvedRulesets& rulesets, const Claim& claim,
                                       const EvaluationTrace::Setting& setting);

// The overrides that switch a rule on or off.
std::vector<LayerExplanation> SwitchesOf(const ResolvedRulesets& rulesets,
                                         std::span<const int32_t> overrides);

// What overrides make of a built-in rule's parameters.
std::vector<LayerExplanation> ParametersOf(const ResolvedRulesets& rulesets,
                                           std::span<const int32_t> overrides);

// Why a ruleset is not for this claim: `for payers SAMPLE01; the claim's is OTHER`. Empty when its
// scope is no reason.
std::string OutOfScopeReason(const Scope& scope, const Claim& claim);

// `2026-01-01..2026-12-31`, an open end left out; empty for always.
std::string PeriodText(const DateInterval& period);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_LAYERS_H_
