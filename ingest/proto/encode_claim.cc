#include "ingest/proto/encode_claim.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ingest/proto/claim_limits.h"

namespace scrubline {
namespace {

constexpr const char* kNotAdmitted = "the value is not of the form this field admits";
constexpr const char* kTooMany = "there are more entries than a claim may have";

// Whether the lines' numbers tell them apart; otherwise their positions must.
bool LinesAreNumbered(const Claim& claim) {
  std::vector<int32_t> numbers;
  for (const ServiceLine& line : claim.service_lines) numbers.push_back(line.line_number);
  std::sort(numbers.begin(), numbers.end());
  return (numbers.empty() || numbers.front() > 0) &&
         std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end();
}

class Encoder {
 public:
  Encoder(const Claim& claim, v1::Claim& message) : claim_(claim), message_(message) {}
  void EncodeAll();

 private:
  void LeaveOut(const std::string& prefix, std::string_view name, const char* problem) {
    if (message_.unreadable_size() >= kMaxUnreadable) return;
    v1::UnreadableField& unreadable = *message_.add_unreadable();
    unreadable.set_field(absl::StrCat(prefix, std::string(name)));
    unreadable.set_problem(problem);
  }
  // Each calls `set` with the value's text unless it is absent or not admitted. `prefix` ends with
  // a dot or is empty.
  template <typename Set>
  void Text(const std::string& prefix, const char* name, std::string_view value, Set set) {
    if (value.empty()) return;
    if (value.size() > kMaxTextBytes || !IsUtf8(value)) {
      LeaveOut(prefix, name, kNotAdmitted);
    } else {
      set(std::string(value));
    }
  }
  template <typename Set>
  void Digits(const std::string& prefix, const char* name, std::string_view value, Set set) {
    if (!value.empty() && value.find_first_of("0123456789") == value.npos) {
      LeaveOut(prefix, name, kNotAdmitted);
    } else {
      Text(prefix, name, value, set);
    }
  }
  template <typename Set>
  void CodeText(const std::string& prefix, const char* name, Code value, CodeForm form, Set set) {
    if (value.empty()) return;
    if (form.Admits(value)) {
      set(value.ToString());
    } else {
      LeaveOut(prefix, name, kNotAdmitted);
    }
  }
  template <typename Set>
  void Day(Date value, Set set) {
    if (value.has_value()) set(value.ToString());
  }
  template <typename Set>
  void Number(const std::string& prefix, const char* name, int64_t value, int64_t limit, Set set) {
    if (value == kUnset) return;
    if (value < 0 || value > limit) {
      LeaveOut(prefix, name, kNotAdmitted);
    } else {
      set(value);
    }
  }
  static bool IsUtf8(std::string_view text);
  static constexpr int64_t kMaxThousandths = static_cast<int64_t>(kMaxQuantity) * kThousandths;
  static double Units(int64_t thousandths) {
    return static_cast<double>(thousandths) / static_cast<double>(kThousandths);
  }

  template <typename Mutable>
  void ProviderOf(const std::string& prefix, ProviderIndex index, Mutable mutable_message);
  void Line(const std::string& prefix, const ServiceLine& line, v1::ServiceLine& to);
  // `draft`: a Draft or a LineDraft; `to()` is called only where there is a name to write.
  template <typename From, typename To>
  void DraftNames(const std::string& prefix, const From& draft, To to) {
    Text(prefix, "source", draft.source, [&](std::string v) { to()->set_source(std::move(v)); });
    Text(prefix, "model", draft.model, [&](std::string v) { to()->set_model(std::move(v)); });
    Text(prefix, "model_version", draft.model_version,
         [&](std::string v) { to()->set_model_version(std::move(v)); });
  }
  void Header();
  void PayerAndPatient();
  void Authorizations();
  void RecordsOfPayers();
  void CodesOfBill();
  void Lines();

