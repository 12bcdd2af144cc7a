// supportingInfo: what the 837 says in CL1, HI and DTP segments of an institutional claim.
#include <optional>

#include "ingest/fhir/mapper.h"

namespace scrubline {

void Mapper::SupportingInfo() {
  for (JsonValue coding : claim_["subType"]["coding"].Items()) {
    const auto [system, code] = CodingOf(coding);
    if (system == CodeSystem::kTypeOfBill) TypeOfBill(claim_["subType"], code);
  }
  for (JsonValue info : claim_["supportingInfo"].Items()) InfoEntry(info);
}

bool Mapper::HasRoom(int size, const char* field, JsonValue element) {
  if (size < kMaxClaimCodes) return true;
  if (size == kMaxClaimCodes) values_.Unread(field, "has more than 100 entries", element);
  return false;
}

void Mapper::TypeOfBill(JsonValue element, std::string_view code) {
  if (!message_.type_of_bill().empty()) return;
  std::string text(code);
  if (text.size() == 3) {
    text.insert(0, "0");
    values_.Issue(FhirProblem::kTypeOfBillForm, element);
  }
  message_.set_type_of_bill(values_.Code(text, element, "type_of_bill", kFourCharacterForm));
}

// The Medicare contractors' own form: the three digits stand in three places.
void Mapper::TypeOfBillInParts(JsonValue info, std::string_view frequency) {
  const auto digit = [](JsonValue holder, std::string_view name) -> std::string_view {
    for (JsonValue extension : holder["extension"].Items()) {
      if (extension["url"].text().ends_with(name)) return extension["valueCoding"]["code"].text();
    }
    return {};
  };
  std::string text = "0";
  text.append(digit(claim_["facility"], "/fiss/lob-cd"));
  text.append(digit(claim_, "/fiss/serv-typ-cd")).append(frequency);
  message_.set_type_of_bill(values_.Code(text, info, "type_of_bill", kFourCharacterForm));
}

void Mapper::InfoEntry(JsonValue info) {
  const JsonValue timing = info["timingPeriod"];
  const auto [system, code] = CodingOf(info["code"]["coding"].First());
  switch (system) {
    case CodeSystem::kConditionCode:
      if (HasRoom(message_.condition_codes_size(), "condition_codes", info)) {
        const std::string path =
            "condition_codes[" + std::to_string(message_.condition_codes_size()) + "]";
        message_.add_condition_codes(values_.Code(code, info, path, kTwoCharacterForm));
      }
      return;
    case CodeSystem::kOccurrenceCode:
      if (HasRoom(message_.occurrences_size(), "occurrences", info)) {
        const std::string path = "occurrences[" + std::to_string(message_.occurrences_size()) + "]";
        v1::Occurrence& occurrence = *message_.add_occurrences();
        values_.Note(path, info);
        occurrence.set_code(values_.Code(code, info, path + ".code", kTwoCharacterForm));
        occurrence.set_date(values_.Day(info["timingDate"], path + ".date"));
      }
      return;
    case CodeSystem::kOccurrenceSpanCode:
      if (HasRoom(message_.occurrence_spans_size(), "occurrence_spans", info)) {
        const std::string path =
            "occurrence_spans[" + std::to_string(message_.occurrence_spans_size()) + "]";
        v1::OccurrenceSpan& span = *message_.add_occurrence_spans();
        values_.Note(path, info);
        span.set_code(values_.Code(code, info, path + ".code", kTwoCharacterForm));
        span.set_from(values_.Day(timing["start"], path + ".from"));
        span.set_through(values_.Day(timing["end"], path + ".through"));
      }
      return;
    case CodeSystem::kValueCode:
      if (HasRoom(message_.value_codes_size(), "value_codes", info)) {
        const std::string path = "value_codes[" + std::to_string(message_.value_codes_size()) + "]";
        v1::ValueCode& value = *message_.add_value_codes();
        values_.Note(path, info);
        value.set_code(values_.Code(code, info, path + ".code", kTwoCharacterForm));
        if (const auto amount = values_.Amount(info["valueQuantity"], path + ".amount_cents")) {
          value.set_amount_cents(*amount);
        }
      }
      return;
    default:
      break;
  }
  InfoCategory category = InfoCategory::kOther;
  for (JsonValue coding : info["category"]["coding"].Items()) {
    if (category == InfoCategory::kOther) category = InfoCategoryOf(coding["code"].text());
  }
  switch (category) {
    case InfoCategory::kTypeOfBill:
      if (system == CodeSystem::kBillFrequency) {
        TypeOfBillInParts(info, code);
      } else {
        TypeOfBill(info, code);
      }
      break;
    case InfoCategory::kDischargeStatus:
      if (!code.empty()) {
        message_.set_patient_status(values_.Code(code, info, "patient_status", kTwoCharacterForm));
      }
      break;
    case InfoCategory::kAdmissionPeriod:
      message_.set_admission_date(
          values_.Day(timing ? timing["start"] : info["timingDate"], "admission_date"));
      break;
    case InfoCategory::kOnset:
      message_.set_onset_date(
          values_.Day(timing ? timing["start"] : info["timingDate"], "onset_date"));
      break;
    case InfoCategory::kReceivedDate:
      message_.set_received_date(values_.Day(info["timingDate"], "received_date"));
      break;
    case InfoCategory::kOther:
      break;
  }
}

}  // namespace scrubline
