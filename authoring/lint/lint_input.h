// authoring/lint/lint_input.h — what lints look at: the rulesets as written and as resolved, and
// what several of them need worked out of both: each rule's whole condition, where its text stands,
// and who uses which list for what.
//
//   const LintInput input = MakeLintInput(parsed, rulesets, names, codes, tables, today);
//   for (const LintInput::Rule& rule : input.rules) ...
//
// Views into `parsed` and `rulesets`, which must outlive it. Tested by the lints' own tests.
#ifndef SCRUBLINE_AUTHORING_LINT_LINT_INPUT_H_
#define SCRUBLINE_AUTHORING_LINT_LINT_INPUT_H_

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "authoring/lint/known_codes.h"
#include "authoring/lint/lint.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

struct LintInput {
  struct Rule {
    // Of a rule with parameters a copy that says nothing of their values: a condition with `$name`
    // in it is one that may or may not hold, whatever a layer sets.
    const ResolvedRule* rule;
    const Node* node;     // the map of its keys
    Condition condition;  // when, with_line and without_line together; of a built-in rule empty
    Condition scope;  // what its ruleset's scope and its last day say of a claim, as a condition
    std::string_view id() const { return rule->id; }
    bool is_yaml() const { return !rule->builtin.has_value(); }
  };
  // One override as written; it stands in `resolved` once for each rule it selects.
  struct Override {
    const Node* node;
    std::vector<const ResolvedOverride*> resolved;  // never empty
    const ResolvedOverride& first() const { return *resolved.front(); }
  };
  // The codes at one place: a field's value, a list's `codes`, a fix, a selection.
  struct Codes {
    CodeSystem system;
    std::string subject;                                // the rule, override or list they stand in
    DateInterval dates;                                 // on which they matter
    std::vector<const Node*> items;                     // scalars that are no names of lists
    std::vector<std::pair<const Node*, size_t>> named;  // those that are: index in `lists`
  };
  struct Use {
    CodeSystem system;
    DateInterval dates;
  };
  struct List {
    const Node* name;
    const Node* codes;
    int ruleset;
    std::vector<Use> uses;
  };
  struct Named {
    const Node* name;
    int ruleset;
    bool used;
  };

  std::span<const ParsedRuleset> parsed;
  const ResolvedRulesets& rulesets;
  const KnownCodes& known_codes;
  const TableSet& tables;
  Date today;

  std::vector<Rule> rules;  // parallel to rulesets.rules
  std::vector<Override> overrides;
  std::vector<Codes> codes;
  std::vector<List> lists;
  std::vector<Named> conditions;
  std::map<std::string, const SourceFile*, std::less<>> sources;
  std::vector<std::unique_ptr<const ResolvedRule>> without_values;  // what `rules` points to

  const Ruleset& RulesetOf(int index) const {
    return rulesets.rulesets[static_cast<size_t>(index)];
  }
  const Rule& RuleOf(const ResolvedOverride& override) const {
    return rules[static_cast<size_t>(override.rule)];
  }
};

LintInput MakeLintInput(std::span<const ParsedRuleset> parsed, const ResolvedRulesets& rulesets,
                        const KnownCodes& known_codes, const TableSet& tables, Date today);

// Collects the findings of one lint after another.
class LintFindings {
 public:
  explicit LintFindings(const LintInput& input) : input_(input) {}
  void Begin(const LintInfo& lint) { lint_ = &lint; }

  void Add(const Node& at, std::string subject, std::string message, std::string hint = "") {
    AddAs(lint_->level, at.position(), std::move(subject), std::move(message), std::move(hint));
  }
  void Add(const Position& at, std::string subject, std::string message, std::string hint = "") {
    AddAs(lint_->level, at, std::move(subject), std::move(message), std::move(hint));
  }
  // At a level below the lint's own.
  void AddAs(Diagnostic::Level level, const Position& at, std::string subject, std::string message,
             std::string hint);

  std::vector<LintFinding> Take() { return std::move(findings_); }

 private:
  const LintInput& input_;
  const LintInfo* lint_ = nullptr;
  std::vector<LintFinding> findings_;
};

// --- what lints share ---

// The key `name` of a map as a place, or the map itself where it is not written.
const Node& KeyOf(const Node& map, std::string_view name);
// Where the condition was written, else `otherwise`.
Position PlaceOf(const Condition& condition, const Position& otherwise);
// The condition in its author's words, in backticks.
std::string WordsOf(const Condition& condition);
// `acme/rules.yaml:7`.
std::string ShortPlace(const Position& position);

// Every claim in `inner` is in `outer`.
bool Covers(const Scope& outer, const Scope& inner);

// Conditions made by lints.
Condition AllOf(std::vector<Condition> children);
Condition FieldIn(FieldId field, Item of, CodeSet codes);  // code, diagnosis and set fields
Condition CodeIs(FieldId field, Item of, Code code);

// Calls `visit(condition)` for the condition and everything in it, parents first.
template <typename Visit>
void ForEachCondition(const Condition& condition, const Visit& visit) {
  visit(condition);
  for (const Condition& child : condition.children) ForEachCondition(child, visit);
}
// The conditions that must all hold where this one does: itself, or its parts where it is an `all`.
std::vector<const Condition*> Conjuncts(const Condition& condition);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_LINT_INPUT_H_
