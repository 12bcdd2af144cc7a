// render/table.h — results as a table for a biller's terminal: claim, line, severity, message,
// first fix.
//
//   TableLayout layout(TerminalWidth());
//   layout.AppendHeader(text);
//   for (const v1::ScrubResult& result : results) layout.AppendClaim(result, text);
//
//   CLAIM   LINE  SEVERITY     MESSAGE                                FIRST FIX
//   PCN-1   2     deny         45380 is bundled into 45385 on ...     add modifier XS to line 2 ...
//                              [NCCI.PTP]
//
// A claim without findings whose every required rule was evaluated takes no row; a required rule
// that was not evaluated does, with the remedy. Long texts wrap inside their column. Column widths
// depend on the width alone, so that rows can be printed as they come. Tested by table_test.cc.
#ifndef SCRUBLINE_RENDER_TABLE_H_
#define SCRUBLINE_RENDER_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

class TableLayout {
 public:
  static constexpr size_t kMinWidth = 80;

  // In characters; taken as at least kMinWidth.
  explicit TableLayout(size_t width);

  void AppendHeader(std::string& text) const;
  void AppendClaim(const v1::ScrubResult& result, std::string& text) const;

 private:
  void AppendRow(const std::vector<std::string>& cells, std::string& text) const;

  std::vector<size_t> widths_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_TABLE_H_
