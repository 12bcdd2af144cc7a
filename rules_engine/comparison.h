// rules_engine/comparison.h — what a test expected and what was found, side by side.
//
//   std::vector<ComparedRow> rows = {{"COMM.EM.25 lines", "2", "1", false}};
//   out << SideBySide(rows);
//
//                         expected  found
//     * COMM.EM.25 lines  2         1
//
// Columns are aligned, differences marked with `*`. Tested by examples_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPARISON_H_
#define SCRUBLINE_RULES_ENGINE_COMPARISON_H_

#include <span>
#include <string>

namespace scrubline {

struct ComparedRow {
  std::string what;
  std::string expected;  // `any` when nothing was asked
  std::string found;
  bool agrees = true;
};

std::string SideBySide(std::span<const ComparedRow> rows);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPARISON_H_
