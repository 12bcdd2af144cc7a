// rules_engine/compile/written_conditions.h — the conditions of a YAML rule in the order in which
// its author wrote them, each with the node of the graph that has its value.
//
//   for (const WrittenCondition& w : WrittenConditions(program, rulesets, rule)) {
//     const Truth truth = conditions.Get(w.node, line);  // of the asked line; see `asks_lines`
//     ...  w.part, w.depth, w.written->text: "procedure_code: office_visits"
//   }
//
// The author's tree and the graph differ (equal conditions are one node, constants are folded,
// nested `all` flattened), but every written condition has a node, and this list is the map. It is
// in pre-order: what a condition was made of follows it, one deeper. Conditions that share one
// `written` are one entry of the author's (`units: {at_least: 2, at_most: 5}`: an `all` of two).
// The results point into `rulesets`. Cost: one pass over the rule's conditions. Tested by
// written_conditions_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_WRITTEN_CONDITIONS_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_WRITTEN_CONDITIONS_H_

#include <cstdint>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct WrittenCondition {
  enum class Part : uint8_t {
    kWhen,
    kWithLine,
    kWithoutLine,
    kWithHistory,
    kWithoutHistory,
    kUnless
  };

  Part part = Part::kWhen;
  int depth = 0;
  NodeId node = kNoNode;
  // A rule's own `with_line` and `without_line` are queries (Condition::Kind::kExists). The node of
  // `without_line` is true when its query finds nothing.
  const Condition* condition = nullptr;
  const Written* written = nullptr;  // null when no author wrote it (rules made by tests)

  // Whether what follows it deeper is asked of other lines than the one in hand.
  bool asks_lines() const { return IsQuery(condition->kind); }
};

// Of the rule as `variant` of its parameters has it. Empty for a built-in rule. REQUIRES: `program`
// was compiled from `rulesets`.
std::vector<WrittenCondition> WrittenConditions(const Program& program,
                                                const ResolvedRulesets& rulesets, int32_t rule,
                                                uint8_t variant = 0);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_WRITTEN_CONDITIONS_H_
