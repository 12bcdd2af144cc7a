// rules_engine/builtins.h — the catalogue of built-in rules: what `use: ID` may name, its
// parameters with their types and defaults, the slots its messages may use and the message variants
// it needs. The resolver checks a ruleset against it; the evaluator (evaluate/builtin_*.cc) reads
// parameters by the indexes given here. Domain sections stand in `doc`. Tested by builtins_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_BUILTINS_H_
#define SCRUBLINE_RULES_ENGINE_BUILTINS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace scrubline {

// The algorithm that raises a built-in rule's findings. Several rules may come out of one
// algorithm.
// They run in this order: which codes are in force is known before the edits that ask for it.
enum class Algorithm : uint8_t {
  kCodeValidity,
  kPtp,
  kMue,
  kAddOn,
  kNpi,
  kGlobalSurgery,
  kModifier,
  kDiagnosisCode,
  kDiagnosisOrder,
  kDiagnosisPatient,
  kDiagnosisNotes,
  kLaterality,
  kMedicalNecessity,
  kDuplicate,
  kTimelyFiling,
  kAuthorization,
  kCharge,
  kTimedUnits,
  kUnits,
  kInfusion,
  kImmunization,
  kProvider,
  kDrugUnits,
  kEnd,  // no algorithm: their number
};
inline constexpr int kAlgorithmCount = static_cast<int>(Algorithm::kEnd);

// Every built-in rule; the value indexes AllBuiltins().
enum class BuiltinId : uint8_t {
  kPtp,
  kPtpHistory,
  kPtpQ1,
  kPtpQ2,
  kPtpQ3,
  kPtpQ4,
  kMue,
  kMueZero,
  kAddOn,
  kAddOnPrimaryAtRisk,
  kAddOnNoPrimaryAny,
  kAddOnPriorDay,
  kAddOnLaterality,
  kNpiMissing,
  kNpiFormat,
  kNpiLuhn,
  kGlobalMinorVisit,
  kGlobalMajorVisit,
  kGlobalVisitAfter,
  kGlobalProcedure,
  kGlobalSameDiagnosis,
  kGlobalDecisionOnMinor,
  kGlobalNothingSeparate,
  kModifierUnknown,
  kModifierDate,
  kModifierSyntax,
  kModifierDuplicate,
  kModifierOrder,
  kCodeFormat,
  kCodeUnknown,
  kCodeNotYet,
  kCodeTerm,
  kDiagnosisFormat,
  kDiagnosisUnknown,
  kDiagnosisDate,
  kDiagnosisNotBillable,
  kDiagnosisSeventh,
  kDiagnosisSpan,
  kDiagnosisPointer,
  kDiagnosisUnused,
  kDiagnosisTwice,
  kDiagnosisCount,
  kExternalCauseFirst,
  kManifestationFirst,
  kUnacceptablePrincipal,
  kSequelaFirst,
  kDiagnosisAge,
  kDiagnosisSex,
  kDiagnosisUnspecified,
  kExcludes1,
  kCodeFirst,
  kUseAdditional,
  kLaterality,
  kMedicalNecessity,
  kNoticeUnneeded,
  kNoticeForNcci,
  kDuplicateExact,
  kDuplicateSuspect,
  kDuplicateAlreadyPaid,
  kFilingLate,
  kFilingSoon,
  kAuthorizationMismatch,
  kChargeLow,
  kChargeHigh,
  kTimedUnitsHigh,
  kTimedUnitsLow,
  kUnitFraction,
  kUnitSpan,
  kInfusionTime,
  kVaccine,
  kVaccineAdministration,
  kProviderEntity,
  kProviderSame,
  kTaxonomyFormat,
  kTaxonomyMismatch,
  kNpiUnknown,
  kNpiDeactivated,
  kProviderEnrolment,
  kProviderExcluded,
  kDrugUnitsHigh,
  kDrugUnitsLow,
  kDrugUnitsTypo,
  kDrugMismatch,
  kEnd,  // no rule: their number
};
inline constexpr int kBuiltinCount = static_cast<int>(BuiltinId::kEnd);

enum class ParameterType : uint8_t { kChoice, kFlag, kCodes, kNumber };

// What the codes of a list parameter are: how they may be written.
enum class ListedCodes : uint8_t { kProcedures, kModifiers, kDiagnoses, kOthers };

