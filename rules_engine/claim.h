// rules_engine/claim.h — a claim as the engine reads it. The wire form is
// proto/scrubline/v1/claim.proto; the fields and their 837 elements are documented there, name for
// name.
//
//   Claim claim;                                       // reuse one per thread: Clear() keeps its
//   memory claim.claim_id = claim.Keep("PCN-1");              // text lives in the claim's own
//   arena ... claim.billing = claim.AddProvider({.npi = claim.Keep("1234567893")}); ServiceLine&
//   line = claim.service_lines.emplace_back(); line.procedure_code = Code::Of("99213");
//
// Text fields are views: into the claim's arena (Keep), or into a buffer that outlives the
// evaluation (a proto message, a mapped file). Codes are upper case without blanks, diagnosis codes
// without the dot. Absent is the empty value: an empty view or Code, `Date()`, kNoProvider, kUnset.
// What could not be read at all is absent too; the door that read the claim reports it
// (`unreadable`), so that nothing that was not checked looks clean. Threads: a Claim belongs to one
// thread; const access may be shared. Tested by claim_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_CLAIM_H_
#define SCRUBLINE_RULES_ENGINE_CLAIM_H_

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "rules_engine/code.h"
#include "rules_engine/date.h"

namespace scrubline {

enum class ClaimType : uint8_t { kUnset, kProfessional, kInstitutional };
enum class LineOfBusiness : uint8_t {
  kUnset,
  kMedicare,
  kMedicareAdvantage,
  kMedicaid,
  kCommercial,
  kWorkersCompensation,
  kTricare,
  kAuto,
  kOther
};
enum class Sex : uint8_t { kUnset, kFemale, kMale, kOther, kUnknown };
enum class EntityType : uint8_t { kUnset, kIndividual, kOrganization };
enum class DiagnosisRole : uint8_t {
  kUnset,
  kPrincipal,
  kAdmitting,
  kReasonForVisit,
  kExternalCause,
  kOther
};
enum class UnitBasis : uint8_t { kUnset, kUnits, kMinutes };
enum class HistoryStatus : uint8_t { kUnset, kPaid, kDenied, kPended, kSubmitted, kVoided };
enum class Tristate : uint8_t { kUnset, kNo, kYes };
enum class Responsibility : uint8_t { kUnset, kPrimary, kSecondary, kTertiary };

// An absent amount. Units, minutes and money are never negative, so it is confused with nothing.
inline constexpr int64_t kUnset = std::numeric_limits<int64_t>::min();

// Thousandths: the scale of every quantity that may be fractional (units, drug quantities).
inline constexpr int64_t kThousandths = 1000;

// An index into Claim::providers.
using ProviderIndex = int16_t;
inline constexpr ProviderIndex kNoProvider = -1;

struct Provider {
  std::string_view npi;            // as sent, surrounding blanks off; may be malformed
  std::string_view taxonomy_code;  // NUCC, 10 characters
  std::string_view tax_id;         // digits only
  Code specialty_code;             // CMS specialty, two characters
  Code state;
  std::string_view zip;
  EntityType entity_type = EntityType::kUnset;
};

struct Diagnosis {
  Code code;
  DiagnosisRole role = DiagnosisRole::kUnset;
  char present_on_admission = 0;  // Y N U W 1, or 0 when absent
};

inline constexpr int kMaxModifiers = 4;
inline constexpr int kMaxDiagnosisPointers = 12;

struct alignas(64) ServiceLine {
  // What nearly every edit reads comes first and fills one cache line.
  Code procedure_code;
  // Modifiers in order. An empty slot before a filled one is kept (a gap); trailing empties are not
  // counted.
  std::array<Code, kMaxModifiers> modifiers{};
  Date service_date;
  Date service_date_through;  // absent: one day
  int64_t units = kUnset;     // thousandths
  int32_t line_number = 0;    // as the caller numbers it; echoed back, never computed with
  // Overrides of the claim's providers; kNoProvider: the claim's stands.
  ProviderIndex rendering = kNoProvider;
  uint8_t modifier_count = 0;
  UnitBasis unit_basis = UnitBasis::kUnset;

