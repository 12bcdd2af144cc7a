// The transaction, the levels above a claim, and the claim itself.
#include "render/x12/claim_writer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/x12/loops.h"

namespace scrubline {
namespace {

constexpr std::string_view kUnknown = "UNKNOWN";
constexpr std::string_view kUnknownRelationship = "21";
constexpr std::string_view kSelf = "18";
constexpr size_t kMaxClaimId = 38;
constexpr size_t kMaxOtherPayers = 10;
constexpr size_t kMaxCodesOfAKind = 24;
constexpr size_t kMaxPointers = 4;
constexpr int32_t kMaxLineNumber = 999'999;

std::string Day(Date date) {
  std::string text = date.ToString();
  std::erase(text, '-');
  return text;
}

std::string_view Letter(Responsibility responsibility) {
  switch (responsibility) {
    case Responsibility::kPrimary:
      return "P";
    case Responsibility::kSecondary:
      return "S";
    case Responsibility::kTertiary:
      return "T";
    case Responsibility::kUnset:
      break;
  }
  return "U";
}

// SBR09 where the claim has none.
std::string_view UsualFiling(LineOfBusiness line_of_business, bool institutional) {
  switch (line_of_business) {
    case LineOfBusiness::kMedicare:
      return institutional ? "MA" : "MB";
    case LineOfBusiness::kMedicareAdvantage:
      return "16";
    case LineOfBusiness::kMedicaid:
      return "MC";
    case LineOfBusiness::kCommercial:
      return "CI";
    case LineOfBusiness::kWorkersCompensation:
      return "WC";
    case LineOfBusiness::kTricare:
      return "CH";
    case LineOfBusiness::kAuto:
      return "AM";
    case LineOfBusiness::kOther:
      return "11";
    case LineOfBusiness::kUnset:
      break;
  }
  return "";
}

size_t CountRole(const Claim& claim, DiagnosisRole role) {
  return static_cast<size_t>(
      std::count_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                    [role](const Diagnosis& diagnosis) { return diagnosis.role == role; }));
}

absl::Status Refuse(std::string_view field, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(field), ": ", std::string(problem)));
}

absl::Status CheckDiagnoses(const Claim& claim) {
  constexpr std::string_view kTooMany = "more than an 837 has places for";
  if (claim.type == ClaimType::kProfessional) {
    return claim.diagnoses.size() > 12 ? Refuse("diagnoses", kTooMany) : absl::OkStatus();
  }
  const size_t principal = CountRole(claim, DiagnosisRole::kPrincipal);
  const size_t unset = CountRole(claim, DiagnosisRole::kUnset);
  const size_t other = CountRole(claim, DiagnosisRole::kOther) + unset;
  if (principal > 1 || CountRole(claim, DiagnosisRole::kAdmitting) > 1 ||
      CountRole(claim, DiagnosisRole::kReasonForVisit) > 3 ||
      CountRole(claim, DiagnosisRole::kExternalCause) > 12 || other > 24) {
    return Refuse("diagnoses", kTooMany);
  }
  return absl::OkStatus();
}

absl::Status CheckLine(const Claim& claim, size_t index) {
  const ServiceLine& line = claim.service_lines[index];
  const std::string path = absl::StrCat("service_lines[", index, "]");
  if (line.line_number < 1 || line.line_number > kMaxLineNumber) {
    return Refuse(path + ".line_number", "LX01 holds 1 to 999999");
  }
  if (line.pointer_count > kMaxPointers) {
    return Refuse(path + ".diagnosis_pointers", "an 837 has four places for them");
  }
  const bool professional = claim.type == ClaimType::kProfessional;
  if (line.procedure_code.empty() && (professional || line.modifier_count > 0)) {
    return Refuse(path + ".procedure_code", "the service segment cannot go without it");
  }
  if (!professional && line.revenue_code.empty()) {
    return Refuse(path + ".revenue_code", "SV2 cannot go without it");
  }
  return absl::OkStatus();
}

