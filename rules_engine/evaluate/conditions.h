// rules_engine/evaluate/conditions.h — values of the rule graph's nodes on one claim.
//
//   conditions.Begin(program, claim);
//   if (conditions.Get(node, line) == Truth::kTrue) ...
//
// A node's value is worked out on first use, for all service lines at once (one bit a line for
// "true", one for "unknown"), and kept for the claim: however many rules share a condition, it
// costs once; a node nobody asks for costs nothing. Memory grows to the largest claim met and is
// reused. One thread. Tested by conditions_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_

#include <cstdint>
#include <vector>

#include "rules_engine/compile/program.h"

namespace scrubline {

enum class Truth : uint8_t { kFalse, kTrue, kUnknown };

class Conditions {
 public:
  // Forgets the last claim. Both must outlive the questions asked.
  void Begin(const Program& program, const Claim& claim);

  // The node's value for service line `line`; -1 asks for the claim (any node that is not of
  // lines).
  Truth Get(NodeId node, int32_t line);

  // Calls `visit(line, truth)` for each line on which the node is not false.
  template <typename Visit>
  void ForEachNotFalse(NodeId node, Visit visit) {
    const size_t offset = Values(node);
    const bool per_line = program_->graph.nodes[static_cast<size_t>(node)].of_line;
    for (size_t word = 0; word < words_; ++word) {
      const size_t at = offset + (per_line ? word : 0);
      const uint64_t yes = bits_[at];
      uint64_t either = (yes | bits_[at + (per_line ? words_ : 1)]) & LinesOf(word);
      for (; either != 0; either &= either - 1) {
        const int bit = __builtin_ctzll(either);
        visit(static_cast<int32_t>(word * 64 + static_cast<size_t>(bit)),
              yes >> bit & 1 ? Truth::kTrue : Truth::kUnknown);
      }
    }
  }

  // Whether two lines agree in every key of the bit set `same`.
  bool Same(uint16_t same, int32_t a, int32_t b) const;

  // Calls `visit(const GraphNode& leaf, int32_t line)` for the leaves that make `node` unknown on
  // `line`, each with the line on which it is. REQUIRES: `node` is unknown on `line`.
  template <typename Visit>
  void ForEachUnknownLeaf(NodeId node, int32_t line, Visit visit) {
    const GraphNode& n = program_->graph.nodes[static_cast<size_t>(node)];
    if (n.child_count == 0) {
      visit(n, line);
      return;
    }
    const bool about_lines = IsAboutLines(n.kind);
    for (uint32_t i = 0; i < n.child_count; ++i) {
      const NodeId child = program_->graph.children[n.children + i];
      if (!about_lines) {
        if (Get(child, line) == Truth::kUnknown) ForEachUnknownLeaf(child, line, visit);
        continue;
      }
      bool any = false;
      ForEachNotFalse(child, [&](int32_t other, Truth truth) {
        if (truth == Truth::kUnknown) {
          any = true;
          ForEachUnknownLeaf(child, other, visit);
        }
      });
      if (!any) visit(n, line);  // a sum over lines of which one has no units
    }
  }

 private:
  static bool IsAboutLines(Condition::Kind kind) {
    return kind == Condition::Kind::kCountLines || kind == Condition::Kind::kSumUnits ||
           kind == Condition::Kind::kLineExists;
  }
  // Where the node's values begin in bits_: `yes` words, then `unknown` words (one of each for a
  // claim node).
  size_t Values(NodeId node);
  void Compute(NodeId node, size_t offset);
  void ComputeConnective(const GraphNode& node, size_t offset);
  void ComputeLeaf(const GraphNode& node, size_t offset);
  void ComputeAboutLines(const GraphNode& node, size_t offset);
  void ComputePatterns(const GraphNode& node);
  Truth Leaf(const GraphNode& node, const ServiceLine* line) const;
  Truth TableLeaf(const GraphNode& node, const ServiceLine& line) const;
  Truth AboutLines(const GraphNode& node, NodeId child, int32_t subject);
  size_t Allocate(const GraphNode& node);
  void Set(const GraphNode& node, size_t offset, int32_t line, Truth truth);
  uint64_t LinesOf(size_t word) const {
    const size_t lines = claim_->service_lines.size() - word * 64;
    return lines >= 64 ? ~0ull : (1ull << lines) - 1;
  }

  const Program* program_ = nullptr;
  const Claim* claim_ = nullptr;
  size_t words_ = 0;  // words of 64 lines
  uint32_t epoch_ = 0;
  std::vector<uint32_t> epochs_;  // by node: its value is of this claim if equal to epoch_
  std::vector<uint32_t> offsets_;
  std::vector<uint64_t> bits_;
  std::vector<int> matched_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_CONDITIONS_H_
