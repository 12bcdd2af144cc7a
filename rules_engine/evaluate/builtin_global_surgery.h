// rules_engine/evaluate/builtin_global_surgery.h — what a global surgery finding's payload holds,
// for evaluate/describe and for root causes (evaluate/root_cause.cc).
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_GLOBAL_SURGERY_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_GLOBAL_SURGERY_H_

namespace scrubline::global_surgery_payload {

// kSurgery: the first surgery whose period the line falls in (a LineRef); kDays: 0, 10 or 90;
// kDate: the line's first day in the period; kEnd: the period's last day; kRow: the surgery's row
// in the fee schedule. GLOB.25.ALONE has kDate alone.
enum Index { kSurgery, kDays, kDate, kEnd, kRow };

}  // namespace scrubline::global_surgery_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_GLOBAL_SURGERY_H_
