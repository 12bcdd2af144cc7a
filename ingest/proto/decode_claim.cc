#include "ingest/proto/decode_claim.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "ingest/proto/claim_limits.h"

namespace scrubline {
namespace {

// A step on the way from the claim to a field; lives on the stack, made into text only for a
// violation.
struct Path {
  const Path* parent;
  const char* name;
  int index = -1;
};

void AppendPath(const Path& path, std::string& text) {
  if (path.parent != nullptr) AppendPath(*path.parent, text);
  if (!text.empty()) text += '.';
  text += path.name;
  if (path.index >= 0) absl::StrAppend(&text, "[", path.index, "]");
}

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Tristate YesNo(bool yes) { return yes ? Tristate::kYes : Tristate::kNo; }

class Decoder {
 public:
  Decoder(Claim& claim, std::vector<FieldViolation>& violations)
      : claim_(claim), violations_(violations) {}

  void DecodeAll(const v1::Claim& message);

 private:
  // Reports `path` as at fault.
  void Refuse(const Path& path, std::string problem);

  // One reader per kind of field: checks `value` and stores it, or reports the field. Absent values
  // leave `out` as it is, which is absent too.
  void Text(const Path* parent, const char* name, const std::string& value, std::string_view& out);
  void Digits(const Path* parent, const char* name, const std::string& value,
              std::string_view& out);
  void CodeText(const Path& path, const std::string& value, CodeForm form, Code& out);
  void CodeField(const Path* parent, const char* name, const std::string& value, CodeForm form,
                 Code& out) {
    if (!value.empty()) CodeText({parent, name}, value, form, out);
  }
  void DateField(const Path* parent, const char* name, const std::string& value, Date& out);
  void Quantity(const Path* parent, const char* name, double value, int64_t& out);
  void Cents(const Path* parent, const char* name, int64_t value, int64_t& out);
  void DraftOfLine(const Path& path, const v1::Draft& message, int line);
  void Confidence(const Path* parent, const v1::Draft& message, float& out);
  template <typename Enum>
  void Choice(const Path* parent, const char* name, int value, Enum last, Enum& out) {
    if (value >= 0 && value <= static_cast<int>(last)) {
      out = static_cast<Enum>(value);
    } else {
      Refuse({parent, name}, "is not one of the values this server knows");
    }
  }
  // False, and reported, when a list is longer than allowed: it is then not read at all.
  bool Fits(const Path* parent, const char* name, int size, int limit);

  // `slot` is a ProviderIndex of a Claim, ServiceLine or HistoryLine.
  void ProviderField(const Path* parent, const char* name, const v1::Provider& message,
                     ProviderIndex& slot);
  void Line(const Path& path, const v1::ServiceLine& message, ServiceLine& line);
  void Modifiers(const Path& path, const v1::ServiceLine& message, ServiceLine& line);
  void Pointers(const Path& path, const v1::ServiceLine& message, ServiceLine& line);
  void Header(const v1::Claim& message);
  void RecordsOfPayers(const v1::Claim& message);
  void AuthorizationRecord(const Path& path, const v1::Authorization& message);
  void PayerAndPatient(const v1::Claim& message);
  void CodesOfBill(const v1::Claim& message);
  void Diagnoses(const v1::Claim& message);
  void ServiceLines(const v1::Claim& message);
  void LineNumbers();
  void History(const v1::Claim& message);
  void Unreadables(const v1::Claim& message);

