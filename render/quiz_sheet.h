// render/quiz_sheet.h — a quiz on paper: text for a terminal, a web page of one file that also
// prints, JSON for programs.
//
//   out << QuizSheetText(quiz, snapshot->rulesets(), {.answers = true});
//
// Each case shows two claims, A and B, of which one breaks the rule. With `answers` the key tells
// which and on what line, the message and fixes as the engine gives them, and what decides. Claims
// are shown by the values that the rule looks at; nothing that identifies a patient is. All text
// is escaped in HTML. Equal quizzes give equal bytes. Tested by quiz_sheet_test.cc.
#ifndef SCRUBLINE_RENDER_QUIZ_SHEET_H_
#define SCRUBLINE_RENDER_QUIZ_SHEET_H_

#include <string>

#include "authoring/quiz/quiz.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct QuizSheetOptions {
  bool answers = false;
};

std::string QuizSheetText(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options);
std::string QuizSheetHtml(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options);
std::string QuizSheetJson(const Quiz& quiz, const ResolvedRulesets& rulesets,
                          const QuizSheetOptions& options);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_QUIZ_SHEET_H_
