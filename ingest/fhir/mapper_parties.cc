// The patient, the payers and the providers, through the references that lead to them.
#include <algorithm>

#include "ingest/fhir/mapper.h"

namespace scrubline {
namespace {

constexpr std::string_view kNowhere = "refers to a resource that is not in the input";

// Members beyond it are not read: a claim holds a limited number of providers.
constexpr size_t kMaxCareTeam = 400;

CodeSystem KindOf(JsonValue identifier) {
  const CodeSystem system = SystemOf(identifier["system"].text());
  if (system != CodeSystem::kUnknown) return system;
  for (JsonValue coding : identifier["type"]["coding"].Items()) {
    const CodeSystem kind = IdentifierKind(coding["code"].text());
    if (kind != CodeSystem::kUnknown) return kind;
  }
  return CodeSystem::kUnknown;
}

bool HasType(JsonValue identifier, std::string_view code) {
  for (JsonValue coding : identifier["type"]["coding"].Items()) {
    if (coding["code"].text() == code) return true;
  }
  return false;
}

bool IsTenDigits(std::string_view text) {
  return text.size() == 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The NPI that a conditional reference names: `Practitioner?identifier=SYSTEM|NPI`.
std::string_view NpiOf(std::string_view reference) {
  constexpr std::string_view kQuery = "?identifier=";
  const size_t query = reference.find(kQuery);
  if (query == reference.npos) return {};
  const std::string_view token = reference.substr(query + kQuery.size());
  const size_t bar = token.find('|');
  if (bar == token.npos || SystemOf(token.substr(0, bar)) != CodeSystem::kNpi) return {};
  return token.substr(bar + 1);
}

struct RoleField {
  CareTeamRole role;
  const char* field;
  v1::Provider* (v1::Claim::*of_claim)();
  v1::Provider* (v1::ServiceLine::*of_line)();  // null: the claim has this role and lines do not
};
constexpr RoleField kRoles[] = {
    {CareTeamRole::kRendering, "rendering", &v1::Claim::mutable_rendering,
     &v1::ServiceLine::mutable_rendering},
    {CareTeamRole::kReferring, "referring", &v1::Claim::mutable_referring,
     &v1::ServiceLine::mutable_referring},
    {CareTeamRole::kOrdering, "ordering", &v1::Claim::mutable_ordering,
     &v1::ServiceLine::mutable_ordering},
    {CareTeamRole::kSupervising, "supervising", &v1::Claim::mutable_supervising,
     &v1::ServiceLine::mutable_supervising},
    {CareTeamRole::kAttending, "attending", &v1::Claim::mutable_attending, nullptr},
    {CareTeamRole::kOperating, "operating", &v1::Claim::mutable_operating, nullptr},
};

}  // namespace

References::Target Mapper::Follow(JsonValue reference, JsonValue container,
                                  const std::string& field) {
  const References::Target target = references_.Resolve(reference, container);
  if (!target.resource) {
    values_.Issue(FhirProblem::kReferenceUnresolved, reference);
    values_.Unread(field, kNowhere, reference);
  }
  return target;
}

void Mapper::Patient() {
  const JsonValue reference = claim_["patient"];
  if (!reference["reference"]) return;
  const References::Target target = Follow(reference, claim_, "patient");
  const JsonValue from = target.resource;
  if (!from) return;
  v1::Patient& patient = *message_.mutable_patient();
  values_.Note("patient", from);
  patient.set_birth_date(values_.Day(from["birthDate"], "patient.birth_date"));
  patient.set_death_date(values_.Day(from["deceasedDateTime"], "patient.death_date"));
  const std::string_view gender = from["gender"].text();
  if (gender == "female") {
    patient.set_sex(v1::Patient::FEMALE);
  } else if (gender == "male") {
    patient.set_sex(v1::Patient::MALE);
  } else if (gender == "other") {
    patient.set_sex(v1::Patient::OTHER);
  } else if (gender == "unknown") {
    patient.set_sex(v1::Patient::UNKNOWN);
  } else if (from["gender"]) {
    values_.Unread("patient.sex", "is not male, female, other or unknown", from["gender"]);
  }
  values_.Note("patient.sex", from["gender"]);
  JsonValue number = from["id"];
  for (JsonValue identifier : from["identifier"].Items()) {
    if (HasType(identifier, "MR")) number = identifier["value"];
    if (KindOf(identifier) == CodeSystem::kMedicareNumber) medicare_number_ = identifier["value"];
  }
  patient.set_id(values_.Text(number, "patient.id"));
}

JsonValue Mapper::PayerIdentifier(JsonValue reference, JsonValue container) {
  const auto is_payer_id = [](JsonValue identifier) {
    const CodeSystem kind = KindOf(identifier);
    return identifier["value"] && kind != CodeSystem::kNpi && kind != CodeSystem::kTaxId;
  };
  if (is_payer_id(reference["identifier"])) return reference["identifier"]["value"];
  JsonValue found;
  const JsonValue resource = references_.Resolve(reference, container).resource;
  for (JsonValue identifier : resource["identifier"].Items()) {
    const bool named = HasType(identifier, "payerid") || HasType(identifier, "NIIP");
    if (is_payer_id(identifier) && (!found || named)) found = identifier["value"];
    if (found && named) break;
  }
  return found;
}

void Mapper::Insurance() {
  std::vector<std::pair<uint32_t, JsonValue>> all;
  JsonValue focal;
  bool in_order = true;
  for (JsonValue insurance : claim_["insurance"].Items()) {
    const uint32_t sequence = PositiveInt(insurance["sequence"]);
    in_order = in_order && sequence > 0;
    all.emplace_back(sequence, insurance);
    if (!focal && insurance["focal"].IsTrue()) focal = insurance;
  }
  if (!focal && !all.empty()) focal = all.front().second;
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (all.size() > static_cast<size_t>(kMaxPayerRecords)) {
    values_.Unread("other_payers", "has more than 100 entries", claim_["insurance"]);
    all.resize(static_cast<size_t>(kMaxPayerRecords));
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const auto place = in_order && i < 3 ? static_cast<v1::Payer::Responsibility>(i + 1)
                                         : v1::Payer::RESPONSIBILITY_UNSPECIFIED;
    if (all[i].second == focal) {
      message_.mutable_payer()->set_responsibility(place);
    } else {
      OtherPayer(all[i].second, place);
    }
  }

  const JsonValue reference = focal["coverage"];
  References::Target coverage;
  if (reference["reference"]) coverage = Follow(reference, claim_, "subscriber_id");
  v1::Payer& payer = *message_.mutable_payer();
  values_.Note("payer", claim_["insurer"] ? claim_["insurer"] : focal);
  const JsonValue payor = coverage.resource["payor"].First();
  JsonValue unresolved;
  for (const auto& [from, container] :
       {std::pair(claim_["insurer"], claim_), std::pair(payor, coverage.container)}) {
    if (payer.id().empty()) {
      payer.set_id(values_.Text(PayerIdentifier(from, container), "payer.id"));
    }
    const JsonValue resource = references_.Resolve(from, container).resource;
    const JsonValue name = resource["name"] ? resource["name"] : from["display"];
    if (payer.name().empty() && name) payer.set_name(values_.Text(name, "payer.name"));
    if (from["reference"] && !resource) unresolved = from;
  }
  if (payer.id().empty() && unresolved) {
    values_.Issue(FhirProblem::kReferenceUnresolved, unresolved);
    values_.Unread("payer.id", kNowhere, unresolved);
  }
  if (payer.name().empty()) payer.set_name(values_.Text(reference["display"], "payer.name"));
  if (coverage.resource) Coverage(coverage);
  if (message_.subscriber_id().empty()) {
    JsonValue member = medicare_number_;
    if (HasType(reference["identifier"], "MB")) member = reference["identifier"]["value"];
    message_.set_subscriber_id(values_.Text(member, "subscriber_id"));
  }
  JsonValue authorization;
  for (JsonValue number : focal["preAuthRef"].Items()) {
    if (authorization) {
      values_.Unread("prior_authorization_number", "is given more than once; the first was read",
                     number);
      break;
    }
    authorization = number;
  }
  message_.set_prior_authorization_number(
      values_.Text(authorization, "prior_authorization_number"));
}

void Mapper::Coverage(const References::Target& coverage) {
  const JsonValue from = coverage.resource;
  JsonValue member = from["subscriberId"];
  if (!member) {
    for (JsonValue identifier : from["identifier"].Items()) {
      if (!member || HasType(identifier, "MB")) member = identifier["value"];
    }
  }
  message_.set_subscriber_id(values_.Text(member, "subscriber_id"));
  if (const JsonValue relationship = from["relationship"]) {
    const std::string_view code = RelationshipOf(AnyCode(relationship));
    if (code.empty()) {
      values_.Unread("patient.relationship", "is no relationship that is known", relationship);
    } else {
      values_.Note("patient.relationship", relationship);
      message_.mutable_patient()->set_relationship(std::string(code));
    }
  }
  for (JsonValue part : from["class"].Items()) {
    if (AnyCode(part["type"]) != "plan") continue;
    message_.mutable_payer()->set_plan_id(values_.Text(part["value"], "payer.plan_id"));
    break;
  }
  LineOfBusiness(from);
}

void Mapper::LineOfBusiness(JsonValue coverage) {
  v1::Payer& payer = *message_.mutable_payer();
  for (JsonValue coding : coverage["type"]["coding"].Items()) {
    const auto [system, code] = CodingOf(coding);
    const auto line = LineOfBusinessOf(system, code);
    if (line == v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED) continue;
    if (payer.line_of_business() == v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED) {
      payer.set_line_of_business(line);
      values_.Note("payer.line_of_business", coverage["type"]);
    }
    if (system == CodeSystem::kFilingIndicator) {
      payer.set_filing_indicator(
          values_.Code(code, coverage["type"], "payer.filing_indicator", kFilingIndicatorForm));
    }
  }
}

// Another payer, and what its ClaimResponse in the same Bundle says it paid.
void Mapper::OtherPayer(JsonValue insurance, v1::Payer::Responsibility responsibility) {
  const std::string path = "other_payers[" + std::to_string(message_.other_payers_size()) + "]";
  v1::OtherPayer& payer = *message_.add_other_payers();
  values_.Note(path, insurance);
  payer.set_responsibility(responsibility);
  const JsonValue reference = insurance["coverage"];
  if (reference["reference"]) {
    const References::Target coverage = Follow(reference, claim_, path + ".payer_id");
    const JsonValue payor = coverage.resource["payor"].First();
    payer.set_payer_id(
        values_.Text(PayerIdentifier(payor, coverage.container), path + ".payer_id"));
  }
  const JsonValue decision = insurance["claimResponse"];
  if (!decision["reference"]) return;
  const JsonValue response = Follow(decision, claim_, path + ".paid_cents").resource;
  JsonValue paid = response["payment"]["amount"];
  for (JsonValue total : response["total"].Items()) {
    if (!paid && AnyCode(total["category"]) == "benefit") paid = total["amount"];
  }
  if (const auto cents = values_.Amount(paid, path + ".paid_cents")) payer.set_paid_cents(*cents);
  const JsonValue day = response["payment"]["date"];
  payer.set_remittance_date(
      values_.Day(day ? day : response["created"], path + ".remittance_date"));
}

void Mapper::ProviderIdentifiers(JsonValue identifiers, const std::string& field,
                                 v1::Provider& provider) {
  for (JsonValue identifier : identifiers.Items()) {
    const JsonValue value = identifier["value"];
    CodeSystem kind = KindOf(identifier);
    const bool bare = !identifier["system"] && !identifier["type"];
    if (bare && IsTenDigits(value.text())) kind = CodeSystem::kNpi;
    if (kind == CodeSystem::kNpi && provider.npi().empty()) {
      provider.set_npi(values_.Text(value, field + ".npi"));
    } else if (kind == CodeSystem::kTaxId && provider.tax_id().empty()) {
      provider.set_tax_id(values_.TextWithDigits(value, field + ".tax_id"));
    } else if (kind == CodeSystem::kClia && message_.clia_number().empty()) {
      message_.set_clia_number(values_.Text(value, "clia_number"));
    }
  }
}

void Mapper::Taxonomy(JsonValue concept_value, const std::string& field, v1::Provider& provider) {
  for (JsonValue coding : concept_value["coding"].Items()) {
    if (CodingOf(coding).system != CodeSystem::kTaxonomy || !provider.taxonomy_code().empty()) {
      continue;
    }
    provider.set_taxonomy_code(values_.Text(coding["code"], field + ".taxonomy_code"));
  }
}

void Mapper::Address(JsonValue address, const std::string& field, v1::Provider& provider) {
  if (const JsonValue state = address["state"]; state && provider.state().empty()) {
    provider.set_state(values_.Code(state.text(), state, field + ".state", kTwoCharacterForm));
  }
  if (provider.zip().empty()) {
    provider.set_zip(values_.TextWithDigits(address["postalCode"], field + ".zip"));
  }
}

void Mapper::ProviderResource(const References::Target& target, const std::string& field,
                              v1::Provider& provider) {
  const JsonValue from = target.resource;
  const std::string_view type = from["resourceType"].text();
  if (type == "PractitionerRole") {
    const JsonValue person = from["practitioner"];
    Provider(person ? person : from["organization"], target.container, field, provider, true);
    ProviderIdentifiers(from["identifier"], field, provider);
    for (JsonValue specialty : from["specialty"].Items()) Taxonomy(specialty, field, provider);
    return;
  }
  if (type == "Practitioner") {
    provider.set_entity_type(v1::Provider::INDIVIDUAL);
    for (JsonValue qualification : from["qualification"].Items()) {
      Taxonomy(qualification["code"], field, provider);
    }
  } else if (type == "Organization") {
    provider.set_entity_type(v1::Provider::ORGANIZATION);
    for (JsonValue kind : from["type"].Items()) Taxonomy(kind, field, provider);
  } else if (type == "Location") {
    provider.set_entity_type(v1::Provider::ORGANIZATION);
  } else {
    values_.Unread(field, "refers to a resource that is no provider", from);
    return;
  }
  values_.Note(field, from);
  ProviderIdentifiers(from["identifier"], field, provider);
  Address(from["address"].First(), field, provider);
  if (type == "Location" && provider.npi().empty()) {
    const JsonValue owner = from["managingOrganization"];
    ProviderIdentifiers(references_.Resolve(owner, target.container).resource["identifier"], field,
                        provider);
  }
}

void Mapper::Provider(JsonValue reference, JsonValue container, const std::string& field,
                      v1::Provider& provider, bool from_role) {
  values_.Note(field, reference);
  ProviderIdentifiers(reference["identifier"], field, provider);
  const std::string_view text = reference["reference"].text();
  if (text.empty()) return;
  const References::Target target = references_.Resolve(reference, container);
  if (target.resource) {
    // A role leads on to a person or an organization, and not to another role.
    if (from_role && target.resource["resourceType"].text() == "PractitionerRole") return;
    ProviderResource(target, field, provider);
  } else if (const std::string_view npi = NpiOf(text);
             !npi.empty() && npi.size() <= kMaxTextBytes) {
    if (provider.npi().empty()) provider.set_npi(std::string(npi));
  } else if (provider.npi().empty()) {
    Follow(reference, container, field);
  }
}

void Mapper::Providers() {
  Provider(claim_["provider"], claim_, "billing", *message_.mutable_billing());
  const JsonValue facility = claim_["facility"];
  Provider(facility, claim_, "service_facility", *message_.mutable_service_facility());
  const JsonValue location = references_.Resolve(facility, claim_).resource;
  for (JsonValue kind : location["type"].Items()) {
    const std::string_view code = CodeFrom(kind, CodeSystem::kPlaceOfService, nullptr);
    if (code.empty()) continue;
    message_.set_place_of_service(values_.Code(code, kind, "place_of_service", kTwoCharacterForm));
    break;
  }
  CareTeam();
  // What was nowhere named is absent.
  if (message_.billing().ByteSizeLong() == 0) message_.clear_billing();
  if (message_.service_facility().ByteSizeLong() == 0) message_.clear_service_facility();
}

// A member whom all items name, or none, is the claim's; whom some name, theirs.
void Mapper::CareTeam() {
  for (JsonValue element : claim_["careTeam"].Items()) {
    if (care_team_.size() == kMaxCareTeam) {
      values_.Unread("rendering", "the care team has more than 400 members", element);
      break;
    }
    CareTeamRole role = CareTeamRole::kUnknown;
    for (JsonValue coding : element["role"]["coding"].Items()) {
      if (role == CareTeamRole::kUnknown) role = CareTeamRoleOf(coding["code"].text());
    }
    care_team_.push_back({PositiveInt(element["sequence"]), role, element});
  }
  if (care_team_.size() == 1 && !care_team_[0].element["role"]) {
    care_team_[0].role = institutional() ? CareTeamRole::kAttending : CareTeamRole::kRendering;
  }
  size_t items = 0;
  std::vector<size_t> named(care_team_.size());  // by so many items
  std::vector<size_t> named_last(care_team_.size());
  for (JsonValue item : claim_["item"].Items()) {
    ++items;
    for (JsonValue number : item["careTeamSequence"].Items()) {
      const uint32_t sequence = PositiveInt(number);
      for (size_t i = 0; i < care_team_.size(); ++i) {
        if (care_team_[i].sequence != sequence || named_last[i] == items) continue;
        named_last[i] = items;
        ++named[i];
      }
    }
  }
  for (size_t i = 0; i < care_team_.size(); ++i) {
    Member& member = care_team_[i];
    if (member.role == CareTeamRole::kUnknown) {
      values_.IssueOnce(FhirProblem::kCareTeamRole, member.element);
      values_.Unread("rendering", "a member of the care team has no role that is known",
                     member.element);
    }
    const bool of_all = named[i] == 0 || named[i] == items;
    const bool of_claim_only =
        member.role == CareTeamRole::kAttending || member.role == CareTeamRole::kOperating;
    member.for_claim = of_all || of_claim_only;
  }
  for (const RoleField& role : kRoles) {
    bool taken = false;
    for (const Member& member : care_team_) {
      if (member.role != role.role || !member.for_claim) continue;
      if (taken) {
        values_.Unread(role.field, "is given more than once; the first was read", member.element);
        break;
      }
      taken = true;
      v1::Provider& provider = *(message_.*role.of_claim)();
      Provider(member.element["provider"], claim_, role.field, provider);
      Taxonomy(member.element["qualification"], role.field, provider);
    }
  }
}

void Mapper::CareTeamOfLine(JsonValue item, const std::string& line_path, v1::ServiceLine& line) {
  uint32_t taken = 0;  // a bit a role
  for (JsonValue number : item["careTeamSequence"].Items()) {
    const uint32_t sequence = PositiveInt(number);
    const auto member = std::find_if(
        care_team_.begin(), care_team_.end(),
        [&](const Member& candidate) { return candidate.sequence == sequence && sequence != 0; });
    if (member == care_team_.end()) {
      values_.Unread(line_path + ".rendering", "names a care team member that is not there",
                     number);
      continue;
    }
    const auto role =
        std::find_if(std::begin(kRoles), std::end(kRoles),
                     [&](const RoleField& candidate) { return candidate.role == member->role; });
    if (member->for_claim || role == std::end(kRoles) || role->of_line == nullptr) continue;
    const std::string field = line_path + "." + role->field;
    const uint32_t bit = 1U << static_cast<uint32_t>(member->role);
    if ((taken & bit) != 0) {
      values_.Unread(field, "is given more than once; the first was read", number);
      continue;
    }
    taken |= bit;
    v1::Provider& provider = *(line.*role->of_line)();
    Provider(member->element["provider"], claim_, field, provider);
    Taxonomy(member->element["qualification"], field, provider);
  }
}

}  // namespace scrubline
