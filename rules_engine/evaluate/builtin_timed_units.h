// rules_engine/evaluate/builtin_timed_units.h — what a finding about timed services holds, for its
// description.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMED_UNITS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMED_UNITS_H_

namespace scrubline::timed_units_payload {

// kMinutes, kAllowed, kBilled: of the visit; kFirstAllowed: of the code of the finding's first
// line; kMidpoint: 1 where each code was counted by itself.
enum Index { kMinutes, kAllowed, kBilled, kFirstAllowed, kMidpoint };

}  // namespace scrubline::timed_units_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_TIMED_UNITS_H_
