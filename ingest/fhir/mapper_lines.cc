// Diagnoses and service lines.
#include <algorithm>
#include <optional>

#include "ingest/fhir/mapper.h"
#include "ingest/fhir/values.h"
#include "ingest/x12/values.h"
#include "rules_engine/claim.h"

namespace scrubline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// 99213, 0001F, J1100.
bool IsFormedAsProcedure(std::string_view code) {
  return code.size() == 5 && std::all_of(code.begin() + 1, code.end() - 1, IsDigit) &&
         (IsDigit(code[0]) || IsCapital(code[0])) && (IsDigit(code[4]) || IsCapital(code[4])) &&
         !(IsCapital(code[0]) && IsCapital(code[4]));
}

// E11.9, S06.0X1A.
bool IsFormedAsIcd10(std::string_view code) {
  if (code.size() < 3 || !IsCapital(code[0]) || !IsDigit(code[1])) return false;
  return std::all_of(code.begin() + 2, code.end(),
                     [](char c) { return IsDigit(c) || IsCapital(c) || c == '.'; });
}

bool IsTwoDigits(std::string_view code) {
  return code.size() == 2 && IsDigit(code[0]) && IsDigit(code[1]);
}

bool HasSystem(JsonValue concept_value, CodeSystem system) {
  for (JsonValue coding : concept_value["coding"].Items()) {
    if (CodingOf(coding).system == system) return true;
  }
  return false;
}

}  // namespace

std::string_view Mapper::CodeFrom(JsonValue concept_value, CodeSystem system,
                                  bool (*is_formed)(std::string_view)) {
  std::string_view by_form;
  for (JsonValue coding : concept_value["coding"].Items()) {
    const Coding candidate = CodingOf(coding);
    if (candidate.code.empty()) continue;
    if (candidate.system == system) return candidate.code;
    if (candidate.system == CodeSystem::kUnknown && by_form.empty() && is_formed != nullptr &&
        is_formed(candidate.code)) {
      by_form = candidate.code;
    }
  }
  if (!by_form.empty()) values_.IssueOnce(FhirProblem::kCodeSystemUnknown, concept_value);
  return by_form;
}

Mapper::Outcome Mapper::DiagnosisCode(JsonValue element, const std::string& field,
                                      std::string& code) {
  JsonValue concept_value = element["diagnosisCodeableConcept"];
  if (const JsonValue reference = element["diagnosisReference"]; !concept_value && reference) {
    const References::Target target = Follow(reference, claim_, field);
    if (!target.resource) return Outcome::kUnreadable;
    concept_value = target.resource["code"];
  }
  std::string_view text = CodeFrom(concept_value, CodeSystem::kIcd10, IsFormedAsIcd10);
  if (text.empty()) {
    text = CodeFrom(concept_value, CodeSystem::kIcd9, nullptr);
    if (!text.empty()) values_.IssueOnce(FhirProblem::kIcd9, element);
  }
  if (text.empty()) return Outcome::kUnsupportedSystem;
  const auto parsed = Code::ParseDiagnosis(text);
  if (parsed.has_value() && kDiagnosisForm.Admits(*parsed)) {
    code = parsed->ToString();
    values_.Note(
        field,
        element[element["diagnosisReference"] ? "diagnosisReference" : "diagnosisCodeableConcept"]);
    return Outcome::kRead;
  }
  values_.Unread(field, "is no diagnosis code: 3 to 7 letters A-Z and digits", concept_value);
  return Outcome::kUnreadable;
}

