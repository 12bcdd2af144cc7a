#include "rules_engine/builtins.h"

#include <iterator>

#include "rules_engine/builtin_families.h"

namespace scrubline {
namespace {

std::vector<Builtin> MakeBuiltins() {
  std::vector<Builtin> all;
  for (const auto family : {NcciBuiltins, NpiBuiltins, GlobalSurgeryBuiltins, ModifierBuiltins,
                            CodeBuiltins, DiagnosisBuiltins, MedicalNecessityBuiltins,
                            ClaimBuiltins, UnitBuiltins, ProviderBuiltins, DrugUnitsBuiltins}) {
    std::vector<Builtin> of = family();
    std::move(of.begin(), of.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace

const std::vector<Builtin>& AllBuiltins() {
  static const std::vector<Builtin>* const builtins = new std::vector<Builtin>(MakeBuiltins());
  return *builtins;
}

const Builtin& BuiltinOf(BuiltinId id) { return AllBuiltins()[static_cast<size_t>(id)]; }

const Builtin* FindBuiltin(std::string_view name) {
  for (const Builtin& builtin : AllBuiltins()) {
    if (builtin.name == name) return &builtin;
  }
  return nullptr;
}

}  // namespace scrubline
