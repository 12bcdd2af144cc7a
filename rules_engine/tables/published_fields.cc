#include "rules_engine/tables/published_fields.h"

namespace scrubline {

std::optional<int64_t> ParseAmount(std::string_view text, int places) {
  bool negative = false, any = false, point = false;
  int64_t value = 0;
  int after = 0;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  for (const char c : text) {
    if (c == ',' && !point) continue;
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (after == places) {
      if (c != '0') return std::nullopt;
      continue;
    }
    if (value > 100'000'000'000'000) return std::nullopt;
    value = value * 10 + (c - '0');
    after += point ? 1 : 0;
  }
  if (!any) return std::nullopt;
  for (; after < places; ++after) value *= 10;
  return negative ? -value : value;
}

std::optional<Date> ParseUsDate(std::string_view text) {
  int parts[3] = {0, 0, 0};  // month, day, year
  int at = 0;
  size_t digits = 0;
  for (const char c : text) {
    if (c == '/' && at < 2 && digits > 0) {
      ++at;
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 4) {
      parts[at] = parts[at] * 10 + (c - '0');
      ++digits;
    } else {
      return std::nullopt;
    }
  }
  if (at < 2 || digits != 4) return std::nullopt;
  return Date::FromCivil(parts[2], parts[0], parts[1]);
}

std::string Latin1ToUtf8(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8.push_back(c);
    } else {
      utf8.push_back(static_cast<char>(0xC0 | byte >> 6));
      utf8.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return utf8;
}

}  // namespace scrubline
