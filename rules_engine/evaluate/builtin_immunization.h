// rules_engine/evaluate/builtin_immunization.h — what a finding about vaccines holds, for its
// description.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_IMMUNIZATION_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_IMMUNIZATION_H_

namespace scrubline::immunization_payload {

// kVaccines, kAdministrations: of the claim on kDate; kMissing: how many of the fewer are missing,
// after what the patient's history has of that day.
enum Index { kDate, kVaccines, kAdministrations, kMissing };

}  // namespace scrubline::immunization_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_IMMUNIZATION_H_
