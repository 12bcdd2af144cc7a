#include "authoring/quiz/claim_edit.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace scrubline {
namespace {

constexpr int64_t kMostNumber = int64_t{1} << 50;

template <typename T>
bool Assign(T& to, const T& value) {
  if (to == value) return false;
  to = value;
  return true;
}

// What the line has, if it has it, else what the claim has.
template <typename T>
T& Where(T& lines, T& claims, bool absent_on_line, bool own) {
  return absent_on_line && !own ? claims : lines;
}

bool IsProviderField(FieldId id) { return id >= FieldId::kFirstProviderField; }
int ProviderOffset(FieldId id) {
  return static_cast<int>(id) - static_cast<int>(FieldId::kFirstProviderField);
}

ProviderIndex* LinesProvider(ProviderRole role, ServiceLine& line) {
  switch (role) {
    case ProviderRole::kRendering:
      return &line.rendering;
    case ProviderRole::kOrdering:
      return &line.ordering;
    case ProviderRole::kReferring:
      return &line.referring;
    case ProviderRole::kSupervising:
      return &line.supervising;
    default:
      return nullptr;
  }
}

ProviderIndex* ClaimsProvider(ProviderRole role, Claim& claim) {
  switch (role) {
    case ProviderRole::kRendering:
      return &claim.rendering;
    case ProviderRole::kOrdering:
      return &claim.ordering;
    case ProviderRole::kReferring:
      return &claim.referring;
    case ProviderRole::kSupervising:
      return &claim.supervising;
    case ProviderRole::kBilling:
      return &claim.billing;
    case ProviderRole::kServiceFacility:
      return &claim.service_facility;
    case ProviderRole::kAttending:
      return &claim.attending;
    case ProviderRole::kOperating:
      return &claim.operating;
  }
  return nullptr;
}

bool SetAttribute(ProviderAttribute attribute, const ClaimEdit& edit, Claim& claim,
                  Provider& provider) {
  switch (attribute) {
    case ProviderAttribute::kNpi:
      return Assign(provider.npi, claim.Keep(edit.text));
    case ProviderAttribute::kTaxonomyCode:
      return Assign(provider.taxonomy_code, claim.Keep(edit.text));
    case ProviderAttribute::kTaxId:
      return Assign(provider.tax_id, claim.Keep(edit.text));
    case ProviderAttribute::kZip:
      return Assign(provider.zip, claim.Keep(edit.text));
    case ProviderAttribute::kEntityType:
      return Assign(provider.entity_type,
                    static_cast<EntityType>(std::max<int64_t>(edit.number, 0)));
    case ProviderAttribute::kSpecialtyCode:
      return Assign(provider.specialty_code, edit.code);
    case ProviderAttribute::kState:
      return Assign(provider.state, edit.code);
  }
  return false;
}

bool SetProvider(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  const int offset = ProviderOffset(edit.field);
  const auto role = static_cast<ProviderRole>(offset / kProviderAttributeCount);
  ProviderIndex* const lines = line == nullptr ? nullptr : LinesProvider(role, *line);
  ProviderIndex* const claims = ClaimsProvider(role, claim);
  ProviderIndex* const at =
      lines != nullptr && (edit.own || *lines != kNoProvider) ? lines : claims;
  if (at == nullptr) return false;
  const Provider* known = FindProvider(role, claim, line);
  Provider provider = known == nullptr ? Provider() : *known;
  if (!SetAttribute(static_cast<ProviderAttribute>(offset % kProviderAttributeCount), edit, claim,
                    provider)) {
    return false;
  }
  *at = claim.AddProvider(provider);
  return true;
}

// The place of the diagnosis, which is added when the claim does not have it; 0 when there is no
// room for a pointer to it.
uint8_t PlaceOf(Code diagnosis, Claim& claim) {
  const auto at = std::find_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                               [diagnosis](const Diagnosis& one) { return one.code == diagnosis; });
  const auto place = static_cast<size_t>(at - claim.diagnoses.begin()) + 1;
  if (place > std::numeric_limits<uint8_t>::max()) return 0;
  if (at == claim.diagnoses.end()) claim.diagnoses.push_back({.code = diagnosis});
  return static_cast<uint8_t>(place);
}

