// Any bytes may come as FHIR. They must not crash the reader, how they are cut into pieces must not
// matter, and every claim handed over must be one that the engine takes: DecodeClaim refuses it for
// nothing but having no lines.
// Corpus: sample_data/claims and ../shared/data/fhir.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ingest/fhir/reader.h"
#include "ingest/proto/decode_claim.h"

namespace {

using scrubline::Claim;
using scrubline::FhirClaim;
using scrubline::FhirIssue;
using scrubline::FhirReader;
using scrubline::FieldViolation;

void Require(bool condition) {
  if (!condition) std::abort();
}

void Check(const FhirClaim& claim) {
  Require(claim.message.service_lines_size() == static_cast<int>(claim.source.lines.size()));
  Claim decoded;
  std::vector<FieldViolation> violations;
  if (!scrubline::DecodeClaim(claim.message, decoded, violations).ok()) {
    Require(violations.size() == 1 && claim.message.service_lines_size() == 0);
  }
  for (const auto& entry : claim.message.unreadable()) {
    Require(!claim.source.ExpressionOf(entry.field()).empty());
  }
}

// What the reader makes of `bytes` fed `piece` bytes at a time.
std::string Outcome(std::string_view bytes, size_t piece) {
  constexpr size_t kMaxBytes = 16384;  // so that the limit is met, too
  std::string outcome;
  FhirReader reader({.max_issues = 100, .max_document_bytes = kMaxBytes}, [&](FhirClaim& claim) {
    Check(claim);
    outcome.append(claim.source.place.ToString()).append(claim.source.patient);
    outcome.append(claim.message.SerializeAsString());
    for (const FhirIssue& issue : claim.issues) outcome.append(issue.ToString());
  });
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  outcome.append(reader.Finish().ToString());
  for (const FhirIssue& issue : reader.issues()) outcome.append(issue.ToString());
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = Outcome(bytes, size + 1);
  Require(whole == Outcome(bytes, 1));
  Require(whole == Outcome(bytes, 13));
  return 0;
}