void Mapper::Diagnoses() {
  struct Entry {
    uint32_t sequence;
    JsonValue element;
  };
  std::vector<Entry> entries;
  bool numbered = true;
  for (JsonValue element : claim_["diagnosis"].Items()) {
    entries.push_back({PositiveInt(element["sequence"]), element});
    numbered = numbered && entries.back().sequence > 0;
  }
  const auto by_sequence = [](const Entry& a, const Entry& b) { return a.sequence < b.sequence; };
  std::vector<Entry> sorted = entries;
  std::stable_sort(sorted.begin(), sorted.end(), by_sequence);
  const bool unique =
      std::adjacent_find(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
        return a.sequence == b.sequence;
      }) == sorted.end();
  if (numbered && unique) {
    entries = std::move(sorted);
  } else {
    values_.IssueOnce(FhirProblem::kSequence, claim_["diagnosis"]);
  }
  if (entries.size() > static_cast<size_t>(kMaxDiagnoses)) {
    values_.Unread("diagnoses", "has more than 25 entries; the first 25 were read",
                   claim_["diagnosis"]);
    entries.resize(static_cast<size_t>(kMaxDiagnoses));
  }

  std::vector<int> unsupported;
  for (const Entry& entry : entries) {
    const int index = message_.diagnoses_size();
    const std::string path = "diagnoses[" + std::to_string(index) + "]";
    values_.Note(path, entry.element);
    std::string code;
    if (DiagnosisCode(entry.element, path + ".code", code) == Outcome::kUnsupportedSystem) {
      unsupported.push_back(index);
    }
    v1::Diagnosis& diagnosis = *message_.add_diagnoses();
    diagnosis.set_code(std::move(code));
    diagnosis_sequences_.push_back(entry.sequence);
    for (JsonValue type : entry.element["type"].Items()) {
      const v1::Diagnosis::Role role = DiagnosisRoleOf(AnyCode(type));
      if (role == v1::Diagnosis::ROLE_UNSPECIFIED) continue;
      diagnosis.set_role(role);
      values_.Note(path + ".role", type);
      break;
    }
    const JsonValue admission = entry.element["onAdmission"];
    std::string present(AnyCode(admission));
    if (present.empty()) continue;
    if (present[0] >= 'a' && present[0] <= 'z') {
      present[0] = static_cast<char>(present[0] - 'a' + 'A');
    }
    if (present.size() == 1 && IsPresentOnAdmission(present[0])) {
      values_.Note(path + ".present_on_admission", admission);
      diagnosis.set_present_on_admission(present);
    } else {
      values_.Unread(path + ".present_on_admission", "is not Y, N, U, W or 1", admission);
    }
  }

  if (unsupported.empty()) return;
  const JsonValue first = entries[static_cast<size_t>(unsupported[0])].element;
  values_.IssueOnce(FhirProblem::kCodeSystemUnsupported, first);
  constexpr std::string_view kProblem = "has no ICD-10-CM code";
  if (unsupported.size() < entries.size()) {
    for (const int index : unsupported) {
      values_.Unread("diagnoses[" + std::to_string(index) + "].code", kProblem);
    }
    return;
  }
  // Of a claim that is coded in another way altogether it is said once.
  values_.Unread("diagnoses", kProblem, claim_["diagnosis"]);
  message_.clear_diagnoses();
  diagnosis_sequences_.clear();
  diagnoses_dropped_ = true;
}

void Mapper::Lines() {
  std::vector<int> unsupported;
  int with_service = 0;
  bool numbered = true;
  std::vector<uint32_t> sequences;
  for (JsonValue item : claim_["item"].Items()) {
    const int index = message_.service_lines_size();
    if (index == kMaxServiceLines) {
      values_.Unread("service_lines", "has more than 999 entries; the first 999 were read",
                     claim_["item"]);
      break;
    }
    const std::string path = "service_lines[" + std::to_string(index) + "]";
    values_.Note(path, item);
    v1::ServiceLine& line = *message_.add_service_lines();
    FhirSource::Line& source = out_.source.lines.emplace_back();
    sequences.push_back(PositiveInt(item["sequence"]));
    numbered = numbered && sequences.back() > 0;
    Line(item, path, line, source);
    const Outcome outcome = Procedure(item, path, line);
    with_service += outcome != Outcome::kAbsent;
    if (outcome == Outcome::kUnsupportedSystem) unsupported.push_back(index);
  }
  std::vector<uint32_t> sorted = sequences;
  std::sort(sorted.begin(), sorted.end());
  numbered = numbered && std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
  if (!numbered) values_.IssueOnce(FhirProblem::kSequence, claim_["item"]);
  for (int i = 0; i < message_.service_lines_size(); ++i) {
    const uint32_t number =
        numbered ? sequences[static_cast<size_t>(i)] : static_cast<uint32_t>(i + 1);
    message_.mutable_service_lines(i)->set_line_number(static_cast<int32_t>(number));
    out_.source.lines[static_cast<size_t>(i)].item_sequence = number;
  }
  if (message_.place_of_service().empty() && !institutional()) ClaimPlaceOfService();

  if (unsupported.empty()) return;
  values_.IssueOnce(FhirProblem::kCodeSystemUnsupported, claim_["item"].First());
  constexpr std::string_view kProblem = "has no CPT or HCPCS code";
  if (static_cast<int>(unsupported.size()) == with_service) {
    values_.Unread("service_lines", kProblem, claim_["item"]);
    return;
  }
  for (const int index : unsupported) {
    values_.Unread("service_lines[" + std::to_string(index) + "].procedure_code", kProblem);
  }
}

