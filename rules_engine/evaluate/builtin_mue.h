// rules_engine/evaluate/builtin_mue.h — what an MUE finding's payload holds, for evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_

namespace scrubline::mue_payload {

// kUnits is capped at INT32_MAX; kLastDate is the last day of the run of days that begins at kDate.
enum Index { kLimit, kUnits, kDate, kLastDate, kSlot, kMaiAndFlags };
enum Flag { kFallback = 256 };  // above the adjudication indicator in the low byte

}  // namespace scrubline::mue_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_
