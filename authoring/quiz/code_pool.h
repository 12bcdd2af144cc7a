// authoring/quiz/code_pool.h — the values that the rulesets themselves use for each field, so that
// made-up claims hold codes which somebody wrote down on purpose.
//
//   CodePool pool(snapshot->rulesets());
//   pool.Near(FieldId::kProcedureCode, Code::Of("99213"), [&](Code code) { return
//   !set.Contains(code); })
//
// Codes come from the rules' conditions (single codes, ends of ranges) and from the claims of
// examples and tests; texts from the same places. Fields that hold the same kind of thing (places
// of service of line and claim, all diagnoses, one attribute of all providers) share what they
// hold. Immutable; refers to nothing. Tested by code_pool_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_CODE_POOL_H_
#define SCRUBLINE_AUTHORING_QUIZ_CODE_POOL_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

class CodePool {
 public:
  explicit CodePool(const ResolvedRulesets& rulesets);

  // The wanted codes next to `code` in the order of their text, at most two below and two above.
  std::vector<Code> Near(FieldId field, Code code, const std::function<bool(Code)>& wanted) const;
  // The wanted texts, in order.
  std::vector<std::string> Texts(FieldId field,
                                 const std::function<bool(const std::string&)>& wanted) const;

 private:
  void AddCondition(const Condition& condition);
  void AddClaim(const Claim& claim);
  void AddItem(const Claim& claim, ItemRef item);

  std::map<FieldId, std::vector<Code>> codes_;  // sorted, no repeats
  std::map<FieldId, std::vector<std::string>> texts_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_CODE_POOL_H_
