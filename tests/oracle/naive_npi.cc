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

}  // namespace

bool IsSoundNpi(std::string_view npi) { return IsWellFormed(npi) && PassesLuhn(npi); }

namespace {

bool HasNpi(const Provider* provider) { return provider != nullptr && !provider->npi.empty(); }

// The lines whose service has no rendering provider of its own or of the claim.
std::vector<LineRef> LinesWithoutRendering(const Claim& claim) {
  std::vector<LineRef> lines;
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    const ProviderIndex own = claim.service_lines[i].rendering;
    if (!HasNpi(claim.provider(own != kNoProvider ? own : claim.rendering))) {
      lines.push_back(static_cast<LineRef>(i));
    }
  }
  return lines;
}

void Add(const World& world, BuiltinId builtin, const std::string& name, const std::string& value,
         const std::vector<LineRef>& lines, Outcomes& outcomes) {
  std::optional<CanonicalFinding> finding = MakeFinding(
      world, builtin, {lines.empty() ? -1 : lines.front(), ClaimDate(world.claim)}, outcomes.gaps);
  if (!finding.has_value()) return;
  finding->lines = lines;
  finding->facts = {{name, value}};
  outcomes.findings.push_back(*finding);
}

}  // namespace

void EvaluateNpis(const World& world, Outcomes& outcomes) {
  const Claim& claim = world.claim;
  const Provider* billing = claim.provider(claim.billing);
  const auto missing = [&](const std::string& places, const std::vector<LineRef>& lines) {
    Add(world, BuiltinId::kNpiMissing, "places", places, lines, outcomes);
  };
  if (!HasNpi(billing)) missing("billing.npi", {});
  if (claim.type == ClaimType::kProfessional && billing != nullptr &&
      billing->entity_type == EntityType::kOrganization) {
    const std::vector<LineRef> lines = LinesWithoutRendering(claim);
    if (claim.service_lines.empty() ? !HasNpi(claim.provider(claim.rendering))
                                    : lines.size() == claim.service_lines.size()) {
      missing("rendering.npi", {});
    } else if (!lines.empty()) {
      std::string places;
      for (const LineRef line : lines) {
        places += (places.empty() ? "" : ", ") + ("service_lines[" + std::to_string(line)) +
                  "].rendering.npi";
      }
      missing(places, lines);
    }
  }
  if (claim.type == ClaimType::kInstitutional &&
      SettingOf(claim.type, claim.type_of_bill) == Setting::kNoTable &&
      !HasNpi(claim.provider(claim.attending))) {
    missing("attending.npi", {});
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
      Add(world, BuiltinId::kNpiFormat, "npi", npi, {}, outcomes);
    } else if (!PassesLuhn(npi)) {
      Add(world, BuiltinId::kNpiLuhn, "npi", npi, {}, outcomes);
    }
  }
}

}  // namespace scrubline::oracle