  Claim& claim_;
  std::vector<FieldViolation>& violations_;
};

void Decoder::Refuse(const Path& path, std::string problem) {
  if (violations_.size() >= kMaxViolations) return;
  FieldViolation& violation = violations_.emplace_back();
  AppendPath(path, violation.field);
  violation.problem = std::move(problem);
}

void Decoder::Text(const Path* parent, const char* name, const std::string& value,
                   std::string_view& out) {
  if (value.size() <= kMaxTextBytes) {
    out = value;
  } else {
    Refuse({parent, name}, absl::StrCat("is ", value.size(), " bytes long; at most ", kMaxTextBytes,
                                        " are accepted"));
  }
}

void Decoder::Digits(const Path* parent, const char* name, const std::string& value,
                     std::string_view& out) {
  Text(parent, name, value, out);
  if (std::all_of(out.begin(), out.end(), IsDigit)) return;
  std::string digits;
  std::copy_if(out.begin(), out.end(), std::back_inserter(digits), IsDigit);
  if (digits.empty()) Refuse({parent, name}, "holds no digit");
  out = claim_.Keep(digits);
}

void Decoder::CodeText(const Path& path, const std::string& value, CodeForm form, Code& out) {
  const std::optional<Code> code = Code::ParseNormalized(value);
  if (code.has_value() && code->empty()) return;  // blanks: absent
  if (code.has_value() && form.Admits(*code)) {
    out = *code;
    return;
  }
  const std::string length = form.min_length == form.max_length
                                 ? absl::StrCat(form.min_length)
                                 : absl::StrCat(form.min_length, " to ", form.max_length);
  Refuse(path, absl::StrCat("must be ", length, " letters A-Z or digits"));
}

void Decoder::DateField(const Path* parent, const char* name, const std::string& value, Date& out) {
  if (value.empty()) return;
  constexpr size_t kLength = std::string_view("YYYY-MM-DD").size();
  const std::optional<Date> date = value.size() == kLength ? Date::Parse(value) : std::nullopt;
  if (date.has_value()) {
    out = *date;
  } else {
    Refuse({parent, name}, "must be a day of the calendar, written YYYY-MM-DD");
  }
}

void Decoder::Quantity(const Path* parent, const char* name, double value, int64_t& out) {
  if (std::isnan(value)) {
    Refuse({parent, name}, "is not a number");
  } else if (value < 0) {
    Refuse({parent, name}, "must not be negative");
  } else if (value > kMaxQuantity) {
    Refuse({parent, name}, "must be at most 1,000,000,000");
  } else {
    out = std::llround(value * kThousandths);
  }
}

void Decoder::Cents(const Path* parent, const char* name, int64_t value, int64_t& out) {
  if (value < 0) {
    Refuse({parent, name}, "must not be negative");
  } else if (value > kMaxCents) {
    Refuse({parent, name}, "must be at most 10,000,000,000,000 cents");
  } else {
    out = value;
  }
}

void Decoder::Confidence(const Path* parent, const v1::Draft& message, float& out) {
  if (!message.has_confidence()) return;
  if (message.confidence() >= 0 && message.confidence() <= 1) {  // false for NaN
    out = static_cast<float>(message.confidence());
  } else {
    Refuse({parent, "confidence"}, "must be from 0 to 1");
  }
}

bool Decoder::Fits(const Path* parent, const char* name, int size, int limit) {
  if (size <= limit) return true;
  Refuse({parent, name}, absl::StrCat("has ", size, " entries; at most ", limit, " are accepted"));
  return false;
}

void Decoder::ProviderField(const Path* parent, const char* name, const v1::Provider& message,
                            ProviderIndex& slot) {
  const Path path{parent, name};
  Provider provider;
  Text(&path, "npi", message.npi(), provider.npi);
  provider.npi = TrimBlanks(provider.npi);
  Text(&path, "taxonomy_code", message.taxonomy_code(), provider.taxonomy_code);
  provider.taxonomy_code = TrimBlanks(provider.taxonomy_code);
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (std::any_of(provider.taxonomy_code.begin(), provider.taxonomy_code.end(), is_lower)) {
    std::string upper(provider.taxonomy_code);
    for (char& c : upper) c = is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    provider.taxonomy_code = claim_.Keep(upper);
  }
  Digits(&path, "tax_id", message.tax_id(), provider.tax_id);
  Choice(&path, "entity_type", message.entity_type(), EntityType::kOrganization,
         provider.entity_type);
  CodeField(&path, "specialty_code", message.specialty_code(), kTwoCharacterForm,
            provider.specialty_code);
  CodeField(&path, "state", message.state(), kTwoCharacterForm, provider.state);
  Digits(&path, "zip", message.zip(), provider.zip);
  slot = claim_.AddProvider(provider);
  if (claim_.providers.size() > kMaxProviders) {
    claim_.providers.pop_back();
    slot = kNoProvider;
    Refuse(path, absl::StrCat("is one provider too many; at most ", kMaxProviders,
                              " distinct ones are accepted"));
  }
}

void Decoder::Modifiers(const Path& path, const v1::ServiceLine& message, ServiceLine& line) {
  int count = message.modifiers_size();
  while (count > 0 && TrimBlanks(message.modifiers(count - 1)).empty()) --count;
  if (!Fits(&path, "modifiers", count, kMaxModifiers)) return;
  for (int i = 0; i < count; ++i) {
    CodeText({&path, "modifiers", i}, message.modifiers(i), kModifierForm,
             line.modifiers[static_cast<size_t>(i)]);
  }
  line.modifier_count = static_cast<uint8_t>(count);
}

void Decoder::Pointers(const Path& path, const v1::ServiceLine& message, ServiceLine& line) {
  const int count = message.diagnosis_pointers_size();
  if (!Fits(&path, "diagnosis_pointers", count, kMaxDiagnosisPointers)) return;
  for (int i = 0; i < count; ++i) {
    const int32_t pointer = message.diagnosis_pointers(i);
    if (pointer < 1 || pointer > kMaxDiagnosisPointers) {
      Refuse({&path, "diagnosis_pointers", i}, "must be from 1 to 12");
    } else {
      line.diagnosis_pointers[static_cast<size_t>(i)] = static_cast<uint8_t>(pointer);
    }
  }
  line.pointer_count = static_cast<uint8_t>(count);
}

void Decoder::Line(const Path& path, const v1::ServiceLine& message, ServiceLine& line) {
  line.line_number = message.line_number();
  if (message.line_number() < 0) Refuse({&path, "line_number"}, "must not be negative");
  CodeField(&path, "procedure_code", message.procedure_code(), kProcedureCodeForm,
            line.procedure_code);
  Modifiers(path, message, line);
  DateField(&path, "service_date", message.service_date(), line.service_date);
  DateField(&path, "service_date_through", message.service_date_through(),
            line.service_date_through);
  if (line.service_date.has_value() && line.service_date_through.has_value() &&
      line.service_date_through.days() - line.service_date.days() > kMaxSpanDays) {
    Refuse({&path, "service_date_through"}, "is more than ten years after service_date");
  }
  if (message.has_units()) Quantity(&path, "units", message.units(), line.units);
  Choice(&path, "unit_basis", message.unit_basis(), UnitBasis::kMinutes, line.unit_basis);
  if (message.has_charge_cents()) {
    Cents(&path, "charge_cents", message.charge_cents(), line.charge_cents);
  }
  CodeField(&path, "place_of_service", message.place_of_service(), kTwoCharacterForm,
            line.place_of_service);
  Pointers(path, message, line);
  CodeField(&path, "revenue_code", message.revenue_code(), kFourCharacterForm, line.revenue_code);
  Text(&path, "ndc", message.ndc(), line.ndc);
  if (message.has_ndc_quantity()) {
    Quantity(&path, "ndc_quantity", message.ndc_quantity(), line.ndc_quantity);
  }
  CodeField(&path, "ndc_unit", message.ndc_unit(), kTwoCharacterForm, line.ndc_unit);
  if (message.has_minutes()) {
    if (message.minutes() >= 0 && message.minutes() <= kMaxMinutes) {
      line.minutes = message.minutes();
    } else {
      Refuse({&path, "minutes"}, "must be from 0 to 100,000");
    }
  }
  if (message.has_administered_quantity()) {
    Quantity(&path, "administered_quantity", message.administered_quantity(),
             line.administered_quantity);
  }
  CodeField(&path, "administered_unit", message.administered_unit(), kUnitForm,
            line.administered_unit);
  if (message.has_wasted_quantity()) {
    Quantity(&path, "wasted_quantity", message.wasted_quantity(), line.wasted_quantity);
  }
  if (message.has_noncovered_charge_cents()) {
    Cents(&path, "noncovered_charge_cents", message.noncovered_charge_cents(),
          line.noncovered_charge_cents);
  }
  if (message.has_single_dose()) line.single_dose = YesNo(message.single_dose());
  Text(&path, "clia_number", message.clia_number(), line.clia_number);
  Text(&path, "prior_authorization_number", message.prior_authorization_number(),
       line.prior_authorization_number);
  Text(&path, "description", message.description(), line.description);
  if (message.has_rendering()) {
    ProviderField(&path, "rendering", message.rendering(), line.rendering);
  }
  if (message.has_ordering()) ProviderField(&path, "ordering", message.ordering(), line.ordering);
  if (message.has_referring()) {
    ProviderField(&path, "referring", message.referring(), line.referring);
  }
  if (message.has_supervising()) {
    ProviderField(&path, "supervising", message.supervising(), line.supervising);
  }
  if (message.has_draft()) {
    const Path draft{&path, "draft"};
    Confidence(&draft, message.draft(), line.draft_confidence);
  }
}

void Decoder::Header(const v1::Claim& message) {
  Text(nullptr, "claim_id", message.claim_id(), claim_.claim_id);
  Choice(nullptr, "type", message.type(), ClaimType::kInstitutional, claim_.type);
  Text(nullptr, "tenant_id", message.tenant_id(), claim_.tenant_id);
  Text(nullptr, "subscriber_id", message.subscriber_id(), claim_.subscriber_id);
  CodeField(nullptr, "frequency_code", message.frequency_code(), kFrequencyForm,
            claim_.frequency_code);
  Text(nullptr, "original_reference_number", message.original_reference_number(),
       claim_.original_reference_number);
  CodeField(nullptr, "place_of_service", message.place_of_service(), kTwoCharacterForm,
            claim_.place_of_service);
  CodeField(nullptr, "type_of_bill", message.type_of_bill(), kFourCharacterForm,
            claim_.type_of_bill);
  DateField(nullptr, "statement_from", message.statement_from(), claim_.statement_from);
  DateField(nullptr, "statement_through", message.statement_through(), claim_.statement_through);
  DateField(nullptr, "admission_date", message.admission_date(), claim_.admission_date);
  CodeField(nullptr, "patient_status", message.patient_status(), kTwoCharacterForm,
            claim_.patient_status);
  DateField(nullptr, "submitted_date", message.submitted_date(), claim_.submitted_date);
  DateField(nullptr, "received_date", message.received_date(), claim_.received_date);
  DateField(nullptr, "initial_treatment_date", message.initial_treatment_date(),
            claim_.initial_treatment_date);
  DateField(nullptr, "last_menstrual_period_date", message.last_menstrual_period_date(),
            claim_.last_menstrual_period_date);
  DateField(nullptr, "onset_date", message.onset_date(), claim_.onset_date);
  if (message.has_accept_assignment()) {
    claim_.accept_assignment = YesNo(message.accept_assignment());
  }
  Text(nullptr, "prior_authorization_number", message.prior_authorization_number(),
       claim_.prior_authorization_number);
  Text(nullptr, "referral_number", message.referral_number(), claim_.referral_number);
  Text(nullptr, "clia_number", message.clia_number(), claim_.clia_number);
  if (message.has_total_charge_cents()) {
    Cents(nullptr, "total_charge_cents", message.total_charge_cents(), claim_.total_charge_cents);
  }
  if (message.has_draft()) {
    const Path draft{nullptr, "draft"};
    Text(&draft, "source", message.draft().source(), claim_.draft.source);
    Text(&draft, "model", message.draft().model(), claim_.draft.model);
    Text(&draft, "model_version", message.draft().model_version(), claim_.draft.model_version);
    Confidence(&draft, message.draft(), claim_.draft.confidence);
  }
}

void Decoder::PayerAndPatient(const v1::Claim& message) {
  if (message.has_payer()) {
    const Path path{nullptr, "payer"};
    const v1::Payer& payer = message.payer();
    Text(&path, "id", payer.id(), claim_.payer.id);
    Text(&path, "name", payer.name(), claim_.payer.name);
    Text(&path, "plan_id", payer.plan_id(), claim_.payer.plan_id);
    Choice(&path, "line_of_business", payer.line_of_business(), LineOfBusiness::kOther,
           claim_.payer.line_of_business);
    CodeField(&path, "filing_indicator", payer.filing_indicator(), kFilingIndicatorForm,
              claim_.payer.filing_indicator);
    Choice(&path, "responsibility", payer.responsibility(), Responsibility::kTertiary,
           claim_.payer.responsibility);
  }
  if (message.has_patient()) {
    const Path path{nullptr, "patient"};
    const v1::Patient& patient = message.patient();
    Text(&path, "id", patient.id(), claim_.patient.id);
    DateField(&path, "birth_date", patient.birth_date(), claim_.patient.birth_date);
    DateField(&path, "death_date", patient.death_date(), claim_.patient.death_date);
    Choice(&path, "sex", patient.sex(), Sex::kUnknown, claim_.patient.sex);
    CodeField(&path, "relationship", patient.relationship(), kTwoCharacterForm,
              claim_.patient.relationship);
  }
}

void Decoder::AuthorizationRecord(const Path& path, const v1::Authorization& message) {
  Authorization& record = claim_.authorizations.emplace_back();
  Text(&path, "number", message.number(), record.number);
  DateField(&path, "from", message.from(), record.from);
  DateField(&path, "through", message.through(), record.through);
  record.first_code = static_cast<uint32_t>(claim_.authorization_codes.size());
  const int codes = message.procedure_codes_size();
  if (Fits(&path, "procedure_codes", codes, kMaxAuthorizationCodes)) {
    for (int i = 0; i < codes; ++i) {
      CodeText({&path, "procedure_codes", i}, message.procedure_codes(i), kProcedureCodeForm,
               claim_.authorization_codes.emplace_back());
    }
    record.code_count = static_cast<uint32_t>(codes);
  }
  if (message.has_units_approved()) {
    Quantity(&path, "units_approved", message.units_approved(), record.units_approved);
  }
  if (message.has_units_used()) {
    Quantity(&path, "units_used", message.units_used(), record.units_used);
  }
  Text(&path, "provider_npi", message.provider_npi(), record.provider_npi);
  record.provider_npi = TrimBlanks(record.provider_npi);
}

// What payers have said of the patient and of this claim.
void Decoder::RecordsOfPayers(const v1::Claim& message) {
  if (message.has_eligibility()) {
    const Path path{nullptr, "eligibility"};
    DateField(&path, "effective_from", message.eligibility().effective_from(),
              claim_.eligibility.effective_from);
    DateField(&path, "effective_through", message.eligibility().effective_through(),
              claim_.eligibility.effective_through);
  }
  if (Fits(nullptr, "authorizations", message.authorizations_size(), kMaxPayerRecords)) {
    for (int i = 0; i < message.authorizations_size(); ++i) {
      AuthorizationRecord({nullptr, "authorizations", i}, message.authorizations(i));
    }
  }
  if (Fits(nullptr, "other_payers", message.other_payers_size(), kMaxPayerRecords)) {
    for (int i = 0; i < message.other_payers_size(); ++i) {
      const Path path{nullptr, "other_payers", i};
      const v1::OtherPayer& from = message.other_payers(i);
      OtherPayer& payer = claim_.other_payers.emplace_back();
      Text(&path, "payer_id", from.payer_id(), payer.payer_id);
      Choice(&path, "responsibility", from.responsibility(), Responsibility::kTertiary,
             payer.responsibility);
      if (from.has_paid_cents()) Cents(&path, "paid_cents", from.paid_cents(), payer.paid_cents);
      if (from.has_adjusted_cents()) {
        Cents(&path, "adjusted_cents", from.adjusted_cents(), payer.adjusted_cents);
      }
      CodeField(&path, "filing_indicator", from.filing_indicator(), kFilingIndicatorForm,
                payer.filing_indicator);
      DateField(&path, "remittance_date", from.remittance_date(), payer.remittance_date);
    }
  }
  if (Fits(nullptr, "accumulators", message.accumulators_size(), kMaxPayerRecords)) {
    for (int i = 0; i < message.accumulators_size(); ++i) {
      const Path path{nullptr, "accumulators", i};
      const v1::Accumulator& from = message.accumulators(i);
      Accumulator& accumulator = claim_.accumulators.emplace_back();
      Text(&path, "name", from.name(), accumulator.name);
      if (from.has_amount_cents()) {
        Cents(&path, "amount_cents", from.amount_cents(), accumulator.amount_cents);
      }
    }
  }
}

void Decoder::CodesOfBill(const v1::Claim& message) {
  if (Fits(nullptr, "condition_codes", message.condition_codes_size(), kMaxClaimCodes)) {
    for (int i = 0; i < message.condition_codes_size(); ++i) {
      CodeText({nullptr, "condition_codes", i}, message.condition_codes(i), kTwoCharacterForm,
               claim_.condition_codes.emplace_back());
    }
  }
  if (Fits(nullptr, "occurrences", message.occurrences_size(), kMaxClaimCodes)) {
    for (int i = 0; i < message.occurrences_size(); ++i) {
      const Path path{nullptr, "occurrences", i};
      Occurrence& occurrence = claim_.occurrences.emplace_back();
      CodeField(&path, "code", message.occurrences(i).code(), kTwoCharacterForm, occurrence.code);
      DateField(&path, "date", message.occurrences(i).date(), occurrence.date);
    }
  }
  if (Fits(nullptr, "occurrence_spans", message.occurrence_spans_size(), kMaxClaimCodes)) {
    for (int i = 0; i < message.occurrence_spans_size(); ++i) {
      const Path path{nullptr, "occurrence_spans", i};
      const v1::OccurrenceSpan& from = message.occurrence_spans(i);
      OccurrenceSpan& span = claim_.occurrence_spans.emplace_back();
      CodeField(&path, "code", from.code(), kTwoCharacterForm, span.code);
      DateField(&path, "from", from.from(), span.from);
      DateField(&path, "through", from.through(), span.through);
    }
  }
  if (Fits(nullptr, "value_codes", message.value_codes_size(), kMaxClaimCodes)) {
    for (int i = 0; i < message.value_codes_size(); ++i) {
      const Path path{nullptr, "value_codes", i};
      const v1::ValueCode& from = message.value_codes(i);
      ValueCode& value = claim_.value_codes.emplace_back();
      CodeField(&path, "code", from.code(), kTwoCharacterForm, value.code);
      if (from.has_amount_cents()) {
        Cents(&path, "amount_cents", from.amount_cents(), value.amount_cents);
      }
    }
  }
  if (message.has_accident()) {
    const Path path{nullptr, "accident"};
    const v1::Accident& from = message.accident();
    if (from.has_auto_()) claim_.accident.auto_accident = YesNo(from.auto_());
    if (from.has_employment()) claim_.accident.employment = YesNo(from.employment());
    if (from.has_other()) claim_.accident.other = YesNo(from.other());
    CodeField(&path, "state", from.state(), kTwoCharacterForm, claim_.accident.state);
    DateField(&path, "date", from.date(), claim_.accident.date);
  }
}

// Whether the sender says itself that it could not read this diagnosis; its place then stays empty.
bool IsListedUnreadable(const v1::Claim& message, const Path& diagnosis) {
  std::string field;
  AppendPath({&diagnosis, "code"}, field);
  return std::any_of(message.unreadable().begin(), message.unreadable().end(),
                     [&](const v1::UnreadableField& entry) { return entry.field() == field; });
}

void Decoder::Diagnoses(const v1::Claim& message) {
  if (!Fits(nullptr, "diagnoses", message.diagnoses_size(), kMaxDiagnoses)) return;
  for (int i = 0; i < message.diagnoses_size(); ++i) {
    const Path path{nullptr, "diagnoses", i};
    const v1::Diagnosis& from = message.diagnoses(i);
    Diagnosis& diagnosis = claim_.diagnoses.emplace_back();
    const std::optional<Code> code = Code::ParseDiagnosis(from.code());
    if (code.has_value() && kDiagnosisForm.Admits(*code)) {
      diagnosis.code = *code;
    } else if (!from.code().empty() || !IsListedUnreadable(message, path)) {
      Refuse({&path, "code"}, "must be 3 to 7 letters A-Z or digits, with or without the dot");
    }
    Choice(&path, "role", from.role(), DiagnosisRole::kOther, diagnosis.role);
    const std::string& poa = from.present_on_admission();
    if (poa.size() == 1 && IsPresentOnAdmission(poa[0])) {
      diagnosis.present_on_admission = poa[0];
    } else if (!poa.empty()) {
      Refuse({&path, "present_on_admission"}, "must be Y, N, U, W, 1 or empty");
    }
  }
}

// Gives unnumbered lines their position and refuses a number that was given twice.
void Decoder::LineNumbers() {
  bool ascending = true;
  int32_t previous = 0;
  for (size_t i = 0; i < claim_.service_lines.size(); ++i) {
    int32_t& number = claim_.service_lines[i].line_number;
    if (number == 0) number = static_cast<int32_t>(i + 1);
    ascending = ascending && number > previous;
    previous = number;
  }
  if (ascending) return;  // the usual case, without repeats
  std::vector<std::pair<int32_t, int>> numbers;
  for (size_t i = 0; i < claim_.service_lines.size(); ++i) {
    numbers.emplace_back(claim_.service_lines[i].line_number, static_cast<int>(i));
  }
  std::sort(numbers.begin(), numbers.end());
  for (size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i].first != numbers[i - 1].first) continue;
    const Path path{nullptr, "service_lines", numbers[i].second};
    Refuse({&path, "line_number"},
           absl::StrCat("is also that of service_lines[", numbers[i - 1].second,
                        "]; a line without one counts as its position"));
  }
}

