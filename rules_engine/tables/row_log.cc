#include "rules_engine/tables/row_log.h"

#include <algorithm>
#include <utility>

namespace scrubline {

void RowLog::Refuse(int line, int column, std::string_view text, std::string message,
                    std::string hint) {
  if (++refused_ > kMaxShown) return;
  diagnostics_.push_back({.level = Diagnostic::Level::kWarning,
                          .position = {file_, line, column},
                          .message = "row refused: " + std::move(message),
                          .hint = std::move(hint),
                          .source_text = Printable(text)});
}

void RowLog::Note(int line, std::string message, std::string hint) {
  diagnostics_.push_back({.level = Diagnostic::Level::kWarning,
                          .position = {file_, line, 0},
                          .message = std::move(message),
                          .hint = std::move(hint)});
}

std::string Printable(std::string_view text) {
  constexpr size_t kLongest = 120;
  std::string printable(text.substr(0, kLongest));
  std::replace_if(
      printable.begin(), printable.end(), [](char c) { return (c < ' ' && c != '\t') || c > '~'; },
      '?');
  return text.size() > kLongest ? printable + " ..." : printable;
}

}  // namespace scrubline
