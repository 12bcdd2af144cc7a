// rules_engine/evaluate/npi.h — is a National Provider Identifier well formed (domain 9.1, R13)?
// Tested by builtin_npi_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_NPI_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_NPI_H_

#include <algorithm>
#include <string_view>

namespace scrubline {

// Ten digits starting with 1 or 2.
inline bool HasNpiFormat(std::string_view npi) {
  return npi.size() == 10 && (npi[0] == '1' || npi[0] == '2') &&
         std::all_of(npi.begin(), npi.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The Luhn check over 80840 and the ten digits; the prefix adds 24. REQUIRES: HasNpiFormat(npi).
inline bool HasNpiCheckDigit(std::string_view npi) {
  int sum = 24;
  for (size_t i = 0; i < 10; ++i) {
    int digit = npi[i] - '0';
    if (i % 2 == 0) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 == 0;
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_NPI_H_
