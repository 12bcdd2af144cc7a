// rules_engine/diagnostic.h — something wrong, or worth a look, in an author's text: a ruleset or a
// published table.
//
// Diagnostics are collected, never thrown: a stage reports all it can find in one run. `Sort` puts
// them in reading order and drops repeats; `ToString` gives
//
//   rulesets/acme/rules/em.yaml:14:9: error: unknown field `place_of_servce`
//    14 |       place_of_servce: ["11"]
//       |       ^
//   hint: did you mean `place_of_service`?
//
// Wording: lower case, no full stop, the author's own words in backticks, the remedy in `hint`.
// Tested by diagnostic_test.cc and by the golden files in tests/golden/diagnostics/.
#ifndef SCRUBLINE_RULES_ENGINE_DIAGNOSTIC_H_
#define SCRUBLINE_RULES_ENGINE_DIAGNOSTIC_H_

#include <string>
#include <string_view>
#include <vector>

namespace scrubline {

// A place in a text file. `line` and `column` count from 1; 0 means the file (or line) as a whole.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

struct Diagnostic {
  // An advice is for lints alone: nothing is wrong, and it may be meant so.
  enum class Level { kError, kWarning, kAdvice };

  Level level = Level::kError;
  Position position;
  std::string message;      // what is wrong, what was expected
  std::string hint;         // what to do; may be empty
  std::string source_text;  // the whole line at `position`, without its line break; may be empty

  std::string ToString() const;
};

// `error`, `warning`, `advice`.
std::string_view ToString(Diagnostic::Level level);

using Diagnostics = std::vector<Diagnostic>;

bool HasErrors(const Diagnostics& diagnostics);

// By file, line, column, level, message; repeats dropped.
void Sort(Diagnostics& diagnostics);

std::string ToString(const Diagnostics& diagnostics);

// The candidate nearest to `word` by edit distance, if near enough to be a slip of the finger;
// empty if none is.
std::string_view NearestWord(std::string_view word,
                             const std::vector<std::string_view>& candidates);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_DIAGNOSTIC_H_
