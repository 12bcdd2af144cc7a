// rules_engine/evaluate/describe.h — findings as text: made only when a finding is encoded or
// shown.
//
//   FindingText text;                                       // reuse it: its strings and vectors
//   keep their memory for (const Finding& finding : findings.items) {
//     Describe(*snapshot, claim, findings, finding, text);  // text.message, text.fixes,
//     text.evidence ...
//   }
//
// The views in FindingText point into the snapshot and the claim, and are good as long as both.
// Total: never fails. Tested by describe_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct FixText {
  FixKind kind = FixKind::kReview;
  int32_t line_number = 0;  // 0: the claim
  std::string value;
  std::string text;
  bool requires_documentation = false;
};

struct FindingText {
  std::string_view rule_id;
  Severity severity{};
  Outcome outcome{};
  Layer layer{};
  std::vector<int32_t> line_numbers;
  std::vector<int32_t>
      related_line_numbers;  // of this claim's lines; related history lines are in related_claim_id
  std::string_view related_claim_id;
  std::string field;  // path into the claim: `service_lines[1].procedure_code`
  std::string message;
  std::vector<FixText> fixes;
  const std::vector<std::string>* carc = nullptr;
  const std::vector<std::string>* rarc = nullptr;
  const Source* source = nullptr;
  std::vector<std::pair<std::string_view, std::string>> evidence;
};

void Describe(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
              const Finding& finding, FindingText& text);

// The findings suppressed by `finding`, in order: `visit(const Finding&)`.
template <typename Visit>
void ForEachAlso(const Findings& findings, const Finding& finding, Visit visit) {
  for (int32_t i = finding.next_also; i >= 0;) {
    const Finding& also = findings.also[static_cast<size_t>(i)];
    visit(also);
    i = also.next_also;
  }
}

// The id of the rule a gap is about. A value that the door could not read is no rule's:
// `INPUT.UNREADABLE`.
std::string_view RuleIdOf(const Snapshot& snapshot, const Gap& gap);

// Why a rule was not evaluated: a word of GapReason (`missing_table`), a colon, and a sentence with
// the remedy. Holds no value of the claim.
std::string DescribeGap(const Claim& claim, const Gap& gap);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_DESCRIBE_H_
