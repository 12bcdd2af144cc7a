// rules_engine/evaluate/builtin_mue.h — what an MUE finding's payload holds, for evaluate/describe
// and the root causes.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_

#include <cstdint>

namespace scrubline {

struct PreparedLine;

// The line's units on each of its days, half up to a whole number (R12). REQUIRES: it has units.
int64_t UnitsPerDay(const PreparedLine& line);

namespace mue_payload {

// kUnits is capped at INT32_MAX; kLastDate is the last day of the run of days that begins at kDate.
enum Index { kLimit, kUnits, kDate, kLastDate, kSlot, kMaiAndFlags };
enum Flag { kFallback = 256 };  // above the adjudication indicator in the low byte

}  // namespace mue_payload
}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MUE_H_
