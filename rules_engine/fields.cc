#include "rules_engine/fields.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <string>

namespace scrubline {
namespace {

constexpr std::array<std::string_view, kProviderRoleCount> kRoleNames = {
    "rendering", "ordering",         "referring", "supervising",
    "billing",   "service_facility", "attending", "operating"};
constexpr std::array<std::string_view, kProviderAttributeCount> kAttributeNames = {
    "npi", "taxonomy_code", "tax_id", "entity_type", "specialty_code", "state", "zip"};

bool IsProviderField(FieldId id) { return id >= FieldId::kFirstProviderField; }
int ProviderOffset(FieldId id) {
  return static_cast<int>(id) - static_cast<int>(FieldId::kFirstProviderField);
}
ProviderRole RoleOf(FieldId id) {
  return static_cast<ProviderRole>(ProviderOffset(id) / kProviderAttributeCount);
}
ProviderAttribute AttributeOf(FieldId id) {
  return static_cast<ProviderAttribute>(ProviderOffset(id) % kProviderAttributeCount);
}

// What an earlier claim's line says of itself: all that a service line says, but for diagnoses (an
// earlier claim's are not known) and drafts, and what there is of its claim.
void AddHistoryFields(std::vector<Field>& fields) {
  using enum FieldId;
  using enum FieldType;
  const size_t count = fields.size();
  for (size_t i = 0; i < count; ++i) {
    Field field = fields[i];
    const bool billing = IsProviderField(field.id) && RoleOf(field.id) == ProviderRole::kBilling;
    if ((field.of != Item::kLine && !billing) || field.id == kPointedDiagnoses ||
        field.id == kFirstPointedDiagnosis ||
        (field.id >= kLineDraftSource && field.id <= kLineDraftConfidence)) {
      continue;
    }
    field.of = Item::kHistory;
    fields.push_back(std::move(field));
  }
  const std::vector<Field> of_claim = {
      {"claim_id", kHistoryClaimId, Item::kHistory, kText, "the earlier claim's number"},
      {"payer_control_number", kHistoryPayerControlNumber, Item::kHistory, kText,
       "the payer's number of the earlier claim"},
      {"payer_id", kHistoryPayerId, Item::kHistory, kText, "the payer of the earlier claim"},
      {"claim_type",
       kHistoryClaimType,
       Item::kHistory,
       kChoice,
       "kind of the earlier claim",
       {"professional", "institutional"}},
      {"type_of_bill", kHistoryTypeOfBill, Item::kHistory, kCode,
       "type of bill of the earlier claim"},
      {"status",
       kHistoryStatus,
       Item::kHistory,
       kChoice,
       "what became of the earlier line",
       {"paid", "denied", "pended", "submitted", "voided"}},
  };
  fields.insert(fields.end(), of_claim.begin(), of_claim.end());
}

std::vector<std::string_view> ResponsibilityWords() { return {"primary", "secondary", "tertiary"}; }

void AddRecordFields(std::vector<Field>& fields) {
  using enum FieldId;
  using enum FieldType;
  const std::vector<Field> of_records = {
      {"code", kDiagnosisCode, Item::kDiagnosis, kDiagnosis, "the diagnosis code"},
      {"role",
       kDiagnosisRole,
       Item::kDiagnosis,
       kChoice,
       "what the diagnosis is on the claim for (HI qualifier)",
       {"principal", "admitting", "reason_for_visit", "external_cause", "other"}},
      {"present_on_admission",
       kPresentOnAdmission,
       Item::kDiagnosis,
       kChoice,
       "whether it was present on admission",
       {"Y", "N", "U", "W", "1"}},
      {"code", kOccurrenceCode, Item::kOccurrence, kCode, "the occurrence code (HI*BH)"},
      {"date", kOccurrenceDate, Item::kOccurrence, kDate, "its date"},
      {"code", kOccurrenceSpanCode, Item::kOccurrenceSpan, kCode,
       "the occurrence span code (HI*BI)"},
      {"from", kOccurrenceSpanFrom, Item::kOccurrenceSpan, kDate, "its first day"},
      {"through", kOccurrenceSpanThrough, Item::kOccurrenceSpan, kDate, "its last day"},
      {"code", kValueCode, Item::kValueCode, kCode, "the value code (HI*BE)"},
      {"amount_cents", kValueAmountCents, Item::kValueCode, kMoney, "its amount"},
      {"payer_id", kOtherPayerId, Item::kOtherPayer, kText, "the other payer's id (2330B NM109)"},
      {"responsibility", kOtherPayerResponsibility, Item::kOtherPayer, kChoice,
       "the other payer's place in the order of payment (SBR01)", ResponsibilityWords()},
      {"filing_indicator", kOtherPayerFilingIndicator, Item::kOtherPayer, kCode,
       "the other payer's claim filing indicator (SBR09)"},
      {"paid_cents", kOtherPayerPaidCents, Item::kOtherPayer, kMoney,
       "what the other payer paid (AMT*D)"},
      {"adjusted_cents", kOtherPayerAdjustedCents, Item::kOtherPayer, kMoney,
       "what its adjustments add up to, those of lines too (CAS)"},
      {"settled_cents", kOtherPayerSettledCents, Item::kOtherPayer, kMoney,
       "paid_cents and adjusted_cents together, where both are known"},
      {"remittance_date", kOtherPayerRemittanceDate, Item::kOtherPayer, kDate,
       "day of the other payer's remittance (DTP*573)"},
      {"name", kAccumulatorName, Item::kAccumulator, kText,
       "the yearly limit it counts towards, such as `therapy_pt_slp`"},
      {"amount_cents", kAccumulatorAmountCents, Item::kAccumulator, kMoney,
       "allowed amounts of the year before this claim"},
  };
  fields.insert(fields.end(), of_records.begin(), of_records.end());
}

std::vector<Field> MakeFields() {
  using enum FieldId;
  using enum FieldType;
  const std::vector<std::string_view> yes_no = {"no", "yes"};
  std::vector<Field> fields = {
      {"line_number", kLineNumber, Item::kLine, kNumber,
       "the line's number, as the caller gave it"},
      {"procedure_code", kProcedureCode, Item::kLine, kCode,
       "HCPCS or CPT code of the line (SV101-2, SV202-2)"},
      {"modifiers", kModifiers, Item::kLine, kCodeSet,
       "the line's modifiers (SV101-3 to -6); empty slots ignored"},
      {"first_modifier", kFirstModifier, Item::kLine, kCode,
       "the modifier in the first slot (SV101-3)"},
      {"service_date", kServiceDate, Item::kLine, kDate, "first day of the service (DTP*472)"},
      {"service_date_through", kServiceDateThrough, Item::kLine, kDate,
       "last day, where the line spans several (DTP*472 RD8)"},
      {"last_service_date", kLineLastServiceDate, Item::kLine, kDate,
       "the line's last day: service_date_through, else service_date"},
      {"calendar_years", kCalendarYears, Item::kLine, kNumber,
       "in how many calendar years the line's days lie"},
      {"units", kUnits, Item::kLine, kNumber, "units as billed (SV104, SV205)"},
      {"unit_basis",
       kUnitBasis,
       Item::kLine,
       kChoice,
       "units, or minutes of anesthesia (SV103)",
       {"units", "minutes"}},
      {"charge_cents", kChargeCents, Item::kLine, kMoney, "the line's charge (SV102, SV203)"},
      {"noncovered_charge_cents", kNoncoveredChargeCents, Item::kLine, kMoney,
       "the part of the charge that is not covered (SV207)"},
      {"place_of_service", kLinePlaceOfService, Item::kLine, kCode,
       "the line's place of service (SV105), else the claim's (CLM05-1)"},
      {"pointed_diagnoses", kPointedDiagnoses, Item::kLine, kDiagnosisSet,
       "the diagnoses the line points to (SV107)"},
      {"first_pointed_diagnosis", kFirstPointedDiagnosis, Item::kLine, kDiagnosis,
       "the diagnosis of the line's first pointer (SV107-1)"},
      {"revenue_code", kRevenueCode, Item::kLine, kCode, "revenue code, four digits (SV201)"},
      {"ndc", kNdc, Item::kLine, kText, "National Drug Code, 11 digits (LIN03)"},
      {"ndc_quantity", kNdcQuantity, Item::kLine, kNumber,
       "quantity of the drug in ndc_unit (CTP04)"},
      {"ndc_unit", kNdcUnit, Item::kLine, kCode, "F2, GR, ME, ML or UN (CTP05)"},
      {"minutes", kMinutes, Item::kLine, kNumber, "documented minutes of the service"},
      {"administered_quantity", kAdministeredQuantity, Item::kLine, kNumber,
       "drug given, in administered_unit"},
      {"administered_unit", kAdministeredUnit, Item::kLine, kCode,
       "unit of the drug given and wasted"},
      {"wasted_quantity", kWastedQuantity, Item::kLine, kNumber,
       "drug discarded, in administered_unit"},
      {"single_dose", kSingleDose, Item::kLine, kChoice,
       "whether the drug came from a single-dose container", yes_no},
      {"clia_number", kLineCliaNumber, Item::kLine, kText,
       "the line's CLIA number (REF*X4), else the claim's"},
      {"prior_authorization_number", kLinePriorAuthorizationNumber, Item::kLine, kText,
       "the line's authorisation (REF*G1), else the claim's"},
      {"description", kDescription, Item::kLine, kText, "free text for unlisted codes (SV101-7)"},
      {"draft_source", kLineDraftSource, Item::kLine, kText,
       "software that proposed the line, where the line says so"},
      {"draft_model", kLineDraftModel, Item::kLine, kText, "model of that software"},
      {"draft_model_version", kLineDraftModelVersion, Item::kLine, kText, "version of that model"},
      {"draft_confidence", kLineDraftConfidence, Item::kLine, kNumber,
       "confidence 0 to 1 of the software that proposed the line"},

      {"claim_id", kClaimId, Item::kClaim, kText, "the caller's claim number (CLM01)"},
      {"type", kType, Item::kClaim, kChoice, "kind of claim", {"professional", "institutional"}},
      {"tenant_id", kTenantId, Item::kClaim, kText,
       "the practice or customer the claim belongs to"},
      {"payer.id", kPayerId, Item::kClaim, kText, "payer id (2010BB NM109)"},
      {"payer.name", kPayerName, Item::kClaim, kText, "payer name (2010BB NM103)"},
      {"payer.line_of_business",
       kPayerLineOfBusiness,
       Item::kClaim,
       kChoice,
       "the payer's line of business",
       {"medicare", "medicare_advantage", "medicaid", "commercial", "workers_compensation",
        "tricare", "auto", "other"}},
      {"payer.plan_id", kPayerPlanId, Item::kClaim, kText, "plan or product within the payer"},
      {"payer.filing_indicator", kPayerFilingIndicator, Item::kClaim, kCode,
       "claim filing indicator (SBR09)"},
      {"payer.responsibility", kPayerResponsibility, Item::kClaim, kChoice,
       "the payer's place in the order of payment (SBR01)", ResponsibilityWords()},
      {"patient.id", kPatientId, Item::kClaim, kText, "the caller's patient number"},
      {"patient.birth_date", kPatientBirthDate, Item::kClaim, kDate, "date of birth (DMG02)"},
      {"patient.sex",
       kPatientSex,
       Item::kClaim,
       kChoice,
       "sex (DMG03)",
       {"female", "male", "other", "unknown"}},
      {"patient.death_date", kPatientDeathDate, Item::kClaim, kDate, "date of death (PAT06)"},
      {"patient.relationship", kPatientRelationship, Item::kClaim, kCode,
       "relationship to the subscriber, who is 18 (SBR02, PAT01)"},
      {"subscriber_id", kSubscriberId, Item::kClaim, kText, "member id (2010BA NM109)"},
      {"frequency_code", kFrequencyCode, Item::kClaim, kCode,
       "1 original, 7 replacement, 8 void (CLM05-3)"},
      {"original_reference_number", kOriginalReferenceNumber, Item::kClaim, kText,
       "payer's number of the claim replaced or voided (REF*F8)"},
      {"place_of_service", kPlaceOfService, Item::kClaim, kCode,
       "the claim's place of service (CLM05-1)"},
      {"type_of_bill", kTypeOfBill, Item::kClaim, kCode,
       "four digits with the leading zero (CLM05)"},
      {"statement_from", kStatementFrom, Item::kClaim, kDate,
       "first day of the statement (DTP*434)"},
      {"statement_through", kStatementThrough, Item::kClaim, kDate,
       "last day of the statement (DTP*434)"},
      {"admission_date", kAdmissionDate, Item::kClaim, kDate, "admission (DTP*435)"},
      {"patient_status", kPatientStatus, Item::kClaim, kCode, "discharge status (CL103)"},
      {"submitted_date", kSubmittedDate, Item::kClaim, kDate, "day the claim is sent"},
      {"received_date", kReceivedDate, Item::kClaim, kDate, "day the payer received it"},
      {"accept_assignment", kAcceptAssignment, Item::kClaim, kChoice,
       "assignment of benefits accepted (CLM07)", yes_no},
      {"prior_authorization_number", kPriorAuthorizationNumber, Item::kClaim, kText,
       "claim's authorisation (REF*G1)"},
      {"referral_number", kReferralNumber, Item::kClaim, kText, "referral (REF*9F)"},
      {"clia_number", kCliaNumber, Item::kClaim, kText, "claim's CLIA number (REF*X4)"},
      {"total_charge_cents", kTotalChargeCents, Item::kClaim, kMoney, "total charge (CLM02)"},
      {"condition_codes", kConditionCodes, Item::kClaim, kCodeSet, "condition codes (HI*BG)"},
      {"occurrences", kOccurrences, Item::kClaim, kCodeSet, "occurrence codes (HI*BH)"},
      {"occurrence_spans", kOccurrenceSpans, Item::kClaim, kCodeSet,
       "occurrence span codes (HI*BI)"},
      {"value_codes", kValueCodes, Item::kClaim, kCodeSet, "value codes (HI*BE)"},
      {"accident.auto", kAccidentAuto, Item::kClaim, kChoice, "auto accident (CLM11 AA)", yes_no},
      {"accident.employment", kAccidentEmployment, Item::kClaim, kChoice,
       "related to employment (CLM11 EM)", yes_no},
      {"accident.other", kAccidentOther, Item::kClaim, kChoice, "other accident (CLM11 OA)",
       yes_no},
      {"accident.state", kAccidentState, Item::kClaim, kCode, "state of the accident (CLM11-4)"},
      {"accident.date", kAccidentDate, Item::kClaim, kDate, "day of the accident (DTP*439)"},
      {"initial_treatment_date", kInitialTreatmentDate, Item::kClaim, kDate,
       "day the treatment began (DTP*454)"},
      {"last_menstrual_period_date", kLastMenstrualPeriodDate, Item::kClaim, kDate,
       "first day of the last menstrual period (DTP*484)"},
      {"onset_date", kOnsetDate, Item::kClaim, kDate, "onset of the illness or injury (DTP*431)"},
      {"eligibility.effective_from", kEligibilityEffectiveFrom, Item::kClaim, kDate,
       "first day of the coverage, by the payer's eligibility answer"},
      {"eligibility.effective_through", kEligibilityEffectiveThrough, Item::kClaim, kDate,
       "its last day; absent: open"},
      {"diagnoses", kDiagnoses, Item::kClaim, kDiagnosisSet, "all diagnoses of the claim (HI)"},
      {"principal_diagnosis", kPrincipalDiagnosis, Item::kClaim, kDiagnosis,
       "the diagnosis with role PRINCIPAL, else the first one"},
      {"admitting_diagnosis", kAdmittingDiagnosis, Item::kClaim, kDiagnosis,
       "the diagnosis with role ADMITTING (HI*BJ)"},
      {"first_service_date", kFirstServiceDate, Item::kClaim, kDate,
       "the earliest date of service of the claim's lines"},
      {"last_service_date", kLastServiceDate, Item::kClaim, kDate,
       "the latest day of the claim's lines; a line has its own"},
      {"draft.source", kDraftSource, Item::kClaim, kText, "software that drafted the claim"},
      {"draft.model", kDraftModel, Item::kClaim, kText, "model of that software"},
      {"draft.model_version", kDraftModelVersion, Item::kClaim, kText, "version of that model"},
      {"draft.confidence", kDraftConfidence, Item::kClaim, kNumber,
       "confidence 0 to 1 of that software"},
  };
  // Names made from role and attribute must live as long as the catalogue.
  static std::deque<std::string> names;
  for (int role = 0; role < kProviderRoleCount; ++role) {
    for (int attribute = 0; attribute < kProviderAttributeCount; ++attribute) {
      const auto id = static_cast<FieldId>(static_cast<int>(kFirstProviderField) +
                                           role * kProviderAttributeCount + attribute);
      names.push_back(std::string(kRoleNames[static_cast<size_t>(role)]) + "." +
                      std::string(kAttributeNames[static_cast<size_t>(attribute)]));
      const std::string_view name = names.back();
      const Item of = role < 4 ? Item::kLine : Item::kClaim;
      Field field{name, id, of, kText, "the provider's NPI (NM109)", {}};
      switch (static_cast<ProviderAttribute>(attribute)) {
        case ProviderAttribute::kNpi:
          break;
        case ProviderAttribute::kTaxonomyCode:
          field.doc = "the provider's NUCC taxonomy code (PRV03)";
          break;
        case ProviderAttribute::kTaxId:
          field.doc = "the provider's tax id, digits only (REF*EI, REF*SY)";
          break;
        case ProviderAttribute::kEntityType:
          field.type = kChoice;
          field.choices = {"individual", "organization"};
          field.doc = "person or organisation (NM102)";
          break;
        case ProviderAttribute::kSpecialtyCode:
          field.type = kCode;
          field.doc = "CMS specialty, two characters";
          break;
        case ProviderAttribute::kState:
          field.type = kCode;
          field.doc = "state of the provider (N402)";
          break;
        case ProviderAttribute::kZip:
          field.doc = "ZIP code, digits only (N403)";
          break;
      }
      fields.push_back(field);
      if (of == Item::kLine) {  // the same name of the claim: without any line's override
        field.of = Item::kClaim;
        fields.push_back(field);
      }
    }
  }
  AddHistoryFields(fields);
  AddRecordFields(fields);
  return fields;
}

Code DiagnosisOfRole(const Claim& claim, DiagnosisRole role) {
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    if (diagnosis.role == role) return diagnosis.code;
  }
  return {};
}

Code PrincipalDiagnosis(const Claim& claim) {
  const Code principal = DiagnosisOfRole(claim, DiagnosisRole::kPrincipal);
  return principal.empty() && !claim.diagnoses.empty() ? claim.diagnoses.front().code : principal;
}

Date FirstServiceDate(const Claim& claim) {
  Date first;
  for (const ServiceLine& line : claim.service_lines) {
    if (line.service_date.has_value() && (!first.has_value() || line.service_date < first)) {
      first = line.service_date;
    }
  }
  return first;
}

Date LastServiceDate(const Claim& claim) {
  Date last;
  for (const ServiceLine& line : claim.service_lines) {
    if (line.last_date().has_value() && (!last.has_value() || last < line.last_date())) {
      last = line.last_date();
    }
  }
  return last;
}

int PresentOnAdmission(const Diagnosis& diagnosis) {
  constexpr std::string_view kIndicators = "YNUW1";
  const size_t at = kIndicators.find(diagnosis.present_on_admission);
  return at == std::string_view::npos ? 0 : static_cast<int>(at) + 1;
}

int64_t Thousandths(int64_t whole) {
  int64_t value = 0;
  return __builtin_mul_overflow(whole, kThousandths, &value) ? INT64_MAX : value;
}

int64_t CalendarYears(const ServiceLine& line) {
  if (!line.service_date.has_value()) return kUnset;
  const int first = line.service_date.ToCivil().year;
  return (std::max(line.last_date().ToCivil().year, first) - first + 1) * kThousandths;
}

int64_t SettledCents(const OtherPayer& payer) {
  if (payer.paid_cents == kUnset || payer.adjusted_cents == kUnset) return kUnset;
  return payer.paid_cents + payer.adjusted_cents;
}

int64_t Confidence(float confidence) {
  return confidence < 0 ? kUnset : static_cast<int64_t>(confidence * kThousandths + 0.5f);
}

}  // namespace

