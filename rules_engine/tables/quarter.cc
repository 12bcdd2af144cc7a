#include "rules_engine/tables/quarter.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace scrubline {

std::optional<Quarter> Quarter::Parse(std::string_view text) {
  if (text.size() != 6 || absl::ascii_toupper(static_cast<unsigned char>(text[4])) != 'Q') {
    return std::nullopt;
  }
  int year = 0;
  for (const char c : text.substr(0, 4)) {
    if (c < '0' || c > '9') return std::nullopt;
    year = year * 10 + (c - '0');
  }
  if (year < 1970 || year > 2148 || text[5] < '1' || text[5] > '4') return std::nullopt;
  return Quarter{static_cast<uint16_t>(year), static_cast<uint8_t>(text[5] - '0')};
}

Quarter Quarter::Of(Date date) {
  const Date::Civil civil = date.ToCivil();
  return {static_cast<uint16_t>(civil.year), static_cast<uint8_t>((civil.month + 2) / 3)};
}

Date Quarter::first_day() const { return *Date::FromCivil(year, 3 * number - 2, 1); }

Date Quarter::last_day() const {
  const bool last = number == 4;
  return *Date::FromCivil(year + (last ? 1 : 0), last ? 1 : 3 * number + 1, 1) - 1;
}

std::string Quarter::ToString() const {
  return absl::StrCat(static_cast<int>(year), "Q", static_cast<int>(number));
}

}  // namespace scrubline