bool SetFirstPointed(Code diagnosis, Claim& claim, ServiceLine& line) {
  if (diagnosis.empty() || ReadCode(FieldId::kFirstPointedDiagnosis, claim, &line) == diagnosis) {
    return false;
  }
  const uint8_t place = PlaceOf(diagnosis, claim);
  if (place == 0) return false;
  line.diagnosis_pointers[0] = place;
  line.pointer_count = std::max<uint8_t>(line.pointer_count, 1);
  return true;
}

bool SetPrincipal(Code diagnosis, Claim& claim) {
  if (claim.diagnoses.empty() || diagnosis.empty()) return false;
  const auto at =
      std::find_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                   [](const Diagnosis& one) { return one.role == DiagnosisRole::kPrincipal; });
  return Assign(at == claim.diagnoses.end() ? claim.diagnoses.front().code : at->code, diagnosis);
}

bool SetCode(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  switch (edit.field) {
    case FieldId::kProcedureCode:
      return Assign(line->procedure_code, edit.code);
    case FieldId::kLinePlaceOfService:
      return Assign(Where(line->place_of_service, claim.place_of_service,
                          line->place_of_service.empty(), edit.own),
                    edit.code);
    case FieldId::kFirstPointedDiagnosis:
      return SetFirstPointed(edit.code, claim, *line);
    case FieldId::kRevenueCode:
      return Assign(line->revenue_code, edit.code);
    case FieldId::kNdcUnit:
      return Assign(line->ndc_unit, edit.code);
    case FieldId::kAdministeredUnit:
      return Assign(line->administered_unit, edit.code);
    case FieldId::kPayerFilingIndicator:
      return Assign(claim.payer.filing_indicator, edit.code);
    case FieldId::kPatientRelationship:
      return Assign(claim.patient.relationship, edit.code);
    case FieldId::kFrequencyCode:
      return Assign(claim.frequency_code, edit.code);
    case FieldId::kPlaceOfService:
      return Assign(claim.place_of_service, edit.code);
    case FieldId::kTypeOfBill:
      return Assign(claim.type_of_bill, edit.code);
    case FieldId::kPatientStatus:
      return Assign(claim.patient_status, edit.code);
    case FieldId::kAccidentState:
      return Assign(claim.accident.state, edit.code);
    case FieldId::kPrincipalDiagnosis:
      return SetPrincipal(edit.code, claim);
    default:
      return IsProviderField(edit.field) && SetProvider(edit, claim, line);
  }
}

bool SetText(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  const auto set = [&](std::string_view& to) {
    if (to == edit.text) return false;
    to = claim.Keep(edit.text);
    return true;
  };
  switch (edit.field) {
    case FieldId::kNdc:
      return set(line->ndc);
    case FieldId::kLineCliaNumber:
      return set(Where(line->clia_number, claim.clia_number, line->clia_number.empty(), edit.own));
    case FieldId::kLinePriorAuthorizationNumber:
      return set(Where(line->prior_authorization_number, claim.prior_authorization_number,
                       line->prior_authorization_number.empty(), edit.own));
    case FieldId::kDescription:
      return set(line->description);
    case FieldId::kPayerId:
      return set(claim.payer.id);
    case FieldId::kPayerPlanId:
      return set(claim.payer.plan_id);
    case FieldId::kOriginalReferenceNumber:
      return set(claim.original_reference_number);
    case FieldId::kPriorAuthorizationNumber:
      return set(claim.prior_authorization_number);
    case FieldId::kReferralNumber:
      return set(claim.referral_number);
    case FieldId::kCliaNumber:
      return set(claim.clia_number);
    default:
      return IsProviderField(edit.field) && SetProvider(edit, claim, line);
  }
}

