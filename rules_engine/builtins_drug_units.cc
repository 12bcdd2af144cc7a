// The built-in rules about the units of drugs.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> DrugUnitsBuiltins() {
  const std::vector<std::string_view> slots = {"procedure_code", "units", "billed", "amount",
                                               "unit",           "what",  "dose"};
  const auto rule = [](BuiltinId id, std::string_view name, std::vector<std::string_view> own_slots,
                       std::string_view doc) {
    return Builtin{id, Algorithm::kDrugUnits, name, "5.1", {},
                   {}, std::move(own_slots),  doc,  false};
  };
  return {
      rule(BuiltinId::kDrugUnitsHigh, "UNIT.DRUG_HIGH", slots,
           "More units of a drug than the dose gives."),
      rule(BuiltinId::kDrugUnitsLow, "UNIT.DRUG_LOW", slots,
           "Fewer units of a drug than the dose gives."),
      rule(BuiltinId::kDrugUnitsTypo, "UNIT.DRUG_TYPO", slots,
           "The dose stands in place of the units."),
      rule(BuiltinId::kDrugMismatch, "UNIT.NDC.MISMATCH", {"procedure_code", "ndc", "code_of_ndc"},
           "The NDC is of a drug that is billed by another code."),
  };
}

}  // namespace scrubline
