// rules_engine/tables/quarter.h — CMS releases its tables by quarter: `2024Q3`.
//
//   std::optional<Quarter> quarter = Quarter::Parse("2024Q3");
//   quarter->first_day()   // 2024-07-01
//
// Tested by file_name_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_QUARTER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_QUARTER_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules_engine/date.h"

namespace scrubline {

struct Quarter {
  uint16_t year = 0;
  uint8_t number = 0;  // 1 to 4

  // `2024Q3` or `2024q3`, nothing around it; years 1970 to 2148, as packed dates go.
  static std::optional<Quarter> Parse(std::string_view text);
  static Quarter Of(Date date);

  Date first_day() const;
  Date last_day() const;
  std::string ToString() const;

  friend auto operator<=>(const Quarter&, const Quarter&) = default;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_QUARTER_H_