void Decoder::DraftOfLine(const Path& path, const v1::Draft& message, int line) {
  if (message.source().empty() && message.model().empty() && message.model_version().empty()) {
    return;
  }
  const Path parent{&path, "draft"};
  LineDraft& draft = claim_.line_drafts.emplace_back();
  draft.line = line;
  Text(&parent, "source", message.source(), draft.source);
  Text(&parent, "model", message.model(), draft.model);
  Text(&parent, "model_version", message.model_version(), draft.model_version);
}

void Decoder::ServiceLines(const v1::Claim& message) {
  const int count = message.service_lines_size();
  if (count == 0) Refuse({nullptr, "service_lines"}, "is empty; a claim has at least one line");
  if (!Fits(nullptr, "service_lines", count, kMaxServiceLines)) return;
  claim_.service_lines.resize(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    const Path path{nullptr, "service_lines", i};
    const v1::ServiceLine& from = message.service_lines(i);
    Line(path, from, claim_.service_lines[static_cast<size_t>(i)]);
    if (from.has_draft()) DraftOfLine(path, from.draft(), i);
  }
  LineNumbers();
}

void Decoder::History(const v1::Claim& message) {
  if (!Fits(nullptr, "history", message.history_size(), kMaxHistoryLines)) return;
  claim_.history.resize(static_cast<size_t>(message.history_size()));
  for (int i = 0; i < message.history_size(); ++i) {
    const Path path{nullptr, "history", i};
    const v1::HistoryLine& from = message.history(i);
    HistoryLine& line = claim_.history[static_cast<size_t>(i)];
    if (from.has_line()) {
      Line({&path, "line"}, from.line(), line.line);
    } else {
      Refuse({&path, "line"}, "is missing");
    }
    Text(&path, "claim_id", from.claim_id(), line.claim_id);
    Text(&path, "payer_control_number", from.payer_control_number(), line.payer_control_number);
    Text(&path, "payer_id", from.payer_id(), line.payer_id);
    Choice(&path, "claim_type", from.claim_type(), ClaimType::kInstitutional, line.claim_type);
    CodeField(&path, "type_of_bill", from.type_of_bill(), kFourCharacterForm, line.type_of_bill);
    if (from.has_billing()) ProviderField(&path, "billing", from.billing(), line.billing);
    Choice(&path, "status", from.status(), HistoryStatus::kVoided, line.status);
  }
}

