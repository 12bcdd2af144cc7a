// Domain 9.1 and R13: National Provider Identifiers.
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

bool IsWellFormed(std::string_view npi) {
  if (npi.size() != 10 || (npi[0] != '1' && npi[0] != '2')) return false;
  return npi.find_first_not_of("0123456789") == std::string_view::npos;
}

// The Luhn check over "80840" and the NPI, digit by digit from the right.
bool PassesLuhn(std::string_view npi) {
  const std::string digits = "80840" + std::string(npi);
  int sum = 0;
  bool doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, doubled = !doubled) {
    int value = *digit - '0';
    if (doubled) value *= 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool HasNpi(const Provider* provider) { return provider != nullptr && !provider->npi.empty(); }

// Whether some service has no rendering provider of its own or of the claim.
bool LacksRendering(const Claim& claim) {
  if (claim.service_lines.empty()) return !HasNpi(claim.provider(claim.rendering));
  for (const ServiceLine& line : claim.service_lines) {
    const ProviderIndex rendering =
        line.rendering != kNoProvider ? line.rendering : claim.rendering;
    if (!HasNpi(claim.provider(rendering))) return true;
  }
  return false;
}

void Add(const World& world, BuiltinId builtin, const std::string& name, const std::string& value,
         Outcomes& outcomes) {
  std::optional<CanonicalFinding> finding =
      MakeFinding(world, builtin, {-1, ClaimDate(world.claim)}, outcomes.gaps);
  if (!finding.has_value()) return;
  finding->facts = {{name, value}};
  outcomes.findings.push_back(*finding);
}

}  // namespace

void EvaluateNpis(const World& world, Outcomes& outcomes) {
  const Claim& claim = world.claim;
  const Provider* billing = claim.provider(claim.billing);
  if (!HasNpi(billing)) Add(world, BuiltinId::kNpiMissing, "places", "billing", outcomes);
  if (claim.type == ClaimType::kProfessional && billing != nullptr &&
      billing->entity_type == EntityType::kOrganization && LacksRendering(claim)) {
    Add(world, BuiltinId::kNpiMissing, "places", "rendering", outcomes);
  }
  if (claim.type == ClaimType::kInstitutional &&
      SettingOf(claim.type, claim.type_of_bill) == Setting::kNoTable &&
      !HasNpi(claim.provider(claim.attending))) {
    Add(world, BuiltinId::kNpiMissing, "places", "attending", outcomes);
  }

  std::set<ProviderIndex> named = {claim.billing,   claim.rendering,   claim.referring,
                                   claim.ordering,  claim.supervising, claim.service_facility,
                                   claim.attending, claim.operating};
  for (const ServiceLine& line : claim.service_lines) {
    named.insert({line.rendering, line.ordering, line.referring, line.supervising});
  }
  std::set<std::string> npis;
  for (const ProviderIndex provider : named) {
    if (HasNpi(claim.provider(provider))) npis.insert(std::string(claim.provider(provider)->npi));
  }
  for (const std::string& npi : npis) {
    if (!IsWellFormed(npi)) {
      Add(world, BuiltinId::kNpiFormat, "npi", npi, outcomes);
    } else if (!PassesLuhn(npi)) {
      Add(world, BuiltinId::kNpiLuhn, "npi", npi, outcomes);
    }
  }
}

}  // namespace scrubline::oracle
