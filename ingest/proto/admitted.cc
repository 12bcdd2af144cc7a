#include "ingest/proto/admitted.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "ingest/proto/claim_limits.h"

namespace scrubline {
namespace {

constexpr int64_t kMaxThousandths = static_cast<int64_t>(kMaxQuantity) * kThousandths;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Plain ASCII alone: other texts, few, are looked at more closely on the way over the message.
bool TextFits(std::string_view text) {
  return text.size() <= kMaxTextBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}
// Of a text that decoding strips of blanks and writes in capitals.
bool PlainFits(std::string_view text) {
  return text.size() <= kMaxTextBytes && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7F && (c < 'a' || c > 'z');
         });
}
bool DigitsFit(std::string_view text) {
  return text.size() <= kMaxTextBytes && std::all_of(text.begin(), text.end(), IsDigit);
}
bool CodeFits(Code code, CodeForm form) { return code.empty() || form.Admits(code); }
bool NumberFits(int64_t number, int64_t limit) {
  return number == kUnset || (number >= 0 && number <= limit);
}

bool ProviderFits(const Provider& provider) {
  return PlainFits(provider.npi) && PlainFits(provider.taxonomy_code) &&
         DigitsFit(provider.tax_id) && DigitsFit(provider.zip) &&
         CodeFits(provider.specialty_code, kTwoCharacterForm) &&
         CodeFits(provider.state, kTwoCharacterForm);
}

bool ModifiersFit(const ServiceLine& line) {
  if (line.modifier_count > kMaxModifiers) return false;
  for (int i = 0; i < line.modifier_count; ++i) {
    if (!CodeFits(line.modifiers[static_cast<size_t>(i)], kModifierForm)) return false;
  }
  // Trailing gaps are dropped on the way.
  return line.modifier_count == 0 ||
         !line.modifiers[static_cast<size_t>(line.modifier_count - 1)].empty();
}

bool PointersFit(const ServiceLine& line) {
  if (line.pointer_count > kMaxDiagnosisPointers) return false;
  return std::all_of(
      line.diagnosis_pointers.begin(), line.diagnosis_pointers.begin() + line.pointer_count,
      [](uint8_t pointer) { return pointer >= 1 && pointer <= kMaxDiagnosisPointers; });
}

bool LineFits(const ServiceLine& line) {
  const bool long_span = line.service_date.has_value() && line.service_date_through.has_value() &&
                         line.service_date_through.days() - line.service_date.days() > kMaxSpanDays;
  return !long_span && line.draft_confidence < 0 &&
         CodeFits(line.procedure_code, kProcedureCodeForm) && ModifiersFit(line) &&
         PointersFit(line) && NumberFits(line.units, kMaxThousandths) &&
         NumberFits(line.charge_cents, kMaxCents) &&
         CodeFits(line.place_of_service, kTwoCharacterForm) &&
         CodeFits(line.revenue_code, kFourCharacterForm) && TextFits(line.ndc) &&
         NumberFits(line.ndc_quantity, kMaxThousandths) &&
         CodeFits(line.ndc_unit, kTwoCharacterForm) && NumberFits(line.minutes, kMaxMinutes) &&
         NumberFits(line.administered_quantity, kMaxThousandths) &&
         CodeFits(line.administered_unit, kUnitForm) &&
         NumberFits(line.wasted_quantity, kMaxThousandths) &&
         NumberFits(line.noncovered_charge_cents, kMaxCents) && TextFits(line.clia_number) &&
         TextFits(line.prior_authorization_number) && TextFits(line.description);
}

// There are lines, and their numbers ascend.
bool LinesFit(const Claim& claim) {
  if (claim.service_lines.empty() || claim.service_lines.size() > kMaxServiceLines) return false;
  int32_t previous = 0;
  for (const ServiceLine& line : claim.service_lines) {
    if (line.line_number <= previous || !LineFits(line)) return false;
    previous = line.line_number;
  }
  return true;
}

