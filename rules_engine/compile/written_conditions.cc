#include "rules_engine/compile/written_conditions.h"

namespace scrubline {
namespace {

using Part = WrittenCondition::Part;

class Walk {
 public:
  Walk(const Program& program, const CompiledRule& rule)
      : next_(program.written_nodes.data() + rule.written) {}

  void Visit(Part part, int depth, const Condition& condition) {
    list_.push_back({part, depth, *next_++, &condition, condition.written.ptr.get()});
    for (const Condition& child : condition.children) Visit(part, depth + 1, child);
  }

  void Skip() { ++next_; }

  std::vector<WrittenCondition> Take() { return std::move(list_); }

 private:
  const NodeId* next_;
  std::vector<WrittenCondition> list_;
};

}  // namespace

std::vector<WrittenCondition> WrittenConditions(const Program& program,
                                                const ResolvedRulesets& rulesets, int32_t rule,
                                                uint8_t variant) {
  const ResolvedRule& resolved = rulesets.rules[static_cast<size_t>(rule)].Variant(variant);
  if (resolved.builtin.has_value()) return {};
  Walk walk(program, program.Variant(rule, variant));
  const bool no_when = resolved.when == Condition();  // only `with_line` or `without_line`
  if (no_when) {
    walk.Skip();
  } else {
    walk.Visit(Part::kWhen, 0, resolved.when);
  }
  const auto visit = [&walk](Part part, const std::optional<Condition>& condition) {
    if (condition.has_value()) walk.Visit(part, 0, *condition);
  };
  visit(Part::kWithLine, resolved.with_line);
  visit(Part::kWithoutLine, resolved.without_line);
  visit(Part::kWithHistory, resolved.with_history);
  visit(Part::kWithoutHistory, resolved.without_history);
  if (resolved.unless.has_value()) walk.Visit(Part::kUnless, 0, *resolved.unless);
  return walk.Take();
}

}  // namespace scrubline
