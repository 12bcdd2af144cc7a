// authoring/lint/report.h — findings of lints as text: for people, for programs, for code scanning
// and for the annotations of a pull request.
//
//   out << ToSarif(report, "0.1.0");
//
// `ToText` is as the compiler's diagnostics, with the lint's name behind the message. `ToJson` is
// one object with `findings`, and what they come to. `ToSarif` is SARIF 2.1.0: one run, a rule for
// each lint, and for each result its level (error, warning, note), place, and a fingerprint that
// stays when lines move. `ToGithub` gives a workflow command a line. Columns are in characters,
// from 1. Tested by lint_report_test.cc.
#ifndef SCRUBLINE_AUTHORING_LINT_REPORT_H_
#define SCRUBLINE_AUTHORING_LINT_REPORT_H_

#include <string>
#include <string_view>

#include "authoring/lint/lint.h"

namespace scrubline {

struct LintCounts {
  int errors = 0, warnings = 0, advice = 0;
};
LintCounts Count(const LintReport& report);

// The same for the same finding of the same file, wherever in it: 16 hexadecimal digits.
std::string Fingerprint(const LintFinding& finding);

std::string ToText(const LintReport& report);
std::string ToJson(const LintReport& report);
std::string ToSarif(const LintReport& report, std::string_view version);
std::string ToGithub(const LintReport& report);
// Every lint with its level and meaning, a line each.
std::string ListLints();

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_REPORT_H_
