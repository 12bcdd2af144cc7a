// ingest/fhir/fhir_claim.h — a claim read from FHIR, and what its answer has to repeat of it.
//
//   claim.message                                       // for DecodeClaim, which takes it as it is
//   claim.source.ExpressionOf("service_lines[1].modifiers[0]")   // "Claim.item[1].modifier[0]"
//
// Everything is a copy: nothing refers to the input, which may be gone when the claim is answered.
// Tested by claim_mapper_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_FHIR_CLAIM_H_
#define SCRUBLINE_INGEST_FHIR_FHIR_CLAIM_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/fhir/issue.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

class FhirSource {
 public:
  FhirPlace place;
  // Elements of the Claim as JSON text, for the ClaimResponse; empty where the Claim has none.
  // References to contained resources, which an answer does not contain, are made into what an
  // answer may say instead: the resource's identifier.
  std::string type, sub_type, use, patient, insurer, provider;
  // What the ClaimResponse is for: the entry's fullUrl, else `Claim/ID`; empty: it has neither, and
  // `request_identifier` (JSON text) stands for it.
  std::string request;
  std::string request_identifier;
  // By service line: Claim.item.sequence, and the sequence of the detail its drug was read from (0:
  // none).
  struct Line {
    uint32_t item_sequence = 0;
    uint32_t detail_sequence = 0;
  };
  std::vector<Line> lines;

  // The FHIRPath of the element that a field of the contract was read from, or would have been;
  // of the nearest thing around it where there is no such element; `Claim` for an empty path.
  std::string ExpressionOf(std::string_view field) const;

  // Notes that `field` was read from `expression`.
  void AddOrigin(std::string_view field, std::string_view expression);

 private:
  // "field\0expression\0" over and over: one allocation a claim, searched for findings only.
  std::string origins_;
};

struct FhirClaim {
  v1::Claim message;
  FhirSource source;
  std::vector<FhirIssue> issues;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_FHIR_CLAIM_H_