  const Claim& claim_;
  v1::Claim& message_;
  bool numbered_ = LinesAreNumbered(claim_);
};

// X12 files are read as bytes; protobuf texts must be UTF-8. Plain ASCII, all but always, is told
// apart first.
bool Encoder::IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = lead < 0x80                    ? 0
                     : lead >= 0xC2 && lead <= 0xDF ? 1
                     : lead >= 0xE0 && lead <= 0xEF ? 2
                     : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                    : -1;
    if (more < 0 || i + static_cast<size_t>(more) >= text.size()) return false;
    for (int k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<size_t>(k)]);
      if ((next & 0xC0) != 0x80) return false;
      const bool overlong =
          k == 1 && ((lead == 0xE0 && next < 0xA0) || (lead == 0xF0 && next < 0x90));
      const bool beyond =
          k == 1 && ((lead == 0xED && next > 0x9F) || (lead == 0xF4 && next > 0x8F));
      if (overlong || beyond) return false;
    }
    i += static_cast<size_t>(more) + 1;
  }
  return true;
}

template <typename Mutable>
void Encoder::ProviderOf(const std::string& prefix, ProviderIndex index, Mutable mutable_message) {
  const Provider* provider = claim_.provider(index);
  if (provider == nullptr) return;
  v1::Provider& to = *mutable_message();
  Text(prefix, "npi", provider->npi, [&](std::string v) { to.set_npi(std::move(v)); });
  Text(prefix, "taxonomy_code", provider->taxonomy_code,
       [&](std::string v) { to.set_taxonomy_code(std::move(v)); });
  Digits(prefix, "tax_id", provider->tax_id, [&](std::string v) { to.set_tax_id(std::move(v)); });
  to.set_entity_type(static_cast<v1::Provider::EntityType>(provider->entity_type));
  CodeText(prefix, "specialty_code", provider->specialty_code, kTwoCharacterForm,
           [&](std::string v) { to.set_specialty_code(std::move(v)); });
  CodeText(prefix, "state", provider->state, kTwoCharacterForm,
           [&](std::string v) { to.set_state(std::move(v)); });
  Digits(prefix, "zip", provider->zip, [&](std::string v) { to.set_zip(std::move(v)); });
}

void Encoder::Line(const std::string& prefix, const ServiceLine& line, v1::ServiceLine& to) {
  if (numbered_) to.set_line_number(line.line_number);
  CodeText(prefix, "procedure_code", line.procedure_code, kProcedureCodeForm,
           [&](std::string v) { to.set_procedure_code(std::move(v)); });
  for (int i = 0; i < line.modifier_count; ++i) {
    const Code modifier = line.modifiers[static_cast<size_t>(i)];
    std::string& text = *to.add_modifiers();  // an empty slot stays: a gap
    CodeText(prefix, "modifiers", modifier, kModifierForm,
             [&](std::string v) { text = std::move(v); });
  }
  Day(line.service_date, [&](std::string v) { to.set_service_date(std::move(v)); });
  if (line.service_date.has_value() && line.service_date_through.has_value() &&
      line.service_date_through.days() - line.service_date.days() > kMaxSpanDays) {
    LeaveOut(prefix, "service_date_through", kNotAdmitted);
  } else {
    Day(line.service_date_through,
        [&](std::string v) { to.set_service_date_through(std::move(v)); });
  }
  Number(prefix, "units", line.units, kMaxThousandths, [&](int64_t v) { to.set_units(Units(v)); });
  to.set_unit_basis(static_cast<v1::ServiceLine::UnitBasis>(line.unit_basis));
  Number(prefix, "charge_cents", line.charge_cents, kMaxCents,
         [&](int64_t v) { to.set_charge_cents(v); });
  CodeText(prefix, "place_of_service", line.place_of_service, kTwoCharacterForm,
           [&](std::string v) { to.set_place_of_service(std::move(v)); });
  for (int i = 0; i < line.pointer_count; ++i) {
    const int pointer = line.diagnosis_pointers[static_cast<size_t>(i)];
    if (pointer >= 1 && pointer <= kMaxDiagnosisPointers) {
      to.add_diagnosis_pointers(pointer);
    } else {
      LeaveOut(prefix, "diagnosis_pointers", kNotAdmitted);
    }
  }
  CodeText(prefix, "revenue_code", line.revenue_code, kFourCharacterForm,
           [&](std::string v) { to.set_revenue_code(std::move(v)); });
  Text(prefix, "ndc", line.ndc, [&](std::string v) { to.set_ndc(std::move(v)); });
  Number(prefix, "ndc_quantity", line.ndc_quantity, kMaxThousandths,
         [&](int64_t v) { to.set_ndc_quantity(Units(v)); });
  CodeText(prefix, "ndc_unit", line.ndc_unit, kTwoCharacterForm,
           [&](std::string v) { to.set_ndc_unit(std::move(v)); });
  Number(prefix, "minutes", line.minutes, kMaxMinutes,
         [&](int64_t v) { to.set_minutes(static_cast<int32_t>(v)); });
  Number(prefix, "administered_quantity", line.administered_quantity, kMaxThousandths,
         [&](int64_t v) { to.set_administered_quantity(Units(v)); });
  CodeText(prefix, "administered_unit", line.administered_unit, kUnitForm,
           [&](std::string v) { to.set_administered_unit(std::move(v)); });
  Number(prefix, "wasted_quantity", line.wasted_quantity, kMaxThousandths,
         [&](int64_t v) { to.set_wasted_quantity(Units(v)); });
  Number(prefix, "noncovered_charge_cents", line.noncovered_charge_cents, kMaxCents,
         [&](int64_t v) { to.set_noncovered_charge_cents(v); });
  if (line.single_dose != Tristate::kUnset) to.set_single_dose(line.single_dose == Tristate::kYes);
  Text(prefix, "clia_number", line.clia_number,
       [&](std::string v) { to.set_clia_number(std::move(v)); });
  Text(prefix, "prior_authorization_number", line.prior_authorization_number,
       [&](std::string v) { to.set_prior_authorization_number(std::move(v)); });
  Text(prefix, "description", line.description,
       [&](std::string v) { to.set_description(std::move(v)); });
  ProviderOf(prefix + "rendering.", line.rendering, [&] { return to.mutable_rendering(); });
  ProviderOf(prefix + "ordering.", line.ordering, [&] { return to.mutable_ordering(); });
  ProviderOf(prefix + "referring.", line.referring, [&] { return to.mutable_referring(); });
  ProviderOf(prefix + "supervising.", line.supervising, [&] { return to.mutable_supervising(); });
  if (line.draft_confidence >= 0) to.mutable_draft()->set_confidence(line.draft_confidence);
}

