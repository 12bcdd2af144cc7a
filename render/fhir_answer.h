// render/fhir_answer.h — results as FHIR R4: a ClaimResponse for a claim that came as FHIR, an
// OperationOutcome for any claim and for an input that could not be read.
//
//   out << ClaimResponseJson(claim.source, claim.issues, result, "2026-03-05") << "\n";
//   out << OperationOutcomeJson(claim.source, claim.issues, result) << "\n";
//
// Each is one line of JSON. A finding that blocks (REJECT, DENY) is an error; WARN is a warning,
// ADVISE and INFO are information. So is what could not be checked: a warning where the verdict
// waits for it, and not told where it does not.
//
// ClaimResponse.outcome is `error` exactly when there is an `error`; else `partial` when not all
// was checked, `complete` when it was. Nothing is adjudicated, so that there is no `item`. The
// type, patient, insurer and provider are the claim's own; what a finding says may name codes and
// days of the claim. There are no other values of the claim in an answer.
//
// Total; thread-safe. Tested by fhir_answer_test.cc.
#ifndef SCRUBLINE_RENDER_FHIR_ANSWER_H_
#define SCRUBLINE_RENDER_FHIR_ANSWER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/issue.h"
#include "ingest/x12/events.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

// The system of our rule ids in a Coding.
inline constexpr std::string_view kRuleSystem = "https://scrubline.org/fhir/rule";

// `created`: when the answer was made, a FHIR dateTime such as `2026-03-05`.
std::string ClaimResponseJson(const FhirSource& source, const std::vector<FhirIssue>& issues,
                              const v1::ScrubResult& result, std::string_view created);

// With the FHIRPath of what each finding is about.
std::string OperationOutcomeJson(const FhirSource& source, const std::vector<FhirIssue>& issues,
                                 const v1::ScrubResult& result);
// With segment and element: `2400/SV101-2 segment 34 of ST 0001`. `source` as read with
// X12Options::keep_source.
std::string OperationOutcomeJson(const X12ClaimSource& source, const v1::ScrubResult& result);
// With the path of the contract.
std::string OperationOutcomeJson(const v1::ScrubResult& result);

// Of an input as a whole: what was wrong with it besides the claims that were read. A `status` that
// is not ok is fatal, and said where no issue says it.
std::string InputOutcomeJson(const std::vector<FhirIssue>& issues, const absl::Status& status);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_FHIR_ANSWER_H_
