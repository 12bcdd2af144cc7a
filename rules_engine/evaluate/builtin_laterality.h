// rules_engine/evaluate/builtin_laterality.h — its parameters and variants, and what its findings'
// payload holds.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_LATERALITY_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_LATERALITY_H_

#include "rules_engine/code.h"

namespace scrubline {

// The side a modifier names: R, L, B (both) or 0: RT, LT, 50, eyelids, fingers and toes.
char SideOfModifier(Code modifier);

namespace laterality {
enum Parameter { kSidedDiagnoses };
enum Variant { kOpposite, kOneSideOnly, kUnspecified };
}  // namespace laterality

namespace laterality_payload {
// kDiagnosis: index in Claim::diagnoses; kOther: -1; kModifier: the modifier, as the
// first four characters of a Code.
enum Index { kDiagnosis, kOther, kModifier };
}  // namespace laterality_payload

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_LATERALITY_H_
