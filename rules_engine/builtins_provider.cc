// The built-in rules about what registries say of providers.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> ProviderBuiltins() {
  const auto rule = [](BuiltinId id, std::string_view name,
                       const std::vector<std::string_view>& more, std::string_view doc) {
    std::vector<std::string_view> slots = {"npi", "places", "roles", "date"};
    slots.insert(slots.end(), more.begin(), more.end());
    return Builtin{id, Algorithm::kProvider, name, "9.1", {}, {}, slots, doc, true};
  };
  return {
      rule(BuiltinId::kProviderEntity, "PROV.ENTITY", {},
           "An organization stands where the claim must name a person."),
      rule(BuiltinId::kProviderSame, "PROV.SAME", {},
           "A group names itself as rendering provider."),
      rule(BuiltinId::kTaxonomyFormat, "PROV.TAXONOMY_FORMAT", {"taxonomy_code"},
           "A taxonomy code is not of its form, or not in force."),
      rule(BuiltinId::kTaxonomyMismatch, "PROV.TAXONOMY_MISMATCH", {"taxonomy_code", "registered"},
           "A taxonomy code is none the provider is registered with."),
      rule(BuiltinId::kNpiUnknown, "PROV.NPI_UNKNOWN", {},
           "An NPI is not in the national registry."),
      rule(BuiltinId::kNpiDeactivated, "PROV.NPI_DEACTIVATED", {"deactivated"},
           "An NPI was deactivated on the day of the service."),
      rule(BuiltinId::kProviderEnrolment, "PROV.ENROLMENT", {"payer", "from", "through"},
           "A provider was not enrolled with the payer on the day of the service."),
      rule(BuiltinId::kProviderExcluded, "PROV.EXCLUDED", {},
           "A provider is excluded from federal programs."),
  };
}

}  // namespace scrubline
