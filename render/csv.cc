#include "render/csv.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "render/field_value.h"
#include "render/status_codes.h"
#include "render/text.h"

namespace scrubline {
namespace {

constexpr std::string_view kRowEnd = "\r\n";
constexpr std::string_view kMasked = "***";
constexpr std::string_view kUnreadable = "INPUT.UNREADABLE";

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

namespace {

// One row, column by column; what is not set is an empty cell.
struct Row {
  std::string lines, rule_id, severity, message, stc, carc, outcome, related_lines;
  std::string related_claim_id, first_fix, rarc, field, source, layer;
};

void AppendRow(const v1::ScrubResult& result, const CsvOrigin& origin, const Row& row,
               std::string& text) {
  const std::string seq = origin.claim_seq == 0 ? "" : absl::StrCat(origin.claim_seq);
  std::string isa13, gs06, st02, loop, segment, element, offset;
  if (origin.source != nullptr) {
    isa13 = origin.source->interchange_control;
    gs06 = origin.source->group_control;
    st02 = origin.source->transaction_control;
    offset = absl::StrCat(origin.source->at.offset);
    if (!row.field.empty()) {
      if (const auto place = origin.source->places.Find(row.field); place.has_value()) {
        loop = place->loop;
        segment = place->segment;
        element = place->element == 0 ? "" : place->ElementName();
        offset = absl::StrCat(place->offset);
      }
    }
  }
  std::string value;
  if (origin.claim != nullptr && !row.field.empty()) value = FieldValue(*origin.claim, row.field);
  const std::string_view shown =
      value.empty() || origin.show_values ? std::string_view(value) : kMasked;
  const std::string category = row.rule_id.substr(0, row.rule_id.find('.'));
  const std::string verdict = WordOf(result.verdict());
  AppendCsvRow({origin.batch,
                isa13,
                gs06,
                st02,
                seq,
                result.claim_id(),
                row.lines,
                row.rule_id,
                row.severity,
                category,
                loop,
                segment,
                element,
                shown,
                row.message,
                row.stc,
                row.carc,
                offset,
                verdict,
                row.outcome,
                row.related_lines,
                row.related_claim_id,
                row.first_fix,
                row.rarc,
                row.field,
                row.source,
                row.layer},
               text);
}

}  // namespace

void AppendCsvHeader(std::string& text) {
  AppendCsvRow({"batch",         "isa13",
                "gs06",          "st02",
                "claim_seq",     "claim_id",
                "line",          "rule_id",
                "severity",      "category",
                "loop",          "segment",
                "element",       "value",
                "message",       "stc",
                "carc_likely",   "byte_offset",
                "verdict",       "outcome",
                "related_lines", "related_claim_id",
                "first_fix",     "rarc",
                "field",         "source",
                "layer"},
               text);
}

void AppendCsvRows(const v1::ScrubResult& result, const CsvOrigin& origin, std::string& text) {
  for (const v1::Finding& finding : result.findings()) {
    Row row{.lines = JoinNumbers(finding.line_numbers(), " "),
            .rule_id = finding.rule_id(),
            .severity = v1::Finding::Severity_Name(finding.severity()),
            .message = finding.message(),
            .stc = StatusOf(finding).ToString(),
            .carc = absl::StrJoin(finding.carc(), " "),
            .outcome = v1::Finding::Outcome_Name(finding.outcome()),
            .related_lines = JoinNumbers(finding.related_line_numbers(), " "),
            .related_claim_id = finding.related_claim_id(),
            .first_fix = finding.fixes_size() > 0 ? finding.fixes(0).text() : "",
            .rarc = absl::StrJoin(finding.rarc(), " "),
            .field = finding.field(),
            .source = finding.source().title(),
            .layer = v1::Finding::Layer_Name(finding.layer())};
    if (!finding.source().section().empty()) {
      absl::StrAppend(&row.source, ", ", finding.source().section());
    }
    AppendRow(result, origin, row, text);
  }
  for (const v1::NotEvaluated& entry : result.not_evaluated()) {
    Row row{.lines = JoinNumbers(entry.line_numbers(), " "),
            .rule_id = entry.rule_id(),
            .message = entry.reason(),
            .outcome = "NOT_EVALUATED"};
    if (entry.rule_id() == kUnreadable) {
      row.field = UnreadableField(entry);
      row.stc = StatusOfUnreadable(row.field).ToString();
    }
    AppendRow(result, origin, row, text);
  }
  if (result.findings().empty() && result.not_evaluated().empty()) {
    AppendRow(result, origin, {}, text);
  }
}

}  // namespace scrubline
