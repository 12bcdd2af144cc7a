// ingest/x12/values.h — the X12 data types: R and N numbers, dates and date ranges.
//
//   ParseDecimal("40.5", 3)                     // 40500: fixed point, never floating point
//   ParseDate("D8", "20240510")
//
// All return nullopt for anything that is not exactly of the type. Tested by x12_values_test.cc.
#ifndef SCRUBLINE_INGEST_X12_VALUES_H_
#define SCRUBLINE_INGEST_X12_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules_engine/date.h"

namespace scrubline {

// An unsigned decimal (`75`, `75.`, `.01`, `12.50`) scaled by 10^places. nullopt for a sign, an
// exponent, a thousands separator, digits beyond `places` that are not zero, and values of more
// than 15 digits before the point.
std::optional<int64_t> ParseDecimal(std::string_view text, int places);

// The same with a minus sign in front or none: amounts of an 835 may be negative.
std::optional<int64_t> ParseSignedDecimal(std::string_view text, int places);

// A whole number without sign, at most nine digits.
std::optional<int32_t> ParseWhole(std::string_view text);

// `D8` CCYYMMDD; `DT` CCYYMMDDHHMM, whose date is taken.
std::optional<Date> ParseDate(std::string_view format, std::string_view text);

struct DateRange {
  Date from;
  Date through;  // no date when a single day was sent
};
// `RD8` CCYYMMDD-CCYYMMDD, or what ParseDate reads. The order of the two dates is not checked.
std::optional<DateRange> ParseDateRange(std::string_view format, std::string_view text);

// Eleven digits from a drug code written 5-4-2, or with one of its parts a digit short; empty if it
// is written neither way.
std::string ParseHyphenatedDrugCode(std::string_view text);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_VALUES_H_
