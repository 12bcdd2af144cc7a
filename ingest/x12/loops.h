// ingest/x12/loops.h — the structure of the 837 guides as data: which party, reference, date and
// code list belongs where, by guide and level.
//
//   const PartyRow* row = FindParty(Guide::kProfessional, Level::kClaim, "82");
//   row->loop == "2310B", row->role == Role::kRendering
//
// The same role has another loop letter in each guide, and the same NM101 means another thing at
// another level (NM1*82 after SBR is the other payer's number of that provider), so rows are keyed
// by (guide, level, qualifier) and never by the letter. A qualifier that the guides know but the
// model has no field for has a row too: that is what tells it from one that does not belong.
// Rows marked `misplaced` are not in the guide; real files have them and their meaning is plain.
// Tested by reader_*_test.cc.
#ifndef SCRUBLINE_INGEST_X12_LOOPS_H_
#define SCRUBLINE_INGEST_X12_LOOPS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules_engine/claim.h"

namespace scrubline {

enum class Guide : uint8_t { kUnknown, kProfessional, kInstitutional, kUnsupported };

// A qualifier of up to four characters as one integer, so that tables compare without a loop. A
// longer text is none of the table's and equals none of them.
class Qualifier {
 public:
  template <size_t kSize>
  constexpr Qualifier(const char (&literal)[kSize]) : Qualifier(std::string_view(literal)) {}
  constexpr explicit Qualifier(std::string_view text) {
    if (text.empty() || text.size() > 4) return;
    for (char c : text) packed_ = packed_ << 8 | static_cast<unsigned char>(c);
  }
  constexpr uint32_t packed() const { return packed_; }
  friend constexpr bool operator==(Qualifier, Qualifier) = default;

 private:
  uint32_t packed_ = 0;
};

// The guide an ST03 or GS08 names: kUnknown if the text is empty or names no guide (`005010`).
Guide GuideNamed(std::string_view version);

// Where in the transaction a segment stands: the last opener seen decides.
enum class Level : uint8_t {
  kHeader,        // ST: 1000A, 1000B
  kBilling,       // HL 20: 2000A, 2010A
  kSubscriber,    // HL 22: 2000B, 2010B
  kPatient,       // HL 23: 2000C, 2010CA
  kClaim,         // CLM: 2300, 2310
  kOtherPayer,    // SBR in a claim: 2320, 2330
  kLine,          // LX: 2400, 2410, 2420
  kAdjudication,  // SVD: 2430
};

// The loop a level begins with; empty for the header.
std::string_view LevelLoop(Level level);

// The level an HL03 opens.
std::optional<Level> HierarchyLevel(std::string_view code);

// What a party is to the claim. kNotInModel: the guide knows it, the model has no place for it.
enum class Role : uint8_t {
  kNone,
  kNotInModel,
  kBilling,
  kSubscriber,
  kPayer,
  kPatient,
  kOtherPayer,
  kReferring,
  kRendering,
  kServiceFacility,
  kSupervising,
  kOrdering,
  kAttending,
  kOperating,
};
constexpr bool IsProvider(Role role) { return role == Role::kBilling || role >= Role::kReferring; }

// The contract's name of a provider's field. REQUIRES: IsProvider(role).
std::string_view FieldName(Role role);
// The provider a field of the contract is of; kNone for another field.
Role ProviderNamed(std::string_view field);

struct PartyRow {
  uint8_t guides;
  Level level;
  Qualifier qualifier;  // NM101
  std::string_view loop;
  Role role;
  bool misplaced = false;
};
const PartyRow* FindParty(Guide guide, Level level, std::string_view qualifier);
const PartyRow* FindParty(Guide guide, Level level, uint32_t packed_qualifier);
// The row of a role, as the guide has it there.
const PartyRow* FindParty(Guide guide, Level level, Role role);

enum class ReferenceField : uint8_t {
  kNotInModel,
  kTaxId,
  kPriorAuthorization,
  kReferral,
  kOriginalReference,
  kClia,
  kAccidentState  // where it follows no party: of a provider it is a location number
};
// What REF means. At the levels of the hierarchy the party it follows decides too.
struct ReferenceRow {
  uint8_t guides;
  Level level;
  Role party;  // kNone: whichever
  Qualifier qualifier;
  ReferenceField field;
};
const ReferenceRow* FindReference(Guide guide, Level level, Role party, std::string_view qualifier);

enum class DateField : uint8_t {
  kService,
  kStatement,
  kAdmission,
  kAccident,
  kInitialTreatment,
  kLastMenstrualPeriod,
  kOnset,
  kRemittance
};
struct DateRow {
  uint8_t guides;
  Level level;
  Qualifier qualifier;
  DateField field;
  bool misplaced = false;
};
// Null for the many dates the model has no field for.
const DateRow* FindDate(Guide guide, Level level, std::string_view qualifier);

enum class HealthCode : uint8_t {
  kNotInModel,
  kDiagnosis,
  kCondition,
  kOccurrence,
  kOccurrenceSpan,
  kValue
};
struct HealthCodeRow {
  uint8_t guides;
  Qualifier qualifier;  // HI0x-1
  HealthCode kind;
  DiagnosisRole role = DiagnosisRole::kUnset;
  bool icd9 = false;
};
const HealthCodeRow* FindHealthCode(Guide guide, std::string_view qualifier);
const HealthCodeRow* FindHealthCode(Guide guide, uint32_t packed_qualifier);

struct FilingRow {
  Qualifier indicator;  // SBR09
  LineOfBusiness line_of_business;
};
// A payer's place in the order of payment by its SBR01: unset for the fourth and later (A to H) and
// for U, none for what is no such code.
std::optional<Responsibility> FindResponsibility(std::string_view code);

// Null for an indicator that is not in the list.
const FilingRow* FindFiling(std::string_view indicator);

// Whether the guides have a segment of this name (SegmentId) inside a transaction, of use or not.
bool IsClaimSegment(uint32_t id);
// Whether another transaction set of health care has one.
bool IsOtherSegment(uint32_t id);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_LOOPS_H_