const std::vector<Field>& AllFields() {
  static const std::vector<Field>* const fields = new std::vector<Field>(MakeFields());
  return *fields;
}

size_t CountOf(const Claim& claim, Item of) {
  switch (of) {
    case Item::kClaim:
      return 1;
    case Item::kLine:
      return claim.service_lines.size();
    case Item::kHistory:
      return claim.history.size();
    case Item::kDiagnosis:
      return claim.diagnoses.size();
    case Item::kOccurrence:
      return claim.occurrences.size();
    case Item::kOccurrenceSpan:
      return claim.occurrence_spans.size();
    case Item::kValueCode:
      return claim.value_codes.size();
    case Item::kOtherPayer:
      return claim.other_payers.size();
    case Item::kAccumulator:
      return claim.accumulators.size();
  }
  return 0;
}

ItemRef ItemRef::At(const Claim& claim, Item item, int32_t item_index) {
  ItemRef ref(nullptr);
  ref.of = item;
  ref.index = item_index;
  if (item == Item::kLine) ref.line = &claim.service_lines[static_cast<size_t>(item_index)];
  if (item == Item::kHistory) ref.line = &claim.history[static_cast<size_t>(item_index)].line;
  return ref;
}

const Field& FieldOf(FieldId id, Item of) {
  // Where each id stands in the catalogue, by what it is read from. An id that is of one item only
  // stands in all places.
  static const auto* const places = [] {
    static const Field today = {"today", FieldId::kToday, Item::kClaim, FieldType::kDate,
                                "the day of the evaluation"};
    auto* made = new std::array<std::array<const Field*, kFieldCount>, kItemCount>();
    for (auto& place : *made) place[static_cast<size_t>(FieldId::kToday)] = &today;
    for (const Field& field : AllFields()) {
      const auto index = static_cast<size_t>(field.id);
      for (size_t item = 0; item < kItemCount; ++item) {
        const Field*& place = (*made)[item][index];
        if (place == nullptr || field.of == static_cast<Item>(item)) place = &field;
      }
    }
    return made;
  }();
  return *(*places)[static_cast<size_t>(of)][static_cast<size_t>(id)];
}