void Encoder::Header() {
  Text("", "claim_id", claim_.claim_id,
       [&](std::string v) { message_.set_claim_id(std::move(v)); });
  message_.set_type(static_cast<v1::Claim::Type>(claim_.type));
  Text("", "tenant_id", claim_.tenant_id,
       [&](std::string v) { message_.set_tenant_id(std::move(v)); });
  Text("", "subscriber_id", claim_.subscriber_id,
       [&](std::string v) { message_.set_subscriber_id(std::move(v)); });
  CodeText("", "frequency_code", claim_.frequency_code, kFrequencyForm,
           [&](std::string v) { message_.set_frequency_code(std::move(v)); });
  Text("", "original_reference_number", claim_.original_reference_number,
       [&](std::string v) { message_.set_original_reference_number(std::move(v)); });
  CodeText("", "place_of_service", claim_.place_of_service, kTwoCharacterForm,
           [&](std::string v) { message_.set_place_of_service(std::move(v)); });
  CodeText("", "type_of_bill", claim_.type_of_bill, kFourCharacterForm,
           [&](std::string v) { message_.set_type_of_bill(std::move(v)); });
  Day(claim_.statement_from, [&](std::string v) { message_.set_statement_from(std::move(v)); });
  Day(claim_.statement_through,
      [&](std::string v) { message_.set_statement_through(std::move(v)); });
  Day(claim_.admission_date, [&](std::string v) { message_.set_admission_date(std::move(v)); });
  CodeText("", "patient_status", claim_.patient_status, kTwoCharacterForm,
           [&](std::string v) { message_.set_patient_status(std::move(v)); });
  Day(claim_.submitted_date, [&](std::string v) { message_.set_submitted_date(std::move(v)); });
  Day(claim_.received_date, [&](std::string v) { message_.set_received_date(std::move(v)); });
  Day(claim_.initial_treatment_date,
      [&](std::string v) { message_.set_initial_treatment_date(std::move(v)); });
  Day(claim_.last_menstrual_period_date,
      [&](std::string v) { message_.set_last_menstrual_period_date(std::move(v)); });
  Day(claim_.onset_date, [&](std::string v) { message_.set_onset_date(std::move(v)); });
  if (claim_.accept_assignment != Tristate::kUnset) {
    message_.set_accept_assignment(claim_.accept_assignment == Tristate::kYes);
  }
  Text("", "prior_authorization_number", claim_.prior_authorization_number,
       [&](std::string v) { message_.set_prior_authorization_number(std::move(v)); });
  Text("", "referral_number", claim_.referral_number,
       [&](std::string v) { message_.set_referral_number(std::move(v)); });
  Text("", "clia_number", claim_.clia_number,
       [&](std::string v) { message_.set_clia_number(std::move(v)); });
  Number("", "total_charge_cents", claim_.total_charge_cents, kMaxCents,
         [&](int64_t v) { message_.set_total_charge_cents(v); });
  DraftNames("draft.", claim_.draft, [&] { return message_.mutable_draft(); });
  if (claim_.draft.confidence >= 0) {
    message_.mutable_draft()->set_confidence(claim_.draft.confidence);
  }
}

