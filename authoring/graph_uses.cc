#include "authoring/graph_uses.h"

#include <algorithm>

#include "rules_engine/compile/written_conditions.h"

namespace scrubline {
namespace {

void Reach(const Graph& graph, NodeId node, std::vector<NodeId>& nodes) {
  if (node == kNoNode) return;
  std::vector<NodeId> open = {node};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    nodes.push_back(next);
    const GraphNode& n = graph.nodes[static_cast<size_t>(next)];
    for (uint32_t i = 0; i < n.child_count; ++i) open.push_back(graph.children[n.children + i]);
  }
}

int VariantsOf(const Program& program, int32_t rule) {
  const auto variants = program.variants.find(rule);
  return variants == program.variants.end() ? 0 : static_cast<int>(variants->second.size());
}

}  // namespace

std::vector<NodeId> NodesOf(const Program& program, int32_t rule) {
  std::vector<NodeId> nodes;
  for (int variant = 0; variant <= VariantsOf(program, rule); ++variant) {
    const CompiledRule& compiled = program.Variant(rule, static_cast<uint8_t>(variant));
    Reach(program.graph, compiled.condition, nodes);
    Reach(program.graph, compiled.unless, nodes);
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

GraphUses::GraphUses(const Program& program, const ResolvedRulesets& rulesets) {
  const std::vector<GraphNode>& nodes = program.graph.nodes;
  rules.resize(nodes.size());
  texts.resize(nodes.size());
  for (size_t i = 0; i < rulesets.rules.size(); ++i) {
    const auto rule = static_cast<int32_t>(i);
    for (const NodeId node : NodesOf(program, rule)) {
      rules[static_cast<size_t>(node)].push_back(rule);
    }
    for (int variant = 0; variant <= VariantsOf(program, rule); ++variant) {
      for (const WrittenCondition& w :
           WrittenConditions(program, rulesets, rule, static_cast<uint8_t>(variant))) {
        ++written;
        const GraphNode& node = nodes[static_cast<size_t>(w.node)];
        const bool connective = node.kind <= Condition::Kind::kNot;
        if (connective && node.child_count == 0) ++constant;
        std::string& text = texts[static_cast<size_t>(w.node)];
        // Equal conditions may be written in several ways; the first stands for them.
        if (!connective && text.empty()) {
          text = w.written != nullptr ? w.written->text : Dump(*w.condition);
        }
      }
    }
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (texts[i].empty()) texts[i] = KindName(nodes[i].kind);
  }
}

}  // namespace scrubline
