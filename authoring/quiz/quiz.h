// authoring/quiz/quiz.h — training cases made from rules: two claims as near to each other as can
// be, one that breaks the rule and one that does not, with the answer key.
//
//   Quiz quiz = MakeQuiz(*snapshot, {.rule = "ACME.EM", .count = 10, .seed = 7});
//   for (const QuizCase& one : quiz.cases) ... one.failing.message, one.differences
//
// A case begins with a claim of the rule's examples, or of a test that expects the rule, and is
// changed by one small edit, or by two where no single one does it, until the engine's answer for
// the rule turns around. All that a case says is the engine's: nothing is worked out beside it.
// Among pairs with equally few edits, those that bring no other finding into play come first, then
// those that differ in what a rule is mostly about: a modifier before a number or date, before
// another field, before a line more or less, before the procedure code. What is still equal is
// chosen by the seed: the same snapshot and options give the same quiz, everywhere.
//
// Claims hold what examples, tests and rules hold, nothing else. A rule without a case is listed
// with the reason. Pure; cost: at most kMaxTries evaluations a rule. Tested by quiz_test.cc and
// tests/shipped_rulesets_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_QUIZ_H_
#define SCRUBLINE_AUTHORING_QUIZ_QUIZ_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "authoring/quiz/claim_edit.h"
#include "rules_engine/finding.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

inline constexpr int kMaxTries = 20000;

struct QuizOptions {
  std::string rule;  // a rule or family; empty: all
  int count = 0;     // of cases; 0: one for each rule that can have one
  uint64_t seed = 1;
};

enum class QuizOutcome : uint8_t { kFires, kClear, kBypassed, kNotEvaluated };

// A claim with what the engine says of the rule on it.
struct QuizClaim {
  std::shared_ptr<const Claim> claim;
  QuizOutcome outcome = QuizOutcome::kClear;
  // Of a claim on which the rule fires:
  std::vector<int32_t> line_numbers;  // empty: the claim as a whole
  Severity severity = Severity::kInfo;
  std::vector<std::string> messages;  // one a finding
  std::vector<std::string> fixes;     // of the first finding, best first
};

// One thing in which the two claims differ.
struct Difference {
  ClaimEdit::Kind kind = ClaimEdit::Kind::kSet;
  int32_t line_number = 0;  // 0: the claim
  std::string field;        // as authors write it; `procedure_code` where a whole line differs
  // As a biller reads it; empty: absent. Of a code of a set, or a line: the code, where it is.
  std::string failing, passing;
};

struct QuizCase {
  int32_t rule = 0;  // index in ResolvedRulesets::rules
  QuizClaim failing, passing;
  std::vector<Difference> differences;  // one or two; all of them are needed
  bool failing_first = true;            // in which order to show the two
  // What to show of the claims beside procedure codes, modifiers, units and dates of service: what
  // the rule looks at, and what differs. Never what identifies a patient.
  std::vector<const Field*> claim_fields, line_fields;
};

struct Quiz {
  std::vector<QuizCase> cases;  // by rule, each rule's first case first
  struct Skipped {
    int32_t rule = 0;
    std::string reason;
  };
  std::vector<Skipped> skipped;
  int rules = 0;  // that were asked for
};

Quiz MakeQuiz(const Snapshot& snapshot, const QuizOptions& options);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_QUIZ_H_
