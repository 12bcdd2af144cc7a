// ingest/fhir/claim_mapper.h — one Claim resource to the claim model.
//
//   if (const std::optional<FhirProblem> refusal = WhyNotRead(claim)) ...
//   FhirClaim out;
//   MapClaim(claim, references, place, out);
//
// What is read from where is docs/fhir.md. A value that is there and cannot be read leaves its
// field absent and is listed in `unreadable`, so that the claim cannot come out CLEAN; what is not
// there is absent. The message always passes DecodeClaim, except that a Claim without items has no
// service lines. Tested by claim_mapper_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_CLAIM_MAPPER_H_
#define SCRUBLINE_INGEST_FHIR_CLAIM_MAPPER_H_

#include <optional>

#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/json.h"
#include "ingest/fhir/references.h"

namespace scrubline {

// Why this Claim is none that is scrubbed; nullopt: it is.
std::optional<FhirProblem> WhyNotRead(JsonValue claim);

// REQUIRES: WhyNotRead is nullopt. `out` is empty.
void MapClaim(JsonValue claim, const References& references, const FhirPlace& place,
              FhirClaim& out);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_CLAIM_MAPPER_H_