const Field* FindField(std::string_view name, Item of) {
  const Field* found = nullptr;
  for (const Field& field : AllFields()) {
    if (field.name != name) continue;
    if (field.of == of) return &field;
    if (field.of == Item::kClaim && of == Item::kLine) found = &field;
  }
  return found;
}

namespace {

// Of an earlier claim only what its line says is known, and who billed it.
const Provider* FindHistoryProvider(ProviderRole role, const Claim& claim, ItemRef item) {
  const HistoryLine& earlier = claim.history[static_cast<size_t>(item.index)];
  // The caller's own history need not repeat the billing provider.
  const ProviderIndex billing = earlier.billing != kNoProvider ? earlier.billing : claim.billing;
  switch (role) {
    case ProviderRole::kRendering:
      return claim.provider(earlier.line.rendering != kNoProvider ? earlier.line.rendering
                                                                  : billing);
    case ProviderRole::kOrdering:
      return claim.provider(earlier.line.ordering);
    case ProviderRole::kReferring:
      return claim.provider(earlier.line.referring);
    case ProviderRole::kSupervising:
      return claim.provider(earlier.line.supervising);
    case ProviderRole::kBilling:
      return claim.provider(billing);
    default:
      return nullptr;
  }
}

}  // namespace

const Provider* FindProvider(ProviderRole role, const Claim& claim, ItemRef item) {
  if (item.of == Item::kHistory) return FindHistoryProvider(role, claim, item);
  const ServiceLine* const line = item.line;
  const auto first = [&claim](ProviderIndex a, ProviderIndex b) {
    return claim.provider(a != kNoProvider ? a : b);
  };
  switch (role) {
    case ProviderRole::kRendering: {
      const Provider* rendering = first(line ? line->rendering : kNoProvider, claim.rendering);
      return rendering ? rendering : claim.provider(claim.billing);
    }
    case ProviderRole::kOrdering:
      return first(line ? line->ordering : kNoProvider, claim.ordering);
    case ProviderRole::kReferring:
      return first(line ? line->referring : kNoProvider, claim.referring);
    case ProviderRole::kSupervising:
      return first(line ? line->supervising : kNoProvider, claim.supervising);
    case ProviderRole::kBilling:
      return claim.provider(claim.billing);
    case ProviderRole::kServiceFacility:
      return claim.provider(claim.service_facility);
    case ProviderRole::kAttending:
      return claim.provider(claim.attending);
    case ProviderRole::kOperating:
      return claim.provider(claim.operating);
  }
  return nullptr;
}

