// ingest/remittance/denial.h — which adjustments of a remittance mean that something was denied.
//
//   DeriveDenial(claim);            // sets denied, denied_cents and likely_rule_families
//   if (claim.denied()) ...
//
// The status of a claim payment (CLP02) alone says too little: a claim "processed" may have every
// line denied, and one "denied" may have been priced at nothing. So a denial is drawn from the
// adjustments: their reason codes (CARC) other than those of the table in denial.cc, which state a
// share, a price or another payment. The sum of these is `denied_cents`; with a payment of nothing
// the line, or the claim, is `denied`. What was paid in part is never `denied`, and its
// `denied_cents` tell the part that was not. Reversals, predeterminations and claims of another
// payer (CLP02 22, 25, 23) deny nothing.
// Where a payer repeats the adjustments of the lines for the claim as a whole, which the claim's
// balance shows, they count once.
// Cost: one look in a small table for each adjustment. Tested by denial_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_DENIAL_H_
#define SCRUBLINE_INGEST_REMITTANCE_DENIAL_H_

#include <string_view>
#include <vector>

#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

// Whether a claim adjustment reason code means a denial. A code that nobody knows does: a denial
// that was none is looked at once, one that was missed never.
bool IsDenialReason(std::string_view reason_code);

// Families of shipped rules that look for what a reason code, with the remark codes beside it, is
// about; likeliest first. A generic reason (16) is told by its remark codes.
std::vector<std::string_view> LikelyRuleFamilies(
    std::string_view reason_code, const google::protobuf::RepeatedPtrField<std::string>& remarks);

// Every family LikelyRuleFamilies may name.
std::vector<std::string_view> AllLikelyRuleFamilies();

void DeriveDenial(v1::ClaimPayment& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_DENIAL_H_
