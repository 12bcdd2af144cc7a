// authoring/handbook/rule_list.h — rules by family, payer, severity and code, and one rule as text:
// what `scrub rules` prints and docs/edits.md is made of.
//
//   RuleFilter filter{.rules = {"MOD"}, .severities = {Severity::kDeny}, .code = "50"};
//   absl::StatusOr<std::vector<int>> rules = ListRules(snapshot.rulesets(), filter);
//   std::cout << *RuleAsText(snapshot.rulesets(), rules->front(), DiskFileSource());
//
// Total but for names that do not exist. Tested by rule_list_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_RULE_LIST_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_RULE_LIST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct RuleFilter {
  std::vector<std::string> rules;  // ids or families; empty: all
  std::string payer;               // only what counts for its claims; empty: all
  std::vector<Severity> severities;
  std::optional<LineOfBusiness> line_of_business;  // whose severities count, and whose rulesets
  std::string code;  // only rules that name it: procedure, modifier, diagnosis ... ; empty: all
};

// Indexes in `rulesets.rules`, in the order of ids. NotFound for a rule, family or payer that there
// is none of, with the nearest name; InvalidArgument for a code that cannot be one.
absl::StatusOr<std::vector<int>> ListRules(const ResolvedRulesets& rulesets,
                                           const RuleFilter& filter);

// Everything the rule of this index says, in words, for a terminal. `files` is where the rulesets
// were read from; FailedPrecondition when they have changed since.
absl::StatusOr<std::string> RuleAsText(const ResolvedRulesets& rulesets, int rule,
                                       const FileSource& files);

// All rules as a page of Markdown: a table for each family. The same rulesets give the same bytes.
std::string EditsPage(const ResolvedRulesets& rulesets);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_RULE_LIST_H_
