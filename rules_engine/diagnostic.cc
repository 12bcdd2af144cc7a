#include "rules_engine/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace scrubline {
namespace {

auto Key(const Diagnostic& d) { return std::tie(d.position, d.level, d.message, d.hint); }

// Letters put in, left out, put for another, or two neighbours exchanged, each counts one.
int EditDistance(std::string_view a, std::string_view b) {
  std::vector<int> before, above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = above;
    above = row;
  }
  return above.back();
}

}  // namespace

std::string_view ToString(Diagnostic::Level level) {
  constexpr std::string_view kNames[] = {"error", "warning", "advice"};
  return kNames[static_cast<size_t>(level)];
}

std::string Diagnostic::ToString() const {
  std::string text = position.file;
  if (position.line > 0) text += ":" + std::to_string(position.line);
  if (position.line > 0 && position.column > 0) text += ":" + std::to_string(position.column);
  text += ": " + std::string(scrubline::ToString(level)) + ": " + message + "\n";
  if (position.line > 0 && !source_text.empty()) {
    const std::string number = std::to_string(position.line);
    text += " " + number + " | " + source_text + "\n";
    if (position.column > 0) {
      // Tabs are kept, so that the caret stands under its column however wide the reader's tabs
      // are.
      std::string indent;
      for (int i = 0; i + 1 < position.column && i < static_cast<int>(source_text.size()); ++i) {
        indent += source_text[static_cast<size_t>(i)] == '\t' ? '\t' : ' ';
      }
      text += " " + std::string(number.size(), ' ') + " | " + indent + "^\n";
    }
  }
  if (!hint.empty()) text += "hint: " + hint + "\n";
  return text;
}

bool HasErrors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.level == Diagnostic::Level::kError; });
}

void Sort(Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return Key(a) < Key(b); });
  diagnostics.erase(
      std::unique(diagnostics.begin(), diagnostics.end(),
                  [](const Diagnostic& a, const Diagnostic& b) { return Key(a) == Key(b); }),
      diagnostics.end());
}

std::string ToString(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += diagnostic.ToString();
  return text;
}

std::string_view NearestWord(std::string_view word,
                             const std::vector<std::string_view>& candidates) {
  std::string_view nearest;
  int best = std::max<int>(1, static_cast<int>(word.size()) / 3) + 1;
  for (std::string_view candidate : candidates) {
    const int distance = EditDistance(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace scrubline
