// authoring/quiz/rule_watch.h — what the engine says of one rule on one claim after another.
//
//   RuleWatch watch(snapshot, rule);
//   watch.Look(claim, today)           // QuizOutcome::kFires
//   watch.other_findings()             // of other rules, on the claim looked at last
//   watch.Tell(claim, today, into)     // lines, messages and fixes too
//
// Tested by quiz_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_RULE_WATCH_H_
#define SCRUBLINE_AUTHORING_QUIZ_RULE_WATCH_H_

#include <vector>

#include "authoring/quiz/quiz.h"
#include "rules_engine/evaluate/evaluator.h"

namespace scrubline {

class RuleWatch {
 public:
  RuleWatch(const Snapshot& snapshot, int32_t rule) : snapshot_(snapshot), rule_(rule) {}

  QuizOutcome Look(const Claim& claim, Date today);
  int other_findings() const { return other_findings_; }
  int looks() const { return looks_; }
  // The subject lines of the rule's findings on the claim looked at last.
  const std::vector<int32_t>& line_numbers() const { return line_numbers_; }
  void Tell(std::shared_ptr<const Claim> claim, Date today, QuizClaim& into);

 private:
  const Snapshot& snapshot_;
  const int32_t rule_;
  Scratch scratch_;
  std::vector<Finding> fired_;
  std::vector<int32_t> line_numbers_;
  int other_findings_ = 0;
  int looks_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_RULE_WATCH_H_
