// rules_engine/tables/table_catalogue.h — the reference tables there are: their names, what they
// are looked up by, and their columns.
//
//   const ReferenceSchema* mpfs = FindReferenceSchema("mpfs");
//   mpfs->FindColumn("bilateral")                       // its place in the row, or -1
//   static_assert(...)                                  // built-ins use the constants below
//
// A reference table holds facts about codes, each true for an interval of dates: fee schedule
// indicators, validity of codes, flags of diagnoses, providers. One packed form serves all of them
// (reference_table.h); what differs stands here, once, and importers, conditions (`{table: mpfs,
// bilateral: "3"}`), built-ins, `scrub tables show` and docs/tables.md read it. PTP, MUE and add-on
// edits have forms of their own (table_names.h lists all tables). Tested by
// table_catalogue_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TABLE_CATALOGUE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TABLE_CATALOGUE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace scrubline {

enum class ColumnType : uint8_t {
  kCode,    // one key: a code or a longer identifier; may be absent
  kNumber,  // thousandths, as every quantity; may be absent
  kMoney,   // cents; may be absent
  kFlag,    // yes or no
  kDate,    // may be absent
  kText,    // for people
  kCodes,   // ranges of keys, sorted
};

struct ReferenceColumn {
  std::string_view name;
  ColumnType type;
  std::string_view doc;
};

// What a table says of a key on a date.
enum class Listing : uint8_t {
  kListed,    // a row holds on that date
  kEnded,     // a row held until before it, none after
  kNotYet,    // the first row begins after it
  kUnlisted,  // a release covers the date and does not have the key
  kUnknown,   // no release covers the date, or the table is a sample of other codes
};

// Every reference table; the value indexes AllReferenceSchemas().
enum class ReferenceId : uint8_t {
  kPhysicianFeeSchedule,
  kHcpcs,
  kHcpcsModifiers,
  kCodeCalendar,
  kDiagnoses,
  kDiagnosisNotes,
  kDiagnosisFlags,
  kTaxonomy,
  kProviders,
  kEnrolments,
  kExcludedProviders,
  kPlacesOfService,
  kRevenueCodes,
  kTypesOfBill,
  kConditionCodes,
  kOccurrenceCodes,
  kValueCodes,
  kDischargeStatuses,
  kClaimAdjustmentReasons,
  kRemarkCodes,
  kNdcCrosswalk,
  kDrugDosages,
  kOutpatientStatus,
  kCoveragePolicies,
  kTelehealthServices,
  kTherapyServices,
  kCliaTests,
  kCliaCertificates,
  kFeeSchedule,
};
inline constexpr int kReferenceCount = 29;

struct ReferenceSchema {
  ReferenceId id;
  std::string_view name;  // `mpfs`
  std::string_view title;
  std::string_view key;      // what a row is looked up by: `procedure_code`
  std::string_view key_doc;  // how the key is written, where that is not plain
  std::vector<ReferenceColumn> columns;
  std::string_view source;  // where the published file comes from; or that it is the user's own

  int FindColumn(std::string_view column_name) const;  // -1: no such column
};

const std::vector<ReferenceSchema>& AllReferenceSchemas();
const ReferenceSchema& ReferenceSchemaOf(ReferenceId id);
const ReferenceSchema* FindReferenceSchema(std::string_view name);

// Places of the columns that built-ins read, in the order of the catalogue.
namespace mpfs {
enum Column {
  kStatus,
  kNotUsedForMedicare,
  kPcTc,
  kGlobalDays,
  kPreoperative,
  kIntraoperative,
  kPostoperative,
  kMultipleProcedure,
  kBilateral,
  kAssistant,
  kCoSurgeon,
  kTeam,
  kEndoscopicBase,
  kSupervision,
  kNonFacilityNa,
  kFacilityNa,
  kWorkRvu,
  kNonFacilityTotal,
  kFacilityTotal
};
}
namespace hcpcs {
enum Column {
  kCoverage,
  kAction,
  kPricing,
  kLabCertifications,
  kSuccessors,
  kTypeOfService,
  kBetos,
  kShortDescription,
  kDescription
};
}
namespace diagnoses {
enum Column { kBillable, kSide, kDescription };
}
namespace diagnosis_notes {
enum Column { kExcludes1, kExcludes1Qualified, kCodeFirst, kUseAdditional, kSeventhCharacters };
}
namespace diagnosis_flags {
enum Column {
  kNewborn,
  kPediatric,
  kMaternity,
  kAdult,
  kMale,
  kFemale,
  kManifestation,
  kUnacceptablePrincipal,
  kExternalCause,
  kUnspecified
};
}
namespace nucc_taxonomy {
enum Column { kIndividual, kDisplayName };
}
namespace providers {
enum Column {
  kEntityType,
  kTaxonomies,
  kPrimaryTaxonomy,
  kState,
  kEnumerated,
  kDeactivated,
  kReactivated,
  kSoleProprietor
};
}
namespace enrolments {
enum Column { kPayer, kStatus };
}
namespace places_of_service {
enum Column { kFacility, kName };
}
namespace ndc_crosswalk {
enum Column { kProcedureCode, kPackageSize, kPackageQuantity, kBillingUnits, kDosage };
}
namespace drug_dosages {
enum Column { kAmount, kUnit, kKind };
}
namespace outpatient_status {
enum Column { kStatus, kPaymentRate };
}
namespace coverage_policies {
enum Column {
  kPolicy,
  kKind,
  kStates,
  kGroup,
  kCovered,
  kSecondary,
  kSecondaryAll,
  kDenied,
  kModifiers
};
}
namespace telehealth_services {
enum Column { kAudioOnly, kAppendix };
}
namespace therapy_services {
enum Column { kKind };
}
namespace clia_tests {
enum Column { kLevel, kWaiverModifier };
}
namespace clia_certificates {
enum Column { kLevel };
}
namespace fee_schedule {
enum Column { kPayer, kAllowed, kFacilityAllowed };
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TABLE_CATALOGUE_H_
