// ingest/proto/decode_claim.h — a public Claim message to the engine's Claim.
//
//   Claim claim;                               // one per thread, reused
//   std::vector<FieldViolation> violations;
//   absl::Status status = DecodeClaim(message, claim, violations);
//   if (!status.ok()) { ... }                  // `violations` names every field at fault
//
// Text of the claim is not copied: its views point into `message`, which must outlive their use.
// Everything the message's documentation promises is checked, and everything wrong is reported in
// one pass, by path (`service_lines[2].units`, counted from 0) and without the value, up to
// kMaxViolations of them. What another rule is to judge is let through: a malformed NPI, a missing
// service date, a gap between modifiers, a pointer to a diagnosis that is not there.
// Errors: InvalidArgument; the claim's content is then of no use. Cost: well under a microsecond
// for a claim of four lines, no allocation once `claim` has grown. Threads: any, each with its own
// Claim. Tested by decode_claim_test.cc.
#ifndef SCRUBLINE_INGEST_PROTO_DECODE_CLAIM_H_
#define SCRUBLINE_INGEST_PROTO_DECODE_CLAIM_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rules_engine/claim.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

// A field at fault. Holds no value of the claim.
struct FieldViolation {
  std::string field;
  std::string problem;
};

inline constexpr size_t kMaxViolations = 1000;

// `claim` and `violations` are cleared first.
absl::Status DecodeClaim(const v1::Claim& message, Claim& claim,
                         std::vector<FieldViolation>& violations);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_DECODE_CLAIM_H_
