// render/comparison_report.h — what `scrub diff` found, as text for people and JSON for programs.
//
//   rules
//   + ACME.NEW  A new rule (acme/rules.yaml:20)
//   ~ ACME.UNITS (acme/rules.yaml:4)
//       severity: warn -> deny
//       when: - place_of_service: "11"
//
// `findings` is null when no claims were compared. Tested by comparison_report_test.cc.
#ifndef SCRUBLINE_RENDER_COMPARISON_REPORT_H_
#define SCRUBLINE_RENDER_COMPARISON_REPORT_H_

#include <string>

#include "authoring/comparison/finding_comparison.h"
#include "authoring/comparison/ruleset_comparison.h"

namespace scrubline {

std::string ComparisonReportText(const RulesetComparison& rulesets,
                                 const FindingComparison* findings);
std::string ComparisonReportJson(const RulesetComparison& rulesets,
                                 const FindingComparison* findings);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_COMPARISON_REPORT_H_
