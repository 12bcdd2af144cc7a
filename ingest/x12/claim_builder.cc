#include "ingest/x12/claim_builder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "ingest/x12/values.h"

namespace scrubline {
namespace {

// The longest an element may be by X12; what is longer is no value of it.
constexpr size_t kMaxClaimId = 38;
constexpr size_t kMaxIdentifier = 80;  // NM109
constexpr size_t kMaxName = 60;        // NM103
constexpr size_t kMaxReference = 50;   // REF02, PRV03
constexpr size_t kMaxPostalCode = 15;  // N403
constexpr size_t kMaxDescription = 80;
constexpr size_t kMaxProductId = 48;  // LIN03

constexpr size_t kMaxProfessionalDiagnoses = 12;
constexpr size_t kMaxInstitutionalDiagnoses = 64;
constexpr size_t kMaxCodesOfAKind = 24;
constexpr size_t kMaxUnreadable = 1000;
constexpr size_t kMaxContextProblems = 16;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapitalOrDigit(char c) { return (c >= 'A' && c <= 'Z') || IsDigit(c); }

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), IsDigit);
  return digits;
}

// Well-formed UTF-8 of more than one byte at the front of `text`: its length, else 0.
size_t MultiByteLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                        : lead >= 0xE0 && lead <= 0xEF ? 3
                        : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                       : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = static_cast<unsigned char>(text[0]) < 0x80 ? 1 : MultiByteLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string FromLatin1(std::string_view text) {
  std::string utf8;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8.push_back(c);
    } else {
      utf8.push_back(static_cast<char>(0xC0 | byte >> 6));
      utf8.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return utf8;
}

Sex SexOf(std::string_view code) {
  if (code == "F") return Sex::kFemale;
  if (code == "M") return Sex::kMale;
  if (code == "U") return Sex::kUnknown;
  return Sex::kUnset;
}

// Codes are letters and digits; what holds anything else is none.
Code Alphanumeric(std::optional<Code> code) {
  if (!code) return Code();
  for (int i = 0; i < code->length(); ++i) {
    if (!IsCapitalOrDigit((*code)[i])) return Code();
  }
  return *code;
}

// Eleven digits from a drug code written 5-4-2 or with one of its parts a digit short; empty if it
// is written neither way.
std::string WithoutHyphens(std::string_view drug) {
  constexpr std::array<size_t, 3> kParts = {5, 4, 2};
  std::string digits;
  size_t short_parts = 0;
  for (size_t part = 0; part < kParts.size(); ++part) {
    const size_t end = drug.find('-');
    if ((end == std::string_view::npos) != (part + 1 == kParts.size())) return {};
    const std::string_view text = drug.substr(0, end);
    const bool is_short = text.size() + 1 == kParts[part];
    if ((text.size() != kParts[part] && !is_short) ||
        !std::all_of(text.begin(), text.end(), IsDigit)) {
      return {};
    }
    if (is_short) {
      ++short_parts;
      digits.push_back('0');
    }
    digits.append(text);
    drug.remove_prefix(end == std::string_view::npos ? drug.size() : end + 1);
  }
  return short_parts <= 1 ? digits : std::string();
}

}  // namespace

ClaimBuilder::ClaimBuilder(size_t max_lines, X12IssueLog& log, Deliver deliver)
    : max_lines_(max_lines), log_(log), deliver_(std::move(deliver)) {}

void ClaimBuilder::BeginInterchange(char component_separator) {
  component_ = component_separator;
  component_confirmed_ = false;
}

void ClaimBuilder::Begin(Guide guide) {
  guide_ = guide;
  level_ = hierarchy_ = Level::kHeader;
  role_ = Role::kNone;
  submitted_date_ = Date();
  header_ = {};
  billing_ = {};
  subscriber_ = {};
  patient_ = {};
  header_.open = true;
}

void ClaimBuilder::Read(const Segment& segment, const X12Position& position) {
  position_ = position;
  switch (segment.id()) {
    case SegmentId("BHT"):
      return ReadHeader(segment);
    case SegmentId("HL"):
      return OpenHierarchyLevel(segment);
    case SegmentId("SBR"):
      return ReadSubscriberInformation(segment);
    case SegmentId("PAT"):
      return ReadDeath(segment);
    case SegmentId("DMG"):
      return ReadDemographics(segment);
    case SegmentId("NM1"):
      return ReadParty(segment);
    case SegmentId("N4"):
      return ReadPlace(segment);
    case SegmentId("PRV"):
      return ReadSpecialty(segment);
    case SegmentId("REF"):
      return ReadReference(segment);
    case SegmentId("CLM"):
      return OpenClaim(segment);
    default:
      break;
  }
  if (!IsClaimSegment(segment.id()) && segment.id() != SegmentId("SV3")) {
    Issue(X12Problem::kSegmentUnexpected);
    NoteLostSegment();
    return;
  }
  if (!claim_open_ || (InLine() && line_dropped_ && segment.id() != SegmentId("LX"))) return;
  switch (segment.id()) {
    case SegmentId("DTP"):
      return ReadDate(segment);
    case SegmentId("CL1"):
      return ReadInstitutionalCodes(segment);
    case SegmentId("HI"):
      return ReadHealthCodes(segment);
    case SegmentId("LX"):
      OpenLine();
      return ReadLineNumber(segment);
    case SegmentId("SV1"):
      return ReadProfessionalService(segment);
    case SegmentId("SV2"):
      return ReadInstitutionalService(segment);
    case SegmentId("SV3"):
      return static_cast<void>(StartService(Guide::kUnsupported));
    case SegmentId("LIN"):
      return ReadDrug(segment);
    case SegmentId("CTP"):
      return ReadDrugQuantity(segment);
    case SegmentId("SVD"):
      CommitParty();
      if (InLine()) level_ = Level::kAdjudication;
      return;
    default:
      return;  // known to the guides, no field in the model
  }
}

