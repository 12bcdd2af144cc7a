// rules_engine/evaluate/builtin_units.h — what a finding about units holds, for its description.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_UNITS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_UNITS_H_

namespace scrubline::unit_payload {

enum Index { kDays };

}  // namespace scrubline::unit_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_UNITS_H_
