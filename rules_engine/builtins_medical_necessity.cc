// The built-in rules about coverage policies and advance notices.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> MedicalNecessityBuiltins() {
  using enum ParameterType;
  const std::vector<std::string_view> slots = {"procedure_code", "diagnoses", "policy", "kind",
                                               "date",           "line",      "covered"};
  return {
      {BuiltinId::kMedicalNecessity,
       Algorithm::kMedicalNecessity,
       "MN.NOT_COVERED",
       "7.1",
       {{"kinds",
         kCodes,
         {},
         "",
         "kinds of policy that bind the payer: NCD, LCD, ARTICLE, PAYER",
         ListedCodes::kOthers},
        {"pointers",
         kChoice,
         {"all", "first_only"},
         "all",
         "which of the line's diagnoses may support it"},
        {"excluded_modifiers",
         kCodes,
         {},
         "",
         "lines with one of these expect their denial (GY, GZ)",
         ListedCodes::kModifiers},
        {"notice_modifiers",
         kCodes,
         {},
         "",
         "an advance notice is on file: the patient answers for the charge (GA)",
         ListedCodes::kModifiers}},
       {"not_covered", "patient_liable"},
       slots,
       "A line's diagnoses are none that a coverage policy accepts for its code."},
      {BuiltinId::kNoticeUnneeded,
       Algorithm::kMedicalNecessity,
       "MN.GA_UNNEEDED",
       "7.2",
       {{"limited_services",
         kCodes,
         {},
         "",
         "services with a limit of frequency, for which a notice may be right all the same"}},
       {},
       slots,
       "An advance notice where no policy expects a denial."},
      {BuiltinId::kNoticeForNcci,
       Algorithm::kMedicalNecessity,
       "MN.GA_NCCI",
       "7.2, 2.1",
       {},
       {},
       slots,
       "An advance notice on a line that PTP or MUE denies."},
  };
}

}  // namespace scrubline