struct Parameter {
  std::string_view name;
  ParameterType type;
  std::vector<std::string_view> choices;  // kChoice: the words; the value is the index of one
  // kChoice: the default word; kFlag: "true" or "false"; kNumber: a whole number; kCodes: empty — a
  // list parameter has no default and must be given.
  std::string_view default_value;
  std::string_view doc;
  ListedCodes codes_of = ListedCodes::kProcedures;  // kCodes
  int64_t least = 0;                                // kNumber: what it may be, both ends included
  int64_t most = 1'000'000'000;
};

struct Builtin {
  BuiltinId id;
  Algorithm algorithm;
  std::string_view name;     // the rule id of the contract: `NCCI.PTP`
  std::string_view section;  // domain section it implements
  // An algorithm's first rule is its main one: a rule without parameters goes by the main rule's.
  std::vector<Parameter> parameters;
  std::vector<std::string_view> variants;  // message variants; empty: one message
  std::vector<std::string_view> slots;     // names a message may use in {}
  std::string_view doc;
  bool for_claim = false;  // its findings are about the claim as a whole
};

const std::vector<Builtin>& AllBuiltins();
const Builtin& BuiltinOf(BuiltinId id);
const Builtin* FindBuiltin(std::string_view name);

// Parameter indexes of each main rule, in the order of its `parameters`.
namespace ptp {
enum Parameter {
  kBypassModifiers,
  kEvaluationAndManagement,
  kProviderScope,
  kBypassSide,
  kModifierKind,
  kTable,
  kIgnoreZeroCharge,
  kAcceptsXModifiers,
  kMajorProcedures,
  kExcludedModifiers
};
enum ProviderScope { kGroupSpecialty, kRenderingNpi, kTaxId };
enum BypassSide { kByDate, kEither, kColumn2Only };
enum ModifierKind { kLenient, kStrict };
enum Table { kBySetting, kPractitioner, kHospital, kNone };
}  // namespace ptp
namespace mue {
enum Parameter { kProviderScope, kTable, kExcludedModifiers, kComponentModifiers };
enum Table { kBySetting, kPractitioner, kHospital, kDme, kNone };
}  // namespace mue
namespace add_on {
enum Parameter {
  kEvaluationAndManagement,
  kContractorPrimaries,
  kProviderScope,
  kTable,
  kExcludedModifiers
};
enum Table { kBySetting, kAlways, kNone };
}  // namespace add_on
namespace global_surgery {
enum Parameter {
  kEvaluationAndManagement,
  kProviderScope,
  kNoPeriodModifiers,
  kUnrelatedModifiers,
  kSeparateServices,
  kExcludedModifiers
};
}  // namespace global_surgery
namespace modifiers {
enum Parameter { kCpt, kLocal, kPricing, kLater, kTherapy, kAssistant };
}
namespace duplicate {
enum Parameter { kDistinguishingModifiers, kLaboratoryTests };
}  // namespace duplicate
namespace charge {
enum Parameter { kHighFactor, kFacilityPlaces };
}  // namespace charge
namespace filing {
enum Parameter {
  kLimit,
  kDays,
  kCountFrom,
  kReplacementDays,
  kSecondaryDays,
  kRollForward,
  kSoonDays
};
enum Limit { kNoLimit, kCalendarYear, kInDays };
enum CountFrom { kByForm, kFirstDay, kLastDay, kStatementThrough };
enum RollForward { kNoRoll, kWeekends, kBusinessDays };
}  // namespace filing
namespace timed_units {
enum Parameter {
  kTimedServices,
  kDisciplineModifiers,
  kRule,
  kProviderScope,
  kUnitMinutes,
  kLeastMinutes
};
enum Rule { kByLineOfBusiness, kCms, kMidpoint, kEither };
}  // namespace timed_units
namespace units {
enum Parameter { kDivisibleServices, kDailyServices };
}  // namespace units
namespace infusion {
enum Parameter {
  kChemotherapy,
  kChemotherapyHours,
  kInfusions,
  kInfusionHours,
  kSubcutaneous,
  kSubcutaneousHours,
  kHydrations,
  kHydrationHours,
  kLeastMinutes,
  kHydrationMinutes,
  kSecondHour,
  kHour
};
}  // namespace infusion
namespace immunization {
enum Parameter { kVaccines, kAdministrations };
}  // namespace immunization

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_BUILTINS_H_
