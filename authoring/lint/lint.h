// authoring/lint/lint.h — what may be wrong with rules that load: the findings of `scrub lint`, the
// table of all lints, and the one function that runs them.
//
//   LintReport report = RunLints({"rulesets", .today = today, .codes_folder = "codes"}, files,
//   tables); for (const LintFinding& finding : report.findings) out << finding.text.ToString();
//
// A lint looks at rulesets as written and as resolved, and says what their author would want to
// know. An *error* is a rule that cannot do what it says, a *warning* very likely a mistake, an
// *advice* often meant so. Each is one function (lints.h), named in AllLints with its level and its
// meaning; docs/lints.md has a section for each. What the parser and the resolver report is given
// in the same form, as `load-error` and `load-warning`; with load errors no other lint runs, as
// there is nothing to look at.
//
// A comment on the finding's line, or on lines of their own above it, accepts it:
//
//   # scrub-lint: allow NAME because this payer has it so
//
// Pure: no clock, no network; files are read through `files`. Cost: about a second for 10,000 rules
// (rules are compared only where their codes meet). Tested by lint_test.cc, and by
// lints_page_test.cc with the examples of docs/lints.md.
#ifndef SCRUBLINE_AUTHORING_LINT_LINT_H_
#define SCRUBLINE_AUTHORING_LINT_LINT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/date.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

struct LintInput;
class LintFindings;

struct LintInfo {
  std::string_view name;  // `unknown-code`
  Diagnostic::Level level;
  std::string_view doc;                                    // one line
  void (*run)(const LintInput& input, LintFindings& out);  // null: found by the machinery itself
};

// Every lint, by name.
const std::vector<LintInfo>& AllLints();
const LintInfo* FindLint(std::string_view name);

struct LintFinding {
  const LintInfo* lint;
  std::string subject;  // the rule, override, list or condition it is about; may be empty
  Diagnostic text;      // its level may be lower than the lint's
};

struct LintReport {
  std::vector<LintFinding> findings;  // sorted by place, then name; no repeats
  int rules = 0;                      // how many were looked at
  int suppressed = 0;                 // findings accepted by a comment
};

struct LintRequest {
  std::string directory;  // a ruleset, or a folder of them
  Date today;
  std::string codes_folder;               // of code lists (known_codes.h); empty: none
  std::vector<std::string> only, except;  // names of lints; empty: all, none
};

// NotFound when there is no ruleset or no such folder of codes; InvalidArgument when a list of
// codes cannot be read. Wrong rulesets are no error here but findings.
absl::StatusOr<LintReport> RunLints(const LintRequest& request, const FileSource& files,
                                    const TableSet& tables);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_LINT_H_