bool SetNumber(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  if (edit.number != kUnset && (edit.number < 0 || edit.number > kMostNumber)) return false;
  switch (edit.field) {
    case FieldId::kUnits:
      return Assign(line->units, edit.number);
    case FieldId::kChargeCents:
      return Assign(line->charge_cents, edit.number);
    case FieldId::kNdcQuantity:
      return Assign(line->ndc_quantity, edit.number);
    case FieldId::kMinutes:
      return Assign(line->minutes, edit.number == kUnset ? kUnset : edit.number / kThousandths);
    case FieldId::kAdministeredQuantity:
      return Assign(line->administered_quantity, edit.number);
    case FieldId::kWastedQuantity:
      return Assign(line->wasted_quantity, edit.number);
    case FieldId::kNoncoveredChargeCents:
      return Assign(line->noncovered_charge_cents, edit.number);
    case FieldId::kTotalChargeCents:
      return Assign(claim.total_charge_cents, edit.number);
    default:
      return false;
  }
}

// A line whose first day moves keeps its length.
bool SetServiceDate(Date date, ServiceLine& line) {
  if (!date.has_value() || !line.service_date.has_value()) return Assign(line.service_date, date);
  const int32_t moved = date.days() - line.service_date.days();
  if (line.service_date_through.has_value()) {
    line.service_date_through = line.service_date_through + moved;
  }
  return Assign(line.service_date, date);
}

bool SetDate(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  const Date date =
      edit.number == kUnset ? Date() : Date::FromDays(static_cast<int32_t>(edit.number));
  switch (edit.field) {
    case FieldId::kServiceDate:
      return SetServiceDate(date, *line);
    case FieldId::kServiceDateThrough:
      return Assign(line->service_date_through, date);
    case FieldId::kPatientBirthDate:
      return Assign(claim.patient.birth_date, date);
    case FieldId::kPatientDeathDate:
      return Assign(claim.patient.death_date, date);
    case FieldId::kStatementFrom:
      return Assign(claim.statement_from, date);
    case FieldId::kStatementThrough:
      return Assign(claim.statement_through, date);
    case FieldId::kAdmissionDate:
      return Assign(claim.admission_date, date);
    case FieldId::kSubmittedDate:
      return Assign(claim.submitted_date, date);
    case FieldId::kReceivedDate:
      return Assign(claim.received_date, date);
    case FieldId::kAccidentDate:
      return Assign(claim.accident.date, date);
    case FieldId::kInitialTreatmentDate:
      return Assign(claim.initial_treatment_date, date);
    case FieldId::kLastMenstrualPeriodDate:
      return Assign(claim.last_menstrual_period_date, date);
    case FieldId::kOnsetDate:
      return Assign(claim.onset_date, date);
    default:
      return false;
  }
}

bool SetChoice(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  const auto value = static_cast<uint8_t>(std::max<int64_t>(edit.number, 0));
  switch (edit.field) {
    case FieldId::kUnitBasis:
      return Assign(line->unit_basis, static_cast<UnitBasis>(value));
    case FieldId::kType:
      return Assign(claim.type, static_cast<ClaimType>(value));
    case FieldId::kPayerLineOfBusiness:
      return Assign(claim.payer.line_of_business, static_cast<LineOfBusiness>(value));
    case FieldId::kPatientSex:
      return Assign(claim.patient.sex, static_cast<Sex>(value));
    case FieldId::kAcceptAssignment:
      return Assign(claim.accept_assignment, static_cast<Tristate>(value));
    case FieldId::kSingleDose:
      return Assign(line->single_dose, static_cast<Tristate>(value));
    case FieldId::kPayerResponsibility:
      return Assign(claim.payer.responsibility, static_cast<Responsibility>(value));
    case FieldId::kAccidentAuto:
      return Assign(claim.accident.auto_accident, static_cast<Tristate>(value));
    case FieldId::kAccidentEmployment:
      return Assign(claim.accident.employment, static_cast<Tristate>(value));
    case FieldId::kAccidentOther:
      return Assign(claim.accident.other, static_cast<Tristate>(value));
    default:
      return IsProviderField(edit.field) && SetProvider(edit, claim, line);
  }
}

bool AddModifier(Code modifier, ServiceLine& line) {
  if (line.modifier_count >= kMaxModifiers || line.HasModifier(modifier)) return false;
  line.modifiers[line.modifier_count++] = modifier;
  return true;
}

