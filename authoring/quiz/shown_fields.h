// authoring/quiz/shown_fields.h — which fields of a claim to show to somebody who is to judge it by
// a rule: those that the rule's conditions look at. Never those that identify a patient. Tested by
// quiz_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_SHOWN_FIELDS_H_
#define SCRUBLINE_AUTHORING_QUIZ_SHOWN_FIELDS_H_

#include <vector>

#include "rules_engine/fields.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct ShownFields {
  // In the order of the catalogue, without repeats; `line` without procedure code, modifiers, units
  // and service date, which are always shown.
  std::vector<const Field*> claim, line;

  void Add(const Field& field);
  void AddAll(const ResolvedRule& rule);

 private:
  void AddCondition(const Condition& condition);
};

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_SHOWN_FIELDS_H_