void Encoder::PayerAndPatient() {
  const Payer& payer = claim_.payer;
  v1::Payer& to_payer = *message_.mutable_payer();
  Text("payer.", "id", payer.id, [&](std::string v) { to_payer.set_id(std::move(v)); });
  Text("payer.", "name", payer.name, [&](std::string v) { to_payer.set_name(std::move(v)); });
  Text("payer.", "plan_id", payer.plan_id,
       [&](std::string v) { to_payer.set_plan_id(std::move(v)); });
  to_payer.set_line_of_business(static_cast<v1::Payer::LineOfBusiness>(payer.line_of_business));
  CodeText("payer.", "filing_indicator", payer.filing_indicator, kFilingIndicatorForm,
           [&](std::string v) { to_payer.set_filing_indicator(std::move(v)); });
  to_payer.set_responsibility(static_cast<v1::Payer::Responsibility>(payer.responsibility));
  const Patient& patient = claim_.patient;
  v1::Patient& to_patient = *message_.mutable_patient();
  Text("patient.", "id", patient.id, [&](std::string v) { to_patient.set_id(std::move(v)); });
  Day(patient.birth_date, [&](std::string v) { to_patient.set_birth_date(std::move(v)); });
  Day(patient.death_date, [&](std::string v) { to_patient.set_death_date(std::move(v)); });
  to_patient.set_sex(static_cast<v1::Patient::Sex>(patient.sex));
  CodeText("patient.", "relationship", patient.relationship, kTwoCharacterForm,
           [&](std::string v) { to_patient.set_relationship(std::move(v)); });
}

void Encoder::Authorizations() {
  for (const Authorization& from : claim_.authorizations) {
    if (message_.authorizations_size() == kMaxPayerRecords) {
      LeaveOut("", "authorizations", kTooMany);
      break;
    }
    const std::string prefix =
        absl::StrCat("authorizations[", message_.authorizations_size(), "].");
    v1::Authorization& to = *message_.add_authorizations();
    Text(prefix, "number", from.number, [&](std::string v) { to.set_number(std::move(v)); });
    Day(from.from, [&](std::string v) { to.set_from(std::move(v)); });
    Day(from.through, [&](std::string v) { to.set_through(std::move(v)); });
    for (uint32_t i = 0; i < from.code_count; ++i) {
      if (to.procedure_codes_size() == kMaxAuthorizationCodes) {
        LeaveOut(prefix, "procedure_codes", kTooMany);
        break;
      }
      CodeText(prefix, "procedure_codes", claim_.authorization_codes[from.first_code + i],
               kProcedureCodeForm, [&](std::string v) { to.add_procedure_codes(std::move(v)); });
    }
    Number(prefix, "units_approved", from.units_approved, kMaxThousandths,
           [&](int64_t v) { to.set_units_approved(Units(v)); });
    Number(prefix, "units_used", from.units_used, kMaxThousandths,
           [&](int64_t v) { to.set_units_used(Units(v)); });
    Text(prefix, "provider_npi", from.provider_npi,
         [&](std::string v) { to.set_provider_npi(std::move(v)); });
  }
}