  int64_t charge_cents = kUnset;
  Code place_of_service;  // absent: the claim's
  Code revenue_code;
  uint8_t pointer_count = 0;
  std::array<uint8_t, kMaxDiagnosisPointers>
      diagnosis_pointers{};  // 1-based positions in Claim::diagnoses
  ProviderIndex ordering = kNoProvider;
  ProviderIndex referring = kNoProvider;
  ProviderIndex supervising = kNoProvider;
  float draft_confidence = -1;             // 0..1 for a charge proposed by software; -1 otherwise
  int64_t minutes = kUnset;                // whole minutes
  int64_t ndc_quantity = kUnset;           // thousandths
  int64_t administered_quantity = kUnset;  // thousandths
  int64_t wasted_quantity = kUnset;        // thousandths
  int64_t noncovered_charge_cents = kUnset;
  Code ndc_unit;  // F2 GR ME ML UN
  Code administered_unit;
  Tristate single_dose = Tristate::kUnset;  // the drug's container
  std::string_view ndc;
  std::string_view clia_number;
  std::string_view prior_authorization_number;
  std::string_view description;

  // The last day of service: `service_date_through`, else `service_date`.
  Date last_date() const {
    return service_date_through.has_value() ? service_date_through : service_date;
  }
  bool HasModifier(Code modifier) const {
    for (int i = 0; i < modifier_count; ++i) {
      if (modifiers[static_cast<size_t>(i)] == modifier) return true;
    }
    return false;
  }
};

// A line of an earlier claim for the same patient. Its `line` numbers its providers in the current
// Claim's `providers`.
struct HistoryLine {
  ServiceLine line;
  std::string_view claim_id;
  std::string_view payer_control_number;
  std::string_view payer_id;
  ClaimType claim_type = ClaimType::kUnset;
  Code type_of_bill;
  ProviderIndex billing = kNoProvider;
  HistoryStatus status = HistoryStatus::kUnset;
};

struct Payer {
  std::string_view id;
  std::string_view name;
  std::string_view plan_id;
  LineOfBusiness line_of_business = LineOfBusiness::kUnset;
  Responsibility responsibility = Responsibility::kUnset;
  Code filing_indicator;
};

struct Patient {
  std::string_view id;
  Date birth_date;
  Date death_date;
  Sex sex = Sex::kUnset;
  Code relationship;  // to the subscriber, who is 18
};

struct Occurrence {
  Code code;
  Date date;
};
struct OccurrenceSpan {
  Code code;
  Date from;
  Date through;
};
struct ValueCode {
  Code code;
  int64_t amount_cents = kUnset;
};

struct Accident {
  Tristate auto_accident = Tristate::kUnset;
  Tristate employment = Tristate::kUnset;
  Tristate other = Tristate::kUnset;
  Code state;
  Date date;
};

// What the payer's eligibility answer says; no first day: nobody asked.
struct Eligibility {
  Date effective_from;
  Date effective_through;  // absent: open
};

// A payer's record of what it authorized. Its codes stand in Claim::authorization_codes; none: not
// restricted to codes.
struct Authorization {
  std::string_view number;
  Date from;                        // absent: open
  Date through;                     // absent: open
  int64_t units_approved = kUnset;  // thousandths
  int64_t units_used = kUnset;      // thousandths, before this claim
  std::string_view provider_npi;    // absent: any provider
  uint32_t first_code = 0;
  uint32_t code_count = 0;
};

struct OtherPayer {
  std::string_view payer_id;
  Responsibility responsibility = Responsibility::kUnset;
  Code filing_indicator;
  int64_t paid_cents = kUnset;
  int64_t adjusted_cents = kUnset;  // all its adjustments, of the claim and of its lines
  Date remittance_date;
};

// What counts towards a yearly limit, before this claim.
struct Accumulator {
  std::string_view name;
  int64_t amount_cents = kUnset;
};

struct Draft {
  std::string_view source;
  std::string_view model;
  std::string_view model_version;
  float confidence = -1;
};

// What drafted one line, where the line itself says so. Few claims have any, so it stands apart
// from the lines; how sure the software was is in ServiceLine::draft_confidence.
struct LineDraft {
  int32_t line = 0;  // index in service_lines
  std::string_view source;
  std::string_view model;
  std::string_view model_version;
};

// A value the door could not read: `field` is its path in the contract's names
// (`service_lines[2].service_date`), `problem` says what is wrong with it without repeating it
// (values may identify a patient).
struct Unreadable {
  std::string_view field;
  std::string_view problem;
  int16_t line = -1;  // index in service_lines; -1 for the claim
};

class Claim {
 public:
  Claim() = default;
  Claim(Claim&&) = default;
  Claim& operator=(Claim&&) = default;
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  // What nearly every edit reads stands together.
  std::vector<ServiceLine> service_lines;
  std::vector<HistoryLine> history;
  std::vector<Diagnosis> diagnoses;
  std::vector<Provider> providers;  // the pool; every ProviderIndex points into it
  std::vector<Unreadable> unreadable;
  ProviderIndex billing = kNoProvider;
  ProviderIndex rendering = kNoProvider;
  ProviderIndex referring = kNoProvider;
  ProviderIndex ordering = kNoProvider;
  ProviderIndex supervising = kNoProvider;
  ProviderIndex service_facility = kNoProvider;
  ProviderIndex attending = kNoProvider;
  ProviderIndex operating = kNoProvider;
  Code frequency_code;
  Code type_of_bill;  // four digits with the leading zero
  ClaimType type = ClaimType::kUnset;
  Date submitted_date;
  Date received_date;
  int64_t total_charge_cents = kUnset;
  Payer payer;
  std::string_view tenant_id;

