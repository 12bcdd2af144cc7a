// rules_engine/evaluate/builtin_npi.h — what an NPI finding's payload holds, and where a claim's
// providers stand, for evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_NPI_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_NPI_H_

#include <string_view>

#include "rules_engine/claim.h"

namespace scrubline {

namespace npi_payload {
// kProvider: index in Claim::providers, or -1 where there is none; kRole: index in kClaimProviders
// (missing NPIs).
enum Index { kProvider, kRole };
}  // namespace npi_payload

// The places of a provider on a claim and on a line, by the contract's names.
struct ClaimProvider {
  std::string_view name;
  ProviderIndex Claim::*provider;
};
struct LineProvider {
  std::string_view name;
  ProviderIndex ServiceLine::*provider;
};
inline constexpr ClaimProvider kClaimProviders[] = {
    {"billing", &Claim::billing},         {"rendering", &Claim::rendering},
    {"referring", &Claim::referring},     {"ordering", &Claim::ordering},
    {"supervising", &Claim::supervising}, {"service_facility", &Claim::service_facility},
    {"attending", &Claim::attending},     {"operating", &Claim::operating},
};
inline constexpr LineProvider kLineProviders[] = {
    {"rendering", &ServiceLine::rendering},
    {"ordering", &ServiceLine::ordering},
    {"referring", &ServiceLine::referring},
    {"supervising", &ServiceLine::supervising},
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_NPI_H_
