#include "ingest/fhir/claim_mapper.h"

#include <algorithm>

#include "ingest/fhir/mapper.h"
#include "ingest/fhir/values.h"
#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

v1::Claim::Type TypeOf(std::string_view code) {
  if (code == "professional") return v1::Claim::PROFESSIONAL;
  if (code == "institutional") return v1::Claim::INSTITUTIONAL;
  return v1::Claim::TYPE_UNSPECIFIED;
}

// Elements that STU3 has and R4 does not, and its values of `use`.
bool IsStu3(JsonValue claim) {
  if (claim["organization"] || claim["information"]) return true;
  for (const std::string_view use : {"complete", "proposed", "exploratory", "other"}) {
    if (claim["use"].text() == use) return true;
  }
  for (JsonValue item : claim["item"].Items()) {
    if (item["service"]) return true;
  }
  for (JsonValue member : claim["careTeam"].Items()) {
    if (member["providerIdentifier"] || member["providerReference"]) return true;
  }
  return false;
}

}  // namespace

Coding CodingOf(JsonValue coding) {
  return {SystemOf(coding["system"].text()), coding["code"].text()};
}

std::string_view AnyCode(JsonValue concept_value) {
  for (JsonValue coding : concept_value["coding"].Items()) {
    if (const std::string_view code = coding["code"].text(); !code.empty()) return code;
  }
  return {};
}

std::optional<FhirProblem> WhyNotRead(JsonValue claim) {
  if (IsStu3(claim)) return FhirProblem::kStu3;
  if (claim["use"] && claim["use"].text() != "claim") return FhirProblem::kClaimUse;
  const std::string_view status = claim["status"].text();
  if (status != "active" && status != "cancelled") return FhirProblem::kClaimStatus;
  for (JsonValue coding : claim["type"]["coding"].Items()) {
    if (TypeOf(coding["code"].text()) != v1::Claim::TYPE_UNSPECIFIED) return std::nullopt;
  }
  return FhirProblem::kClaimType;
}

void MapClaim(JsonValue claim, const References& references, const FhirPlace& place,
              FhirClaim& out) {
  out.source.place = place;
  Mapper(claim, references, place, out).Map();
}

// Diagnoses first: the list of unreadable values is of limited length, and theirs must be in it.
void Mapper::Map() {
  Header();
  Diagnoses();
  Patient();
  Insurance();
  Providers();
  SupportingInfo();
  Frequency();
  Period();
  Accident();
  Referral();
  Lines();
  PeriodOfLines();
  Source();
}

void Mapper::Header() {
  for (JsonValue coding : claim_["type"]["coding"].Items()) {
    const v1::Claim::Type type = TypeOf(coding["code"].text());
    if (type == v1::Claim::TYPE_UNSPECIFIED || type == message_.type()) continue;
    if (message_.type() == v1::Claim::TYPE_UNSPECIFIED) {
      message_.set_type(type);
    } else {
      values_.IssueOnce(FhirProblem::kSeveralClaimTypes, claim_["type"]);
    }
  }
  if (!claim_["use"]) values_.Issue(FhirProblem::kUseMissing, claim_);
  // FHIR forbids to read on as if these were not there.
  for (const char* name : {"modifierExtension", "implicitRules"}) {
    if (claim_[name]) values_.Unread("claim", kChangesMeaning, claim_[name]);
  }

  JsonValue number;
  for (JsonValue identifier : claim_["identifier"].Items()) {
    const bool unique_claim_id = AnyCode(identifier["type"]) == "uc";
    if (!number || unique_claim_id) number = identifier["value"];
    if (number && unique_claim_id) break;
  }
  message_.set_claim_id(values_.Text(number ? number : claim_["id"], "claim_id"));
  if (const auto total = values_.Amount(claim_["total"], "total_charge_cents")) {
    message_.set_total_charge_cents(*total);
  }
}