Code ReadCode(FieldId id, const Claim& claim, ItemRef item) {
  const ServiceLine* const line = item.line;
  const auto index = static_cast<size_t>(item.index);
  switch (id) {
    case FieldId::kProcedureCode:
      return line->procedure_code;
    case FieldId::kLinePlaceOfService:
      return line->place_of_service.empty() && item.of == Item::kLine ? claim.place_of_service
                                                                      : line->place_of_service;
    case FieldId::kFirstPointedDiagnosis: {
      if (line->pointer_count == 0) return {};
      const size_t pointer = line->diagnosis_pointers[0];
      return pointer == 0 || pointer > claim.diagnoses.size() ? Code()
                                                              : claim.diagnoses[pointer - 1].code;
    }
    case FieldId::kRevenueCode:
      return line->revenue_code;
    case FieldId::kNdcUnit:
      return line->ndc_unit;
    case FieldId::kAdministeredUnit:
      return line->administered_unit;
    case FieldId::kPayerFilingIndicator:
      return claim.payer.filing_indicator;
    case FieldId::kPatientRelationship:
      return claim.patient.relationship;
    case FieldId::kFrequencyCode:
      return claim.frequency_code;
    case FieldId::kPlaceOfService:
      return claim.place_of_service;
    case FieldId::kTypeOfBill:
      return claim.type_of_bill;
    case FieldId::kPatientStatus:
      return claim.patient_status;
    case FieldId::kAccidentState:
      return claim.accident.state;
    case FieldId::kPrincipalDiagnosis:
      return PrincipalDiagnosis(claim);
    case FieldId::kAdmittingDiagnosis:
      return DiagnosisOfRole(claim, DiagnosisRole::kAdmitting);
    case FieldId::kFirstModifier:
      return line->modifier_count == 0 ? Code() : line->modifiers[0];
    case FieldId::kHistoryTypeOfBill:
      return claim.history[index].type_of_bill;
    case FieldId::kDiagnosisCode:
      return claim.diagnoses[index].code;
    case FieldId::kOccurrenceCode:
      return claim.occurrences[index].code;
    case FieldId::kOccurrenceSpanCode:
      return claim.occurrence_spans[index].code;
    case FieldId::kValueCode:
      return claim.value_codes[index].code;
    case FieldId::kOtherPayerFilingIndicator:
      return claim.other_payers[index].filing_indicator;
    default:
      break;
  }
  if (!IsProviderField(id)) return {};
  const Provider* provider = FindProvider(RoleOf(id), claim, item);
  if (provider == nullptr) return {};
  return AttributeOf(id) == ProviderAttribute::kState ? provider->state : provider->specialty_code;
}

