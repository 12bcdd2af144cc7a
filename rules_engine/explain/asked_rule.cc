#include "rules_engine/explain/asked_rule.h"

#include "absl/strings/str_cat.h"

namespace scrubline {

using Kind = Condition::Kind;

AskedRule::AskedRule(Conditions& conditions, const Program& program,
                     const ResolvedRulesets& rulesets, const Claim& claim, int32_t rule,
                     uint8_t variant)
    : conditions_(conditions), program_(program), claim_(claim) {
  std::vector<int> open;  // the nodes on the way down to the last one
  for (const WrittenCondition& written : WrittenConditions(program, rulesets, rule, variant)) {
    const auto index = static_cast<int>(nodes_.size());
    open.resize(static_cast<size_t>(written.depth));
    Node& node = nodes_.emplace_back();
    node.written = written;
    if (open.empty()) {
      roots_.push_back(index);
    } else {
      node.parent = open.back();
      nodes_[static_cast<size_t>(open.back())].children.push_back(index);
    }
    open.push_back(index);
  }
}

void AskedRule::Ask(int32_t line) {
  for (const int root : roots_) Ask(root, line < 0 ? Item::kClaim : Item::kLine, line);
}

void AskedRule::Ask(int index, Item of, int32_t item) {
  Node& node = nodes_[static_cast<size_t>(index)];
  node.asked = true;
  node.of = of;
  node.item = item;
  node.of_witness = node.parent >= 0 &&
                    (this->node(node.parent).is_query() || this->node(node.parent).of_witness);
  node.truth = conditions_.Get(node.written.node, item);
  if (!node.is_query()) {
    for (const int child : node.children) Ask(child, of, item);
    return;
  }
  const int32_t witness = WitnessOf(index);
  for (const int child : node.children) {
    // What history lines must satisfy, in a count of lines and history, has no witness.
    if (witness < 0 || child != node.children.front()) {
      LeaveUnasked(child);
    } else {
      Ask(child, node.condition().over, witness);
    }
  }
}

void AskedRule::LeaveUnasked(int index) {
  Node& node = nodes_[static_cast<size_t>(index)];
  node.asked = false;
  for (const int child : node.children) LeaveUnasked(child);
}

const GraphNode& AskedRule::GraphNodeOf(int index) const {
  return program_.graph.nodes[static_cast<size_t>(node(index).written.node)];
}

const GraphNode& AskedRule::QueryNode(int index) const {
  const Graph& graph = program_.graph;
  const GraphNode& node = GraphNodeOf(index);
  if (node.kind != Kind::kNot) return node;
  return graph.nodes[static_cast<size_t>(graph.children[node.children])];
}

std::vector<int32_t> AskedRule::Found(int index) const {
  const Node& query = node(index);
  const GraphNode& graph_node = QueryNode(index);
  const NodeId condition = program_.graph.children[graph_node.children];
  std::vector<int32_t> found;
  for (int32_t item = 0; item < conditions_.CountOf(query.condition().over); ++item) {
    if (conditions_.IsAsked(graph_node, query.item, item) &&
        conditions_.Get(condition, item) == Truth::kTrue) {
      found.push_back(item);
    }
  }
  return found;
}

int32_t AskedRule::WitnessOf(int index) const {
  const std::vector<int32_t> found = Found(index);
  if (!found.empty()) return found.front();
  const Node& query = node(index);
  const GraphNode& graph_node = QueryNode(index);
  int32_t nearest = -1;
  int most = 0;
  for (int32_t item = 0; item < conditions_.CountOf(query.condition().over); ++item) {
    if (!conditions_.IsAsked(graph_node, query.item, item)) continue;
    const int score = TrueLeaves(query.children[0], item);
    if (score > most) {
      most = score;
      nearest = item;
    }
  }
  return nearest;
}

int AskedRule::TrueLeaves(int index, int32_t item) const {
  const Node& n = node(index);
  if (n.children.empty()) return conditions_.Get(n.written.node, item) == Truth::kTrue ? 1 : 0;
  int count = 0;
  for (const int child : n.children) count += TrueLeaves(child, item);
  return count;
}

bool AskedRule::SameEntry(int a, int b) const {
  const Written* written = node(a).written.written;
  return written != nullptr && written == node(b).written.written;
}

int AskedRule::EntryOf(int index) const {
  while (node(index).parent >= 0 && SameEntry(index, node(index).parent)) {
    index = node(index).parent;
  }
  return index;
}

int AskedRule::LeadOf(int index) const {
  if (node(index).condition().kind > Kind::kNot) return index;
  for (const int child : node(index).children) {
    if (!SameEntry(index, child)) continue;
    if (const int lead = LeadOf(child); lead >= 0) return lead;
  }
  return -1;
}

std::string ItemName(const Claim& claim, Item of, int32_t item) {
  switch (of) {
    case Item::kClaim:
      return "the claim";
    case Item::kLine:
      return absl::StrCat("line ", claim.service_lines[static_cast<size_t>(item)].line_number);
    case Item::kHistory: {
      const HistoryLine& earlier = claim.history[static_cast<size_t>(item)];
      return absl::StrCat("an earlier line of ", earlier.line.service_date.ToString(),
                          earlier.claim_id.empty() ? "" : " on claim ",
                          std::string(earlier.claim_id));
    }
    case Item::kDiagnosis:
      return absl::StrCat("diagnosis ", item + 1);
    case Item::kOccurrence:
      return absl::StrCat("occurrence ", item + 1);
    case Item::kOccurrenceSpan:
      return absl::StrCat("occurrence span ", item + 1);
    case Item::kValueCode:
      return absl::StrCat("value code ", item + 1);
    case Item::kOtherPayer:
      return absl::StrCat("other payer ", item + 1);
    case Item::kAccumulator:
      return absl::StrCat("accumulator ", item + 1);
  }
  return "";
}

}  // namespace scrubline
