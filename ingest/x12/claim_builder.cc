#include "ingest/x12/claim_builder.h"

#include <utility>

#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

// The longest an element may be by X12; what is longer is no value of it.
constexpr size_t kMaxIdentifier = 80;  // NM109
constexpr size_t kMaxName = 60;        // NM103
constexpr size_t kMaxReference = 50;   // REF02, PRV03
constexpr size_t kMaxPostalCode = 15;  // N403

Sex SexOf(std::string_view code) {
  if (code == "F") return Sex::kFemale;
  if (code == "M") return Sex::kMale;
  if (code == "U") return Sex::kUnknown;
  return Sex::kUnset;
}

}  // namespace

ClaimBuilder::ClaimBuilder(size_t max_lines, X12Mode mode, Report report, Deliver deliver)
    : max_lines_(max_lines),
      mode_(mode),
      report_(std::move(report)),
      deliver_(std::move(deliver)) {}

void ClaimBuilder::BeginInterchange(char component_separator) {
  component_ = component_separator;
  component_confirmed_ = false;
}

void ClaimBuilder::Begin(Guide guide) {
  guide_ = guide;
  level_ = hierarchy_ = Level::kHeader;
  loop_ = {};
  role_ = Role::kNone;
  hierarchy_levels_ = 0;
  may_have_children_ = false;
  hierarchy_number_told_ = hierarchy_children_told_ = line_sequence_told_ = false;
  submitted_date_ = Date();
  header_ = {};
  billing_ = {};
  subscriber_ = {};
  patient_ = {};
  header_.open = true;
}

void ClaimBuilder::Read(const Segment& segment, const X12Position& position) {
  position_ = position;
  segment_ = &segment;
  switch (segment.id()) {
    case SegmentId("BHT"):
      return ReadHeader(segment);
    case SegmentId("HL"):
      return OpenHierarchyLevel(segment);
    case SegmentId("SBR"):
      return ReadSubscriberInformation(segment);
    case SegmentId("PAT"):
      return ReadPatientInformation(segment);
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
    case SegmentId("DTP"):
    case SegmentId("CL1"):
    case SegmentId("HI"):
    case SegmentId("LX"):
    case SegmentId("SV1"):
    case SegmentId("SV2"):
    case SegmentId("SV3"):
    case SegmentId("LIN"):
    case SegmentId("CTP"):
    case SegmentId("SVD"):
    case SegmentId("AMT"):
    case SegmentId("CAS"):
      if (claim_open_) ReadInClaim(segment);
      return;
    default:
      break;
  }
  // The rest has no field in the model, or no place in the guides.
  if (IsClaimSegment(segment.id())) return;
  Issue(IsOtherSegment(segment.id()) ? X12Problem::kSegmentUnexpected
                                     : X12Problem::kSegmentUnknown);
  NoteLostSegment();
}

void ClaimBuilder::ReadInClaim(const Segment& segment) {
  if (segment.id() == SegmentId("LX")) {
    OpenLine();
    return ReadLineNumber(segment);
  }
  if (InLine() && line_dropped_) return;
  switch (segment.id()) {
    case SegmentId("DTP"):
      return ReadDate(segment);
    case SegmentId("CL1"):
      return ReadInstitutionalCodes(segment);
    case SegmentId("HI"):
      return ReadHealthCodes(segment);
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
      return OpenAdjudication(segment);
    case SegmentId("AMT"):
      return ReadAmount(segment);
    case SegmentId("CAS"):
      return ReadAdjustments(segment);
    default:
      return;
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
  segment_ = nullptr;
  CheckHierarchyChildren(std::nullopt);
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
  CheckHierarchyChildren(level);
  CheckHierarchyNumber(segment);
  hierarchy_ = level_ = level.value_or(Level::kHeader);
  loop_ = {};
  role_ = Role::kNone;
  if (!level) return Issue(X12Problem::kSegmentUnexpected);

  const OpenLevel* parent = nullptr;
  OpenLevel* opened = nullptr;
  if (patient_.open) patient_ = {};
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
  if (agrees) return;
  Issue(X12Problem::kHierarchyParent, 2);
  opened->parent_unknown = parent != nullptr;
  if (opened->parent_unknown && mode_ == X12Mode::kStrict) {
    Unread("claim", "HL02 of a level above it names no open level");
  }
}

void ClaimBuilder::CheckHierarchyNumber(const Segment& segment) {
  ++hierarchy_levels_;
  if (ParseWhole(segment[1]) != hierarchy_levels_) {
    IssueOnce(hierarchy_number_told_, X12Problem::kHierarchyNumber, 1);
  }
  may_have_children_ = segment[4] == "1";
}

void ClaimBuilder::CheckHierarchyChildren(std::optional<Level> next) {
  if (hierarchy_levels_ == 0) return;
  const bool has_children = next && *next > hierarchy_;
  if (has_children != may_have_children_) {
    IssueOnce(hierarchy_children_told_, X12Problem::kHierarchyChildren, 4);
  }
}

void ClaimBuilder::ReadSubscriberInformation(const Segment& segment) {
  if (claim_open_) return OpenOtherPayer(segment);
  if (level_ != Level::kSubscriber) return Issue(X12Problem::kSegmentUnexpected);
  subscriber_.is_patient = segment[2] == "18";
  subscriber_.person.relationship = ReadCode(segment[2], "patient.relationship");
  subscriber_.responsibility = ReadResponsibility(segment[1], "payer.responsibility");
  const std::string_view indicator = segment[9];
  subscriber_.filing_indicator = ReadCode(indicator, "payer.filing_indicator");
  if (indicator.empty()) return;
  if (const FilingRow* filing = FindFiling(indicator)) {
    subscriber_.line_of_business = filing->line_of_business;
  } else {
    Issue(X12Problem::kLineOfBusiness, 9, 0, 1032);
  }
}

void ClaimBuilder::ReadPatientInformation(const Segment& segment) {
  if (level_ != Level::kSubscriber && level_ != Level::kPatient) return;
  Person& person = level_ == Level::kPatient ? patient_.person : subscriber_.person;
  if (level_ == Level::kPatient) {
    person.relationship = ReadCode(segment[1], "patient.relationship");
  }
  if (segment[6].empty()) return;
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
  loop_ = row == nullptr ? std::string_view() : row->loop;
  if (row == nullptr) return Issue(X12Problem::kPartyUnexpected);
  if (row->misplaced) Issue(X12Problem::kMisplaced);
  const auto first = [this](bool& seen) {
    if (seen) Issue(X12Problem::kLoopRepeated);
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
    case Role::kOtherPayer:
      if (other_payer_ >= 0) {
        claim_.other_payers[static_cast<size_t>(other_payer_)].payer_id =
            KeptText(segment[9], kMaxIdentifier, OtherPayerPath(other_payer_, "payer_id"));
      }
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
          return Issue(X12Problem::kLoopRepeated);
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
  if (row->field == ReferenceField::kAccidentState) {
    if (loop_.empty()) claim_.accident.state = ReadCode(segment[2], "accident.state");
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
    case ReferenceField::kAccidentState:
      return;
  }
  if (!field->empty()) return Issue(X12Problem::kSegmentRepeated);
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

}  // namespace scrubline
