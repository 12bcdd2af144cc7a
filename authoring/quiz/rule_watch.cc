#include "authoring/quiz/rule_watch.h"

#include <algorithm>
#include <utility>

#include "rules_engine/evaluate/describe.h"

namespace scrubline {

QuizOutcome RuleWatch::Look(const Claim& claim, Date today) {
  ++looks_;
  const Findings& findings =
      Evaluate(snapshot_, claim, {.today = today, .include_bypassed = true}, scratch_);
  fired_.clear();
  line_numbers_.clear();
  other_findings_ = 0;
  bool bypassed = false;
  for (const auto* list : {&findings.items, &findings.also}) {
    for (const Finding& finding : *list) {
      const bool fired = finding.outcome == Outcome::kFired;
      if (finding.rule != rule_) {
        other_findings_ += int{fired};
      } else if (fired) {
        fired_.push_back(finding);
      } else {
        bypassed = true;
      }
    }
  }
  for (const Finding& finding : fired_) {
    for (const LineRef ref : findings.Lines(finding.lines)) {
      if (!IsHistory(ref)) {
        line_numbers_.push_back(claim.service_lines[static_cast<size_t>(ref)].line_number);
      }
    }
  }
  std::sort(line_numbers_.begin(), line_numbers_.end());
  line_numbers_.erase(std::unique(line_numbers_.begin(), line_numbers_.end()), line_numbers_.end());
  if (!fired_.empty()) return QuizOutcome::kFires;
  for (const Gap& gap : findings.not_evaluated) {
    if (gap.rule == rule_) return QuizOutcome::kNotEvaluated;
  }
  return bypassed ? QuizOutcome::kBypassed : QuizOutcome::kClear;
}

void RuleWatch::Tell(std::shared_ptr<const Claim> claim, Date today, QuizClaim& into) {
  into.outcome = Look(*claim, today);
  into.line_numbers = line_numbers_;
  const std::vector<Finding> fired = fired_;
  // The same evaluation again: its findings are still in the scratch memory.
  const Findings& findings =
      Evaluate(snapshot_, *claim, {.today = today, .include_bypassed = true}, scratch_);
  FindingText text;
  for (const Finding& finding : fired) {
    Describe(snapshot_, *claim, findings, finding, text);
    into.severity =
        into.messages.empty() ? finding.severity : std::min(into.severity, finding.severity);
    if (into.messages.empty()) {
      for (const FixText& fix : text.fixes) into.fixes.push_back(fix.text);
    }
    into.messages.push_back(text.message);
  }
  into.claim = std::move(claim);
}

}  // namespace scrubline