  std::string_view claim_id;
  Patient patient;
  std::string_view subscriber_id;
  std::string_view original_reference_number;
  Code place_of_service;
  Date statement_from;
  Date statement_through;
  Date admission_date;
  Code patient_status;
  Tristate accept_assignment = Tristate::kUnset;
  std::string_view prior_authorization_number;
  std::string_view referral_number;
  std::string_view clia_number;
  std::vector<Code> condition_codes;
  std::vector<Occurrence> occurrences;
  std::vector<OccurrenceSpan> occurrence_spans;
  std::vector<ValueCode> value_codes;
  Accident accident;
  Date initial_treatment_date;
  Date last_menstrual_period_date;
  Date onset_date;
  Eligibility eligibility;
  std::vector<Authorization> authorizations;
  std::vector<Code> authorization_codes;  // of all of them
  std::vector<OtherPayer> other_payers;
  std::vector<Accumulator> accumulators;
  Draft draft;
  std::vector<LineDraft> line_drafts;  // in line order

  // Who drafted the line at this index; null where it does not say.
  const LineDraft* DraftOf(size_t line) const;

  // Adds to the pool; an equal provider already there is used again. REQUIRES: fewer than 32,767
  // distinct providers.
  ProviderIndex AddProvider(const Provider& provider);
  const Provider* provider(ProviderIndex index) const {
    return index < 0 ? nullptr : &providers[static_cast<size_t>(index)];
  }

  // Whether this claim replaces the one that the earlier line is of (frequency code 7, R17): then
  // it stands in its stead, and the line counts no more.
  bool Replaces(const HistoryLine& earlier) const;

  // Copies `text` into the claim's arena. The view is good until Clear() or destruction; moving the
  // Claim keeps it.
  std::string_view Keep(std::string_view text);

  // Back to the empty claim, keeping the memory for the next one.
  void Clear();

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };
  std::vector<Block> blocks_;
  size_t block_ = 0;  // the block being filled
  size_t used_ = 0;   // bytes used in it
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_CLAIM_H_
