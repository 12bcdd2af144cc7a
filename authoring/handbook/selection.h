// authoring/handbook/selection.h — which rules and overrides a handbook, or a drawing of the
// graph, is about. Tested by handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_SELECTION_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_SELECTION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "authoring/handbook/handbook.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct Selection {
  std::vector<int> rulesets;   // in the order of layers
  std::vector<int> rules;      // in the order of ids
  std::vector<int> overrides;  // of these rules, in the order of application
};

absl::StatusOr<Selection> Select(const ResolvedRulesets& rulesets, const HandbookOptions& options);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_SELECTION_H_
