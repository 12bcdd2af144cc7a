// rules_engine/evaluate/builtin_timely_filing.h — what a timely-filing finding's payload holds, for
// evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMELY_FILING_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMELY_FILING_H_

#include <cstdint>

namespace scrubline {

namespace filing_payload {
// Days: the last day to file, the day the limit counts from, and the day the claim is filed.
// kBasis: what the second one is (FilingBasis).
enum Index { kDeadline, kFrom, kFiled, kBasis };
}  // namespace filing_payload

// The day from which a payer counts its limit.
enum class FilingBasis : uint8_t { kFirstDay, kLastDay, kStatementThrough, kRemittance };

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMELY_FILING_H_