std::string_view ReadText(FieldId id, const Claim& claim, ItemRef item) {
  const ServiceLine* const line = item.line;
  const auto index = static_cast<size_t>(item.index);
  switch (id) {
    case FieldId::kNdc:
      return line->ndc;
    case FieldId::kLineCliaNumber:
      return line->clia_number.empty() && item.of == Item::kLine ? claim.clia_number
                                                                 : line->clia_number;
    case FieldId::kLinePriorAuthorizationNumber:
      return line->prior_authorization_number.empty() && item.of == Item::kLine
                 ? claim.prior_authorization_number
                 : line->prior_authorization_number;
    case FieldId::kDescription:
      return line->description;
    case FieldId::kClaimId:
      return claim.claim_id;
    case FieldId::kTenantId:
      return claim.tenant_id;
    case FieldId::kPayerId:
      return claim.payer.id;
    case FieldId::kPayerName:
      return claim.payer.name;
    case FieldId::kPayerPlanId:
      return claim.payer.plan_id;
    case FieldId::kPatientId:
      return claim.patient.id;
    case FieldId::kSubscriberId:
      return claim.subscriber_id;
    case FieldId::kOriginalReferenceNumber:
      return claim.original_reference_number;
    case FieldId::kPriorAuthorizationNumber:
      return claim.prior_authorization_number;
    case FieldId::kReferralNumber:
      return claim.referral_number;
    case FieldId::kCliaNumber:
      return claim.clia_number;
    case FieldId::kLineDraftSource:
    case FieldId::kLineDraftModel:
    case FieldId::kLineDraftModelVersion: {
      // A line given by its address has no index.
      const LineDraft* draft =
          claim.DraftOf(static_cast<size_t>(line - claim.service_lines.data()));
      if (draft == nullptr) return {};
      return id == FieldId::kLineDraftSource  ? draft->source
             : id == FieldId::kLineDraftModel ? draft->model
                                              : draft->model_version;
    }
    case FieldId::kDraftSource:
      return claim.draft.source;
    case FieldId::kDraftModel:
      return claim.draft.model;
    case FieldId::kDraftModelVersion:
      return claim.draft.model_version;
    case FieldId::kHistoryClaimId:
      return claim.history[index].claim_id;
    case FieldId::kHistoryPayerControlNumber:
      return claim.history[index].payer_control_number;
    case FieldId::kHistoryPayerId:
      return claim.history[index].payer_id;
    case FieldId::kOtherPayerId:
      return claim.other_payers[index].payer_id;
    case FieldId::kAccumulatorName:
      return claim.accumulators[index].name;
    default:
      break;
  }
  if (!IsProviderField(id)) return {};
  const Provider* provider = FindProvider(RoleOf(id), claim, item);
  if (provider == nullptr) return {};
  switch (AttributeOf(id)) {
    case ProviderAttribute::kNpi:
      return provider->npi;
    case ProviderAttribute::kTaxonomyCode:
      return provider->taxonomy_code;
    case ProviderAttribute::kTaxId:
      return provider->tax_id;
    case ProviderAttribute::kZip:
      return provider->zip;
    default:
      return {};
  }
}

