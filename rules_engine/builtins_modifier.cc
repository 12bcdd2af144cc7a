// The built-in rules about modifiers by themselves: their form, validity and order.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> ModifierBuiltins() {
  using enum ParameterType;
  const auto list = [](std::string_view name, std::string_view doc) {
    return Parameter{name, kCodes, {}, "", doc, ListedCodes::kModifiers};
  };
  return {
      {BuiltinId::kModifierUnknown,
       Algorithm::kModifier,
       "MOD.UNKNOWN",
       "4.1",
       {list("cpt_modifiers", "modifiers that the HCPCS file does not hold"),
        list("local_modifiers", "modifiers of the payer's own; `[]` where it has none"),
        list("pricing_modifiers", "modifiers that set the price, which come first (4.9)"),
        list("later_modifiers", "modifiers that come after those: of place and of information"),
        list("therapy_modifiers", "GN, GO, GP"),
        list("assistant_modifiers", "CQ, CO: directly after the therapy modifier")},
       {},
       {"modifier", "procedure_code", "date"},
       "A modifier is neither in the HCPCS file nor in the CPT or payer's list.",
       false},
      {BuiltinId::kModifierDate,
       Algorithm::kModifier,
       "MOD.DATE",
       "4.1",
       {},
       {},
       {"modifier", "procedure_code", "date", "valid_from", "valid_through"},
       "A modifier was not valid on the day of the service.",
       false},
      {BuiltinId::kModifierSyntax,
       Algorithm::kModifier,
       "MOD.SYNTAX",
       "4.1, R3",
       {},
       {},
       {"modifier", "procedure_code", "date", "position"},
       "A modifier is not two capital letters or digits, or a slot before one is empty.",
       false},
      {BuiltinId::kModifierDuplicate,
       Algorithm::kModifier,
       "MOD.DUP",
       "4.1",
       {},
       {},
       {"modifier", "procedure_code", "date"},
       "A modifier stands twice on one line.",
       false},
      {BuiltinId::kModifierOrder,
       Algorithm::kModifier,
       "MOD.ORDER",
       "4.1, 4.9",
       {},
       {},
       {"modifier", "procedure_code", "date", "before"},
       "A modifier that sets the price stands behind one that does not.",
       false},
  };
}

}  // namespace scrubline
