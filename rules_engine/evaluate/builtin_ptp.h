// rules_engine/evaluate/builtin_ptp.h — what a PTP finding's payload holds, for evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PTP_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PTP_H_

namespace scrubline::ptp_payload {

enum Index { kRow, kSlot, kDate, kColumn1, kColumn2, kFlags };
enum Flag { kFallback = 1, kCrossPractitioner = 2, kHospitalClaim = 4 };

}  // namespace scrubline::ptp_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_PTP_H_