void Mapper::Line(JsonValue item, const std::string& path, v1::ServiceLine& line,
                  FhirSource::Line& source) {
  Modifiers(item, path, line);
  ServiceDates(item, path, line);
  Charge(item, path, line);
  Units(item, path, line);
  Pointers(item, path, line);
  Drug(item, path, line, source);
  CareTeamOfLine(item, path, line);
  if (item["modifierExtension"]) values_.Unread(path, kChangesMeaning, item["modifierExtension"]);
  if (const JsonValue revenue = item["revenue"]) {
    std::string code(AnyCode(revenue));
    if (code.size() == 3) code.insert(0, "0");
    line.set_revenue_code(values_.Code(code, revenue, path + ".revenue_code", kFourCharacterForm));
  }
  // Institutional claims tell it by their type of bill.
  if (const JsonValue place = item["locationCodeableConcept"]; place && !institutional()) {
    const std::string_view code = CodeFrom(place, CodeSystem::kPlaceOfService, IsTwoDigits);
    line.set_place_of_service(
        values_.Code(code, place, path + ".place_of_service", kTwoCharacterForm));
  }
}

Mapper::Outcome Mapper::Procedure(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  const JsonValue service = item["productOrService"];
  if (!service || HasSystem(service, CodeSystem::kDataAbsent)) return Outcome::kAbsent;
  const std::string field = path + ".procedure_code";
  const std::string_view code = CodeFrom(service, CodeSystem::kProcedure, IsFormedAsProcedure);
  if (!code.empty()) {
    line.set_procedure_code(values_.Code(code, service, field, kProcedureCodeForm));
    return line.procedure_code().empty() ? Outcome::kUnreadable : Outcome::kRead;
  }
  if (HasSystem(service, CodeSystem::kNdc)) {
    DrugCode(CodeFrom(service, CodeSystem::kNdc, nullptr), service, path, line);
    return Outcome::kRead;
  }
  values_.Note(field, service);
  return Outcome::kUnsupportedSystem;
}

// Senders put several modifiers into one concept, too; each is one.
void Mapper::Modifiers(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  for (JsonValue concept_value : item["modifier"].Items()) {
    std::vector<std::string_view> codes;
    for (JsonValue coding : concept_value["coding"].Items()) {
      const std::string_view code = coding["code"].text();
      const bool repeated = std::find(codes.begin(), codes.end(), code) != codes.end();
      if (!code.empty() && !repeated && codes.size() <= kMaxModifiers) codes.push_back(code);
    }
    if (codes.empty()) codes.emplace_back();
    for (const std::string_view code : codes) {
      const int index = line.modifiers_size();
      if (index == kMaxModifiers) {
        values_.Unread(path + ".modifiers", "has more than 4 entries; the first 4 were read",
                       item["modifier"]);
        return;
      }
      const std::string field = path + ".modifiers[" + std::to_string(index) + "]";
      line.add_modifiers(values_.Code(code, concept_value, field, kModifierForm));
    }
  }
}

void Mapper::ServiceDates(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  const std::string first = path + ".service_date";
  const std::string last = path + ".service_date_through";
  if (const JsonValue day = item["servicedDate"]) {
    line.set_service_date(values_.Day(day, first));
    return;
  }
  const JsonValue period = item["servicedPeriod"];
  if (!period) {
    line.set_service_date(only_day_);
    return;
  }
  line.set_service_date(values_.Day(period["start"], first));
  std::string through = values_.Day(period["end"], last);
  if (!period["start"] && period["end"]) {
    values_.Unread(first, "is a period without a start", period);
  }
  const auto from_date = Date::Parse(line.service_date());
  const auto through_date = Date::Parse(through);
  if (from_date && through_date && through_date->days() - from_date->days() > kMaxSpanDays) {
    values_.Unread(last, "is more than ten years after the first day", period);
    through.clear();
  }
  if (through != line.service_date()) line.set_service_date_through(std::move(through));
}

void Mapper::Charge(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  const std::string field = path + ".charge_cents";
  if (item["net"]["value"] || !item["unitPrice"]["value"]) {
    if (const auto net = values_.Amount(item["net"], field)) line.set_charge_cents(*net);
    return;
  }
  const JsonValue price = item["unitPrice"];
  const std::string_view currency = price["currency"].text();
  const auto cents = ComputeCents(price["value"].number(), item["quantity"]["value"].number(),
                                  item["factor"].number());
  if (!currency.empty() && currency != "USD") {
    values_.Unread(field, "is not in US dollars", price);
  } else if (!cents || price["value"].number().empty()) {
    values_.Unread(field, "cannot be computed from price, quantity and factor", price);
  } else {
    values_.Note(field, price);
    line.set_charge_cents(*cents);
  }
}

