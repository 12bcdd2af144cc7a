#include "ingest/x12/loops.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "ingest/x12/segment.h"

namespace scrubline {
namespace {

constexpr uint8_t kP = 1;
constexpr uint8_t kI = 2;
constexpr uint8_t kBoth = kP | kI;

constexpr PartyRow kParties[] = {
    {kBoth, Level::kHeader, "41", "1000A", Role::kNotInModel},
    {kBoth, Level::kHeader, "40", "1000B", Role::kNotInModel},
    {kBoth, Level::kBilling, "85", "2010AA", Role::kBilling},
    {kBoth, Level::kBilling, "87", "2010AB", Role::kNotInModel},
    {kBoth, Level::kBilling, "PE", "2010AC", Role::kNotInModel},
    {kBoth, Level::kSubscriber, "IL", "2010BA", Role::kSubscriber},
    {kBoth, Level::kSubscriber, "PR", "2010BB", Role::kPayer},
    {kBoth, Level::kPatient, "QC", "2010CA", Role::kPatient},

    {kP, Level::kClaim, "DN", "2310A", Role::kReferring},
    {kP, Level::kClaim, "P3", "2310A", Role::kNotInModel},
    {kP, Level::kClaim, "82", "2310B", Role::kRendering},
    {kP, Level::kClaim, "77", "2310C", Role::kServiceFacility},
    {kP, Level::kClaim, "DQ", "2310D", Role::kSupervising},
    {kP, Level::kClaim, "PW", "2310E", Role::kNotInModel},
    {kP, Level::kClaim, "45", "2310F", Role::kNotInModel},
    {kP, Level::kClaim, "DK", "2310", Role::kOrdering, true},
    {kI, Level::kClaim, "71", "2310A", Role::kAttending},
    {kI, Level::kClaim, "72", "2310B", Role::kOperating},
    {kI, Level::kClaim, "ZZ", "2310C", Role::kNotInModel},
    {kI, Level::kClaim, "82", "2310D", Role::kRendering},
    {kI, Level::kClaim, "77", "2310E", Role::kServiceFacility},
    {kI, Level::kClaim, "DN", "2310F", Role::kReferring},

    {kBoth, Level::kOtherPayer, "IL", "2330A", Role::kNotInModel},
    {kBoth, Level::kOtherPayer, "PR", "2330B", Role::kOtherPayer},
    {kP, Level::kOtherPayer, "DN", "2330C", Role::kNotInModel},
    {kP, Level::kOtherPayer, "P3", "2330C", Role::kNotInModel},
    {kP, Level::kOtherPayer, "82", "2330D", Role::kNotInModel},
    {kP, Level::kOtherPayer, "77", "2330E", Role::kNotInModel},
    {kP, Level::kOtherPayer, "DQ", "2330F", Role::kNotInModel},
    {kP, Level::kOtherPayer, "85", "2330G", Role::kNotInModel},
    {kI, Level::kOtherPayer, "71", "2330C", Role::kNotInModel},
    {kI, Level::kOtherPayer, "72", "2330D", Role::kNotInModel},
    {kI, Level::kOtherPayer, "ZZ", "2330E", Role::kNotInModel},
    {kI, Level::kOtherPayer, "77", "2330F", Role::kNotInModel},
    {kI, Level::kOtherPayer, "82", "2330G", Role::kNotInModel},
    {kI, Level::kOtherPayer, "DN", "2330H", Role::kNotInModel},
    {kI, Level::kOtherPayer, "85", "2330I", Role::kNotInModel},

    {kP, Level::kLine, "82", "2420A", Role::kRendering},
    {kP, Level::kLine, "QB", "2420B", Role::kNotInModel},
    {kP, Level::kLine, "77", "2420C", Role::kNotInModel},
    {kP, Level::kLine, "DQ", "2420D", Role::kSupervising},
    {kP, Level::kLine, "DK", "2420E", Role::kOrdering},
    {kP, Level::kLine, "DN", "2420F", Role::kReferring},
    {kP, Level::kLine, "P3", "2420F", Role::kNotInModel},
    {kP, Level::kLine, "PW", "2420G", Role::kNotInModel},
    {kP, Level::kLine, "45", "2420H", Role::kNotInModel},
    {kI, Level::kLine, "72", "2420A", Role::kNotInModel},
    {kI, Level::kLine, "ZZ", "2420B", Role::kNotInModel},
    {kI, Level::kLine, "82", "2420C", Role::kRendering},
    {kI, Level::kLine, "DN", "2420D", Role::kReferring},
};

constexpr ReferenceRow kReferences[] = {
    {kBoth, Level::kBilling, Role::kBilling, "EI", ReferenceField::kTaxId},
    {kBoth, Level::kBilling, Role::kBilling, "SY", ReferenceField::kTaxId},
    {kBoth, Level::kClaim, Role::kNone, "G1", ReferenceField::kPriorAuthorization},
    {kBoth, Level::kClaim, Role::kNone, "9F", ReferenceField::kReferral},
    {kBoth, Level::kClaim, Role::kNone, "F8", ReferenceField::kOriginalReference},
    {kP, Level::kClaim, Role::kNone, "X4", ReferenceField::kClia},
    {kI, Level::kClaim, Role::kNone, "LU", ReferenceField::kAccidentState},
    {kBoth, Level::kLine, Role::kNone, "G1", ReferenceField::kPriorAuthorization},
    {kBoth, Level::kLine, Role::kNone, "9F", ReferenceField::kNotInModel},
    {kP, Level::kLine, Role::kNone, "X4", ReferenceField::kClia},
};

constexpr DateRow kDates[] = {
    {kI, Level::kClaim, "434", DateField::kStatement},
    {kBoth, Level::kClaim, "435", DateField::kAdmission},
    {kP, Level::kClaim, "439", DateField::kAccident},
    {kP, Level::kClaim, "454", DateField::kInitialTreatment},
    {kP, Level::kLine, "454", DateField::kInitialTreatment},
    {kP, Level::kClaim, "484", DateField::kLastMenstrualPeriod},
    {kP, Level::kClaim, "431", DateField::kOnset},
    {kP, Level::kClaim, "472", DateField::kService, true},
    {kBoth, Level::kOtherPayer, "573", DateField::kRemittance},
    {kBoth, Level::kAdjudication, "573", DateField::kRemittance},
    {kBoth, Level::kLine, "472", DateField::kService},
    {kBoth, Level::kAdjudication, "472", DateField::kService, true},
};

constexpr HealthCodeRow kHealthCodes[] = {
    {kBoth, "ABK", HealthCode::kDiagnosis, DiagnosisRole::kPrincipal},
    {kBoth, "ABF", HealthCode::kDiagnosis, DiagnosisRole::kOther},
    {kBoth, "BK", HealthCode::kDiagnosis, DiagnosisRole::kPrincipal, true},
    {kBoth, "BF", HealthCode::kDiagnosis, DiagnosisRole::kOther, true},
    {kI, "ABJ", HealthCode::kDiagnosis, DiagnosisRole::kAdmitting},
    {kI, "BJ", HealthCode::kDiagnosis, DiagnosisRole::kAdmitting, true},
    {kI, "APR", HealthCode::kDiagnosis, DiagnosisRole::kReasonForVisit},
    {kI, "PR", HealthCode::kDiagnosis, DiagnosisRole::kReasonForVisit, true},
    {kI, "ABN", HealthCode::kDiagnosis, DiagnosisRole::kExternalCause},
    {kI, "BN", HealthCode::kDiagnosis, DiagnosisRole::kExternalCause, true},
    {kBoth, "BG", HealthCode::kCondition},
    {kI, "BH", HealthCode::kOccurrence},
    {kI, "BI", HealthCode::kOccurrenceSpan},
    {kI, "BE", HealthCode::kValue},
    {kI, "DR", HealthCode::kNotInModel},
    {kI, "BBR", HealthCode::kNotInModel},
    {kI, "BBQ", HealthCode::kNotInModel},
    {kI, "BR", HealthCode::kNotInModel},
    {kI, "BQ", HealthCode::kNotInModel},
    {kI, "CAH", HealthCode::kNotInModel},
    {kI, "TC", HealthCode::kNotInModel},
    {kP, "BP", HealthCode::kNotInModel},
    {kP, "BO", HealthCode::kNotInModel},
};

constexpr FilingRow kFilings[] = {
    {"MA", LineOfBusiness::kMedicare},
    {"MB", LineOfBusiness::kMedicare},
    {"16", LineOfBusiness::kMedicareAdvantage},
    {"MC", LineOfBusiness::kMedicaid},
    {"CH", LineOfBusiness::kTricare},
    {"WC", LineOfBusiness::kWorkersCompensation},
    {"AM", LineOfBusiness::kAuto},
    {"BL", LineOfBusiness::kCommercial},
    {"CI", LineOfBusiness::kCommercial},
    {"HM", LineOfBusiness::kCommercial},
    {"12", LineOfBusiness::kCommercial},
    {"13", LineOfBusiness::kCommercial},
    {"14", LineOfBusiness::kCommercial},
    {"15", LineOfBusiness::kCommercial},
    {"TV", LineOfBusiness::kOther},
    {"VA", LineOfBusiness::kOther},
    {"FI", LineOfBusiness::kOther},
    {"OF", LineOfBusiness::kOther},
    {"11", LineOfBusiness::kOther},
    {"LM", LineOfBusiness::kOther},
    {"DS", LineOfBusiness::kOther},
    {"17", LineOfBusiness::kOther},
    {"ZZ", LineOfBusiness::kUnset},
};

struct GuideRow {
  std::string_view implementation;  // the part after `005010`
  Guide guide;
};
constexpr GuideRow kGuides[] = {
    {"X222", Guide::kProfessional},    {"X222A1", Guide::kProfessional},
    {"X222A2", Guide::kProfessional},  {"X223", Guide::kInstitutional},
    {"X223A1", Guide::kInstitutional}, {"X223A2", Guide::kInstitutional},
    {"X223A3", Guide::kInstitutional},
};

constexpr auto kClaimSegments = [] {
  std::array ids = {
      SegmentId("AMT"), SegmentId("BHT"), SegmentId("CAS"), SegmentId("CL1"), SegmentId("CLM"),
      SegmentId("CN1"), SegmentId("CR1"), SegmentId("CR2"), SegmentId("CR3"), SegmentId("CR5"),
      SegmentId("CR6"), SegmentId("CRC"), SegmentId("CTP"), SegmentId("CUR"), SegmentId("DMG"),
      SegmentId("DTP"), SegmentId("FRM"), SegmentId("HCP"), SegmentId("HI"),  SegmentId("HL"),
      SegmentId("K3"),  SegmentId("LIN"), SegmentId("LQ"),  SegmentId("LX"),  SegmentId("MEA"),
      SegmentId("MIA"), SegmentId("MOA"), SegmentId("N3"),  SegmentId("N4"),  SegmentId("NM1"),
      SegmentId("NTE"), SegmentId("OI"),  SegmentId("PAT"), SegmentId("PER"), SegmentId("PRV"),
      SegmentId("PS1"), SegmentId("PWK"), SegmentId("QTY"), SegmentId("REF"), SegmentId("SBR"),
      SegmentId("SV1"), SegmentId("SV2"), SegmentId("SV5"), SegmentId("SVD"), SegmentId("TOO"),
  };
  std::sort(ids.begin(), ids.end());
  return ids;
}();

// Those of 270, 271, 276, 277, 278, 820, 834, 835, 997, 999, of the dental claim, and of the
// envelope.
constexpr auto kOtherSegments = [] {
  std::array ids = {
      SegmentId("AAA"), SegmentId("ACT"), SegmentId("ADX"), SegmentId("AK1"), SegmentId("AK2"),
      SegmentId("AK3"), SegmentId("AK4"), SegmentId("AK5"), SegmentId("AK9"), SegmentId("BGN"),
      SegmentId("BPR"), SegmentId("CLP"), SegmentId("COB"), SegmentId("CTX"), SegmentId("DN1"),
      SegmentId("DN2"), SegmentId("DSB"), SegmentId("DTM"), SegmentId("EB"),  SegmentId("EC"),
      SegmentId("ENT"), SegmentId("EQ"),  SegmentId("GE"),  SegmentId("GS"),  SegmentId("HCR"),
      SegmentId("HD"),  SegmentId("HLH"), SegmentId("HSD"), SegmentId("ICM"), SegmentId("IDC"),
      SegmentId("IEA"), SegmentId("III"), SegmentId("IK3"), SegmentId("IK4"), SegmentId("IK5"),
      SegmentId("INS"), SegmentId("ISA"), SegmentId("IT1"), SegmentId("LE"),  SegmentId("LS"),
      SegmentId("LUI"), SegmentId("MPI"), SegmentId("MSG"), SegmentId("N1"),  SegmentId("N2"),
      SegmentId("N9"),  SegmentId("PLA"), SegmentId("PLB"), SegmentId("RDM"), SegmentId("RMR"),
      SegmentId("SE"),  SegmentId("ST"),  SegmentId("STC"), SegmentId("SV3"), SegmentId("SV4"),
      SegmentId("SVC"), SegmentId("TA1"), SegmentId("TRN"), SegmentId("TS2"), SegmentId("TS3"),
      SegmentId("UM"),  SegmentId("VEH"),
  };
  std::sort(ids.begin(), ids.end());
  return ids;
}();

// A transaction that does not say its guide may be either.
uint8_t MaskOf(Guide guide) {
  return guide == Guide::kProfessional ? kP : guide == Guide::kInstitutional ? kI : kBoth;
}

template <typename Row, size_t kSize, typename Predicate>
const Row* Find(const Row (&rows)[kSize], Predicate matches) {
  const auto* found = std::find_if(std::begin(rows), std::end(rows), matches);
  return found == std::end(rows) ? nullptr : found;
}

}  // namespace

Guide GuideNamed(std::string_view version) {
  constexpr std::string_view kRelease = "005010";
  if (version.empty() || version == kRelease) return Guide::kUnknown;
  if (version.substr(0, kRelease.size()) != kRelease) return Guide::kUnsupported;
  const auto* row = Find(kGuides, [&](const GuideRow& candidate) {
    return candidate.implementation == version.substr(kRelease.size());
  });
  return row == nullptr ? Guide::kUnsupported : row->guide;
}

std::string_view LevelLoop(Level level) {
  switch (level) {
    case Level::kHeader:
      return "";
    case Level::kBilling:
      return "2000A";
    case Level::kSubscriber:
      return "2000B";
    case Level::kPatient:
      return "2000C";
    case Level::kClaim:
      return "2300";
    case Level::kOtherPayer:
      return "2320";
    case Level::kLine:
      return "2400";
    case Level::kAdjudication:
      return "2430";
  }
  return "";
}

std::optional<Level> HierarchyLevel(std::string_view code) {
  if (code == "20") return Level::kBilling;
  if (code == "22") return Level::kSubscriber;
  if (code == "23") return Level::kPatient;
  return std::nullopt;
}

std::string_view FieldName(Role role) {
  switch (role) {
    case Role::kBilling:
      return "billing";
    case Role::kReferring:
      return "referring";
    case Role::kRendering:
      return "rendering";
    case Role::kServiceFacility:
      return "service_facility";
    case Role::kSupervising:
      return "supervising";
    case Role::kOrdering:
      return "ordering";
    case Role::kAttending:
      return "attending";
    case Role::kOperating:
      return "operating";
    case Role::kNone:
    case Role::kNotInModel:
    case Role::kSubscriber:
    case Role::kPayer:
    case Role::kPatient:
    case Role::kOtherPayer:
      break;
  }
  return {};
}

Role ProviderNamed(std::string_view field) {
  for (Role role : {Role::kBilling, Role::kReferring, Role::kRendering, Role::kServiceFacility,
                    Role::kSupervising, Role::kOrdering, Role::kAttending, Role::kOperating}) {
    if (FieldName(role) == field) return role;
  }
  return Role::kNone;
}

const PartyRow* FindParty(Guide guide, Level level, std::string_view qualifier) {
  return FindParty(guide, level, Qualifier(qualifier).packed());
}

const PartyRow* FindParty(Guide guide, Level level, uint32_t packed_qualifier) {
  return Find(kParties, [mask = MaskOf(guide), level, packed_qualifier](const PartyRow& row) {
    return row.level == level && (row.guides & mask) != 0 &&
           row.qualifier.packed() == packed_qualifier;
  });
}

const PartyRow* FindParty(Guide guide, Level level, Role role) {
  return Find(kParties, [mask = MaskOf(guide), level, role](const PartyRow& row) {
    return row.level == level && (row.guides & mask) != 0 && row.role == role;
  });
}

const ReferenceRow* FindReference(Guide guide, Level level, Role party,
                                  std::string_view qualifier) {
  return Find(kReferences, [mask = MaskOf(guide), level, party,
                            wanted = Qualifier(qualifier)](const ReferenceRow& row) {
    return row.level == level && (row.guides & mask) != 0 &&
           (row.party == Role::kNone || row.party == party) && row.qualifier == wanted;
  });
}

const DateRow* FindDate(Guide guide, Level level, std::string_view qualifier) {
  return Find(kDates,
              [mask = MaskOf(guide), level, wanted = Qualifier(qualifier)](const DateRow& row) {
                return row.level == level && (row.guides & mask) != 0 && row.qualifier == wanted;
              });
}

const HealthCodeRow* FindHealthCode(Guide guide, std::string_view qualifier) {
  return FindHealthCode(guide, Qualifier(qualifier).packed());
}

const HealthCodeRow* FindHealthCode(Guide guide, uint32_t packed_qualifier) {
  return Find(kHealthCodes, [mask = MaskOf(guide), packed_qualifier](const HealthCodeRow& row) {
    return (row.guides & mask) != 0 && row.qualifier.packed() == packed_qualifier;
  });
}

std::optional<Responsibility> FindResponsibility(std::string_view code) {
  if (code == "P") return Responsibility::kPrimary;
  if (code == "S") return Responsibility::kSecondary;
  if (code == "T") return Responsibility::kTertiary;
  const bool later = code.size() == 1 && ((code[0] >= 'A' && code[0] <= 'H') || code[0] == 'U');
  if (later) return Responsibility::kUnset;
  return std::nullopt;
}

const FilingRow* FindFiling(std::string_view indicator) {
  return Find(kFilings, [wanted = Qualifier(indicator)](const FilingRow& row) {
    return row.indicator == wanted;
  });
}

bool IsClaimSegment(uint32_t id) {
  return std::binary_search(kClaimSegments.begin(), kClaimSegments.end(), id);
}

bool IsOtherSegment(uint32_t id) {
  return std::binary_search(kOtherSegments.begin(), kOtherSegments.end(), id);
}

}  // namespace scrubline
