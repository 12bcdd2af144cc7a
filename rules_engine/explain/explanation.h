// rules_engine/explain/explanation.h — why a claim came out as it did, rule by rule: what Explain
// (explain.h) returns, and what the text and the message of an explanation are made from.
//
// Values of the claim stand in it as text, ready for a person; the rest are names and numbers.
// Everything is owned but for the rule itself, which lives as long as its snapshot.
#ifndef SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLANATION_H_
#define SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLANATION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/compile/written_conditions.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/finding.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// What became of a rule on a claim, or on one line of it.
enum class RuleOutcome : uint8_t {
  kFired,
  kBypassed,  // its exception, or a layer's, held
  kNotEvaluated,
  kClear,
  kSwitchedOff,  // by an override
  kNotInForce,   // on the date of service
  kNotInScope,   // its ruleset is not for claims like this one
};
std::string_view ToString(RuleOutcome outcome);  // `fired`, `not_evaluated`

// One entry of the rule as its author wrote it, and what it saw.
struct ConditionExplanation {
  using Part = WrittenCondition::Part;
  Part part = Part::kWhen;
  int depth = 0;
  std::string text;  // `procedure_code: office_visits`
  std::string name;  // of the named condition it stands in; may be empty
  Position position;
  bool asked = true;  // false: there was nothing to ask it of, such as no other line
  Truth truth{};
  std::string seen;  // the value it saw: `99213`, `25, 59`, `2 (lines 1, 3)`; empty: of its parts
  std::string asked_of;       // inside a question about lines, the line it was asked of: `line 2`
  bool stopped_here = false;  // the first entry that settled the outcome
};
std::string_view ToString(ConditionExplanation::Part part);  // `when`, `with_line`

// What one layer said of a rule: the rule's own ruleset first, then the overrides that applied.
struct LayerExplanation {
  Layer layer{};
  std::string ruleset;  // its id
  std::string says;     // `severity deny`, `switched off`, `exempt`, `bypass_modifiers without XU`
  // Of an override; empty for the rule itself.
  std::string override_id;
  std::string reason;
  std::string owner;
  std::string effective;  // `2026-01-01..`; empty: always
  Position position;
};

// The rule on one line, or on the claim.
struct SubjectExplanation {
  int32_t line_number = 0;  // as the caller numbers it; 0: the claim
  RuleOutcome outcome = RuleOutcome::kClear;
  Severity severity{};       // of a finding
  std::string message;       // of a finding
  std::string explained_by;  // the rule whose finding this one was folded into; may be empty
  std::vector<std::string> reasons;              // what conditions do not say: gaps, dates, scope
  std::vector<ConditionExplanation> conditions;  // in the order written; none for a built-in rule
  std::vector<std::string> near_misses;          // `would fire if modifier 25 were absent`
  std::vector<LayerExplanation> layers;
};

// What a built-in rule made of a row of its table, or of a line for which there is none.
struct RowExplanation {
  std::string verdict;  // `fired`, `bypassed`, `within the limit`, `left out`
  std::string summary;  // `99213 (line 1) is column 2 of 20610 (line 2)`
  std::vector<int32_t> line_numbers;
  std::vector<std::pair<std::string, std::string>> facts;  // `release`: `2026Q4`
  std::vector<std::string> near_misses;
};

struct RuleExplanation {
  const ResolvedRule* rule = nullptr;
  std::string ruleset;  // its id
  Layer layer{};
  RuleOutcome outcome = RuleOutcome::kClear;  // the first in the order of RuleOutcome of its lines
  bool near_miss = false;                     // of one condition, on some line
  bool looked_at = true;  // a code on the claim led to it, or nothing but looking tells
  std::string reason;     // why it was not looked at, or says nothing
  std::vector<SubjectExplanation> subjects;  // in claim order
  std::vector<RowExplanation> rows;          // of a built-in rule
  std::vector<LayerExplanation> parameters;  // overrides of a built-in rule's parameters
};

struct Explanation {
  Verdict verdict{};
  // Fired first, then bypassed, near misses, not evaluated, and the rest; each by id.
  std::vector<RuleExplanation> rules;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXPLAIN_EXPLANATION_H_
