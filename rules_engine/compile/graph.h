// rules_engine/compile/graph.h — the rule graph: every distinct condition of every rule, once.
//
// A GraphBuilder turns Conditions into nodes. Equal conditions become one node whoever wrote them
// (hash-consing), nested `all` and `any` are flattened, constants folded, repeats dropped; children
// come before their parents, so that a node's number is greater than those of the nodes it reads. A
// node's value is, for each service line (or item of another list), true, false or unknown; nodes
// that read the claim alone have one value for all. Immutable once built. Tested by graph_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_GRAPH_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_GRAPH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "re2/re2.h"
#include "re2/set.h"
#include "rules_engine/compile/table_slots.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

using NodeId = int32_t;
inline constexpr NodeId kNoNode = -1;

struct GraphNode {
  Condition::Kind kind{};
  Item of = Item::kClaim;  // what it has a value of: each of these, or the claim
  FieldId field{};
  FieldId other_field{};
  Item field_of = Item::kClaim;
  Item other_of = Item::kClaim;
  Item over = Item::kLine;  // of a query
  FieldType field_type{};
  TableSlot table{};
  TableColumn column{};
  bool earlier = false;
  uint32_t same = 0;  // bit per SameKey
  uint32_t differ = 0;
  uint32_t choices = 0;
  uint32_t set = 0;       // index in Graph::code_sets, text_sets, patterns or row_tests
  uint32_t list = 0;      // of a list of procedure codes: its number among those
  uint32_t children = 0;  // begin in Graph::children
  uint32_t child_count = 0;
  uint32_t relations = 0;  // begin in Graph::relations
  uint32_t relation_count = 0;
  uint32_t uses = 0;  // how often it was written: more than one is a condition shared
  NumberTest number;
  DateOffset offset;
};

// `any_of`, `line_exists`: the kind as dumps and drawings have it.
std::string_view KindName(Condition::Kind kind);

// The text patterns on one field. Where there are several they are matched together.
struct PatternGroup {
  FieldId field{};
  Item of = Item::kClaim;
  FieldType field_type{};
  std::vector<std::unique_ptr<RE2>> patterns;
  std::vector<NodeId> nodes;      // node of each pattern
  std::unique_ptr<RE2::Set> set;  // all of them; null for a single one
};

struct Graph {
  std::vector<GraphNode> nodes;
  std::vector<NodeId> children;
  std::vector<DateRelation> relations;
  std::vector<CodeSet> code_sets;
  std::vector<TextSet> text_sets;
  std::vector<RowTest> row_tests;
  std::vector<PatternGroup> pattern_groups;  // GraphNode::set of a kMatches node is its group
  std::vector<uint32_t> procedure_lists;     // by GraphNode::list: index in code_sets

  std::string Dump() const;
};

class GraphBuilder {
 public:
  // The node of `condition` as asked of an `of`: of a line, "another line" is one other than it.
  // `written`, when given, gets the node of every condition in it, in pre-order.
  NodeId Add(const Condition& condition, Item of, std::vector<NodeId>* written = nullptr);
  // The node that is true where all of these are.
  NodeId AddAll(std::vector<NodeId> children);
  // The node that is true where `child` is false.
  NodeId AddNot(NodeId child);
  // Compiles the patterns. The builder is empty afterwards.
  Graph Build();

 private:
  NodeId AddCondition(const Condition& condition, Item of, std::vector<NodeId>* written);
  NodeId AddNode(const GraphNode& node, std::vector<NodeId> children, const std::string& extra);
  NodeId AddQuery(const Condition& condition, Item of, std::vector<NodeId> children);
  NodeId AddConnective(Condition::Kind kind, std::vector<NodeId> children);
  bool IsConstant(NodeId id, bool value) const;
  int CostOf(NodeId id) const;
  void OrderByCost();

  Graph graph_;
  std::unordered_map<std::string, NodeId> ids_;  // the node's content as text
  std::unordered_map<std::string, uint32_t> set_ids_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_GRAPH_H_
