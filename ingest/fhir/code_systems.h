// ingest/fhir/code_systems.h — which list a code or identifier is from, whatever the spelling of
// its system, and FHIR's own codes for what the claim model has fields for.
//
//   SystemOf("HTTPS://www.cms.gov/medicare/Coding/HCPCSReleaseCodeSets/") == CodeSystem::kProcedure
//
// Senders write one system in many ways: either scheme, any case, `.html` or a slash behind it,
// another publisher's copy of it. What is compared is the text without these; the rest is a table.
// Tested by fhir_values_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_CODE_SYSTEMS_H_
#define SCRUBLINE_INGEST_FHIR_CODE_SYSTEMS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "scrubline/v1/claim.pb.h"

namespace scrubline {

enum class CodeSystem : uint8_t {
  kUnknown,
  kProcedure,  // CPT, HCPCS Level II, HIPPS
  kIcd10,
  kIcd9,
  kPlaceOfService,
  kRevenue,
  kNdc,
  kClinical,  // SNOMED CT, RxNorm, LOINC and the like: not what is billed with
  kDataAbsent,
  kTypeOfBill,
  kBillFrequency,  // the last digit of a type of bill on its own
  kConditionCode,
  kOccurrenceCode,
  kOccurrenceSpanCode,
  kValueCode,
  kTaxonomy,
  kCoverageActCode,
  kPaymentTypology,  // SOPT
  kFilingIndicator,
  kNpi,
  kTaxId,
  kClia,
  kMedicareNumber,
};
CodeSystem SystemOf(std::string_view uri);

// What an identifier's type says: `NPI`, `TAX`, `MB` ... of whichever system; kUnknown for others.
CodeSystem IdentifierKind(std::string_view type_code);

// A member of the care team to the claim. kNotInModel: known, without a place in it.
enum class CareTeamRole : uint8_t {
  kUnknown,
  kNotInModel,
  kRendering,
  kReferring,
  kOrdering,
  kSupervising,
  kAttending,
  kOperating,
};
CareTeamRole CareTeamRoleOf(std::string_view code);

// What an entry of supportingInfo tells, by its category.
enum class InfoCategory : uint8_t {
  kOther,
  kTypeOfBill,
  kDischargeStatus,
  kAdmissionPeriod,
  kOnset,
  kReceivedDate,
};
InfoCategory InfoCategoryOf(std::string_view code);

// UNSPECIFIED for a code that says nothing of it.
v1::Diagnosis::Role DiagnosisRoleOf(std::string_view code);
v1::Payer::LineOfBusiness LineOfBusinessOf(CodeSystem system, std::string_view code);
// X12's two characters; empty for a code that is not known.
std::string_view RelationshipOf(std::string_view code);
// F2, GR, ME, ML or UN; empty for a unit that drugs are not reported in.
std::string_view DrugUnitOf(std::string_view unit);
bool IsMinutes(std::string_view unit);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_CODE_SYSTEMS_H_
