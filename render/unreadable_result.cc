#include "render/unreadable_result.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace scrubline {

v1::ScrubResult UnreadableResult(std::string_view claim_id,
                                 const std::vector<FieldViolation>& violations) {
  v1::ScrubResult result;
  result.set_claim_id(std::string(claim_id));
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  for (const FieldViolation& violation : violations) {
    v1::NotEvaluated& gap = *result.add_not_evaluated();
    gap.set_rule_id("INPUT.UNREADABLE");
    gap.set_reason(violation.field.empty()
                       ? absl::StrCat("unreadable: ", violation.problem)
                       : absl::StrCat("unreadable: ", violation.field, ": ", violation.problem));
    gap.set_required(true);
  }
  return result;
}

}  // namespace scrubline