void ClaimBuilder::NoteLostSegment() {
  if (claim_open_) {
    const bool in_line = InLine() && !line_dropped_ && !claim_.service_lines.empty();
    const int index = static_cast<int>(claim_.service_lines.size()) - 1;
    UnreadInClaim(in_line ? "service_lines[" + std::to_string(index) + "]" : "claim",
                  "a segment of it could not be read", in_line ? index : -1);
  } else {
    const Role role = std::exchange(role_, Role::kNone);
    Unread("claim", "a segment of a loop above it could not be read");
    role_ = role;
  }
}

void ClaimBuilder::End() {
  CompleteClaim();
  level_ = hierarchy_ = Level::kHeader;
}

void ClaimBuilder::Abandon() {
  claim_open_ = false;
  claim_.Clear();
}

// --- Header and hierarchy ---

void ClaimBuilder::ReadHeader(const Segment& segment) {
  if (level_ == Level::kHeader) submitted_date_ = ReadDay("D8", segment[4], "submitted_date");
}

void ClaimBuilder::OpenHierarchyLevel(const Segment& segment) {
  CompleteClaim();
  const auto level = HierarchyLevel(segment[3]);
  hierarchy_ = level_ = level.value_or(Level::kHeader);
  role_ = Role::kNone;
  if (!level) return Issue(X12Problem::kSegmentUnexpected);

  const OpenLevel* parent = nullptr;
  OpenLevel* opened = nullptr;
  patient_ = {};
  switch (*level) {
    case Level::kBilling:
      subscriber_ = {};
      billing_ = {};
      opened = &billing_;
      break;
    case Level::kSubscriber:
      subscriber_ = {};
      parent = &billing_;
      opened = &subscriber_;
      break;
    default:
      parent = &subscriber_;
      opened = &patient_;
      break;
  }
  opened->open = true;
  opened->number = segment[1].substr(0, 12);
  const bool agrees = parent == nullptr
                          ? segment[2].empty()
                          : parent->open && !segment[2].empty() && segment[2] == parent->number;
  if (!agrees) Issue(X12Problem::kHierarchy);
}

void ClaimBuilder::ReadSubscriberInformation(const Segment& segment) {
  if (claim_open_) {
    CommitParty();
    CloseLine();
    level_ = Level::kOtherPayer;
    return;
  }
  if (level_ != Level::kSubscriber) return Issue(X12Problem::kSegmentUnexpected);
  subscriber_.is_patient = segment[2] == "18";
  const std::string_view indicator = segment[9];
  subscriber_.filing_indicator = ReadCode(indicator, "payer.filing_indicator");
  if (indicator.empty()) return;
  if (const FilingRow* filing = FindFiling(indicator)) {
    subscriber_.line_of_business = filing->line_of_business;
  } else {
    Issue(X12Problem::kLineOfBusiness);
  }
}

void ClaimBuilder::ReadDeath(const Segment& segment) {
  if (segment[6].empty()) return;
  if (level_ != Level::kSubscriber && level_ != Level::kPatient) return;
  Person& person = level_ == Level::kPatient ? patient_.person : subscriber_.person;
  person.death_date = ReadDay(segment[5], segment[6], "patient.death_date");
}

void ClaimBuilder::ReadDemographics(const Segment& segment) {
  if (level_ == Level::kOtherPayer) return;
  if (level_ != Level::kSubscriber && level_ != Level::kPatient) {
    return Issue(X12Problem::kSegmentUnexpected);
  }
  Person& person = level_ == Level::kPatient ? patient_.person : subscriber_.person;
  person.birth_date = ReadDay(segment[1], segment[2], "patient.birth_date");
  person.sex = SexOf(segment[3]);
  if (person.sex == Sex::kUnset && !segment[3].empty()) {
    Unread("patient.sex", "not one of F, M, U");
  }
}

// --- Parties ---

