// render/mutation_report.h — what `scrub test --mutate` found, as text for people and JSON for
// programs.
//
//   rulesets/acme/visits.yaml:4: ACME.VISIT: 13 of 14 changes noticed
//     line 9: `units: {more_than: 1}` could say 2 in place of 1 without a test noticing; add ...
//   mutation score 96.2 % (1,204 of 1,251) of 34 rules; ...
//
// Rules without survivors are in the JSON alone. Tested by mutation_report_test.cc.
#ifndef SCRUBLINE_RENDER_MUTATION_REPORT_H_
#define SCRUBLINE_RENDER_MUTATION_REPORT_H_

#include <string>

#include "authoring/mutation/mutation.h"

namespace scrubline {

std::string MutationReportText(const MutationReport& report);
std::string MutationReportJson(const MutationReport& report);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_MUTATION_REPORT_H_
