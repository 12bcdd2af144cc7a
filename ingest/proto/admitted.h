// ingest/proto/admitted.h — whether a claim that another door has read is one that the public
// message admits as it stands.
//
//   if (IsAdmitted(claim)) { ... evaluate it as it is ... }
//   else { EncodeClaim(claim, message); DecodeClaim(message, decoded, violations); ... }
//
// True only where encoding and decoding the claim would give the very same claim, so that the two
// may be left out: nearly every claim of a real file. Cost: a hundred nanoseconds or two instead of
// some microseconds. Threads: any. Tested by admitted_test.cc.
#ifndef SCRUBLINE_INGEST_PROTO_ADMITTED_H_
#define SCRUBLINE_INGEST_PROTO_ADMITTED_H_

#include "rules_engine/claim.h"

namespace scrubline {

bool IsAdmitted(const Claim& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_ADMITTED_H_
