// authoring/graph_drawing.h — the rule graph of some rules as a drawing, in the language of
// Graphviz.
//
//   absl::StatusOr<std::vector<int32_t>> rules = RulesToDraw(*snapshot, {.code = "20610"});
//   absl::StatusOr<std::string> dot = DrawGraph(*snapshot, *rules);      // for `dot -Tsvg`
//
// Rules stand on the left with what activates them; arrows lead to the conditions that must hold,
// dashed ones to exceptions, and from conditions to those that they are made of. Conditions are
// told as their authors wrote them; one that several rules of the snapshot share is coloured and
// says how many. Built-in rules have no conditions and are left out. The same snapshot gives the
// same text. Errors: NotFound for a rule, payer or code that leads to no rule, with the nearest
// name; ResourceExhausted for more nodes than anybody could look at. Tested by
// graph_drawing_test.cc.
#ifndef SCRUBLINE_AUTHORING_GRAPH_DRAWING_H_
#define SCRUBLINE_AUTHORING_GRAPH_DRAWING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

inline constexpr size_t kMaxDrawnNodes = 3000;

// What all of these allow.
struct GraphFilter {
  std::vector<std::string> rules;  // ids or families; empty: all
  std::string code;                // the rules that this code on a claim leads to; empty: all
  std::string payer;               // the rules that count for this payer's claims; empty: all
};

absl::StatusOr<std::vector<int32_t>> RulesToDraw(const Snapshot& snapshot,
                                                 const GraphFilter& filter);

absl::StatusOr<std::string> DrawGraph(const Snapshot& snapshot, const std::vector<int32_t>& rules);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_GRAPH_DRAWING_H_
