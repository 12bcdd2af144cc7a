// rules_engine/explain/explain_text.h — an explanation as text for a terminal.
//
//   std::cout << ExplainText(Explain(*snapshot, claim, options, {}, scratch));
//
// Each rule that fired, was bypassed, came near or could not be evaluated: its conditions with a
// mark (✓ true, ✗ false, ? unknown, · not asked) and the value each saw, where it stopped, near
// misses, layers, table rows. Rules with nothing to tell are one line with their number, unless
// they were asked for. Tested by explain_text_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_TEXT_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_TEXT_H_

#include <string>

#include "rules_engine/explain/explanation.h"

namespace scrubline {

struct ExplainTextOptions {
  bool everything = false;  // also rules with nothing to tell
};

std::string ExplainText(const Explanation& explanation, const ExplainTextOptions& options = {});
std::string ExplainText(const RuleExplanation& rule);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLAIN_TEXT_H_