bool RemoveModifier(Code modifier, ServiceLine& line) {
  if (!line.HasModifier(modifier)) return false;
  const auto end = line.modifiers.begin() + line.modifier_count;
  const auto kept = std::remove(line.modifiers.begin(), end, modifier);
  std::fill(kept, line.modifiers.end(), Code());
  line.modifier_count = static_cast<uint8_t>(kept - line.modifiers.begin());
  return true;
}

bool AddPointer(Code diagnosis, Claim& claim, ServiceLine& line) {
  bool pointed = false;
  ForEachCode(FieldId::kPointedDiagnoses, claim, &line, [&](Code code) {
    pointed = code == diagnosis;
    return !pointed;
  });
  if (pointed || line.pointer_count >= kMaxDiagnosisPointers) return false;
  const uint8_t place = PlaceOf(diagnosis, claim);
  if (place == 0) return false;
  line.diagnosis_pointers[line.pointer_count++] = place;
  return true;
}

// Takes the pointers for which `goes` out of the line, and passes the others through `moved`.
template <typename Goes, typename Moved>
bool RewritePointers(ServiceLine& line, Goes goes, Moved moved) {
  uint8_t kept = 0;
  for (uint8_t i = 0; i < line.pointer_count; ++i) {
    const uint8_t pointer = line.diagnosis_pointers[i];
    if (!goes(pointer)) line.diagnosis_pointers[kept++] = moved(pointer);
  }
  const bool changed = kept != line.pointer_count;
  line.pointer_count = kept;
  return changed;
}

bool RemovePointer(Code diagnosis, const Claim& claim, ServiceLine& line) {
  return RewritePointers(
      line,
      [&](uint8_t pointer) {
        return pointer > 0 && pointer <= claim.diagnoses.size() &&
               claim.diagnoses[pointer - 1u].code == diagnosis;
      },
      [](uint8_t pointer) { return pointer; });
}

bool RemoveDiagnosis(Code diagnosis, Claim& claim) {
  const auto at = std::find_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                               [diagnosis](const Diagnosis& one) { return one.code == diagnosis; });
  if (at == claim.diagnoses.end()) return false;
  const auto place = static_cast<uint8_t>(at - claim.diagnoses.begin() + 1);
  claim.diagnoses.erase(at);
  for (ServiceLine& line : claim.service_lines) {
    RewritePointers(
        line, [place](uint8_t pointer) { return pointer == place; },
        [place](uint8_t pointer) { return static_cast<uint8_t>(pointer - (pointer > place)); });
  }
  return true;
}

bool ChangeSet(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  const bool add = edit.kind == ClaimEdit::Kind::kAddCode;
  if (edit.code.empty()) return false;
  switch (edit.field) {
    case FieldId::kModifiers:
      return add ? AddModifier(edit.code, *line) : RemoveModifier(edit.code, *line);
    case FieldId::kPointedDiagnoses:
      return add ? AddPointer(edit.code, claim, *line) : RemovePointer(edit.code, claim, *line);
    case FieldId::kDiagnoses: {
      if (!add) return RemoveDiagnosis(edit.code, claim);
      const size_t before = claim.diagnoses.size();
      return PlaceOf(edit.code, claim) != 0 && claim.diagnoses.size() > before;
    }
    case FieldId::kConditionCodes: {
      std::vector<Code>& codes = claim.condition_codes;
      const auto at = std::find(codes.begin(), codes.end(), edit.code);
      if (add == (at != codes.end())) return false;
      if (add) {
        codes.push_back(edit.code);
      } else {
        codes.erase(at);
      }
      return true;
    }
    default:
      return false;
  }
}

bool AddLine(const ClaimEdit& edit, Claim& claim) {
  if (edit.code.empty()) return false;
  ServiceLine line = claim.service_lines[static_cast<size_t>(edit.line)];
  line.procedure_code = edit.code;
  line.modifiers.fill(Code());
  line.modifier_count = 0;
  line.units = kThousandths;
  for (const ServiceLine& other : claim.service_lines) {
    line.line_number = std::max(line.line_number, other.line_number);
  }
  ++line.line_number;
  claim.service_lines.push_back(line);
  return true;
}

