// rules_engine/evaluate/builtin_medical_necessity.h — its parameters and variants, and what its
// findings' payload holds.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MEDICAL_NECESSITY_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MEDICAL_NECESSITY_H_

namespace scrubline {

namespace medical_necessity {
enum Parameter { kKinds, kPointers, kExcludedModifiers, kNoticeModifiers };
enum Pointers { kAll, kFirstOnly };
enum Variant { kNotCovered, kPatientLiable };
}  // namespace medical_necessity
namespace notice_unneeded {
enum Parameter { kLimitedServices };
}

namespace medical_necessity_payload {
// kRow: of the policy, in coverage_policies; kCovered: index in Claim::diagnoses of one the policy
// covers and the line does not point to, or -1; kModifierMissing: 1 where a diagnosis is covered
// but a modifier the policy asks for is missing.
enum Index { kRow, kCovered, kModifierMissing };
}  // namespace medical_necessity_payload

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_MEDICAL_NECESSITY_H_
