// authoring/lint/lints.h — the lints, by theme: each looks at the input and adds what it finds.
// Names, levels and meanings stand in the table of lint.cc, explanations and examples in
// docs/lints.md.
#ifndef SCRUBLINE_AUTHORING_LINT_LINTS_H_
#define SCRUBLINE_AUTHORING_LINT_LINTS_H_

#include "authoring/lint/lint_input.h"

namespace scrubline {

// code_lints.cc
void LintUnknownCode(const LintInput& input, LintFindings& out);
void LintExpiredCode(const LintInput& input, LintFindings& out);
void LintEmptyRange(const LintInput& input, LintFindings& out);
void LintDuplicateCode(const LintInput& input, LintFindings& out);

// list_lints.cc
void LintUnusedList(const LintInput& input, LintFindings& out);
void LintUnusedCondition(const LintInput& input, LintFindings& out);
void LintEqualLists(const LintInput& input, LintFindings& out);
void LintContainedList(const LintInput& input, LintFindings& out);

// condition_lints.cc
void LintNeverFires(const LintInput& input, LintFindings& out);
void LintOutsideScope(const LintInput& input, LintFindings& out);
void LintAlwaysBypassed(const LintInput& input, LintFindings& out);
void LintNeedlessException(const LintInput& input, LintFindings& out);
void LintAlwaysTrue(const LintInput& input, LintFindings& out);
void LintRedundantCondition(const LintInput& input, LintFindings& out);
void LintImpossibleAlternative(const LintInput& input, LintFindings& out);
void LintClaimRuleForLine(const LintInput& input, LintFindings& out);
void LintRequiredHistory(const LintInput& input, LintFindings& out);
void LintRequiredOnRareData(const LintInput& input, LintFindings& out);

// rule_pair_lints.cc
void LintShadowedRule(const LintInput& input, LintFindings& out);
void LintAlwaysTogether(const LintInput& input, LintFindings& out);

// period_lints.cc
void LintExpiredRule(const LintInput& input, LintFindings& out);
void LintExpiredRuleset(const LintInput& input, LintFindings& out);
void LintExpiredOverride(const LintInput& input, LintFindings& out);

// override_lints.cc
void LintDeadRule(const LintInput& input, LintFindings& out);
void LintOverrideNeverApplies(const LintInput& input, LintFindings& out);
void LintOverrideWithoutEffect(const LintInput& input, LintFindings& out);
void LintOverruledOverride(const LintInput& input, LintFindings& out);
void LintOverlappingOverrides(const LintInput& input, LintFindings& out);

// rule_text_lints.cc
void LintMissingExample(const LintInput& input, LintFindings& out);
void LintMissingSource(const LintInput& input, LintFindings& out);
void LintMissingUrl(const LintInput& input, LintFindings& out);
void LintMissingOwner(const LintInput& input, LintFindings& out);
void LintMessageWithoutSlot(const LintInput& input, LintFindings& out);
void LintPrivateMessage(const LintInput& input, LintFindings& out);
void LintForeignId(const LintInput& input, LintFindings& out);

// fix_lints.cc
void LintFixAlreadyDone(const LintInput& input, LintFindings& out);
void LintFixWithoutEffect(const LintInput& input, LintFindings& out);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_LINTS_H_