void ClaimBuilder::ReadParty(const Segment& segment) {
  CommitParty();
  role_ = Role::kNone;
  if (level_ == Level::kAdjudication) {
    level_ = Level::kLine;
    Issue(X12Problem::kMisplaced);
  }
  if (InLine() && line_dropped_) return;
  const PartyRow* row = FindParty(claim_guide(), level_, segment[1]);
  if (row == nullptr) return Issue(X12Problem::kPartyUnexpected);
  if (row->misplaced) Issue(X12Problem::kMisplaced);
  const auto first = [this](bool& seen) {
    if (seen) Issue(X12Problem::kRepeated);
    return !std::exchange(seen, true);
  };
  switch (row->role) {
    case Role::kNone:
    case Role::kNotInModel:
      break;
    case Role::kSubscriber:
      if (!first(subscriber_.has_subscriber)) return;
      subscriber_.person.id = Text(segment[9], kMaxIdentifier, "subscriber_id");
      break;
    case Role::kPayer:
      if (!first(subscriber_.has_payer)) return;
      subscriber_.payer_name = Text(segment[3], kMaxName, "payer.name");
      subscriber_.payer_id = Text(segment[9], kMaxIdentifier, "payer.id");
      break;
    case Role::kPatient:
      patient_.person.id = Text(segment[9], kMaxIdentifier, "patient.id");
      break;
    default: {
      role_ = row->role;
      ProviderText* provider = nullptr;
      if (role_ == Role::kBilling) {
        if (!first(billing_.has_provider)) {
          role_ = Role::kNone;
          return;
        }
        // Its taxonomy came before it, right after HL.
        provider = &billing_.provider;
      } else {
        if (*ProviderSlot(role_) != kNoProvider) {
          role_ = Role::kNone;
          return Issue(X12Problem::kRepeated);
        }
        party_ = {};
        provider = &party_;
      }
      provider->entity_type = segment[2] == "1"   ? EntityType::kIndividual
                              : segment[2] == "2" ? EntityType::kOrganization
                                                  : EntityType::kUnset;
      if (segment[8] == "XX") {
        provider->npi = Text(segment[9], kMaxIdentifier, "npi");
      } else if (!segment[9].empty()) {
        Unread("npi", "the identifier is not qualified as an NPI (XX)");
      }
      return;
    }
  }
  role_ = row->role;
}

void ClaimBuilder::ReadPlace(const Segment& segment) {
  ProviderText* provider = OpenProvider();
  if (provider == nullptr) return;
  provider->state = ReadCode(segment[2], "state");
  provider->zip = DigitsOf(Text(segment[3], kMaxPostalCode, "zip"));
}

void ClaimBuilder::ReadSpecialty(const Segment& segment) {
  ProviderText* provider = OpenProvider();
  if (level_ == Level::kBilling) {
    if (segment[1] != "BI") return;
    provider = &billing_.provider;
  }
  if (provider == nullptr) return;
  const std::string_view field =
      level_ == Level::kBilling ? "billing.taxonomy_code" : "taxonomy_code";
  const Role role = level_ == Level::kBilling ? std::exchange(role_, Role::kNone) : role_;
  if (segment[2] == "PXC") {
    provider->taxonomy_code = Text(segment[3], kMaxReference, field);
  } else {
    Unread(field, "the code is not qualified as a provider taxonomy (PXC)");
  }
  role_ = role;
}

void ClaimBuilder::ReadReference(const Segment& segment) {
  if (InLine() && line_dropped_) return;
  const Level level = level_ == Level::kAdjudication ? Level::kLine : level_;
  const ReferenceRow* row = FindReference(claim_guide(), level, role_, segment[1]);
  if (row == nullptr || row->field == ReferenceField::kNotInModel) return;
  if (row->field == ReferenceField::kTaxId) {
    billing_.provider.tax_id = DigitsOf(Text(segment[2], kMaxReference, "tax_id"));
    return;
  }
  // A number that REF04 gives to another payer is not ours.
  if (!segment[4].empty()) return;
  const bool in_line = level == Level::kLine;
  std::string_view* field = nullptr;
  std::string_view name;
  switch (row->field) {
    case ReferenceField::kPriorAuthorization:
      field = in_line ? &line().prior_authorization_number : &claim_.prior_authorization_number;
      name = "prior_authorization_number";
      break;
    case ReferenceField::kReferral:
      field = &claim_.referral_number;
      name = "referral_number";
      break;
    case ReferenceField::kOriginalReference:
      field = &claim_.original_reference_number;
      name = "original_reference_number";
      break;
    case ReferenceField::kClia:
      field = in_line ? &line().clia_number : &claim_.clia_number;
      name = "clia_number";
      break;
    case ReferenceField::kNotInModel:
    case ReferenceField::kTaxId:
      return;
  }
  if (!field->empty()) return Issue(X12Problem::kRepeated);
  // A reference is the claim's or line's own, whichever party it happens to follow.
  const Role role = std::exchange(role_, Role::kNone);
  *field = KeptText(segment[2], kMaxReference, name);
  role_ = role;
}

