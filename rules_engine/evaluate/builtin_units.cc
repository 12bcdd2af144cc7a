// Units that cannot be (domain 5.5, R12): part of a unit of a service that has none, and units of a
// daily service that are no multiple of its days. Both read one line. Tested by
// builtin_units_test.cc and tests/oracle/.
#include "rules_engine/evaluate/builtin_units.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

void ReportLine(Evaluation& e, BuiltinId builtin, const PreparedLine& line, int64_t days) {
  Report report;
  report.builtin = builtin;
  report.date = line.from;
  report.key.code = line.code();
  report.lines = {&line.ref, 1};
  report.payload[unit_payload::kDays] = static_cast<int32_t>(std::min<int64_t>(days, INT32_MAX));
  e.Add(report);
}

}  // namespace

void EvaluateUnits(Evaluation& e) {
  const bool fraction = e.ActiveRule(BuiltinId::kUnitFraction) >= 0;
  const bool span = e.ActiveRule(BuiltinId::kUnitSpan) >= 0;
  if (e.is_void() || !(fraction || span)) return;
  const auto codes = [&e](units::Parameter list) -> const CodeSet& {
    return e.Parameters(BuiltinId::kUnitFraction, e.first_service_date()).codes(list);
  };
  for (const PreparedLine& line : e.lines.first(static_cast<size_t>(e.own_lines))) {
    const int64_t billed = line.line->units;
    // Minutes of anesthesia are no units; a line without units is UNIT.ZERO's.
    if (!line.readable || billed == kUnset || line.line->unit_basis == UnitBasis::kMinutes)
      continue;
    const int64_t days = int64_t{line.through.days()} - line.from.days() + 1;
    if (fraction && billed % kThousandths != 0 &&
        !codes(units::kDivisibleServices).Contains(line.code())) {
      ReportLine(e, BuiltinId::kUnitFraction, line, days);
    }
    if (span && days > 1 && billed % (days * kThousandths) != 0 &&
        codes(units::kDailyServices).Contains(line.code())) {
      ReportLine(e, BuiltinId::kUnitSpan, line, days);
    }
  }
}

void DescribeUnits(Description& d, BuiltinId builtin) {
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const int64_t days = d.finding.payload[unit_payload::kDays];
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("units", FormatThousandths(line.units));
  d.Evidence("days", std::to_string(days));
  d.Evidence("date", line.service_date.ToString());
  d.Slot("line", std::to_string(line.line_number));
  d.text.field = d.FieldOfLine(ref, "units");
  if (builtin == BuiltinId::kUnitSpan) {
    const std::string units = std::to_string(days);
    d.AddFix(FixKind::kSetUnits, line.line_number, units,
             absl::StrCat("set the units of line ", line.line_number, " to ", units,
                          " if the record shows the service on each of its days"),
             true);
  }
}

}  // namespace scrubline
