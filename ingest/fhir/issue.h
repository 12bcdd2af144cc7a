// ingest/fhir/issue.h — what is wrong with a FHIR input besides its claims' values, and where.
//
//   for (const FhirIssue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
//   error: line 14, Bundle.entry[3]: the claim asks for prior authorization and is no bill, so that
//   it was not read; send it with `use` claim
//
// The text of an issue belongs to its kind and holds nothing from the input but `detail`, which is
// only ever the name of a resource type. A value of a claim that cannot be read is not an issue but
// an entry in Claim.unreadable. Tested by fhir_reader_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_ISSUE_H_
#define SCRUBLINE_INGEST_FHIR_ISSUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrubline {

// A place in the input.
struct FhirPlace {
  uint64_t line = 0;  // of the document's first byte, from 1
  int entry = -1;     // of a Bundle, from 0; -1: the document itself

  std::string ToString() const;
  friend bool operator==(const FhirPlace&, const FhirPlace&) = default;
};

enum class FhirProblem : uint8_t {
  // Documents.
  kXml,
  kNotJson,
  kDuplicateKey,
  kTooDeep,
  kStringTooLong,
  kTooManyValues,
  kTooLarge,
  kTooManyEntries,
  kNoResource,
  // Resources.
  kNoClaim,
  kFeedbackOnly,
  kBundleType,
  kBundleInBundle,
  kClaimType,
  kClaimUse,
  kClaimStatus,
  kStu3,
  // Claims that were read.
  kUseMissing,
  kReferenceUnresolved,
  kCodeSystemUnknown,
  kCodeSystemUnsupported,
  kIcd9,
  kTypeOfBillForm,
  kAmountRounded,
  kSequence,
  kCareTeamRole,
  kSeveralClaimTypes,
};

struct FhirIssue {
  enum class Level : uint8_t { kError, kWarning };

  FhirProblem problem{};
  FhirPlace place;
  std::string expression;  // FHIRPath of the element; empty: the document or resource as a whole
  std::string detail;

  // kError: a claim or more was not read, or may not have been.
  Level level() const;
  // FHIR's issue-type code: `structure`, `not-supported` ...
  std::string_view type_code() const;
  // What is wrong and what to do about it; lower case, no full stop.
  std::string_view what() const;
  std::string_view remedy() const;
  std::string ToString() const;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_ISSUE_H_
