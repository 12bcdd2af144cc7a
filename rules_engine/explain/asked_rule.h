// rules_engine/explain/asked_rule.h — the conditions of one YAML rule as a tree, asked of one line
// or of the claim: the truth of each, and of which item it was asked. Internal to explain/.
//
//   AskedRule rule(conditions, program, rulesets, claim, index, variant);
//   rule.Ask(line);                                   // -1: the claim
//   for (int root : rule.roots()) ... rule.node(root).truth ...
//
// What a query (`with_line`, `count_lines` ...) is made of is asked of its *witness*: the first
// item that it found; else, of those it may look at, the one on which most of its conditions hold.
// Where none holds on any, there is no witness and the parts are not asked.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_ASKED_RULE_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_ASKED_RULE_H_

#include <string>
#include <vector>

#include "rules_engine/compile/written_conditions.h"
#include "rules_engine/evaluate/conditions.h"

namespace scrubline {

class AskedRule {
 public:
  struct Node {
    WrittenCondition written;
    int parent = -1;
    std::vector<int> children;
    bool asked = false;
    Truth truth{};
    Item of = Item::kClaim;  // what it was asked of
    int32_t item = 0;        // and which of them; -1: the claim
    bool of_witness = false;

    const Condition& condition() const { return *written.condition; }
    bool is_query() const { return IsQuery(condition().kind); }
  };

  AskedRule(Conditions& conditions, const Program& program, const ResolvedRulesets& rulesets,
            const Claim& claim, int32_t rule, uint8_t variant);

  void Ask(int32_t line);

  const std::vector<Node>& nodes() const { return nodes_; }  // in pre-order
  const Node& node(int index) const { return nodes_[static_cast<size_t>(index)]; }
  const std::vector<int>& roots() const { return roots_; }
  const Claim& claim() const { return claim_; }
  const Program& program() const { return program_; }
  const Conditions& conditions() const { return conditions_; }

  // The node with which the author's entry begins that `index` is part of.
  int EntryOf(int index) const;
  // The first condition of the entry at `index` that is no connective; -1: it has only parts with
  // entries of their own.
  int LeadOf(int index) const;
  // The items that a query found. REQUIRES: the node is an asked query.
  std::vector<int32_t> Found(int index) const;
  const GraphNode& GraphNodeOf(int index) const;
  // The graph's node of a query, whatever its negation.
  const GraphNode& QueryNode(int index) const;

 private:
  bool SameEntry(int a, int b) const;
  void Ask(int index, Item of, int32_t item);
  void LeaveUnasked(int index);
  int32_t WitnessOf(int index) const;
  int TrueLeaves(int index, int32_t item) const;

  Conditions& conditions_;
  const Program& program_;
  const Claim& claim_;
  std::vector<Node> nodes_;
  std::vector<int> roots_;
};

// `line 2`; for what is not a line of the claim, what it is and its number.
std::string ItemName(const Claim& claim, Item of, int32_t item);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_ASKED_RULE_H_
