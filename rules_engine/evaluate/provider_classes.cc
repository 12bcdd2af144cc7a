#include "rules_engine/evaluate/provider_classes.h"

#include <algorithm>

namespace scrubline {
namespace {

std::string_view TaxIdOrNpi(const Provider* billing) {
  if (billing == nullptr) return {};
  return billing->tax_id.empty() ? billing->npi : billing->tax_id;
}

// The specialty's characters as they lie in the provider's Code, highest byte first in the integer.
std::string_view SpecialtyText(const Provider& provider) {
  return {reinterpret_cast<const char*>(&provider.specialty_code), sizeof provider.specialty_code};
}

}  // namespace

LineProviders ProvidersOf(const Claim& claim, const ServiceLine& line) {
  const ProviderIndex rendering = line.rendering != kNoProvider ? line.rendering : claim.rendering;
  return {rendering != kNoProvider ? rendering : claim.billing, claim.billing};
}

LineProviders ProvidersOf(const Claim& claim, const HistoryLine& earlier) {
  // The caller's own history need not repeat the billing provider.
  const ProviderIndex billing = earlier.billing != kNoProvider ? earlier.billing : claim.billing;
  return {earlier.line.rendering != kNoProvider ? earlier.line.rendering : billing, billing};
}

// Lines that share a name of their provider are of one class, and so are those joined through
// others: whatever the order of the lines, the classes are the same.
void ProviderClassifier::Classify(const Claim& claim, ProviderScope scope,
                                  std::span<const LineProviders> lines,
                                  std::vector<uint16_t>& classes) {
  classes.resize(lines.size());
  names_.clear();
  const auto root = [&classes](size_t i) {
    while (classes[i] != i) i = classes[i] = classes[classes[i]];
    return i;
  };
  for (size_t i = 0; i < lines.size(); ++i) {
    classes[i] = static_cast<uint16_t>(i);
    const auto join = [&](std::string_view group, char kind, std::string_view name) {
      const auto [at, is_new] = names_.try_emplace({group, kind, name}, static_cast<uint16_t>(i));
      if (is_new) return;
      const size_t x = root(at->second);
      const size_t y = root(i);
      classes[std::max(x, y)] = static_cast<uint16_t>(std::min(x, y));
    };
    const Provider* billing = claim.provider(lines[i].billing);
    const std::string_view group = TaxIdOrNpi(billing);
    if (scope == ProviderScope::kFacility) {
      join(billing == nullptr ? std::string_view() : billing->npi, 'f', {});
      continue;
    }
    if (scope == ProviderScope::kTaxId) {
      join(group, 't', {});
      continue;
    }
    const Provider* rendering = claim.provider(lines[i].rendering);
    const std::string_view npi = rendering == nullptr ? std::string_view() : rendering->npi;
    if (scope == ProviderScope::kRenderingNpi) {
      join({}, 'n', npi);
      continue;
    }
    const bool nameless =
        npi.empty() && (rendering == nullptr ||
                        (rendering->specialty_code.empty() && rendering->taxonomy_code.empty()));
    if (!npi.empty() || nameless) join(group, 'n', npi);
    if (rendering == nullptr) continue;
    if (!rendering->specialty_code.empty()) {
      join(group, 's', SpecialtyText(*rendering));
    } else if (!rendering->taxonomy_code.empty()) {
      join(group, 'x', rendering->taxonomy_code);
    }
  }
  for (size_t i = 0; i < lines.size(); ++i) classes[i] = static_cast<uint16_t>(root(i));
}

}  // namespace scrubline
