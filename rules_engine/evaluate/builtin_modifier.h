// rules_engine/evaluate/builtin_modifier.h — what a modifier finding's payload holds, for
// evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MODIFIER_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MODIFIER_H_

namespace scrubline {

namespace modifier_payload {
// kPlace: the modifier's index on the line; kOther: of an order, the index of the one it belongs
// before (or after); kAfter: 1 where it belongs directly after that one; kRow: of MOD.DATE, the
// nearest row of hcpcs_modifiers.
enum Index { kPlace, kOther, kAfter, kRow };
}  // namespace modifier_payload

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MODIFIER_H_
