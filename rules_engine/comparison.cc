#include "rules_engine/comparison.h"

#include <algorithm>
#include <string_view>

namespace scrubline {

std::string SideBySide(std::span<const ComparedRow> rows) {
  constexpr std::string_view kExpected = "expected";
  size_t what = 0;
  size_t expected = kExpected.size();
  for (const ComparedRow& row : rows) {
    what = std::max(what, row.what.size());
    expected = std::max(expected, row.expected.size());
  }
  const auto padded = [](std::string_view text, size_t width) {
    return std::string(text) + std::string(width - text.size() + 2, ' ');
  };
  std::string text = "    " + padded("", what) + padded(kExpected, expected) + "found\n";
  for (const ComparedRow& row : rows) {
    text += row.agrees ? "    " : "  * ";
    text += padded(row.what, what) + padded(row.expected, expected) + row.found + "\n";
  }
  return text;
}

}  // namespace scrubline
