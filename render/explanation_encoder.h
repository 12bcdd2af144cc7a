// render/explanation_encoder.h — an explanation as the public message.
//
//   const Explanation why = Explain(*snapshot, claim, options, what, scratch);
//   EncodeExplanation(*snapshot, claim, why, *response.mutable_explanation());
//
// Total. Tested by explanation_encoder_test.cc.
#ifndef SCRUBLINE_RENDER_EXPLANATION_ENCODER_H_
#define SCRUBLINE_RENDER_EXPLANATION_ENCODER_H_

#include "rules_engine/claim.h"
#include "rules_engine/explain/explanation.h"
#include "rules_engine/snapshot.h"
#include "scrubline/v1/explanation.pb.h"

namespace scrubline {

// Adds to an empty `to`.
void EncodeExplanation(const Snapshot& snapshot, const Claim& claim, const Explanation& why,
                       v1::Explanation& to);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_EXPLANATION_ENCODER_H_
