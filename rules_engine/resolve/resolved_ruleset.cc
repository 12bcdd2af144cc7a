#include "rules_engine/resolve/resolved_ruleset.h"

#include <algorithm>

namespace scrubline {

bool TextSet::Contains(std::string_view text) const {
  if (std::binary_search(exact.begin(), exact.end(), text, std::less<>())) return true;
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](const std::string& prefix) { return text.starts_with(prefix); });
}

std::string_view ResolvedRule::ParameterName(int index) const {
  const auto i = static_cast<size_t>(index);
  if (builtin.has_value()) return BuiltinOf(*builtin).parameters[i].name;
  return declared_parameters[i].name;
}

uint8_t ResolvedRule::VariantWith(const std::vector<int32_t>& overrides) const {
  const auto found = std::lower_bound(
      combinations.begin(), combinations.end(), overrides,
      [](const Combination& combination, const auto& key) { return combination.overrides < key; });
  return found != combinations.end() && found->overrides == overrides ? found->variant : 0;
}

int Scope::BoundFields() const {
  return int{!lines_of_business.empty()} + int{!payers.empty()} + int{!plans.empty()} +
         int{!tenants.empty()} + int{!claim_types.empty()} + int{!states.empty()} +
         int{!npis.empty()} + int{!tax_ids.empty()} + int{!places_of_service.empty()};
}

void ResolvedRulesets::DropExamples() {
  tests = {};
  for (ResolvedRule& rule : rules) rule.examples = {};
}

}  // namespace scrubline
