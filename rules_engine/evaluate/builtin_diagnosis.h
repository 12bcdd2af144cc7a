// rules_engine/evaluate/builtin_diagnosis.h — what the built-ins about diagnoses share: their
// parameters, what their findings' payload holds, and how they report.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DIAGNOSIS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DIAGNOSIS_H_

#include <initializer_list>
#include <span>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {

namespace diagnosis_payload {
// kDiagnosis, kOther: indexes in Claim::diagnoses, or -1; root causes go by them. kDetail: a row, a
// pointer, a count. kMore: of notes, the characters of the code at which the note stands.
enum Index { kDiagnosis, kOther, kDetail, kMore };
}  // namespace diagnosis_payload

namespace manifestation_first {
enum Parameter { kProfessionalSeverity };
}
namespace diagnosis_age {
enum Parameter {
  kProfessionalSeverity,
  kPediatricLast,
  kMaternityFirst,
  kMaternityLast,
  kAdultFirst,
  kAdultLast
};
enum Group { kNewborn, kPediatric, kMaternity, kAdult };
enum Payload { kGroup = 2, kAge, kFirst, kLast };  // after the diagnosis
}  // namespace diagnosis_age
namespace diagnosis_sex {
enum Parameter { kProfessionalSeverity, kAfterFlagsEnded, kBypassConditions, kBypassModifiers };
}
namespace diagnosis_pointer {
enum Variant { kMissing, kNotOnClaim, kTwice, kTooMany };
}
namespace excludes1 {
enum Parameter { kScope };
enum Scope { kClaim, kLine };
enum Variant { kPlain, kQualified };
}  // namespace excludes1
namespace code_first {
enum Variant { kAbsent, kLater };
}
namespace use_additional {
enum Parameter { kFewestCharacters };
}

// The severity that a parameter of the words reject, deny, warn, advise sets for professional
// claims; institutional ones take the rule's own.
inline Severity AtMost(const Evaluation& e, const BuiltinParameters& parameters, int parameter) {
  return e.is_professional() ? static_cast<Severity>(parameters.choice(parameter))
                             : Severity::kReject;
}

// Reports a finding about a diagnosis; about the claim where no lines are given.
inline bool AddDiagnosis(Evaluation& e, BuiltinId builtin, const PreparedDiagnosis& diagnosis,
                         Report report = {}) {
  report.builtin = builtin;
  report.date = diagnosis.date.has_value() ? diagnosis.date : e.first_service_date();
  report.payload[diagnosis_payload::kDiagnosis] = e.IndexOf(diagnosis);
  return e.Add(report);
}

// That these rules could not look a diagnosis up.
inline void AddDiagnosisGaps(Evaluation& e, std::initializer_list<BuiltinId> builtins,
                             ReferenceId table, Date date) {
  for (const BuiltinId builtin : builtins) {
    if (const int32_t rule = e.ActiveRule(builtin); rule >= 0)
      e.AddClaimTableGap(rule, table, date);
  }
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DIAGNOSIS_H_
