#include "ingest/fhir/values.h"

#include <algorithm>
#include <cstdlib>

#include "rules_engine/date.h"

namespace scrubline {
namespace {

constexpr int kMaxWholeDigits = 10;
constexpr int kMaxExponent = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<Decimal> ParseJsonDecimal(std::string_view number, int places) {
  size_t at = 0;
  const bool negative = !number.empty() && number[0] == '-';
  if (negative) ++at;
  // All digits without the point, and where the point stood.
  std::string digits;
  bool has_point = false;
  int point = 0;
  for (; at < number.size() && (IsDigit(number[at]) || (number[at] == '.' && !has_point)); ++at) {
    if (number[at] == '.') {
      has_point = true;
      point = static_cast<int>(digits.size());
    } else {
      digits += number[at];
    }
  }
  if (digits.empty()) return std::nullopt;
  if (!has_point) point = static_cast<int>(digits.size());
  if (at < number.size() && (number[at] == 'e' || number[at] == 'E')) {
    ++at;
    const bool down = at < number.size() && number[at] == '-';
    if (at < number.size() && (number[at] == '-' || number[at] == '+')) ++at;
    if (at == number.size()) return std::nullopt;
    int exponent = 0;
    for (; at < number.size() && IsDigit(number[at]) && exponent <= kMaxExponent; ++at) {
      exponent = exponent * 10 + (number[at] - '0');
    }
    if (exponent > kMaxExponent) return std::nullopt;
    point += down ? -exponent : exponent;
  }
  if (at != number.size()) return std::nullopt;
  const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  point -= static_cast<int>(zeros);
  if (!digits.empty() && point > kMaxWholeDigits) return std::nullopt;
  Decimal decimal{0, true};
  const int kept = point + places;  // this many digits make the value
  for (int i = 0; i < kept; ++i) {
    const auto digit = static_cast<size_t>(i);
    decimal.value = decimal.value * 10 + (digit < digits.size() ? digits[digit] - '0' : 0);
    if (digits.empty()) break;
  }
  if (kept < static_cast<int>(digits.size())) {
    const std::string_view rest =
        std::string_view(digits).substr(static_cast<size_t>(std::max(kept, 0)));
    decimal.exact = rest.find_first_not_of('0') == rest.npos;
    if (kept >= 0 && rest[0] >= '5') ++decimal.value;
  }
  if (negative) decimal.value = -decimal.value;
  return decimal;
}

std::optional<Cents> ParseCents(std::string_view number) {
  const auto cents = ParseJsonDecimal(number, 2);
  if (!cents) return std::nullopt;
  if (cents->exact) return Cents{cents->value, false};
  constexpr int64_t kPerCent = 1'000'000;
  constexpr int64_t kNoise = 100;  // a millionth of a dollar
  const auto fine = ParseJsonDecimal(number, 8);
  if (!fine || std::abs(fine->value - cents->value * kPerCent) > kNoise) return std::nullopt;
  return Cents{cents->value, true};
}

std::optional<int64_t> ComputeCents(std::string_view price, std::string_view quantity,
                                    std::string_view factor) {
  constexpr int kPlaces = 4;
  constexpr int64_t kOne = 10'000;
  constexpr int64_t kLimit = 10'000'000 * kOne;
  __int128 product = 1;
  for (const std::string_view text : {price, quantity, factor}) {
    const auto value = text.empty() ? Decimal{kOne, true} : ParseJsonDecimal(text, kPlaces);
    if (!value || value->value < 0 || value->value >= kLimit) return std::nullopt;
    product *= value->value;
  }
  constexpr __int128 kPerCent = static_cast<__int128>(kOne) * kOne * kOne / 100;
  product = (product + kPerCent / 2) / kPerCent;
  constexpr int64_t kMaxCents = 1'000'000'000'000;
  if (product > kMaxCents) return std::nullopt;
  return static_cast<int64_t>(product);
}

Day ReadDay(std::string_view text) {
  constexpr size_t kDay = 10;  // characters
  const auto like = [](std::string_view value, std::string_view form) {
    return value.size() == form.size() &&
           std::equal(value.begin(), value.end(), form.begin(),
                      [](char c, char f) { return f == '0' ? IsDigit(c) : c == f; });
  };
  if (like(text, "0000") || like(text, "0000-00")) return {.day = {}, .partial = true};
  if (text.size() > kDay) {
    const std::string_view time = text.substr(kDay);
    const bool is_time = time[0] == 'T' && time.size() > 1 &&
                         time.find_first_not_of("0123456789:.+-Z", 1) == time.npos;
    if (!is_time) return {};
  }
  const std::string_view day = text.substr(0, kDay);
  if (!like(day, "0000-00-00") || !Date::Parse(day).has_value()) return {};
  return {.day = std::string(day)};
}

}  // namespace scrubline
