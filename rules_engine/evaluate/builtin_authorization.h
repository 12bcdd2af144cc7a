// rules_engine/evaluate/builtin_authorization.h — what the payload of a finding about an
// authorization holds, for evaluate/describe. The message variants are in the order of Mismatch.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_AUTHORIZATION_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_AUTHORIZATION_H_

#include <cstdint>

namespace scrubline {

namespace authorization_payload {
// kRecord: index in Claim::authorizations; kBilledUnits: thousandths, capped (units).
enum Index { kRecord, kBilledUnits };
}  // namespace authorization_payload

// In what a line goes beyond its authorization.
enum class AuthorizationMismatch : uint8_t { kPeriod, kCode, kUnits, kProvider };

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_AUTHORIZATION_H_
