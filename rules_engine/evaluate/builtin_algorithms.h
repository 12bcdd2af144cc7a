// rules_engine/evaluate/builtin_algorithms.h — the built-in algorithms, one line each: what runs,
// and what puts its findings into words. Internal to evaluate/.
//
// Each stands in a file of its own, builtin_NAME.cc. They run in the order of Algorithm: later ones
// read what earlier ones found.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ALGORITHMS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ALGORITHMS_H_

#include <array>

#include "rules_engine/builtins.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {

struct BuiltinAlgorithm {
  void (*evaluate)(Evaluation& evaluation);
  void (*describe)(Description& description, BuiltinId builtin);
};

// By Algorithm.
extern const std::array<BuiltinAlgorithm, kAlgorithmCount> kBuiltinAlgorithms;

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_ALGORITHMS_H_
