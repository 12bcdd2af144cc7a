// ingest/proto/encode_claim.h — the engine's Claim as a public Claim message: how a claim read from
// an 837 file goes to a server.
//
// What DecodeClaim would refuse (a procedure code of six characters, a thousandth service line) is
// left out and listed in `unreadable` by its path, as are the claim's own unreadable fields; so
// that the message is always accepted, and what was left out is never taken for checked. Threads:
// any. Tested by encode_claim_test.cc: decoding what was encoded gives the claim back.
#ifndef SCRUBLINE_INGEST_PROTO_ENCODE_CLAIM_H_
#define SCRUBLINE_INGEST_PROTO_ENCODE_CLAIM_H_

#include "rules_engine/claim.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

// `message` is cleared first.
void EncodeClaim(const Claim& claim, v1::Claim& message);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_ENCODE_CLAIM_H_