int64_t ReadNumber(FieldId id, const Claim& claim, ItemRef item) {
  const ServiceLine* const line = item.line;
  const auto index = static_cast<size_t>(item.index);
  switch (id) {
    case FieldId::kUnits:
      return line->units;
    case FieldId::kChargeCents:
      return line->charge_cents;
    case FieldId::kNoncoveredChargeCents:
      return line->noncovered_charge_cents;
    case FieldId::kNdcQuantity:
      return line->ndc_quantity;
    case FieldId::kCalendarYears:
      return CalendarYears(*line);
    case FieldId::kMinutes:
      return line->minutes == kUnset ? kUnset : Thousandths(line->minutes);
    case FieldId::kAdministeredQuantity:
      return line->administered_quantity;
    case FieldId::kWastedQuantity:
      return line->wasted_quantity;
    case FieldId::kLineDraftConfidence:
      return Confidence(line->draft_confidence);
    case FieldId::kTotalChargeCents:
      return claim.total_charge_cents;
    case FieldId::kDraftConfidence:
      return Confidence(claim.draft.confidence);
    case FieldId::kLineNumber:
      return line->line_number * kThousandths;
    case FieldId::kValueAmountCents:
      return claim.value_codes[index].amount_cents;
    case FieldId::kOtherPayerPaidCents:
      return claim.other_payers[index].paid_cents;
    case FieldId::kOtherPayerAdjustedCents:
      return claim.other_payers[index].adjusted_cents;
    case FieldId::kOtherPayerSettledCents:
      return SettledCents(claim.other_payers[index]);
    case FieldId::kAccumulatorAmountCents:
      return claim.accumulators[index].amount_cents;
    default:
      return kUnset;
  }
}

