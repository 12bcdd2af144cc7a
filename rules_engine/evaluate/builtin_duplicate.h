// rules_engine/evaluate/builtin_duplicate.h — what a duplicate's payload holds, for
// evaluate/describe and the root causes.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DUPLICATE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DUPLICATE_H_

#include <cstdint>

namespace scrubline {

namespace duplicate_payload {
// kDifference: of a suspect, what tells the two lines apart (Difference).
enum Index { kDifference };
}  // namespace duplicate_payload

// In what two lines of one code, date and provider differ.
enum class Difference : uint8_t { kNothing, kUnits, kCharge, kModifier, kMore };

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DUPLICATE_H_