void Mapper::Units(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  const JsonValue quantity = item["quantity"];
  const auto units = values_.Quantity(quantity, path + ".units");
  if (!units) return;
  line.set_units(*units);
  const bool minutes = IsMinutes(quantity["code"].text()) || IsMinutes(quantity["unit"].text());
  line.set_unit_basis(minutes ? v1::ServiceLine::MINUTES : v1::ServiceLine::UNITS);
}

// Sequence numbers become places. One that no diagnosis has becomes the place after the last, so
// that the edit for pointers that lead nowhere sees it.
void Mapper::Pointers(JsonValue item, const std::string& path, v1::ServiceLine& line) {
  if (diagnoses_dropped_) return;
  const JsonValue list = item["diagnosisSequence"];
  const std::string field = path + ".diagnosis_pointers";
  for (JsonValue number : list.Items()) {
    const uint32_t sequence = PositiveInt(number);
    const auto found = sequence == 0 ? diagnosis_sequences_.end()
                                     : std::find(diagnosis_sequences_.begin(),
                                                 diagnosis_sequences_.end(), sequence);
    const auto place = static_cast<int>(found - diagnosis_sequences_.begin()) + 1;
    if (line.diagnosis_pointers_size() == kMaxDiagnosisPointers) {
      values_.Unread(field, "has more than 12 entries; the first 12 were read", list);
      return;
    }
    if (sequence == 0) {
      values_.Unread(field, "is not a sequence number", number);
    } else if (place > kMaxDiagnosisPointers) {
      values_.Unread(field, "names a diagnosis beyond the 12th", number);
    } else {
      values_.Note(field + "[" + std::to_string(line.diagnosis_pointers_size()) + "]", number);
      line.add_diagnosis_pointers(place);
    }
  }
}

void Mapper::DrugCode(std::string_view code, JsonValue element, const std::string& path,
                      v1::ServiceLine& line) {
  const std::string plain = ParseHyphenatedDrugCode(code);
  if (code.size() > kMaxTextBytes) {
    values_.Unread(path + ".ndc", "is longer than 256 bytes", element);
    return;
  }
  values_.Note(path + ".ndc", element);
  line.set_ndc(plain.empty() ? std::string(code) : plain);
}

void Mapper::Drug(JsonValue item, const std::string& path, v1::ServiceLine& line,
                  FhirSource::Line& source) {
  for (JsonValue detail : item["detail"].Items()) {
    const JsonValue service = detail["productOrService"];
    const std::string_view code = CodeFrom(service, CodeSystem::kNdc, nullptr);
    if (code.empty() || detail["subDetail"]) {
      values_.Unread(path, "has detail lines, of which only the drug's code is read", detail);
      return;
    }
    if (!line.ndc().empty()) {
      values_.Unread(path + ".ndc", "is given more than once; the first was read", detail);
      return;
    }
    DrugCode(code, service, path, line);
    source.detail_sequence = PositiveInt(detail["sequence"]);
    const JsonValue quantity = detail["quantity"];
    if (const auto amount = values_.Quantity(quantity, path + ".ndc_quantity")) {
      line.set_ndc_quantity(*amount);
    }
    const std::string_view named[] = {quantity["code"].text(), quantity["unit"].text()};
    for (const std::string_view unit : named) {
      if (line.ndc_unit().empty()) line.set_ndc_unit(std::string(DrugUnitOf(unit)));
    }
    const bool has_unit = !named[0].empty() || !named[1].empty();
    if (!line.ndc_unit().empty()) {
      values_.Note(path + ".ndc_unit", quantity);
    } else if (has_unit) {
      values_.Unread(path + ".ndc_unit", "is no unit that drugs are billed in", quantity);
    }
  }
}

// Of most lines; of several such, the first.
void Mapper::ClaimPlaceOfService() {
  const auto& lines = message_.service_lines();
  const auto count = [&](const std::string& place) {
    return std::count_if(lines.begin(), lines.end(), [&](const v1::ServiceLine& line) {
      return line.place_of_service() == place;
    });
  };
  const v1::ServiceLine* most = nullptr;
  for (const v1::ServiceLine& line : lines) {
    if (line.place_of_service().empty()) continue;
    if (most == nullptr || count(line.place_of_service()) > count(most->place_of_service())) {
      most = &line;
    }
  }
  if (most != nullptr) message_.set_place_of_service(most->place_of_service());
}

}  // namespace scrubline
