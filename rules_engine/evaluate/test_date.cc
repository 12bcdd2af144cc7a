#include "rules_engine/evaluate/test_date.h"

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

bool PointsTo(const ServiceLine& line, size_t diagnosis) {
  for (size_t i = 0; i < line.pointer_count; ++i) {
    if (line.diagnosis_pointers[i] == diagnosis + 1) return true;
  }
  return false;
}

template <typename Counts>
Date Earliest(const Claim& claim, Counts counts) {
  Date earliest;
  for (const ServiceLine& line : claim.service_lines) {
    if (!line.service_date.has_value() || !counts(line)) continue;
    if (!earliest.has_value() || line.service_date < earliest) earliest = line.service_date;
  }
  return earliest;
}

Date EarliestOfAll(const Claim& claim) {
  return Earliest(claim, [](const ServiceLine&) { return true; });
}

}  // namespace

Date DiagnosisTestDate(const Claim& claim, size_t index) {
  switch (SettingOf(claim)) {
    case Setting::kInpatient:
      return claim.statement_through;
    case Setting::kHospital:
    case Setting::kUnknownTypeOfBill:
      return claim.statement_from;
    default:
      break;
  }
  const Date pointed =
      Earliest(claim, [index](const ServiceLine& line) { return PointsTo(line, index); });
  return pointed.has_value() ? pointed : EarliestOfAll(claim);
}

Date ClaimTestDate(const Claim& claim) {
  const Date earliest = EarliestOfAll(claim);
  return earliest.has_value() ? earliest : claim.statement_from;
}

}  // namespace scrubline