bool Set(const ClaimEdit& edit, Claim& claim, ServiceLine* line) {
  switch (FieldOf(edit.field, edit.of).type) {
    case FieldType::kCode:
    case FieldType::kDiagnosis:
      return SetCode(edit, claim, line);
    case FieldType::kText:
      return SetText(edit, claim, line);
    case FieldType::kNumber:
    case FieldType::kMoney:
      return SetNumber(edit, claim, line);
    case FieldType::kDate:
      return SetDate(edit, claim, line);
    case FieldType::kChoice:
      return SetChoice(edit, claim, line);
    case FieldType::kCodeSet:
    case FieldType::kDiagnosisSet:
      return false;
  }
  return false;
}

}  // namespace

bool SameTarget(const ClaimEdit& a, const ClaimEdit& b) {
  const auto about_lines = [](const ClaimEdit& edit) {
    return edit.kind >= ClaimEdit::Kind::kAddLine;
  };
  if (about_lines(a) || about_lines(b)) return about_lines(a) && about_lines(b);
  if (a.field != b.field || a.line != b.line) return false;
  return a.kind == ClaimEdit::Kind::kSet || a.code == b.code;
}

bool Apply(const ClaimEdit& edit, Claim& claim) {
  ServiceLine* const line =
      edit.line < 0 ? nullptr : &claim.service_lines[static_cast<size_t>(edit.line)];
  switch (edit.kind) {
    case ClaimEdit::Kind::kSet:
      return Set(edit, claim, line);
    case ClaimEdit::Kind::kAddCode:
    case ClaimEdit::Kind::kRemoveCode:
      return ChangeSet(edit, claim, line);
    case ClaimEdit::Kind::kAddLine:
      return AddLine(edit, claim);
    case ClaimEdit::Kind::kRemoveLine:
      if (claim.service_lines.size() < 2) return false;
      claim.service_lines.erase(claim.service_lines.begin() + edit.line);
      return true;
  }
  return false;
}

Claim CopyOf(const Claim& claim) {
  Claim copy;
  copy.service_lines = claim.service_lines;
  copy.history = claim.history;
  copy.diagnoses = claim.diagnoses;
  copy.providers = claim.providers;
  copy.unreadable = claim.unreadable;
  copy.billing = claim.billing;
  copy.rendering = claim.rendering;
  copy.referring = claim.referring;
  copy.ordering = claim.ordering;
  copy.supervising = claim.supervising;
  copy.service_facility = claim.service_facility;
  copy.attending = claim.attending;
  copy.operating = claim.operating;
  copy.frequency_code = claim.frequency_code;
  copy.type_of_bill = claim.type_of_bill;
  copy.type = claim.type;
  copy.submitted_date = claim.submitted_date;
  copy.received_date = claim.received_date;
  copy.total_charge_cents = claim.total_charge_cents;
  copy.payer = claim.payer;
  copy.tenant_id = claim.tenant_id;
  copy.claim_id = claim.claim_id;
  copy.patient = claim.patient;
  copy.subscriber_id = claim.subscriber_id;
  copy.original_reference_number = claim.original_reference_number;
  copy.place_of_service = claim.place_of_service;
  copy.statement_from = claim.statement_from;
  copy.statement_through = claim.statement_through;
  copy.admission_date = claim.admission_date;
  copy.patient_status = claim.patient_status;
  copy.accept_assignment = claim.accept_assignment;
  copy.prior_authorization_number = claim.prior_authorization_number;
  copy.referral_number = claim.referral_number;
  copy.clia_number = claim.clia_number;
  copy.condition_codes = claim.condition_codes;
  copy.occurrences = claim.occurrences;
  copy.occurrence_spans = claim.occurrence_spans;
  copy.value_codes = claim.value_codes;
  copy.accident = claim.accident;
  copy.initial_treatment_date = claim.initial_treatment_date;
  copy.last_menstrual_period_date = claim.last_menstrual_period_date;
  copy.onset_date = claim.onset_date;
  copy.eligibility = claim.eligibility;
  copy.authorizations = claim.authorizations;
  copy.authorization_codes = claim.authorization_codes;
  copy.other_payers = claim.other_payers;
  copy.accumulators = claim.accumulators;
  copy.draft = claim.draft;
  return copy;
}

}  // namespace scrubline