// A type of bill says it in its last digit; a claim that names no earlier one is an original.
void Mapper::Frequency() {
  bool replaces = false;
  for (JsonValue related : claim_["related"].Items()) {
    const std::string_view relationship = AnyCode(related["relationship"]);
    if (relationship != "prior" && relationship != "replaces") continue;
    replaces = true;
    values_.Note("frequency_code", related);
    JsonValue number = related["reference"]["value"];
    if (!number) number = related["claim"]["identifier"]["value"];
    message_.set_original_reference_number(values_.Text(number, "original_reference_number"));
    break;
  }
  if (claim_["status"].text() == "cancelled") {
    message_.set_frequency_code("8");
  } else if (!message_.type_of_bill().empty()) {
    message_.set_frequency_code(message_.type_of_bill().substr(3));
  } else {
    message_.set_frequency_code(replaces ? "7" : "1");
  }
}

void Mapper::Period() {
  const JsonValue period = claim_["billablePeriod"];
  if (institutional()) {
    message_.set_statement_from(values_.Day(period["start"], "statement_from"));
    message_.set_statement_through(values_.Day(period["end"], "statement_through"));
  }
  // Where it is one day, it is the day of lines that do not say theirs.
  const std::string from = ReadDay(period["start"].text()).day;
  if (from == ReadDay(period["end"].text()).day) only_day_ = from;
}

void Mapper::PeriodOfLines() {
  if (!institutional() || claim_["billablePeriod"]) return;
  for (const v1::ServiceLine& line : message_.service_lines()) {
    const std::string& from = line.service_date();
    const std::string& through =
        line.service_date_through().empty() ? from : line.service_date_through();
    if (from.empty()) continue;
    if (message_.statement_from().empty() || from < message_.statement_from()) {
      message_.set_statement_from(from);
    }
    if (through > message_.statement_through()) message_.set_statement_through(through);
  }
}

void Mapper::Accident() {
  const JsonValue from = claim_["accident"];
  if (!from) return;
  v1::Accident& accident = *message_.mutable_accident();
  accident.set_date(values_.Day(from["date"], "accident.date"));
  const std::string_view kind = AnyCode(from["type"]);
  if (kind == "MVA") {
    accident.set_auto_(true);
  } else if (kind == "WPA") {
    accident.set_employment(true);
  } else {
    accident.set_other(true);
  }
  values_.Note("accident", from);
  if (const JsonValue state = from["locationAddress"]["state"]) {
    accident.set_state(values_.Code(state.text(), state, "accident.state", kTwoCharacterForm));
  }
}

void Mapper::Referral() {
  const JsonValue referral = claim_["referral"];
  if (!referral) return;
  JsonValue number = referral["identifier"]["value"];
  if (!number && referral["reference"]) {
    const References::Target target = Follow(referral, claim_, "referral_number");
    number = target.resource["identifier"].First()["value"];
  }
  message_.set_referral_number(values_.Text(number, "referral_number"));
}

// A Reference that can be repeated outside the claim.
std::string Mapper::AnswerableReference(JsonValue reference) const {
  if (!reference["reference"].text().starts_with('#')) return reference.ToJson();
  const JsonValue resource = references_.Resolve(reference, claim_).resource;
  nlohmann::ordered_json answer = nlohmann::ordered_json::object();
  if (resource["resourceType"]) answer["type"] = resource["resourceType"].text();
  if (const JsonValue identifier = resource["identifier"].First(); identifier.IsObject()) {
    answer["identifier"] = nlohmann::ordered_json::parse(identifier.ToJson(), nullptr, false);
  } else {
    answer["display"] = "as contained in the claim";
  }
  return answer.dump();
}

void Mapper::Source() {
  FhirSource& source = out_.source;
  source.type = claim_["type"].ToJson();
  source.sub_type = claim_["subType"].ToJson();
  source.use = claim_["use"].ToJson();
  source.patient = AnswerableReference(claim_["patient"]);
  source.insurer = AnswerableReference(claim_["insurer"]);
  source.provider = AnswerableReference(claim_["provider"]);
  const JsonValue entry = claim_.parent();
  const std::string_view id = claim_["id"].text();
  if (!entry["fullUrl"].text().empty()) {
    source.request = entry["fullUrl"].text();
  } else if (!id.empty()) {
    source.request = std::string("Claim/").append(id);
  } else {
    source.request_identifier = claim_["identifier"].First().ToJson();
  }
}

}  // namespace scrubline
