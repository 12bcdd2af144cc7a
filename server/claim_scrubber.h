// server/claim_scrubber.h — one claim message in, its result message out: decode, evaluate, encode,
// with the memory all three reuse. What scrubd does for a request and `scrub check` for a file.
//
//   ClaimScrubber scrubber;                                      // one per thread
//   absl::Status status = scrubber.Scrub(*snapshot, message, {.today = today}, result);
//   if (!status.ok()) { ... scrubber.violations() ... }          // the claim is at fault, by field
//
// Errors: InvalidArgument from DecodeClaim; `result` is then untouched. Threads: one at a time.
// Tested by tests/end_to_end/.
#ifndef SCRUBLINE_SERVER_CLAIM_SCRUBBER_H_
#define SCRUBLINE_SERVER_CLAIM_SCRUBBER_H_

#include <vector>

#include "absl/status/status.h"
#include "ingest/proto/decode_claim.h"
#include "render/result_encoder.h"
#include "rules_engine/claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/explain/explain.h"
#include "rules_engine/snapshot.h"
#include "scrubline/v1/claim.pb.h"
#include "scrubline/v1/explanation.pb.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

class ClaimScrubber {
 public:
  absl::Status Scrub(const Snapshot& snapshot, const v1::Claim& message,
                     const EvaluateOptions& options, v1::ScrubResult& result);

  // As Scrub for a claim that IsAdmitted (ingest/proto/admitted.h), without a message of it.
  void ScrubAdmitted(const Snapshot& snapshot, const Claim& claim, const EvaluateOptions& options,
                     v1::ScrubResult& result);

  // Why the claim comes out as it does. Errors as Scrub.
  absl::Status Explain(const Snapshot& snapshot, const v1::Claim& message,
                       const EvaluateOptions& options, const ExplainOptions& what,
                       v1::Explanation& explanation);

  // Of the last call that failed.
  const std::vector<FieldViolation>& violations() const { return violations_; }

 private:
  Claim claim_;
  Scratch scratch_;
  ResultEncoder encoder_;
  std::vector<FieldViolation> violations_;
};

// The local calendar's today.
Date Today();

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_CLAIM_SCRUBBER_H_
