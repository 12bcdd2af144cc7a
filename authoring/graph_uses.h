// authoring/graph_uses.h — which rules read which nodes of the rule graph, and how the nodes were
// written. For drawings and statistics. Tested through them.
#ifndef SCRUBLINE_AUTHORING_GRAPH_USES_H_
#define SCRUBLINE_AUTHORING_GRAPH_USES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "rules_engine/compile/program.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct GraphUses {
  GraphUses(const Program& program, const ResolvedRulesets& rulesets);

  std::vector<std::vector<int32_t>> rules;  // by node: the YAML rules that read it, ascending
  std::vector<std::string> texts;  // by node: as an author wrote it; `all`, `any`, `not` otherwise
  size_t written = 0;              // conditions written, named ones wherever they are used
  size_t constant = 0;             // those of them that are always true or always false
};

// The nodes that a rule reads, its variants' too, each once and ascending.
std::vector<NodeId> NodesOf(const Program& program, int32_t rule);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_GRAPH_USES_H_
