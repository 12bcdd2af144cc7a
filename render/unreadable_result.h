// render/unreadable_result.h — the result of a claim that could not be read: INCOMPLETE, with an
// entry INPUT.UNREADABLE for each thing that stands in the way. So every form of answer tells of it
// as of any claim.
//
//   result = UnreadableResult(message.claim_id(), scrubber.violations());
//
// Tested by unreadable_result_test.cc.
#ifndef SCRUBLINE_RENDER_UNREADABLE_RESULT_H_
#define SCRUBLINE_RENDER_UNREADABLE_RESULT_H_

#include <string_view>
#include <vector>

#include "ingest/proto/decode_claim.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

v1::ScrubResult UnreadableResult(std::string_view claim_id,
                                 const std::vector<FieldViolation>& violations);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_UNREADABLE_RESULT_H_
