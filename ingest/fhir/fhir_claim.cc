#include "ingest/fhir/fhir_claim.h"

#include <algorithm>
#include <utility>

namespace scrubline {
namespace {

// Where a field stands that the claim does not have: below its parent, under this name.
constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    // Of the claim.
    {"claim_id", "identifier"},
    {"type", "type"},
    {"payer", "insurer"},
    {"patient", "patient"},
    {"frequency_code", "related"},
    {"original_reference_number", "related"},
    {"subscriber_id", "insurance"},
    {"place_of_service", "item.location"},
    {"type_of_bill", "supportingInfo"},
    {"patient_status", "supportingInfo"},
    {"admission_date", "supportingInfo"},
    {"condition_codes", "supportingInfo"},
    {"occurrences", "supportingInfo"},
    {"occurrence_spans", "supportingInfo"},
    {"value_codes", "supportingInfo"},
    {"onset_date", "supportingInfo"},
    {"statement_from", "billablePeriod.start"},
    {"statement_through", "billablePeriod.end"},
    {"prior_authorization_number", "insurance.preAuthRef"},
    {"referral_number", "referral"},
    {"total_charge_cents", "total"},
    {"accident", "accident"},
    {"diagnoses", "diagnosis"},
    {"service_lines", "item"},
    {"billing", "provider"},
    {"rendering", "careTeam"},
    {"referring", "careTeam"},
    {"ordering", "careTeam"},
    {"supervising", "careTeam"},
    {"attending", "careTeam"},
    {"operating", "careTeam"},
    {"service_facility", "facility"},
    {"other_payers", "insurance"},
};
constexpr std::pair<std::string_view, std::string_view> kLineNames[] = {
    {"procedure_code", "productOrService"},
    {"modifiers", "modifier"},
    {"service_date", "serviced"},
    {"service_date_through", "serviced"},
    {"units", "quantity"},
    {"unit_basis", "quantity"},
    {"minutes", "quantity"},
    {"charge_cents", "net"},
    {"place_of_service", "location"},
    {"diagnosis_pointers", "diagnosisSequence"},
    {"revenue_code", "revenue"},
    {"ndc", "detail"},
    {"ndc_quantity", "detail"},
    {"ndc_unit", "detail"},
    {"rendering", "careTeamSequence"},
    {"ordering", "careTeamSequence"},
    {"referring", "careTeamSequence"},
    {"supervising", "careTeamSequence"},
};
constexpr std::pair<std::string_view, std::string_view> kDiagnosisNames[] = {
    {"code", "diagnosis"},
    {"role", "type"},
    {"present_on_admission", "onAdmission"},
};

template <size_t kRows>
std::string_view NameIn(const std::pair<std::string_view, std::string_view> (&rows)[kRows],
                        std::string_view field) {
  const auto row = std::find_if(std::begin(rows), std::end(rows),
                                [&](const auto& candidate) { return candidate.first == field; });
  return row == std::end(rows) ? std::string_view() : row->second;
}

}  // namespace

void FhirSource::AddOrigin(std::string_view field, std::string_view expression) {
  origins_.append(field).append(1, '\0').append(expression).append(1, '\0');
}

std::string FhirSource::ExpressionOf(std::string_view field) const {
  if (field.empty()) return "Claim";
  std::string_view rest = origins_;
  const auto next = [&rest] {
    const size_t end = rest.find('\0');
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return text;
  };
  while (!rest.empty()) {
    const std::string_view known = next();
    const std::string_view expression = next();
    if (known == field) return std::string(expression);
  }
  if (field.ends_with(']')) return ExpressionOf(field.substr(0, field.rfind('[')));
  const size_t dot = field.rfind('.');
  if (dot == field.npos) {
    const std::string_view name = NameIn(kNames, field);
    return name.empty() ? "Claim" : std::string("Claim.").append(name);
  }
  const std::string_view parent = field.substr(0, dot);
  const std::string_view leaf = field.substr(dot + 1);
  std::string_view name;
  if (parent.starts_with("service_lines[") && parent.ends_with(']')) {
    name = NameIn(kLineNames, leaf);
  } else if (parent.starts_with("diagnoses[")) {
    name = NameIn(kDiagnosisNames, leaf);
  }
  std::string expression = ExpressionOf(parent);
  if (!name.empty()) expression.append(".").append(name);
  return expression;
}

}  // namespace scrubline