// What no 837 can hold.
absl::Status Check(const Claim& claim) {
  if (claim.type == ClaimType::kUnset) {
    return Refuse("type", "say whether the claim is professional or institutional");
  }
  const bool institutional = claim.type == ClaimType::kInstitutional;
  if (!claim.unreadable.empty()) {
    return Refuse(claim.unreadable.front().field,
                  "the value could not be read when the claim came in, so it cannot be written");
  }
  if (claim.claim_id.size() > kMaxClaimId) return Refuse("claim_id", "longer than CLM01 may be");
  if (institutional && (claim.type_of_bill.length() != 4 || claim.type_of_bill[0] != '0')) {
    return Refuse("type_of_bill", "an 837I cannot go without its four digits");
  }
  const size_t lines = claim.service_lines.size();
  if (lines >
      (institutional ? ClaimWriter::kMaxInstitutionalLines : ClaimWriter::kMaxProfessionalLines)) {
    return Refuse("service_lines", institutional ? "more than the 999 of an 837I; split the claim"
                                                 : "more than the 50 of an 837P; split the claim");
  }
  if (absl::Status status = CheckDiagnoses(claim); !status.ok()) return status;
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    if (diagnosis.code.empty()) return Refuse("diagnoses", "one of them has no code");
  }
  if (claim.other_payers.size() > kMaxOtherPayers) {
    return Refuse("other_payers", "an 837 has ten places for them");
  }
  const std::pair<std::string_view, size_t> lists[] = {
      {"condition_codes", claim.condition_codes.size()},
      {"occurrences", claim.occurrences.size()},
      {"occurrence_spans", claim.occurrence_spans.size()},
      {"value_codes", claim.value_codes.size()}};
  for (const auto& [field, size] : lists) {
    if (size > kMaxCodesOfAKind) return Refuse(field, "an 837 has 24 places for them");
  }
  for (const OccurrenceSpan& span : claim.occurrence_spans) {
    if (!span.from.has_value()) return Refuse("occurrence_spans", "one of them has no first day");
  }
  for (size_t i = 0; i < lines; ++i) {
    if (absl::Status status = CheckLine(claim, i); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Claims of equal ones share a loop 2000A.
std::string Identity(const Provider* provider) {
  if (provider == nullptr) return "";
  return absl::StrCat(std::string(provider->npi), "|", std::string(provider->taxonomy_code), "|",
                      std::string(provider->tax_id), "|", provider->state.ToString(), "|",
                      std::string(provider->zip), "|", static_cast<int>(provider->entity_type));
}

std::string_view EntityCode(EntityType type, EntityType usual) {
  return (type == EntityType::kUnset ? usual : type) == EntityType::kIndividual ? "1" : "2";
}

}  // namespace

ClaimWriter::ClaimWriter(ClaimWriterSettings settings, Sink sink)
    : settings_(std::move(settings)),
      sink_(std::move(sink)),
      out_(text_),
      envelope_(out_, settings_.first_control_number) {}

absl::Status ClaimWriter::Write(const Claim& claim) {
  if (absl::Status status = Check(claim); !status.ok()) return status;
  const std::string date =
      claim.submitted_date.has_value() ? Day(claim.submitted_date) : settings_.now().date;
  if (!open_ || claim.type != type_ || date != date_ || claims_ >= kMaxClaimsPerTransaction) {
    BeginTransaction(claim, date);
  }
  ++claims_;
  WriteBilling(claim);
  WriteSubscriberAndPatient(claim);
  WriteClaim(claim);
  for (const ServiceLine& line : claim.service_lines) WriteLine(claim, line);
  sink_(text_);
  text_.clear();
  return absl::OkStatus();
}

void ClaimWriter::Finish() {
  envelope_.EndInterchange();
  if (!text_.empty()) sink_(text_);
  text_.clear();
  open_ = false;
}

void ClaimWriter::BeginTransaction(const Claim& claim, std::string_view date) {
  const X12Moment now = settings_.now();
  if (!envelope_.in_interchange()) {
    envelope_.BeginInterchange(
        {.sender = settings_.sender, .receiver = settings_.receiver, .usage = settings_.usage},
        now);
  }
  envelope_.EndTransaction();
  if (!envelope_.in_group() || claim.type != type_) {
    envelope_.EndGroup();
    type_ = claim.type;
    envelope_.BeginGroup("HC", settings_.sender, settings_.receiver,
                         institutional() ? "005010X223A2" : "005010X222A1", now);
  }
  open_ = true;
  date_ = date;
  claims_ = 0;
  level_ = billing_level_ = 0;
  has_billing_ = false;
  envelope_.BeginTransaction("837");
  out_.Begin("BHT").Add("0019").Add("00");
  out_.Add(envelope_.interchange_control() + envelope_.transaction_control());
  out_.Add(date).Add(now.time).Add("CH").End();
  out_.Begin("NM1").Add("41").Add("2").Add(kUnknown).Skip(4).Add("46").Add(settings_.sender).End();
  out_.Begin("PER").Add("IC").Add(kUnknown).Add("TE").Add("0000000000").End();
  out_.Begin("NM1").Add("40").Add("2").Add(kUnknown).Skip(4).Add("46").Add(settings_.receiver);
  out_.End();
}

// ---- the levels above the claim

void ClaimWriter::WriteBilling(const Claim& claim) {
  const Provider* provider = claim.provider(claim.billing);
  const std::string identity = Identity(provider);
  if (has_billing_ && identity == billing_) return;
  has_billing_ = true;
  billing_ = identity;
  billing_level_ = ++level_;
  out_.Begin("HL").Add(std::to_string(billing_level_)).Skip(1).Add("20").Add("1").End();
  if (provider == nullptr) return;
  if (!provider->taxonomy_code.empty()) {
    out_.Begin("PRV").Add("BI").Add("PXC").Add(provider->taxonomy_code).End();
  }
  WriteProvider(claim, claim.billing,
                {.code = "85", .usual = EntityType::kOrganization, .has_place = true});
  WriteReference("EI", provider->tax_id);
}

void ClaimWriter::WriteSubscriberAndPatient(const Claim& claim) {
  const std::string relationship = claim.patient.relationship.ToString();
  const bool is_subscriber = relationship == kSelf;
  const uint64_t subscriber_level = ++level_;
  out_.Begin("HL").Add(std::to_string(subscriber_level)).Add(std::to_string(billing_level_));
  out_.Add("22").Add(is_subscriber ? "0" : "1").End();
  const std::string filing = claim.payer.filing_indicator.ToString();
  out_.Begin("SBR").Add(Letter(claim.payer.responsibility)).Add(is_subscriber ? kSelf : "");
  out_.Skip(6);
  out_.Add(filing.empty() ? UsualFiling(claim.payer.line_of_business, institutional())
                          : std::string_view(filing));
  out_.End();
  if (is_subscriber) WriteDeath(claim.patient, "");
  out_.Begin("NM1").Add("IL").Add("1").Add(kUnknown).Skip(4);
  if (!claim.subscriber_id.empty()) out_.Add("MI").Add(claim.subscriber_id);
  out_.End();
  if (is_subscriber) WritePerson(claim.patient);
  out_.Begin("NM1").Add("PR").Add("2").Add(claim.payer.name).Skip(4);
  if (!claim.payer.id.empty()) out_.Add("PI").Add(claim.payer.id);
  out_.End();
  if (is_subscriber) return;
  out_.Begin("HL").Add(std::to_string(++level_)).Add(std::to_string(subscriber_level));
  out_.Add("23").Add("0").End();
  WriteDeath(claim.patient,
             relationship.empty() ? kUnknownRelationship : std::string_view(relationship));
  out_.Begin("NM1").Add("QC").Add("1").Add(kUnknown).End();
  WritePerson(claim.patient);
}

// PAT, where it says something. The 837I has no place for the day of death.
void ClaimWriter::WriteDeath(const Patient& patient, std::string_view relationship) {
  const bool died = patient.death_date.has_value() && !institutional();
  if (!died && relationship.empty()) return;
  out_.Begin("PAT").Add(relationship).Skip(3);
  if (died) out_.Add("D8").Add(Day(patient.death_date));
  out_.End();
}

void ClaimWriter::WritePerson(const Patient& patient) {
  out_.Begin("N3").Add(kUnknown).End();
  out_.Begin("N4").Add(kUnknown).End();
  std::string_view sex;
  if (patient.sex == Sex::kFemale) sex = "F";
  if (patient.sex == Sex::kMale) sex = "M";
  if (patient.sex == Sex::kUnknown || patient.sex == Sex::kOther) sex = "U";
  if (!patient.birth_date.has_value() && sex.empty()) return;
  const bool born = patient.birth_date.has_value();
  out_.Begin("DMG").Add(born ? "D8" : "").Add(Day(patient.birth_date)).Add(sex).End();
}

void ClaimWriter::WriteProvider(const Claim& claim, ProviderIndex index, const Loop& loop) {
  const Provider* provider = claim.provider(index);
  if (provider == nullptr) return;
  out_.Begin("NM1").Add(loop.code).Add(EntityCode(provider->entity_type, loop.usual));
  out_.Add(kUnknown).Skip(4);
  if (!provider->npi.empty()) out_.Add("XX").Add(provider->npi);
  out_.End();
  if (!loop.specialty.empty() && !provider->taxonomy_code.empty()) {
    out_.Begin("PRV").Add(loop.specialty).Add("PXC").Add(provider->taxonomy_code).End();
  }
  if (loop.has_place) WritePlace(*provider);
}

void ClaimWriter::WritePlace(const Provider& provider) {
  out_.Begin("N3").Add(kUnknown).End();
  out_.Begin("N4").Add(kUnknown).Add(provider.state.ToString()).Add(provider.zip).End();
}

// ---- the claim

void ClaimWriter::WriteClaim(const Claim& claim) {
  const auto amount = [](int64_t cents) { return cents == kUnset ? "" : X12Money(cents); };
  out_.Begin("CLM").Add(claim.claim_id).Add(amount(claim.total_charge_cents)).Skip(2);
  if (institutional()) {
    const std::string bill = claim.type_of_bill.ToString();
    out_.AddComposite({bill.substr(1, 2), "A", bill.substr(3)});
  } else {
    const std::string place = claim.place_of_service.ToString();
    const std::string frequency = claim.frequency_code.ToString();
    out_.AddComposite({place, "B", frequency});
  }
  out_.Add(institutional() ? "" : "Y");
  out_.Add(claim.accept_assignment == Tristate::kYes  ? "A"
           : claim.accept_assignment == Tristate::kNo ? "C"
                                                      : "");
  out_.Add("Y").Add("Y");
  const Accident& accident = claim.accident;
  std::vector<std::string_view> causes;
  if (accident.auto_accident == Tristate::kYes) causes.push_back("AA");
  if (accident.employment == Tristate::kYes) causes.push_back("EM");
  if (accident.other == Tristate::kYes) causes.push_back("OA");
  causes.resize(2);  // there is room for two
  causes.emplace_back();
  const std::string state = accident.state.ToString();
  causes.push_back(state);
  if (!institutional()) out_.Skip(1).AddComposite(causes);
  out_.End();
  WriteClaimDates(claim);
  if (institutional()) {
    out_.Begin("CL1").Add("9").Add("9").Add(claim.patient_status.ToString()).End();
  }
  WriteReference("9F", claim.referral_number);
  WriteReference("G1", claim.prior_authorization_number);
  WriteReference("F8", claim.original_reference_number);
  if (institutional()) {
    WriteReference("LU", claim.accident.state.ToString());
  } else {
    WriteReference("X4", claim.clia_number);
  }
  WriteDiagnoses(claim);
  WriteCodes(claim);
  WriteClaimProviders(claim);
  for (const OtherPayer& payer : claim.other_payers) WriteOtherPayer(payer);
}

void ClaimWriter::WriteClaimDates(const Claim& claim) {
  if (institutional()) {
    const Date through =
        claim.statement_through.has_value() ? claim.statement_through : claim.statement_from;
    WritePeriod("434", claim.statement_from, through);
  } else {
    WriteDate("431", claim.onset_date);
    WriteDate("454", claim.initial_treatment_date);
    WriteDate("439", claim.accident.date);
    WriteDate("484", claim.last_menstrual_period_date);
  }
  WriteDate("435", claim.admission_date);
}

void ClaimWriter::WriteDate(std::string_view qualifier, Date date) {
  if (!date.has_value()) return;
  out_.Begin("DTP").Add(qualifier).Add("D8").Add(Day(date)).End();
}

// One day if `through` is absent.
void ClaimWriter::WritePeriod(std::string_view qualifier, Date from, Date through) {
  if (!through.has_value() || !from.has_value()) return WriteDate(qualifier, from);
  out_.Begin("DTP").Add(qualifier).Add("RD8").Add(Day(from) + "-" + Day(through)).End();
}

void ClaimWriter::WriteReference(std::string_view qualifier, std::string_view value) {
  if (value.empty()) return;
  out_.Begin("REF").Add(qualifier).Add(value).End();
}

void ClaimWriter::WriteHealthCodes(const std::vector<std::vector<std::string>>& codes) {
  constexpr size_t kMaxInSegment = 12;
  for (size_t i = 0; i < codes.size(); ++i) {
    if (i % kMaxInSegment == 0) out_.Begin("HI");
    out_.AddComposite(std::vector<std::string_view>(codes[i].begin(), codes[i].end()));
    if (i + 1 == codes.size() || (i + 1) % kMaxInSegment == 0) out_.End();
  }
}

void ClaimWriter::WriteDiagnoses(const Claim& claim) {
  using Codes = std::vector<std::vector<std::string>>;
  if (!institutional()) {
    Codes codes;
    for (const Diagnosis& diagnosis : claim.diagnoses) {
      codes.push_back({codes.empty() ? "ABK" : "ABF", diagnosis.code.ToString()});
    }
    return WriteHealthCodes(codes);
  }
  // The principal diagnosis; where none is called so, the first that has no role at all.
  const auto of_role = [&](DiagnosisRole role) {
    return std::find_if(claim.diagnoses.begin(), claim.diagnoses.end(),
                        [role](const Diagnosis& diagnosis) { return diagnosis.role == role; });
  };
  auto principal = of_role(DiagnosisRole::kPrincipal);
  if (principal == claim.diagnoses.end()) principal = of_role(DiagnosisRole::kUnset);
  const std::pair<DiagnosisRole, const char*> roles[] = {{DiagnosisRole::kPrincipal, "ABK"},
                                                         {DiagnosisRole::kAdmitting, "ABJ"},
                                                         {DiagnosisRole::kReasonForVisit, "APR"},
                                                         {DiagnosisRole::kExternalCause, "ABN"},
                                                         {DiagnosisRole::kOther, "ABF"}};
  for (const auto& [role, qualifier] : roles) {
    Codes codes;
    for (auto it = claim.diagnoses.begin(); it != claim.diagnoses.end(); ++it) {
      const DiagnosisRole written = it == principal                     ? DiagnosisRole::kPrincipal
                                    : it->role == DiagnosisRole::kUnset ? DiagnosisRole::kOther
                                                                        : it->role;
      if (written != role) continue;
      std::vector<std::string> code = {qualifier, it->code.ToString()};
      // The guide has no place for it at what the patient came with or for.
      const bool tells_admission =
          role != DiagnosisRole::kAdmitting && role != DiagnosisRole::kReasonForVisit;
      if (it->present_on_admission != 0 && tells_admission) {
        code.resize(8);
        code.push_back(std::string(1, it->present_on_admission));
      }
      codes.push_back(std::move(code));
    }
    WriteHealthCodes(codes);
  }
}

void ClaimWriter::WriteCodes(const Claim& claim) {
  std::vector<std::vector<std::string>> codes;
  if (institutional()) {
    for (const OccurrenceSpan& span : claim.occurrence_spans) {
      const bool one_day = !span.through.has_value();
      const std::string period =
          one_day ? Day(span.from) : Day(span.from) + "-" + Day(span.through);
      codes.push_back({"BI", span.code.ToString(), one_day ? "D8" : "RD8", period});
    }
    WriteHealthCodes(std::exchange(codes, {}));
    for (const Occurrence& occurrence : claim.occurrences) {
      codes.push_back({"BH", occurrence.code.ToString(), occurrence.date.has_value() ? "D8" : "",
                       Day(occurrence.date)});
    }
    WriteHealthCodes(std::exchange(codes, {}));
    for (const ValueCode& value : claim.value_codes) {
      const std::string amount = value.amount_cents == kUnset ? "" : X12Money(value.amount_cents);
      codes.push_back({"BE", value.code.ToString(), "", "", amount});
    }
    WriteHealthCodes(std::exchange(codes, {}));
  }
  for (const Code code : claim.condition_codes) codes.push_back({"BG", code.ToString()});
  WriteHealthCodes(codes);
}

void ClaimWriter::WriteClaimProviders(const Claim& claim) {
  constexpr EntityType kOrganization = EntityType::kOrganization;
  if (institutional()) {
    WriteProvider(claim, claim.attending, {.code = "71", .specialty = "AT"});
    WriteProvider(claim, claim.operating, {.code = "72"});
    WriteProvider(claim, claim.rendering, {.code = "82"});
    WriteProvider(claim, claim.service_facility,
                  {.code = "77", .usual = kOrganization, .has_place = true});
    WriteProvider(claim, claim.referring, {.code = "DN"});
  } else {
    WriteProvider(claim, claim.referring, {.code = "DN"});
    WriteProvider(claim, claim.rendering, {.code = "82", .specialty = "PE"});
    WriteProvider(claim, claim.service_facility,
                  {.code = "77", .usual = kOrganization, .has_place = true});
    WriteProvider(claim, claim.supervising, {.code = "DQ"});
  }
}

void ClaimWriter::WriteOtherPayer(const OtherPayer& payer) {
  out_.Begin("SBR").Add(Letter(payer.responsibility)).Add(kUnknownRelationship).Skip(6);
  out_.Add(payer.filing_indicator.ToString()).End();
  // A payer that paid something and adjusted nothing sends no adjustment.
  if (payer.adjusted_cents > 0 || (payer.adjusted_cents == 0 && payer.paid_cents == kUnset)) {
    out_.Begin("CAS").Add("CO").Add("45").Add(X12Money(payer.adjusted_cents)).End();
  }
  if (payer.paid_cents != kUnset) {
    out_.Begin("AMT").Add("D").Add(X12Money(payer.paid_cents)).End();
  }
  out_.Begin("OI").Skip(2).Add("Y").Skip(2).Add("Y").End();
  out_.Begin("NM1").Add("IL").Add("1").Add(kUnknown).Skip(4).Add("MI").Add(kUnknown).End();
  out_.Begin("NM1").Add("PR").Add("2").Add(kUnknown).Skip(4);
  if (!payer.payer_id.empty()) out_.Add("PI").Add(payer.payer_id);
  out_.End();
  WriteDate("573", payer.remittance_date);
}

// ---- its lines

void ClaimWriter::WriteLine(const Claim& claim, const ServiceLine& line) {
  out_.Begin("LX").Add(std::to_string(line.line_number)).End();
  WriteService(line);
  WritePeriod("472", line.service_date, line.service_date_through);
  if (!institutional()) {
    WriteReference("G1", line.prior_authorization_number);
    WriteReference("X4", line.clia_number);
  }
  WriteDrug(line);
  WriteLineProviders(claim, line);
}

void ClaimWriter::WriteService(const ServiceLine& line) {
  const auto amount = [](int64_t cents) { return cents == kUnset ? "" : X12Money(cents); };
  // The codes of rate groups stand under revenue codes of their own.
  const std::string revenue = line.revenue_code.ToString();
  const bool rate_code = institutional() && revenue.starts_with("002");
  std::vector<std::string> procedure;
  if (!line.procedure_code.empty()) {
    procedure = {rate_code ? "HP" : "HC", line.procedure_code.ToString()};
    for (const Code modifier : line.modifiers) procedure.push_back(modifier.ToString());
    procedure.emplace_back(line.description);
  }
  const std::vector<std::string_view> components(procedure.begin(), procedure.end());
  const std::string_view basis = line.unit_basis == UnitBasis::kMinutes ? "MJ"
                                 : line.units == kUnset && line.unit_basis == UnitBasis::kUnset
                                     ? ""
                                     : "UN";
  const std::string units = line.units == kUnset ? "" : X12Quantity(line.units);
  if (institutional()) {
    out_.Begin("SV2").Add(revenue).AddComposite(components).Add(amount(line.charge_cents));
    out_.Add(basis).Add(units).Skip(1).Add(amount(line.noncovered_charge_cents)).End();
    return;
  }
  out_.Begin("SV1").AddComposite(components).Add(amount(line.charge_cents)).Add(basis).Add(units);
  out_.Add(line.place_of_service.ToString()).Skip(1);
  std::vector<std::string> pointers;
  for (size_t i = 0; i < line.pointer_count; ++i) {
    pointers.push_back(std::to_string(line.diagnosis_pointers[i]));
  }
  out_.AddComposite(std::vector<std::string_view>(pointers.begin(), pointers.end())).End();
}

void ClaimWriter::WriteDrug(const ServiceLine& line) {
  if (line.ndc.empty()) return;
  out_.Begin("LIN").Skip(1).Add("N4").Add(line.ndc).End();
  if (line.ndc_quantity == kUnset && line.ndc_unit.empty()) return;
  out_.Begin("CTP").Skip(3);
  out_.Add(line.ndc_quantity == kUnset ? "" : X12Quantity(line.ndc_quantity));
  out_.Add(line.ndc_unit.ToString()).End();
}

void ClaimWriter::WriteLineProviders(const Claim& claim, const ServiceLine& line) {
  if (institutional()) {
    WriteProvider(claim, line.rendering, {.code = "82"});
    WriteProvider(claim, line.referring, {.code = "DN"});
    return;
  }
  WriteProvider(claim, line.rendering, {.code = "82", .specialty = "PE"});
  WriteProvider(claim, line.supervising, {.code = "DQ"});
  WriteProvider(claim, line.ordering == kNoProvider ? claim.ordering : line.ordering,
                {.code = "DK", .has_place = true});
  WriteProvider(claim, line.referring, {.code = "DN"});
}

}  // namespace scrubline
