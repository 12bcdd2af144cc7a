// ingest/proto/claim_limits.h — what the public Claim message admits: sizes, ranges and the forms
// of its codes. Shared by the reader of messages (decode_claim.h), which refuses the rest, and the
// writer (encode_claim.h), which leaves the rest out and says so.
//
// The ranges are chosen so that sums over a whole claim and its history stay within 64 bits.
#ifndef SCRUBLINE_INGEST_PROTO_CLAIM_LIMITS_H_
#define SCRUBLINE_INGEST_PROTO_CLAIM_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "rules_engine/code.h"

namespace scrubline {

inline constexpr int kMaxServiceLines = 999;
inline constexpr int kMaxHistoryLines = 10000;
inline constexpr int kMaxDiagnoses = 50;    // an 837I has up to 41
inline constexpr int kMaxClaimCodes = 100;  // condition, occurrence, span and value codes, of each
// Authorizations, other payers and accumulators, of each; and the codes of one authorization.
inline constexpr int kMaxPayerRecords = 100;
inline constexpr int kMaxAuthorizationCodes = 100;
inline constexpr int kMaxProviders = 500;  // distinct ones on a claim and its history
inline constexpr int kMaxUnreadable = 1000;
inline constexpr size_t kMaxTextBytes = 256;
inline constexpr double kMaxQuantity = 1e9;
inline constexpr int64_t kMaxCents = 10'000'000'000'000;
inline constexpr int32_t kMaxMinutes = 100'000;
inline constexpr int32_t kMaxSpanDays = 3653;

// A code's form: letters A-Z and digits, so many of them.
struct CodeForm {
  int8_t min_length;
  int8_t max_length;

  constexpr bool Admits(Code code) const {
    const int length = code.length();
    if (length < min_length || length > max_length) return false;
    for (int i = 0; i < length; ++i) {
      const char c = code[i];
      if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
    }
    return true;
  }
};

inline constexpr CodeForm kProcedureCodeForm{5, 5};
inline constexpr CodeForm kModifierForm{2, 2};
inline constexpr CodeForm kDiagnosisForm{3, 7};  // without the dot
inline constexpr CodeForm kTwoCharacterForm{2, 2};
inline constexpr CodeForm kFourCharacterForm{4, 4};  // type of bill, revenue code
inline constexpr CodeForm kFrequencyForm{1, 1};
inline constexpr CodeForm kFilingIndicatorForm{1, 2};
inline constexpr CodeForm kUnitForm{1, 8};

constexpr bool IsPresentOnAdmission(char c) {
  return c == 'Y' || c == 'N' || c == 'U' || c == 'W' || c == '1';
}

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_CLAIM_LIMITS_H_