ClaimBuilder::ProviderText* ClaimBuilder::OpenProvider() {
  if (!IsProvider(role_)) return nullptr;
  return role_ == Role::kBilling ? &billing_.provider : &party_;
}

ProviderIndex* ClaimBuilder::ProviderSlot(Role role) {
  const bool in_line = InLine();
  switch (role) {
    case Role::kReferring:
      return in_line ? &line().referring : &claim_.referring;
    case Role::kRendering:
      return in_line ? &line().rendering : &claim_.rendering;
    case Role::kSupervising:
      return in_line ? &line().supervising : &claim_.supervising;
    case Role::kOrdering:
      return in_line ? &line().ordering : &claim_.ordering;
    case Role::kServiceFacility:
      return &claim_.service_facility;
    case Role::kAttending:
      return &claim_.attending;
    case Role::kOperating:
      return &claim_.operating;
    default:
      return &claim_.billing;
  }
}

void ClaimBuilder::CommitParty() {
  if (claim_open_ && IsProvider(role_)) {
    *ProviderSlot(role_) = claim_.AddProvider({.npi = claim_.Keep(party_.npi),
                                               .taxonomy_code = claim_.Keep(party_.taxonomy_code),
                                               .tax_id = claim_.Keep(party_.tax_id),
                                               .state = party_.state,
                                               .zip = claim_.Keep(party_.zip),
                                               .entity_type = party_.entity_type});
  }
  role_ = Role::kNone;
}

// --- Claim ---

void ClaimBuilder::OpenClaim(const Segment& segment) {
  CompleteClaim();
  claim_open_ = true;
  claim_position_ = position_;
  claim_guide_ = guide_;
  level_ = Level::kClaim;
  role_ = Role::kNone;
  has_diagnosis_segment_ = false;
  claim_service_date_ = claim_service_date_through_ = Date();
  line_dropped_ = false;
  highest_line_number_ = 0;
  CopyContext();

  claim_.claim_id = KeptText(segment[1], kMaxClaimId, "claim_id");
  claim_.total_charge_cents = ReadCents(segment[2], "total_charge_cents");
  const Composite place = SplitProbing(segment[5]);
  const Guide content = place[2] == "B"   ? Guide::kProfessional
                        : place[2] == "A" ? Guide::kInstitutional
                                          : Guide::kUnknown;
  if (claim_guide_ == Guide::kUnknown) {
    claim_guide_ = content;
  } else if (content != Guide::kUnknown && content != claim_guide_) {
    Issue(X12Problem::kContentMismatch);
    Unread("type", "CLM05 is of another kind of claim than ST03 names");
  }
  claim_.frequency_code = ReadCode(place[3], "frequency_code");
  if (claim_guide_ == Guide::kInstitutional) {
    claim_.type = ClaimType::kInstitutional;
    std::string_view facility = place[1];
    if (facility.size() == 3 && facility[0] == '0') {
      Issue(X12Problem::kTypeOfBillForm);
      facility.remove_prefix(1);
    }
    if (facility.size() == 2 && place[3].size() == 1) {
      std::string bill = "0";
      bill.append(facility).append(place[3]);
      claim_.type_of_bill = ReadCode(bill, "type_of_bill");
    } else {
      Unread("type_of_bill", "CLM05 does not hold two characters and a frequency code");
    }
  } else {
    if (claim_guide_ == Guide::kProfessional) {
      claim_.type = ClaimType::kProfessional;
    } else {
      Unread("type", "neither ST03, GS08 nor CLM05 say what kind of claim this is");
    }
    claim_.place_of_service = ReadCode(place[1], "place_of_service");
  }
  const std::string_view assignment = segment[7];
  if (assignment == "A") {
    claim_.accept_assignment = Tristate::kYes;
  } else if (assignment == "C") {
    claim_.accept_assignment = Tristate::kNo;
  } else if (!assignment.empty() && assignment != "B") {
    Unread("accept_assignment", "not one of A, B, C");
  }
  if (!segment[11].empty()) ReadAccident(segment[11]);
}