Date ReadDate(FieldId id, const Claim& claim, ItemRef item) {
  const ServiceLine* const line = item.line;
  const auto index = static_cast<size_t>(item.index);
  switch (id) {
    case FieldId::kServiceDate:
      return line->service_date;
    case FieldId::kServiceDateThrough:
      return line->service_date_through;
    case FieldId::kLineLastServiceDate:
      return line->last_date();
    case FieldId::kPatientBirthDate:
      return claim.patient.birth_date;
    case FieldId::kPatientDeathDate:
      return claim.patient.death_date;
    case FieldId::kStatementFrom:
      return claim.statement_from;
    case FieldId::kStatementThrough:
      return claim.statement_through;
    case FieldId::kAdmissionDate:
      return claim.admission_date;
    case FieldId::kSubmittedDate:
      return claim.submitted_date;
    case FieldId::kReceivedDate:
      return claim.received_date;
    case FieldId::kAccidentDate:
      return claim.accident.date;
    case FieldId::kFirstServiceDate:
      return FirstServiceDate(claim);
    case FieldId::kLastServiceDate:
      return LastServiceDate(claim);
    case FieldId::kInitialTreatmentDate:
      return claim.initial_treatment_date;
    case FieldId::kLastMenstrualPeriodDate:
      return claim.last_menstrual_period_date;
    case FieldId::kOnsetDate:
      return claim.onset_date;
    case FieldId::kEligibilityEffectiveFrom:
      return claim.eligibility.effective_from;
    case FieldId::kEligibilityEffectiveThrough:
      return claim.eligibility.effective_through;
    case FieldId::kOccurrenceDate:
      return claim.occurrences[index].date;
    case FieldId::kOccurrenceSpanFrom:
      return claim.occurrence_spans[index].from;
    case FieldId::kOccurrenceSpanThrough:
      return claim.occurrence_spans[index].through;
    case FieldId::kOtherPayerRemittanceDate:
      return claim.other_payers[index].remittance_date;
    default:
      return {};
  }
}