void Encoder::RecordsOfPayers() {
  const Eligibility& eligibility = claim_.eligibility;
  Day(eligibility.effective_from,
      [&](std::string v) { message_.mutable_eligibility()->set_effective_from(std::move(v)); });
  Day(eligibility.effective_through,
      [&](std::string v) { message_.mutable_eligibility()->set_effective_through(std::move(v)); });
  Authorizations();
  for (const OtherPayer& from : claim_.other_payers) {
    if (message_.other_payers_size() == kMaxPayerRecords) {
      LeaveOut("", "other_payers", kTooMany);
      break;
    }
    const std::string prefix = absl::StrCat("other_payers[", message_.other_payers_size(), "].");
    v1::OtherPayer& to = *message_.add_other_payers();
    Text(prefix, "payer_id", from.payer_id, [&](std::string v) { to.set_payer_id(std::move(v)); });
    to.set_responsibility(static_cast<v1::Payer::Responsibility>(from.responsibility));
    Number(prefix, "paid_cents", from.paid_cents, kMaxCents,
           [&](int64_t v) { to.set_paid_cents(v); });
    Number(prefix, "adjusted_cents", from.adjusted_cents, kMaxCents,
           [&](int64_t v) { to.set_adjusted_cents(v); });
    CodeText(prefix, "filing_indicator", from.filing_indicator, kFilingIndicatorForm,
             [&](std::string v) { to.set_filing_indicator(std::move(v)); });
    Day(from.remittance_date, [&](std::string v) { to.set_remittance_date(std::move(v)); });
  }
  for (const Accumulator& from : claim_.accumulators) {
    if (message_.accumulators_size() == kMaxPayerRecords) {
      LeaveOut("", "accumulators", kTooMany);
      break;
    }
    const std::string prefix = absl::StrCat("accumulators[", message_.accumulators_size(), "].");
    v1::Accumulator& to = *message_.add_accumulators();
    Text(prefix, "name", from.name, [&](std::string v) { to.set_name(std::move(v)); });
    Number(prefix, "amount_cents", from.amount_cents, kMaxCents,
           [&](int64_t v) { to.set_amount_cents(v); });
  }
}

void Encoder::CodesOfBill() {
  for (const Code code : claim_.condition_codes) {
    CodeText("", "condition_codes", code, kTwoCharacterForm,
             [&](std::string v) { message_.add_condition_codes(std::move(v)); });
  }
  for (const Occurrence& from : claim_.occurrences) {
    v1::Occurrence& to = *message_.add_occurrences();
    CodeText("", "occurrences", from.code, kTwoCharacterForm,
             [&](std::string v) { to.set_code(std::move(v)); });
    Day(from.date, [&](std::string v) { to.set_date(std::move(v)); });
  }
  for (const OccurrenceSpan& from : claim_.occurrence_spans) {
    v1::OccurrenceSpan& to = *message_.add_occurrence_spans();
    CodeText("", "occurrence_spans", from.code, kTwoCharacterForm,
             [&](std::string v) { to.set_code(std::move(v)); });
    Day(from.from, [&](std::string v) { to.set_from(std::move(v)); });
    Day(from.through, [&](std::string v) { to.set_through(std::move(v)); });
  }
  for (const ValueCode& from : claim_.value_codes) {
    v1::ValueCode& to = *message_.add_value_codes();
    CodeText("", "value_codes", from.code, kTwoCharacterForm,
             [&](std::string v) { to.set_code(std::move(v)); });
    Number("", "value_codes", from.amount_cents, kMaxCents,
           [&](int64_t v) { to.set_amount_cents(v); });
  }
  const Accident& accident = claim_.accident;
  v1::Accident& to = *message_.mutable_accident();
  if (accident.auto_accident != Tristate::kUnset) {
    to.set_auto_(accident.auto_accident == Tristate::kYes);
  }
  if (accident.employment != Tristate::kUnset) {
    to.set_employment(accident.employment == Tristate::kYes);
  }
  if (accident.other != Tristate::kUnset) to.set_other(accident.other == Tristate::kYes);
  CodeText("accident.", "state", accident.state, kTwoCharacterForm,
           [&](std::string v) { to.set_state(std::move(v)); });
  Day(accident.date, [&](std::string v) { to.set_date(std::move(v)); });
  if (to.ByteSizeLong() == 0) message_.clear_accident();
}

