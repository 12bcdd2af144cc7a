#include "ingest/x12/values.h"

#include <array>

#include "ingest/x12/text.h"

namespace scrubline {
namespace {

bool AllDigits(std::string_view text) {
  for (char c : text) {
    if (!IsDigit(c)) return false;
  }
  return !text.empty();
}

}  // namespace

std::optional<int64_t> ParseDecimal(std::string_view text, int places) {
  constexpr size_t kMaxWholeDigits = 15;
  const size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (!whole.empty() && !AllDigits(whole)) return std::nullopt;
  if (!fraction.empty() && !AllDigits(fraction)) return std::nullopt;
  while (!whole.empty() && whole.front() == '0') whole.remove_prefix(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (whole.size() > kMaxWholeDigits || fraction.size() > static_cast<size_t>(places)) {
    return std::nullopt;
  }
  int64_t value = 0;
  for (char c : whole) value = value * 10 + (c - '0');
  for (size_t i = 0; i < static_cast<size_t>(places); ++i) {
    value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  return value;
}

std::optional<int64_t> ParseSignedDecimal(std::string_view text, int places) {
  const bool negative = !text.empty() && text.front() == '-';
  const auto value = ParseDecimal(text.substr(negative ? 1 : 0), places);
  if (!value) return std::nullopt;
  return negative ? -*value : *value;
}

std::optional<int32_t> ParseWhole(std::string_view text) {
  if (!AllDigits(text) || text.size() > 9) return std::nullopt;
  int32_t value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

std::optional<Date> ParseDate(std::string_view format, std::string_view text) {
  if (!AllDigits(text)) return std::nullopt;
  if (format == "D8" && text.size() == 8) return Date::Parse(text);
  if (format == "DT" && text.size() == 12) return Date::Parse(text.substr(0, 8));
  return std::nullopt;
}

std::optional<DateRange> ParseDateRange(std::string_view format, std::string_view text) {
  if (format != "RD8") {
    const auto date = ParseDate(format, text);
    if (!date) return std::nullopt;
    return DateRange{*date, Date()};
  }
  if (text.size() != 17 || text[8] != '-') return std::nullopt;
  const auto from = ParseDate("D8", text.substr(0, 8));
  const auto through = ParseDate("D8", text.substr(9));
  if (!from || !through) return std::nullopt;
  return DateRange{*from, *through};
}

std::string ParseHyphenatedDrugCode(std::string_view drug) {
  constexpr std::array<size_t, 3> kParts = {5, 4, 2};
  std::string digits;
  size_t short_parts = 0;
  for (size_t part = 0; part < kParts.size(); ++part) {
    const size_t end = drug.find('-');
    if ((end == std::string_view::npos) != (part + 1 == kParts.size())) return {};
    const std::string_view text = drug.substr(0, end);
    const bool is_short = text.size() + 1 == kParts[part];
    if ((text.size() != kParts[part] && !is_short) || !AllDigits(text)) {
      return {};
    }
    if (is_short) {
      ++short_parts;
      digits.push_back('0');
    }
    digits.append(text);
    drug.remove_prefix(end == std::string_view::npos ? drug.size() : end + 1);
  }
  return short_parts <= 1 ? digits : std::string();
}

}  // namespace scrubline