void ClaimBuilder::CopyContext() {
  claim_.submitted_date = submitted_date_;
  if (billing_.has_provider) {
    const ProviderText& from = billing_.provider;
    claim_.billing = claim_.AddProvider({.npi = claim_.Keep(from.npi),
                                         .taxonomy_code = claim_.Keep(from.taxonomy_code),
                                         .tax_id = claim_.Keep(from.tax_id),
                                         .state = from.state,
                                         .zip = claim_.Keep(from.zip),
                                         .entity_type = from.entity_type});
  }
  claim_.subscriber_id = claim_.Keep(subscriber_.person.id);
  claim_.payer.id = claim_.Keep(subscriber_.payer_id);
  claim_.payer.name = claim_.Keep(subscriber_.payer_name);
  claim_.payer.filing_indicator = subscriber_.filing_indicator;
  claim_.payer.line_of_business = subscriber_.line_of_business;
  if (!subscriber_.open) {
    Issue(X12Problem::kClaimOutsideHierarchy);
    Unread("payer", "the claim stands under no subscriber");
  }

  const Person* patient = nullptr;
  if (hierarchy_ == Level::kPatient) {
    patient = &patient_.person;
    claim_.patient.id = claim_.Keep(patient->id);
  } else if (subscriber_.is_patient) {
    patient = &subscriber_.person;
  } else if (subscriber_.open) {
    Issue(X12Problem::kPatientUnknown);
  }
  if (patient != nullptr) {
    claim_.patient.birth_date = patient->birth_date;
    claim_.patient.death_date = patient->death_date;
    claim_.patient.sex = patient->sex;
  }

  const std::array<const OpenLevel*, 4> levels = {&header_, &billing_, &subscriber_, &patient_};
  for (const OpenLevel* level : levels) {
    for (const ContextProblem& problem : level->problems) {
      UnreadInClaim(problem.field, problem.problem, -1);
    }
  }
}

void ClaimBuilder::ReadAccident(std::string_view related_causes) {
  const Composite causes = Split(related_causes);
  for (int i = 1; i <= 3; ++i) {
    const std::string_view cause = causes[i];
    if (cause == "AA") {
      claim_.accident.auto_accident = Tristate::kYes;
    } else if (cause == "EM") {
      claim_.accident.employment = Tristate::kYes;
    } else if (cause == "OA") {
      claim_.accident.other = Tristate::kYes;
    } else if (!cause.empty()) {
      Unread("accident", "a related cause is not one of AA, EM, OA");
    }
  }
  claim_.accident.state = ReadCode(causes[4], "accident.state");
}

void ClaimBuilder::ReadInstitutionalCodes(const Segment& segment) {
  claim_.patient_status = ReadCode(segment[3], "patient_status");
}

void ClaimBuilder::ReadDate(const Segment& segment) {
  const DateRow* row = FindDate(claim_guide(), level_, segment[1]);
  if (row == nullptr) return;
  if (row->misplaced) Issue(X12Problem::kMisplaced);
  // A date is the claim's or line's own, whichever party it happens to follow.
  const Role role = std::exchange(role_, Role::kNone);
  const std::string_view format = segment[2];
  const std::string_view value = segment[3];
  constexpr std::string_view kNotARange = "not a date or date range of the calendar";
  switch (row->field) {
    case DateField::kAdmission:
      claim_.admission_date = ReadDay(format, value, "admission_date");
      break;
    case DateField::kAccident:
      claim_.accident.date = ReadDay(format, value, "accident.date");
      break;
    case DateField::kStatement:
      if (const auto range = ParseDateRange(format, value)) {
        claim_.statement_from = range->from;
        claim_.statement_through = range->through.has_value() ? range->through : range->from;
      } else {
        Unread("statement_from", kNotARange);
      }
      break;
    case DateField::kService: {
      const bool in_line = InLine();
      Date& from = in_line ? line().service_date : claim_service_date_;
      Date& through = in_line ? line().service_date_through : claim_service_date_through_;
      if (in_line && std::exchange(line_has_service_date_, true)) {
        Issue(X12Problem::kRepeated);
      } else if (const auto range = ParseDateRange(format, value)) {
        from = range->from;
        through = range->through;
      } else if (in_line) {
        Unread("service_date", kNotARange);
      }
      break;
    }
  }
  role_ = role;
}

void ClaimBuilder::ReadHealthCodes(const Segment& segment) {
  const Role role = std::exchange(role_, Role::kNone);
  if (level_ != Level::kClaim) Issue(X12Problem::kMisplaced);
  const Level level = std::exchange(level_, Level::kClaim);
  int last = segment.size();
  while (last > 0 && segment[last].empty()) --last;
  bool has_diagnosis = false;
  for (int i = 1; i <= last; ++i) {
    const std::string_view text = segment[i];
    if (text.empty()) {
      // Pointers count the places in HI: an empty one keeps its number.
      if (has_diagnosis) AddDiagnosisSlot({});
      continue;
    }
    const Composite composite = SplitProbing(text);
    const HealthCodeRow* row = FindHealthCode(claim_guide(), composite[1]);
    if (row == nullptr) {
      Issue(X12Problem::kSegmentUnexpected);
      Unread("diagnoses", "a code in HI has a qualifier that does not belong here");
    } else if (row->kind == HealthCode::kDiagnosis) {
      if (!has_diagnosis && has_diagnosis_segment_ && claim_guide() == Guide::kProfessional) {
        Issue(X12Problem::kDiagnosisSplit);
      }
      if (row->icd9 && !has_diagnosis) Issue(X12Problem::kIcd9);
      has_diagnosis = true;
      ReadDiagnosis(*row, composite);
    } else {
      ReadOtherHealthCode(*row, composite);
    }
  }
  has_diagnosis_segment_ |= has_diagnosis;
  level_ = level;
  role_ = role;
}

