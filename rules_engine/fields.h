// rules_engine/fields.h — the field catalogue: what a rule may ask of a claim, by name, with its
// type and meaning.
//
//   const Field* field = FindField("place_of_service", Item::kLine);
//   Code pos = ReadCode(field->id, claim, &line);     // empty: absent
//
// A field is of the claim as a whole or of one item of a list on it (Item), and is read from an
// ItemRef of that kind.
//
// Names are those of proto/scrubline/v1/claim.proto. A rule `for: line` sees the fields of the
// service line first and the claim's under them; a rule `for: claim` sees only the claim's; an
// earlier line or a record (a diagnosis, an occurrence ...) has only its own. An earlier line knows
// of its claim what HistoryLine holds: its billing provider (where it names none, the claim's) and
// the rendering one, but no diagnoses. Where a
// line may leave a field to its claim (place of service, providers, CLIA and authorisation numbers)
// the line's field falls back by itself; the rendering provider falls back to the claim's and then
// to the billing provider, as 837P leaves it out when it is the same (loop 2310B). Readers are
// total. Tested by fields_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_FIELDS_H_
#define SCRUBLINE_RULES_ENGINE_FIELDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/claim.h"

namespace scrubline {

// What a field or a condition is of: the claim as a whole, or one item of a list on it.
enum class Item : uint8_t {
  kClaim,
  kLine,
  kHistory,  // a line of an earlier claim
  kDiagnosis,
  kOccurrence,
  kOccurrenceSpan,
  kValueCode,
  kOtherPayer,
  kAccumulator
};
inline constexpr int kItemCount = 9;

// How many of these items the claim has; one claim.
size_t CountOf(const Claim& claim, Item of);

// One item of a claim, or the claim itself.
struct ItemRef {
  // Null: the claim.
  ItemRef(const ServiceLine* service_line)  // NOLINT(google-explicit-constructor): a line is one
      : line(service_line), of(service_line == nullptr ? Item::kClaim : Item::kLine) {}
  // Item `item_index` of the claim's list of them; any index for the claim itself.
  static ItemRef At(const Claim& claim, Item item, int32_t item_index);