void Encoder::Lines() {
  for (size_t i = 0; i < claim_.diagnoses.size(); ++i) {
    const Diagnosis& from = claim_.diagnoses[i];
    if (message_.diagnoses_size() == kMaxDiagnoses) {
      LeaveOut("", "diagnoses", kTooMany);
      break;
    }
    v1::Diagnosis& to = *message_.add_diagnoses();
    const std::string prefix = absl::StrCat("diagnoses[", i, "].");
    // Its place stays, since lines point to it by position.
    if (from.code.empty()) LeaveOut(prefix, "code", kNotAdmitted);
    CodeText(prefix, "code", from.code, kDiagnosisForm,
             [&](std::string v) { to.set_code(std::move(v)); });
    to.set_role(static_cast<v1::Diagnosis::Role>(from.role));
    if (IsPresentOnAdmission(from.present_on_admission)) {
      to.set_present_on_admission(std::string(1, from.present_on_admission));
    } else if (from.present_on_admission != 0) {
      LeaveOut(prefix, "present_on_admission", kNotAdmitted);
    }
  }
  for (size_t i = 0; i < claim_.service_lines.size(); ++i) {
    if (message_.service_lines_size() == kMaxServiceLines) {
      LeaveOut("", "service_lines", kTooMany);
      break;
    }
    const std::string prefix = absl::StrCat("service_lines[", i, "].");
    v1::ServiceLine& to = *message_.add_service_lines();
    Line(prefix, claim_.service_lines[i], to);
    if (const LineDraft* draft = claim_.DraftOf(i))
      DraftNames(prefix + "draft.", *draft, [&] { return to.mutable_draft(); });
  }
  for (size_t i = 0; i < claim_.history.size(); ++i) {
    if (message_.history_size() == kMaxHistoryLines) {
      LeaveOut("", "history", kTooMany);
      break;
    }
    const HistoryLine& from = claim_.history[i];
    v1::HistoryLine& to = *message_.add_history();
    const std::string prefix = absl::StrCat("history[", i, "].");
    Line(prefix + "line.", from.line, *to.mutable_line());
    Text(prefix, "claim_id", from.claim_id, [&](std::string v) { to.set_claim_id(std::move(v)); });
    Text(prefix, "payer_control_number", from.payer_control_number,
         [&](std::string v) { to.set_payer_control_number(std::move(v)); });
    Text(prefix, "payer_id", from.payer_id, [&](std::string v) { to.set_payer_id(std::move(v)); });
    to.set_claim_type(static_cast<v1::Claim::Type>(from.claim_type));
    CodeText(prefix, "type_of_bill", from.type_of_bill, kFourCharacterForm,
             [&](std::string v) { to.set_type_of_bill(std::move(v)); });
    ProviderOf(prefix + "billing.", from.billing, [&] { return to.mutable_billing(); });
    to.set_status(static_cast<v1::HistoryLine::Status>(from.status));
  }
}

void Encoder::EncodeAll() {
  message_.Clear();
  Header();
  PayerAndPatient();
  RecordsOfPayers();
  CodesOfBill();
  ProviderOf("billing.", claim_.billing, [&] { return message_.mutable_billing(); });
  ProviderOf("rendering.", claim_.rendering, [&] { return message_.mutable_rendering(); });
  ProviderOf("referring.", claim_.referring, [&] { return message_.mutable_referring(); });
  ProviderOf("ordering.", claim_.ordering, [&] { return message_.mutable_ordering(); });
  ProviderOf("supervising.", claim_.supervising, [&] { return message_.mutable_supervising(); });
  ProviderOf("service_facility.", claim_.service_facility,
             [&] { return message_.mutable_service_facility(); });
  ProviderOf("attending.", claim_.attending, [&] { return message_.mutable_attending(); });
  ProviderOf("operating.", claim_.operating, [&] { return message_.mutable_operating(); });
  Lines();
  for (const Unreadable& unreadable : claim_.unreadable) {
    if (message_.unreadable_size() >= kMaxUnreadable) break;
    v1::UnreadableField& to = *message_.add_unreadable();
    to.set_field(std::string(unreadable.field));
    to.set_problem(std::string(unreadable.problem));
  }
}

}  // namespace

void EncodeClaim(const Claim& claim, v1::Claim& message) { Encoder(claim, message).EncodeAll(); }

}  // namespace scrubline
