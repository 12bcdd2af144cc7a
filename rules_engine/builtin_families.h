// rules_engine/builtin_families.h — the parts of the catalogue of built-in rules, one file a
// family.
//
// A new algorithm needs: its rules' ids in BuiltinId and itself in Algorithm (builtins.h), their
// entries in a function declared here and listed in builtins.cc in the same order, its code in
// evaluate/builtin_NAME.cc, and its line in evaluate/builtin_algorithms.cc.
#ifndef SCRUBLINE_RULES_ENGINE_BUILTIN_FAMILIES_H_
#define SCRUBLINE_RULES_ENGINE_BUILTIN_FAMILIES_H_

#include <vector>

#include "rules_engine/builtins.h"

namespace scrubline {

std::vector<Builtin> NcciBuiltins();
std::vector<Builtin> NpiBuiltins();
std::vector<Builtin> GlobalSurgeryBuiltins();
std::vector<Builtin> ModifierBuiltins();
std::vector<Builtin> CodeBuiltins();
std::vector<Builtin> DiagnosisBuiltins();
std::vector<Builtin> MedicalNecessityBuiltins();
std::vector<Builtin> ClaimBuiltins();
std::vector<Builtin> UnitBuiltins();
std::vector<Builtin> ProviderBuiltins();
std::vector<Builtin> DrugUnitsBuiltins();

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_BUILTIN_FAMILIES_H_
