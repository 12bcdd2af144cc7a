#include "server/claim_scrubber.h"

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "render/explanation_encoder.h"

namespace scrubline {

absl::Status ClaimScrubber::Scrub(const Snapshot& snapshot, const v1::Claim& message,
                                  const EvaluateOptions& options, v1::ScrubResult& result) {
  const absl::Status decoded = DecodeClaim(message, claim_, violations_);
  if (!decoded.ok()) return decoded;
  ScrubAdmitted(snapshot, claim_, options, result);
  return absl::OkStatus();
}

void ClaimScrubber::ScrubAdmitted(const Snapshot& snapshot, const Claim& claim,
                                  const EvaluateOptions& options, v1::ScrubResult& result) {
  const Findings& findings = Evaluate(snapshot, claim, options, scratch_);
  encoder_.Encode(snapshot, claim, findings, result);
}

absl::Status ClaimScrubber::Explain(const Snapshot& snapshot, const v1::Claim& message,
                                    const EvaluateOptions& options, const ExplainOptions& what,
                                    v1::Explanation& explanation) {
  const absl::Status decoded = DecodeClaim(message, claim_, violations_);
  if (!decoded.ok()) return decoded;
  EncodeExplanation(snapshot, claim_, scrubline::Explain(snapshot, claim_, options, what, scratch_),
                    explanation);
  return absl::OkStatus();
}

Date Today() {
  const absl::CivilDay day = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  return Date::FromDays(static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1)));
}

}  // namespace scrubline