int ReadChoice(FieldId id, const Claim& claim, ItemRef item) {
  const ServiceLine* const line = item.line;
  const auto index = static_cast<size_t>(item.index);
  switch (id) {
    case FieldId::kUnitBasis:
      return static_cast<int>(line->unit_basis);
    case FieldId::kSingleDose:
      return static_cast<int>(line->single_dose);
    case FieldId::kType:
      return static_cast<int>(claim.type);
    case FieldId::kPayerLineOfBusiness:
      return static_cast<int>(claim.payer.line_of_business);
    case FieldId::kPayerResponsibility:
      return static_cast<int>(claim.payer.responsibility);
    case FieldId::kOtherPayerResponsibility:
      return static_cast<int>(claim.other_payers[index].responsibility);
    case FieldId::kPatientSex:
      return static_cast<int>(claim.patient.sex);
    case FieldId::kAcceptAssignment:
      return static_cast<int>(claim.accept_assignment);
    case FieldId::kAccidentAuto:
      return static_cast<int>(claim.accident.auto_accident);
    case FieldId::kAccidentEmployment:
      return static_cast<int>(claim.accident.employment);
    case FieldId::kAccidentOther:
      return static_cast<int>(claim.accident.other);
    case FieldId::kHistoryClaimType:
      return static_cast<int>(claim.history[index].claim_type);
    case FieldId::kHistoryStatus:
      return static_cast<int>(claim.history[index].status);
    case FieldId::kDiagnosisRole:
      return static_cast<int>(claim.diagnoses[index].role);
    case FieldId::kPresentOnAdmission:
      return PresentOnAdmission(claim.diagnoses[index]);
    default:
      break;
  }
  if (!IsProviderField(id)) return 0;
  const Provider* provider = FindProvider(RoleOf(id), claim, item);
  return provider == nullptr ? 0 : static_cast<int>(provider->entity_type);
}

bool IsPresent(const Field& field, const Claim& claim, ItemRef item) {
  switch (field.type) {
    case FieldType::kCode:
    case FieldType::kDiagnosis:
      return !ReadCode(field.id, claim, item).empty();
    case FieldType::kText:
      return !ReadText(field.id, claim, item).empty();
    case FieldType::kNumber:
    case FieldType::kMoney:
      return ReadNumber(field.id, claim, item) != kUnset;
    case FieldType::kDate:
      return ReadDate(field.id, claim, item).has_value();
    case FieldType::kChoice:
      return ReadChoice(field.id, claim, item) != 0;
    case FieldType::kCodeSet:
    case FieldType::kDiagnosisSet: {
      bool any = false;
      ForEachCode(field.id, claim, item, [&any](Code) { return !(any = true); });
      return any;
    }
  }
  return false;
}

std::string FormatThousandths(int64_t value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%lld.%03lld", static_cast<long long>(value / 1000),
                static_cast<long long>(value % 1000));
  std::string text = buffer;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string FormatCents(int64_t cents) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%lld.%02lld", static_cast<long long>(cents / 100),
                static_cast<long long>(cents % 100));
  return buffer;
}

std::string FormatValue(const Field& field, const Claim& claim, ItemRef item) {
  switch (field.type) {
    case FieldType::kCode:
      return ReadCode(field.id, claim, item).ToString();
    case FieldType::kDiagnosis:
      return FormatDiagnosis(ReadCode(field.id, claim, item));
    case FieldType::kText:
      return std::string(ReadText(field.id, claim, item));
    case FieldType::kNumber:
    case FieldType::kMoney: {
      const int64_t value = ReadNumber(field.id, claim, item);
      if (value == kUnset) return "";
      return field.type == FieldType::kMoney ? FormatCents(value) : FormatThousandths(value);
    }
    case FieldType::kDate:
      return ReadDate(field.id, claim, item).ToString();
    case FieldType::kChoice: {
      const int value = ReadChoice(field.id, claim, item);
      return value == 0 ? "" : std::string(field.choices[static_cast<size_t>(value - 1)]);
    }
    case FieldType::kCodeSet:
    case FieldType::kDiagnosisSet: {
      std::string text;
      const bool diagnoses = field.type == FieldType::kDiagnosisSet;
      ForEachCode(field.id, claim, item, [&text, diagnoses](Code code) {
        text += (text.empty() ? "" : ", ") + (diagnoses ? FormatDiagnosis(code) : code.ToString());
        return true;
      });
      return text;
    }
  }
  return "";
}

}  // namespace scrubline
