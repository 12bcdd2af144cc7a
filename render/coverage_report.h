// render/coverage_report.h — what `scrub test --coverage` found, as text for people and JSON for
// programs.
//
//   rulesets/acme/visits.yaml:4: ACME.VISIT: 11 of 13 seen
//     line 9: `unless` `place_of_service: ["23"]` was never true
//     no example or test is bypassed
//   coverage 97.3 % (214 of 220) of 34 rules; 17 built-in rules have no conditions of their own
//
// Rules of which all was seen are in the JSON alone. Tested by coverage_report_test.cc.
#ifndef SCRUBLINE_RENDER_COVERAGE_REPORT_H_
#define SCRUBLINE_RENDER_COVERAGE_REPORT_H_

#include <string>

#include "authoring/coverage.h"

namespace scrubline {

std::string CoverageReportText(const CoverageReport& report);
std::string CoverageReportJson(const CoverageReport& report);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_COVERAGE_REPORT_H_
