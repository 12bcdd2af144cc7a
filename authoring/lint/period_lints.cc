// What is over.
#include "authoring/lint/lints.h"

namespace scrubline {

void LintExpiredRuleset(const LintInput& input, LintFindings& out) {
  for (size_t i = 0; i < input.parsed.size(); ++i) {
    const Ruleset& ruleset = input.rulesets.rulesets[i];
    if (ruleset.effective.last >= input.today) continue;
    out.Add(KeyOf(*input.parsed[i].header, "effective"), ruleset.id,
            "the ruleset " + Quoted(ruleset.id) + " ended on " + ruleset.effective.last.ToString(),
            "extend `effective`, or put the ruleset away");
  }
}

void LintExpiredRule(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    const Date last = rule.rule->effective.last;
    // With its whole ruleset: said once, of the ruleset.
    if (last >= input.today || input.RulesetOf(rule.rule->ruleset).effective.last <= last) continue;
    out.Add(KeyOf(*rule.node, "effective"), rule.rule->id,
            "the rule " + Quoted(rule.id()) + " ended on " + last.ToString(),
            "extend `effective`, or delete the rule once its last claims are paid");
  }
}

void LintExpiredOverride(const LintInput& input, LintFindings& out) {
  for (const LintInput::Override& override : input.overrides) {
    const ResolvedOverride& first = override.first();
    const Date last = first.effective.last;
    if (last >= input.today || input.RulesetOf(first.ruleset).effective.last <= last) continue;
    out.Add(KeyOf(*override.node, "effective"), first.id,
            "the override " + Quoted(first.id) + " ended on " + last.ToString(),
            "extend `effective`, or delete the override once its last claims are paid");
  }
}

}  // namespace scrubline