  const ServiceLine* line;  // of the claim or of its history; null for other items
  int32_t index = 0;        // in the claim's list; 0 for a line given by its address
  Item of;
};

enum class FieldType : uint8_t {
  kCode,       // one Code: procedure code, place of service, revenue code ...
  kDiagnosis,  // one diagnosis code
  kText,       // text that is no Code: taxonomy codes, NPIs, names, numbers of authorisations
  kNumber,     // thousandths
  kMoney,      // cents
  kDate,
  kChoice,        // one of a fixed list of words (`Field::choices`)
  kCodeSet,       // a set of codes: modifiers, condition codes
  kDiagnosisSet,  // a set of diagnosis codes
};

enum class FieldId : uint8_t {
  kNone,
  kToday,  // the day of the evaluation: in comparisons of dates only, and in no list of fields
  // Service line
  kLineNumber,
  kProcedureCode,
  kModifiers,
  kFirstModifier,
  kServiceDate,
  kServiceDateThrough,
  kLineLastServiceDate,
  kCalendarYears,
  kUnits,
  kUnitBasis,
  kChargeCents,
  kNoncoveredChargeCents,
  kLinePlaceOfService,
  kPointedDiagnoses,
  kFirstPointedDiagnosis,
  kRevenueCode,
  kNdc,
  kNdcQuantity,
  kNdcUnit,
  kMinutes,
  kAdministeredQuantity,
  kAdministeredUnit,
  kWastedQuantity,
  kSingleDose,
  kLineCliaNumber,
  kLinePriorAuthorizationNumber,
  kDescription,
  kLineDraftSource,
  kLineDraftModel,
  kLineDraftModelVersion,
  kLineDraftConfidence,
  // Claim
  kClaimId,
  kType,
  kTenantId,
  kPayerId,
  kPayerName,
  kPayerLineOfBusiness,
  kPayerPlanId,
  kPayerFilingIndicator,
  kPayerResponsibility,
  kPatientId,
  kPatientBirthDate,
  kPatientSex,
  kPatientDeathDate,
  kPatientRelationship,
  kSubscriberId,
  kFrequencyCode,
  kOriginalReferenceNumber,
  kPlaceOfService,
  kTypeOfBill,
  kStatementFrom,
  kStatementThrough,
  kAdmissionDate,
  kPatientStatus,
  kSubmittedDate,
  kReceivedDate,
  kAcceptAssignment,
  kPriorAuthorizationNumber,
  kReferralNumber,
  kCliaNumber,
  kTotalChargeCents,
  kConditionCodes,
  kOccurrences,
  kOccurrenceSpans,
  kValueCodes,
  kAccidentAuto,
  kAccidentEmployment,
  kAccidentOther,
  kAccidentState,
  kAccidentDate,
  kInitialTreatmentDate,
  kLastMenstrualPeriodDate,
  kOnsetDate,
  kEligibilityEffectiveFrom,
  kEligibilityEffectiveThrough,
  kDiagnoses,
  kPrincipalDiagnosis,
  kAdmittingDiagnosis,
  kFirstServiceDate,
  kLastServiceDate,
  kDraftSource,
  kDraftModel,
  kDraftModelVersion,
  kDraftConfidence,
  // Line of an earlier claim, beside those of a service line and of its providers
  kHistoryClaimId,
  kHistoryPayerControlNumber,
  kHistoryPayerId,
  kHistoryClaimType,
  kHistoryTypeOfBill,
  kHistoryStatus,
  // Records of the claim
  kDiagnosisCode,
  kDiagnosisRole,
  kPresentOnAdmission,
  kOccurrenceCode,
  kOccurrenceDate,
  kOccurrenceSpanCode,
  kOccurrenceSpanFrom,
  kOccurrenceSpanThrough,
  kValueCode,
  kValueAmountCents,
  kOtherPayerId,
  kOtherPayerResponsibility,
  kOtherPayerFilingIndicator,
  kOtherPayerPaidCents,
  kOtherPayerAdjustedCents,
  kOtherPayerSettledCents,
  kOtherPayerRemittanceDate,
  kAccumulatorName,
  kAccumulatorAmountCents,
  // Providers: kFirstProviderField + role * kProviderAttributeCount + attribute. The first four
  // roles may be overridden by
  // a line.
  kFirstProviderField,
};

enum class ProviderRole : uint8_t {
  kRendering,
  kOrdering,
  kReferring,
  kSupervising,
  kBilling,
  kServiceFacility,
  kAttending,
  kOperating
};
enum class ProviderAttribute : uint8_t {
  kNpi,
  kTaxonomyCode,
  kTaxId,
  kEntityType,
  kSpecialtyCode,
  kState,
  kZip
};
inline constexpr int kProviderRoleCount = 8;
inline constexpr int kProviderAttributeCount = 7;
inline constexpr int kFieldCount =
    static_cast<int>(FieldId::kFirstProviderField) + kProviderRoleCount * kProviderAttributeCount;

struct Field {
  std::string_view name;  // `rendering.taxonomy_code`
  FieldId id;
  Item of;
  FieldType type;
  std::string_view doc;
  std::vector<std::string_view> choices =
      {};  // for kChoice: index + 1 is the enum's value, lower case
};

// Every field, in catalogue order.
const std::vector<Field>& AllFields();
const Field& FieldOf(FieldId id, Item of);
// The field `name` means where a condition is about an `of`; null when there is none. A line sees
// the claim's fields under its own.
const Field* FindField(std::string_view name, Item of);

// The provider in `role` for this item, with the fall-backs above; null when there is none.
const Provider* FindProvider(ProviderRole role, const Claim& claim, ItemRef item);

// Readers by type; REQUIRES the field to be of that type, and `item` to be what the field is of (a
// claim's field may be read with any). Absent: empty Code, empty text, kUnset, Date(), 0.
Code ReadCode(FieldId id, const Claim& claim, ItemRef item);
std::string_view ReadText(FieldId id, const Claim& claim, ItemRef item);
int64_t ReadNumber(FieldId id, const Claim& claim, ItemRef item);  // kNumber and kMoney
Date ReadDate(FieldId id, const Claim& claim, ItemRef item);
int ReadChoice(FieldId id, const Claim& claim, ItemRef item);  // 0: absent

// Calls `visit(Code)` for each non-empty member of a kCodeSet or kDiagnosisSet field until it
// returns false.
template <typename Visit>
void ForEachCode(FieldId id, const Claim& claim, ItemRef item, Visit visit) {
  const ServiceLine* const line = item.line;
  switch (id) {
    case FieldId::kModifiers:
      for (int i = 0; i < line->modifier_count; ++i) {
        const Code code = line->modifiers[static_cast<size_t>(i)];
        if (!code.empty() && !visit(code)) return;
      }
      return;
    case FieldId::kPointedDiagnoses:
      for (int i = 0; i < line->pointer_count; ++i) {
        const size_t pointer = line->diagnosis_pointers[static_cast<size_t>(i)];
        if (pointer == 0 || pointer > claim.diagnoses.size()) continue;
        const Code code = claim.diagnoses[pointer - 1].code;
        if (!code.empty() && !visit(code)) return;
      }
      return;
    case FieldId::kDiagnoses:
      for (const Diagnosis& diagnosis : claim.diagnoses) {
        if (!diagnosis.code.empty() && !visit(diagnosis.code)) return;
      }
      return;
    case FieldId::kConditionCodes:
      for (const Code code : claim.condition_codes) {
        if (!code.empty() && !visit(code)) return;
      }
      return;
    case FieldId::kOccurrences:
      for (const Occurrence& item : claim.occurrences) {
        if (!item.code.empty() && !visit(item.code)) return;
      }
      return;
    case FieldId::kOccurrenceSpans:
      for (const OccurrenceSpan& item : claim.occurrence_spans) {
        if (!item.code.empty() && !visit(item.code)) return;
      }
      return;
    case FieldId::kValueCodes:
      for (const ValueCode& item : claim.value_codes) {
        if (!item.code.empty() && !visit(item.code)) return;
      }
      return;
    default:
      return;
  }
}

// Present: a non-empty value, or a set with a member. The field may be of any type.
bool IsPresent(const Field& field, const Claim& claim, ItemRef item);

// The value as a biller reads it: dates `2024-05-10`, units `1.5`, money `12.00`, sets
// comma-separated; empty when absent.
std::string FormatValue(const Field& field, const Claim& claim, ItemRef item);
// A number of thousandths without needless zeros: `1500` is `1.5`.
std::string FormatThousandths(int64_t value);
// Cents as `12.00`.
std::string FormatCents(int64_t cents);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_FIELDS_H_
