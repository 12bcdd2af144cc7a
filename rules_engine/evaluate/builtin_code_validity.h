// rules_engine/evaluate/builtin_code_validity.h — its parameters, and what its findings' payload
// holds.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CODE_VALIDITY_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CODE_VALIDITY_H_

namespace scrubline {

namespace code_validity {
enum Parameter { kOtherCodeSets };
}  // namespace code_validity

namespace code_validity_payload {
// kTable: a ReferenceId, or -1; kRow: the row of it that ended or has not begun, or -1; kDate: the
// date of service.
enum Index { kTable, kRow, kDate };
}  // namespace code_validity_payload

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_CODE_VALIDITY_H_
