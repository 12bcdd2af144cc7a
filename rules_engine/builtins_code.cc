// The built-in rules about procedure codes.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> CodeBuiltins() {
  using enum ParameterType;
  const std::vector<std::string_view> slots = {"procedure_code", "date",       "added",
                                               "ended",          "successors", "line"};
  return {
      {BuiltinId::kCodeFormat,
       Algorithm::kCodeValidity,
       "CODE.FORMAT",
       "6.1",
       {{"other_code_sets",
         kCodes,
         {},
         "",
         "revenue codes whose lines carry codes of another set in place of a procedure code "
         "(HIPPS)",
         ListedCodes::kOthers}},
       {},
       slots,
       "A procedure code is not written like one."},
      {BuiltinId::kCodeUnknown,
       Algorithm::kCodeValidity,
       "CODE.UNKNOWN",
       "6.1",
       {},
       {},
       slots,
       "A Level II code is in no release of its date."},
      {BuiltinId::kCodeNotYet,
       Algorithm::kCodeValidity,
       "CODE.NOT_YET",
       "6.1",
       {},
       {},
       slots,
       "A procedure code came into force after the service."},
      {BuiltinId::kCodeTerm,
       Algorithm::kCodeValidity,
       "CODE.TERM",
       "6.1",
       {},
       {},
       slots,
       "A procedure code had ended before the service."},
  };
}

}  // namespace scrubline
