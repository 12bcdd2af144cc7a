#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_code_validity.h"
#include "rules_engine/evaluate/describe_builtin.h"

namespace scrubline {
namespace {

constexpr int kMostSuccessors = 5;

// The codes that replace an ended one and are in force on `date`.
std::vector<std::string> SuccessorsOn(const ReferenceTable& hcpcs, RowId row, Date date) {
  std::vector<std::string> codes;
  for (const KeyRange& range : hcpcs.CodesAt(row, hcpcs::kSuccessors)) {
    const auto keys = hcpcs.KeysIn(range);
    for (KeyId key = keys.begin; key != keys.end && codes.size() < kMostSuccessors; ++key) {
      if (hcpcs.FindRow(key, date) != kNoRow) codes.push_back(hcpcs.key(key).ToString());
    }
  }
  return codes;
}

}  // namespace

void DescribeCodeValidity(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const std::string code = line.procedure_code.ToString();
  const int32_t number = line.line_number;
  const Date date = Date::FromDays(payload[code_validity_payload::kDate]);
  d.text.field = d.FieldOfLine(ref, "procedure_code");
  d.Evidence("procedure_code", code);
  d.Slot("line", std::to_string(number));
  if (date.has_value()) d.Evidence("date", date.ToString());
  if (payload[code_validity_payload::kTable] < 0) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("correct the code on line ", number,
                          ": five digits, four digits and A, F, M, T or U, or a letter A to V and "
                          "four digits"),
             false);
    return;
  }
  const auto id = static_cast<ReferenceId>(payload[code_validity_payload::kTable]);
  const ReferenceTable& table = *d.snapshot.program().Reference(id);
  d.Evidence("table", std::string(table.schema().name));
  d.Evidence("release", table.info().release);
  const std::string check_date = absl::StrCat("check the date of service of line ", number);
  if (builtin == BuiltinId::kCodeUnknown) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("check the code on line ", number,
                          " against the charge: a slip of typing, "
                          "or a code of another payer"),
             false);
    return;
  }
  const auto row = static_cast<RowId>(payload[code_validity_payload::kRow]);
  const DateInterval dates = table.dates(row);
  d.Evidence("added", table.FirstDay(row));
  if (builtin == BuiltinId::kCodeNotYet) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("use the code that was in force on ", date.ToString()), false);
    d.AddFix(FixKind::kReview, number, "", check_date, false);
    return;
  }
  d.Evidence("ended", dates.last.ToString());
  std::string successors;
  if (id == ReferenceId::kHcpcs) {
    for (const std::string& successor : SuccessorsOn(table, row, date)) {
      absl::StrAppend(&successors, successors.empty() ? "" : ", ", successor);
      d.AddFix(FixKind::kReplaceCode, number, successor,
               absl::StrCat("replace ", code, " by ", successor,
                            ", which CMS names in its stead, if "
                            "the record shows that service"),
               true);
    }
  }
  d.Evidence("successors", successors);
  if (successors.empty()) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("use the code that was in force on ", date.ToString()), false);
  }
  d.AddFix(FixKind::kReview, number, "", check_date, false);
}

}  // namespace scrubline
