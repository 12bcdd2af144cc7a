#include "render/csv.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "render/text.h"

namespace scrubline {
namespace {

constexpr std::string_view kRowEnd = "\r\n";

// `-12.50`: digits and one point.
bool IsNegativeNumber(std::string_view cell) {
  return cell.size() > 1 && cell.front() == '-' && std::count(cell.begin(), cell.end(), '.') <= 1 &&
         cell.find_first_not_of("0123456789.", 1) == cell.npos;
}

void AppendCell(std::string_view cell, std::string& text) {
  std::string safe;
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  if (!cell.empty() && kFormulaStarts.find(cell.front()) != cell.npos && !IsNegativeNumber(cell)) {
    safe += '\'';
  }
  safe += cell;
  if (safe.find_first_of(",\"\r\n") == safe.npos) {
    text += safe;
    return;
  }
  text += '"';
  for (const char c : safe) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

}  // namespace

void AppendCsvRow(std::initializer_list<std::string_view> cells, std::string& text) {
  const char* separator = "";
  for (const std::string_view cell : cells) {
    text += separator;
    AppendCell(cell, text);
    separator = ",";
  }
  text += kRowEnd;
}

void AppendCsvHeader(std::string& text) {
  AppendCsvRow({"claim_id", "verdict", "rule_id", "severity", "outcome", "line_numbers",
                "related_line_numbers", "related_claim_id", "message", "first_fix", "carc", "rarc",
                "field", "source", "layer"},
               text);
}

void AppendCsvRows(const v1::ScrubResult& result, std::string& text) {
  const std::string verdict = WordOf(result.verdict());
  for (const v1::Finding& finding : result.findings()) {
    const std::string first_fix = finding.fixes_size() > 0 ? finding.fixes(0).text() : "";
    std::string source = finding.source().title();
    if (!finding.source().section().empty()) {
      absl::StrAppend(&source, ", ", finding.source().section());
    }
    AppendCsvRow(
        {result.claim_id(), verdict, finding.rule_id(),
         v1::Finding::Severity_Name(finding.severity()),
         v1::Finding::Outcome_Name(finding.outcome()), JoinNumbers(finding.line_numbers(), " "),
         JoinNumbers(finding.related_line_numbers(), " "), finding.related_claim_id(),
         finding.message(), first_fix, absl::StrJoin(finding.carc(), " "),
         absl::StrJoin(finding.rarc(), " "), finding.field(), source,
         v1::Finding::Layer_Name(finding.layer())},
        text);
  }
  for (const v1::NotEvaluated& entry : result.not_evaluated()) {
    AppendCsvRow(
        {result.claim_id(), verdict, entry.rule_id(), "", "NOT_EVALUATED",
         JoinNumbers(entry.line_numbers(), " "), "", "", entry.reason(), "", "", "", "", "", ""},
        text);
  }
  if (result.findings().empty() && result.not_evaluated().empty()) {
    AppendCsvRow({result.claim_id(), verdict, "", "", "", "", "", "", "", "", "", "", "", "", ""},
                 text);
  }
}

}  // namespace scrubline
