// The built-in rules about NPIs.
#include "rules_engine/builtin_families.h"

namespace scrubline {

std::vector<Builtin> NpiBuiltins() {
  const std::vector<std::string_view> npi_slots = {"npi", "places", "roles"};
  return {
      {BuiltinId::kNpiMissing,
       Algorithm::kNpi,
       "PROV.NPI_MISSING",
       "9.1, R13",
       {},
       {},
       npi_slots,
       "A provider that the claim must name has no NPI.",
       true},
      {BuiltinId::kNpiFormat,
       Algorithm::kNpi,
       "PROV.NPI_FORMAT",
       "9.1, R13",
       {},
       {},
       npi_slots,
       "An NPI is not ten digits starting with 1 or 2.",
       true},
      {BuiltinId::kNpiLuhn,
       Algorithm::kNpi,
       "PROV.NPI_LUHN",
       "9.1, R13",
       {},
       {},
       npi_slots,
       "An NPI's check digit is wrong.",
       true},
  };
}

}  // namespace scrubline