void ClaimBuilder::ReadDiagnosis(const HealthCodeRow& row, const Composite& composite) {
  Diagnosis diagnosis{.role = row.role};
  diagnosis.code = Alphanumeric(Code::ParseDiagnosis(composite[2]));
  const std::string_view poa = composite[9];
  const size_t place = claim_.diagnoses.size();
  if (poa.size() == 1 && std::string_view("YNUW1").find(poa[0]) != std::string_view::npos) {
    diagnosis.present_on_admission = poa[0];
  } else if (!poa.empty()) {
    Unread("diagnoses[" + std::to_string(place) + "].present_on_admission",
           "not one of Y, N, U, W, 1");
  }
  AddDiagnosisSlot(diagnosis);
}

void ClaimBuilder::AddDiagnosisSlot(const Diagnosis& diagnosis) {
  const size_t place = claim_.diagnoses.size();
  const size_t limit = claim_guide() == Guide::kInstitutional ? kMaxInstitutionalDiagnoses
                                                              : kMaxProfessionalDiagnoses;
  if (place >= limit) {
    return Unread("diagnoses", "more diagnoses than the claim has places for");
  }
  if (diagnosis.code.empty()) {
    Unread("diagnoses[" + std::to_string(place) + "].code", "no code, or not a diagnosis code");
  }
  claim_.diagnoses.push_back(diagnosis);
}

void ClaimBuilder::ReadOtherHealthCode(const HealthCodeRow& row, const Composite& composite) {
  const auto read = [&](auto& codes, std::string_view field, auto make) {
    if (codes.size() >= kMaxCodesOfAKind) {
      return Unread(field, "more codes than the claim has places for");
    }
    const std::string path = std::string(field) + "[" + std::to_string(codes.size()) + "]";
    codes.push_back(make(path));
  };
  switch (row.kind) {
    case HealthCode::kCondition:
      return read(claim_.condition_codes, "condition_codes",
                  [&](const std::string& path) { return ReadCode(composite[2], path); });
    case HealthCode::kOccurrence:
      return read(claim_.occurrences, "occurrences", [&](const std::string& path) {
        return Occurrence{ReadCode(composite[2], path + ".code"),
                          ReadDay(composite[3], composite[4], path + ".date")};
      });
    case HealthCode::kOccurrenceSpan:
      return read(claim_.occurrence_spans, "occurrence_spans", [&](const std::string& path) {
        OccurrenceSpan span{ReadCode(composite[2], path + ".code"), {}, {}};
        if (const auto range = ParseDateRange(composite[3], composite[4])) {
          span.from = range->from;
          span.through = range->through;
        } else {
          Unread(path + ".from", "not a date range of the calendar");
        }
        return span;
      });
    case HealthCode::kValue:
      return read(claim_.value_codes, "value_codes", [&](const std::string& path) {
        return ValueCode{ReadCode(composite[2], path + ".code"),
                         ReadCents(composite[5], path + ".amount_cents")};
      });
    case HealthCode::kNotInModel:
    case HealthCode::kDiagnosis:
      return;
  }
}

void ClaimBuilder::CompleteClaim() {
  if (!claim_open_) return;
  CommitParty();
  CloseLine();
  Date from = claim_service_date_;
  Date through = claim_service_date_through_;
  if (claim_guide_ == Guide::kInstitutional) {
    // An institutional line need not be dated: it then has the dates of the statement.
    from = claim_.statement_from;
    through = claim_.statement_through == from ? Date() : claim_.statement_through;
  }
  if (from.has_value()) {
    for (ServiceLine& undated : claim_.service_lines) {
      if (undated.service_date.has_value()) continue;
      const auto index = static_cast<int16_t>(&undated - claim_.service_lines.data());
      const auto unreadable = [index](const Unreadable& entry) {
        return entry.line == index && entry.field.ends_with(".service_date");
      };
      if (std::any_of(claim_.unreadable.begin(), claim_.unreadable.end(), unreadable)) continue;
      undated.service_date = from;
      undated.service_date_through = through;
    }
  }
  deliver_(claim_, claim_position_);
  claim_.Clear();
  claim_open_ = false;
  level_ = hierarchy_;
}

// --- Service lines ---

void ClaimBuilder::OpenLine() {
  CommitParty();
  CloseLine();
  level_ = Level::kLine;
  line_has_service_ = line_has_service_date_ = false;
  if (claim_.service_lines.size() >= max_lines_) {
    if (!line_dropped_) {
      Issue(X12Problem::kTooManyLines);
      UnreadInClaim("service_lines", "more service lines than are read of one claim", -1);
    }
    line_dropped_ = true;
    return;
  }
  claim_.service_lines.emplace_back().line_number = ++highest_line_number_;
}