bool DiagnosesFit(const Claim& claim) {
  return claim.diagnoses.size() <= kMaxDiagnoses &&
         std::all_of(claim.diagnoses.begin(), claim.diagnoses.end(), [](const Diagnosis& one) {
           return kDiagnosisForm.Admits(one.code) &&
                  (one.present_on_admission == 0 || IsPresentOnAdmission(one.present_on_admission));
         });
}

template <typename Entry>
bool CodesFit(const std::vector<Entry>& entries) {
  return entries.size() <= kMaxClaimCodes &&
         std::all_of(entries.begin(), entries.end(),
                     [](const Entry& entry) { return kTwoCharacterForm.Admits(entry.code); });
}

bool CodesOfBillFit(const Claim& claim) {
  return claim.condition_codes.size() <= kMaxClaimCodes &&
         std::all_of(claim.condition_codes.begin(), claim.condition_codes.end(),
                     [](Code code) { return kTwoCharacterForm.Admits(code); }) &&
         CodesFit(claim.occurrences) && CodesFit(claim.occurrence_spans) &&
         CodesFit(claim.value_codes) &&
         std::all_of(
             claim.value_codes.begin(), claim.value_codes.end(),
             [](const ValueCode& entry) { return NumberFits(entry.amount_cents, kMaxCents); }) &&
         CodeFits(claim.accident.state, kTwoCharacterForm);
}

bool OtherPayersFit(const Claim& claim) {
  return claim.other_payers.size() <= kMaxPayerRecords &&
         std::all_of(claim.other_payers.begin(), claim.other_payers.end(),
                     [](const OtherPayer& payer) {
                       return TextFits(payer.payer_id) && NumberFits(payer.paid_cents, kMaxCents) &&
                              NumberFits(payer.adjusted_cents, kMaxCents) &&
                              CodeFits(payer.filing_indicator, kFilingIndicatorForm);
                     });
}

bool HeaderFits(const Claim& claim) {
  return TextFits(claim.claim_id) && TextFits(claim.tenant_id) && TextFits(claim.subscriber_id) &&
         CodeFits(claim.frequency_code, kFrequencyForm) &&
         TextFits(claim.original_reference_number) &&
         CodeFits(claim.place_of_service, kTwoCharacterForm) &&
         CodeFits(claim.type_of_bill, kFourCharacterForm) &&
         CodeFits(claim.patient_status, kTwoCharacterForm) &&
         TextFits(claim.prior_authorization_number) && TextFits(claim.referral_number) &&
         TextFits(claim.clia_number) && NumberFits(claim.total_charge_cents, kMaxCents) &&
         TextFits(claim.payer.id) && TextFits(claim.payer.name) && TextFits(claim.payer.plan_id) &&
         CodeFits(claim.payer.filing_indicator, kFilingIndicatorForm) &&
         TextFits(claim.patient.id) && CodeFits(claim.patient.relationship, kTwoCharacterForm);
}

// What no file holds goes over the message, and so does what the reader itself could not read.
bool HasMore(const Claim& claim) {
  return !claim.history.empty() || !claim.authorizations.empty() || !claim.accumulators.empty() ||
         !claim.line_drafts.empty() || !claim.draft.source.empty() || !claim.draft.model.empty() ||
         !claim.draft.model_version.empty() || claim.draft.confidence >= 0 ||
         claim.eligibility.effective_from.has_value() ||
         claim.eligibility.effective_through.has_value() || !claim.unreadable.empty();
}

}  // namespace

bool IsAdmitted(const Claim& claim) {
  return !HasMore(claim) && HeaderFits(claim) && OtherPayersFit(claim) && CodesOfBillFit(claim) &&
         DiagnosesFit(claim) && LinesFit(claim) && claim.providers.size() <= kMaxProviders &&
         std::all_of(claim.providers.begin(), claim.providers.end(), ProviderFits);
}

}  // namespace scrubline
