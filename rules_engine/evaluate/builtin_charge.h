// rules_engine/evaluate/builtin_charge.h — what the payload of a finding about a charge holds, for
// evaluate/describe. The message variants of CHG.HIGH are in the order of HighCharge.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CHARGE_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CHARGE_H_

#include <cstdint>

namespace scrubline {

namespace charge_payload {
// kRow: of the fee schedule, or -1; kFacility: whether its amount for facilities counts.
enum Index { kRow, kFacility };
}  // namespace charge_payload

enum class HighCharge : uint8_t { kBeyondFee, kApart };

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CHARGE_H_