// Findings name a line by its number: one that is missing or not its own is replaced.
void ClaimBuilder::ReadLineNumber(const Segment& segment) {
  if (line_dropped_) return;
  const int32_t number = ParseWhole(segment[1]).value_or(0);
  const auto& lines = claim_.service_lines;
  // The number given when the line was opened is one more than any before it.
  const bool taken =
      number < highest_line_number_ &&
      std::any_of(lines.begin(), lines.end() - 1,
                  [number](const ServiceLine& other) { return other.line_number == number; });
  if (number == 0 || taken) return Issue(X12Problem::kLineNumber);
  line().line_number = number;
  highest_line_number_ = std::max(highest_line_number_ - 1, number);
}

void ClaimBuilder::CloseLine() {
  if (InLine() && !line_dropped_ && !line_has_service_) {
    Unread("procedure_code", "the line has no service segment (SV1, SV2)");
    line_has_service_ = true;
  }
}

// True if there is now a line whose service segment this is.
bool ClaimBuilder::StartService(Guide guide) {
  if (!InLine() || line_has_service_) {
    OpenLine();
    if (line_dropped_) return false;
    Issue(X12Problem::kLineWithoutLx);
  }
  line_has_service_ = true;
  if (guide != claim_guide_ && claim_guide_ != Guide::kUnknown) {
    Issue(X12Problem::kContentMismatch);
    UnreadInClaim("type", "a service line is of another kind of claim than ST03 names", -1);
  }
  return true;
}

void ClaimBuilder::ReadProfessionalService(const Segment& segment) {
  if (!StartService(Guide::kProfessional)) return;
  ReadProcedure(segment[1]);
  line().charge_cents = ReadCents(segment[2], "charge_cents");
  ReadUnits(segment[3], segment[4]);
  line().place_of_service = ReadCode(segment[5], "place_of_service");
  ReadPointers(segment[7]);
}

void ClaimBuilder::ReadInstitutionalService(const Segment& segment) {
  if (!StartService(Guide::kInstitutional)) return;
  line().revenue_code = ReadCode(segment[1], "revenue_code");
  if (!segment[2].empty()) ReadProcedure(segment[2]);
  line().charge_cents = ReadCents(segment[3], "charge_cents");
  ReadUnits(segment[4], segment[5]);
}

void ClaimBuilder::ReadProcedure(std::string_view text) {
  const Composite procedure = SplitProbing(text);
  const bool rate_code = procedure[1] == "HP" && claim_guide_ == Guide::kInstitutional;
  if (procedure[1] == "HC" || rate_code) {
    line().procedure_code = ReadCode(procedure[2], "procedure_code");
    if (procedure[2].empty()) Unread("procedure_code", "no code after its qualifier");
  } else {
    Unread("procedure_code", "the code is not qualified as HCPCS (HC)");
  }
  for (int i = 0; i < kMaxModifiers; ++i) {
    const std::string_view modifier = procedure[3 + i];
    if (modifier.empty()) continue;
    line().modifiers[static_cast<size_t>(i)] = ReadCode(modifier, "modifiers");
    line().modifier_count = static_cast<uint8_t>(i + 1);
  }
  const std::string_view description = procedure[7];
  const bool modifier_like = description.size() == 2 && IsCapitalOrDigit(description[0]) &&
                             IsCapitalOrDigit(description[1]);
  if (modifier_like || procedure.size() > 8) {
    Unread("modifiers", "more than four modifiers");
  } else {
    line().description = KeptText(description, kMaxDescription, "description");
  }
}

void ClaimBuilder::ReadUnits(std::string_view basis, std::string_view quantity) {
  if (basis == "UN" || basis == "DA") {
    line().unit_basis = UnitBasis::kUnits;
  } else if (basis == "MJ") {
    line().unit_basis = UnitBasis::kMinutes;
  } else if (!basis.empty()) {
    Unread("unit_basis", "not one of UN, MJ, DA");
  }
  line().units = ReadThousandths(quantity, "units");
  if (line().unit_basis == UnitBasis::kMinutes && line().units != kUnset &&
      line().units % kThousandths == 0) {
    line().minutes = line().units / kThousandths;
  }
}

void ClaimBuilder::ReadPointers(std::string_view text) {
  if (text.empty()) return;
  const Composite pointers = Split(text);
  for (int i = 1; i <= pointers.size(); ++i) {
    if (pointers[i].empty()) continue;
    const auto pointer = ParseWhole(pointers[i]);
    if (!pointer || *pointer < 1 || *pointer > kMaxDiagnosisPointers) {
      Unread("diagnosis_pointers", "not a number from 1 to 12");
    } else if (line().pointer_count == kMaxDiagnosisPointers) {
      return Unread("diagnosis_pointers", "more than 12 pointers");
    } else {
      line().diagnosis_pointers[line().pointer_count++] = static_cast<uint8_t>(*pointer);
    }
  }
}