void Decoder::Unreadables(const v1::Claim& message) {
  if (!Fits(nullptr, "unreadable", message.unreadable_size(), kMaxUnreadable)) return;
  constexpr std::string_view kLinePrefix = "service_lines[";
  for (int i = 0; i < message.unreadable_size(); ++i) {
    const Path path{nullptr, "unreadable", i};
    Unreadable& unreadable = claim_.unreadable.emplace_back();
    Text(&path, "field", message.unreadable(i).field(), unreadable.field);
    Text(&path, "problem", message.unreadable(i).problem(), unreadable.problem);
    if (unreadable.field.substr(0, kLinePrefix.size()) != kLinePrefix) continue;
    size_t line = 0;
    size_t at = kLinePrefix.size();
    for (; at < unreadable.field.size() && IsDigit(unreadable.field[at]) && line < 10000; ++at) {
      line = line * 10 + static_cast<size_t>(unreadable.field[at] - '0');
    }
    if (at > kLinePrefix.size() && line < claim_.service_lines.size()) {
      unreadable.line = static_cast<int16_t>(line);
    }
  }
}

void Decoder::DecodeAll(const v1::Claim& message) {
  Header(message);
  PayerAndPatient(message);
  RecordsOfPayers(message);
  CodesOfBill(message);
  Diagnoses(message);
  if (message.has_billing()) {
    ProviderField(nullptr, "billing", message.billing(), claim_.billing);
  }
  if (message.has_rendering()) {
    ProviderField(nullptr, "rendering", message.rendering(), claim_.rendering);
  }
  if (message.has_referring()) {
    ProviderField(nullptr, "referring", message.referring(), claim_.referring);
  }
  if (message.has_ordering()) {
    ProviderField(nullptr, "ordering", message.ordering(), claim_.ordering);
  }
  if (message.has_supervising()) {
    ProviderField(nullptr, "supervising", message.supervising(), claim_.supervising);
  }
  if (message.has_service_facility()) {
    ProviderField(nullptr, "service_facility", message.service_facility(), claim_.service_facility);
  }
  if (message.has_attending()) {
    ProviderField(nullptr, "attending", message.attending(), claim_.attending);
  }
  if (message.has_operating()) {
    ProviderField(nullptr, "operating", message.operating(), claim_.operating);
  }
  ServiceLines(message);
  History(message);
  Unreadables(message);
}

}  // namespace

absl::Status DecodeClaim(const v1::Claim& message, Claim& claim,
                         std::vector<FieldViolation>& violations) {
  claim.Clear();
  violations.clear();
  Decoder(claim, violations).DecodeAll(message);
  if (violations.empty()) return absl::OkStatus();
  const FieldViolation& first = violations.front();
  if (violations.size() == 1) {
    return absl::InvalidArgumentError(absl::StrCat(first.field, ": ", first.problem));
  }
  return absl::InvalidArgumentError(
      absl::StrCat(violations.size(), " fields of the claim are wrong, the first: ", first.field,
                   ": ", first.problem));
}

}  // namespace scrubline
