// rules_engine/evaluate/builtin_infusion.h — what a finding about the time of an infusion holds,
// for its description.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_INFUSION_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_INFUSION_H_

namespace scrubline::infusion_payload {

// kMinutes: of the infusion; kAllowed, kBilled: units of further hours, for `short` of the line
// itself; kFamily: index in InfusionFamilies().
enum Index { kMinutes, kAllowed, kBilled, kFamily };
enum Variant { kHigh, kLow, kShort };

}  // namespace scrubline::infusion_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_INFUSION_H_
