// rules_engine/finding.h — what evaluation says about a claim, in the compact form it leaves in a
// Scratch. Text (the message, the fixes, the evidence's values) is made from it only when a finding
// is encoded: evaluate/describe.h.
#ifndef SCRUBLINE_RULES_ENGINE_FINDING_H_
#define SCRUBLINE_RULES_ENGINE_FINDING_H_

#include <cstdint>
#include <string_view>

namespace scrubline {

enum class Severity : uint8_t { kReject, kDeny, kWarn, kAdvise, kInfo };
enum class Outcome : uint8_t { kFired, kBypassed };
enum class Verdict : uint8_t { kClean, kFindings, kBlocked, kIncomplete };

// Layers, low to high (domain 12.1). A higher layer may add to, re-grade, re-parameterise or
// suppress a lower one's rules.
enum class Layer : uint8_t {
  kNational,
  kLineOfBusiness,
  kPayer,
  kPlan,
  kTenant,
  kTenantPayer,
  kTenantPayerPlan,
  kProvider
};

// `reject`, `deny`, ... as authors write them.
constexpr std::string_view ToString(Severity severity) {
  constexpr std::string_view kNames[] = {"reject", "deny", "warn", "advise", "info"};
  return kNames[static_cast<int>(severity)];
}
constexpr std::string_view ToString(Layer layer) {
  constexpr std::string_view kNames[] = {
      "national",     "line_of_business",  "payer",   "plan", "tenant",
      "tenant_payer", "tenant_payer_plan", "provider"};
  return kNames[static_cast<int>(layer)];
}

// Reject and deny block a claim's release; the others do not.
constexpr bool IsBlocking(Severity severity) { return severity <= Severity::kDeny; }

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_FINDING_H_
