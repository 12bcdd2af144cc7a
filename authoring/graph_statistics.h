// authoring/graph_statistics.h — the rule graph in numbers: how much rules share, what leads to
// them, how large each payer's view is.
//
//   std::cout << ToText(MeasureGraph(*snapshot));
//
// Pure; cost: one pass over rules and nodes. Tested by graph_statistics_test.cc.
#ifndef SCRUBLINE_AUTHORING_GRAPH_STATISTICS_H_
#define SCRUBLINE_AUTHORING_GRAPH_STATISTICS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rules_engine/snapshot.h"

namespace scrubline {

struct GraphStatistics {
  size_t rules = 0;  // with conditions
  size_t builtin_rules = 0;
  size_t written = 0;   // conditions, named ones wherever they are used
  size_t constant = 0;  // of these, always true or always false: they cost nothing
  size_t nodes = 0;
  size_t edges = 0;
  std::vector<std::pair<std::string, size_t>> kinds;  // nodes of each, most first
  size_t bytes = 0;                                   // of nodes, edges, code lists and texts

  struct Shared {
    std::string text;                // as written
    std::vector<std::string> rules;  // ids
  };
  size_t shared = 0;                // nodes that several rules read
  std::vector<Shared> most_shared;  // the first kMostShared that are no connectives

  // What activates rules: codes of one kind, a range counting as one.
  struct Activation {
    std::string kind;  // `procedure code`
    size_t keys = 0;
    size_t most = 0;  // rules by one key
    std::string most_key;
    double mean = 0;
  };
  std::vector<Activation> activation;
  std::vector<std::string> always;  // rules that every claim in scope is tried on

  // What the claims of one payer, or of one line of business, see.
  struct View {
    std::string name;
    size_t rules = 0;  // built-in ones too
    size_t always = 0;
  };
  std::vector<View> views;
};

inline constexpr size_t kMostShared = 10;

GraphStatistics MeasureGraph(const Snapshot& snapshot);
std::string ToText(const GraphStatistics& statistics);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_GRAPH_STATISTICS_H_