void ClaimBuilder::ReadDrug(const Segment& segment) {
  if (!InLine() || segment[2] != "N4") return;
  if (!line().ndc.empty()) return Issue(X12Problem::kRepeated);
  const Role role = std::exchange(role_, Role::kNone);
  const std::string_view drug = KeptText(segment[3], kMaxProductId, "ndc");
  const std::string digits = WithoutHyphens(drug);
  if (!digits.empty()) Issue(X12Problem::kNdcForm);
  line().ndc = digits.empty() ? drug : claim_.Keep(digits);
  role_ = role;
}

void ClaimBuilder::ReadDrugQuantity(const Segment& segment) {
  if (!InLine() || line().ndc_quantity != kUnset) return;
  const Role role = std::exchange(role_, Role::kNone);
  line().ndc_quantity = ReadThousandths(segment[4], "ndc_quantity");
  line().ndc_unit = ReadCode(Split(segment[5])[1], "ndc_unit");
  role_ = role;
}

// --- Values ---

Composite ClaimBuilder::SplitProbing(std::string_view text) {
  if (!component_confirmed_) {
    if (text.find(component_) != std::string_view::npos) {
      component_confirmed_ = true;
    } else {
      constexpr std::string_view kInUse = ":>^|<\\";
      const size_t at = text.find_first_of(kInUse);
      if (at != std::string_view::npos && at >= 1 && at <= 3 && at + 1 < text.size() &&
          std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), IsCapitalOrDigit) &&
          IsCapitalOrDigit(text[at + 1])) {
        component_ = text[at];
        component_confirmed_ = true;
        Issue(X12Problem::kComponentSeparator);
      }
    }
  }
  return Split(text);
}

ClaimBuilder::OpenLevel* ClaimBuilder::OpenContext() {
  switch (hierarchy_) {
    case Level::kBilling:
      return &billing_;
    case Level::kSubscriber:
      return &subscriber_;
    case Level::kPatient:
      return &patient_;
    default:
      return &header_;
  }
}

void ClaimBuilder::Unread(std::string_view field, std::string_view problem) {
  std::string path;
  if (IsProvider(role_)) path.append(FieldName(role_)).append(".");
  path.append(field);
  if (!claim_open_) {
    OpenLevel& level = *OpenContext();
    if (level.problems.size() < kMaxContextProblems) {
      level.problems.push_back({std::move(path), problem});
    }
    return;
  }
  const bool in_line = InLine() && !claim_.service_lines.empty();
  const int index = static_cast<int>(claim_.service_lines.size()) - 1;
  if (in_line) path.insert(0, "service_lines[" + std::to_string(index) + "].");
  UnreadInClaim(path, problem, in_line ? index : -1);
}

void ClaimBuilder::UnreadInClaim(std::string_view field, std::string_view problem, int line_index) {
  if (claim_.unreadable.size() > kMaxUnreadable) return;
  if (claim_.unreadable.size() == kMaxUnreadable) {
    claim_.unreadable.push_back({"claim", "more values could not be read than are listed", -1});
    return;
  }
  claim_.unreadable.push_back({claim_.Keep(field), problem, static_cast<int16_t>(line_index)});
}

std::string_view ClaimBuilder::Text(std::string_view value, size_t max_length,
                                    std::string_view field) {
  bool plain = true;
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      Unread(field, "holds a control character");
      return {};
    }
    plain &= byte < 0x80;
  }
  if (value.size() > max_length) {
    Unread(field, "longer than its element may be");
    return {};
  }
  if (plain || IsUtf8(value)) return value;
  Issue(X12Problem::kCharset);
  text_ = FromLatin1(value);
  return text_;
}

std::string_view ClaimBuilder::KeptText(std::string_view value, size_t max_length,
                                        std::string_view field) {
  return claim_.Keep(Text(value, max_length, field));
}

Code ClaimBuilder::ReadCode(std::string_view value, std::string_view field) {
  if (value.empty()) return Code();
  const Code code = Alphanumeric(Code::ParseNormalized(value));
  if (code.empty()) Unread(field, "not a code: up to eight letters and digits");
  return code;
}

int64_t ClaimBuilder::ReadCents(std::string_view value, std::string_view field) {
  if (value.empty()) return kUnset;
  const auto cents = ParseDecimal(value, 2);
  if (!cents) Unread(field, "not an amount: digits and at most two decimals");
  return cents.value_or(kUnset);
}

int64_t ClaimBuilder::ReadThousandths(std::string_view value, std::string_view field) {
  if (value.empty()) return kUnset;
  const auto quantity = ParseDecimal(value, 3);
  if (!quantity) Unread(field, "not a quantity: digits and at most three decimals");
  return quantity.value_or(kUnset);
}

Date ClaimBuilder::ReadDay(std::string_view format, std::string_view value,
                           std::string_view field) {
  if (value.empty()) return Date();
  const auto date = ParseDate(format, value);
  if (!date) Unread(field, "not a date of the calendar");
  return date.value_or(Date());
}

}  // namespace scrubline
