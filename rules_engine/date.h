// rules_engine/date.h — calendar dates and inclusive intervals of them.
//
//   std::optional<Date> date = Date::Parse("2024-02-30");      // nullopt: no such day
//   DateInterval interval{*Date::Parse("20210101"), Date::Max()};
//   interval.Contains(date)                                     // both ends belong to the interval
//
// A Date is a number of days since 1970-01-01 in 32 bits. `Date()` is "no date": an absent date is
// never confused with a real one, and compares lower than all of them. Intervals are as CMS
// publishes them, inclusive on both ends: a PTP deletion date or a HCPCS termination date is the
// last day on which the row applies. Tested by date_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_DATE_H_
#define SCRUBLINE_RULES_ENGINE_DATE_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace scrubline {

class Date {
 public:
  constexpr Date() = default;
  static constexpr Date FromDays(int32_t days) {
    Date date;
    date.days_ = days;
    return date;
  }
  // nullopt unless it is a day of the proleptic Gregorian calendar, year 1..9999.
  static std::optional<Date> FromCivil(int year, int month, int day);
  // `YYYY-MM-DD` or `YYYYMMDD`, nothing around it.
  static std::optional<Date> Parse(std::string_view text);
  // `YYYYDDD`, the day of the year as in CMS's add-on code file.
  static std::optional<Date> ParseYearDay(std::string_view text);
  // The open end of an interval ("no deletion date").
  static constexpr Date Max() { return FromDays(std::numeric_limits<int32_t>::max()); }

  constexpr int32_t days() const { return days_; }
  constexpr bool has_value() const { return days_ != kNone; }
  constexpr Date operator+(int32_t n) const { return FromDays(days_ + n); }
  constexpr Date operator-(int32_t n) const { return FromDays(days_ - n); }
  // `YYYY-MM-DD`; empty for no date, `open` for Max().
  std::string ToString() const;
  struct Civil {
    int year, month, day;
  };
  // REQUIRES: has_value() and not Max().
  Civil ToCivil() const;
  // The date `years` later; 29 February becomes 28 February where there is none.
  Date AddYears(int years) const { return AddMonths(12 * years); }
  // The same day `months` later, or earlier when negative; the last day of a month that is too
  // short. REQUIRES: has_value() and not Max(), and a result in the years 1 to 9999 or near them.
  Date AddMonths(int months) const;

  friend constexpr auto operator<=>(Date a, Date b) = default;

 private:
  static constexpr int32_t kNone = std::numeric_limits<int32_t>::min();
  int32_t days_ = kNone;
};

// Whole years from `birth` to `date`: the age on that day. REQUIRES: both have a value.
int64_t YearsBetween(Date birth, Date date);

// Inclusive on both ends; empty when `last` is before `first`.
struct DateInterval {
  Date first;
  Date last = Date::Max();

  constexpr bool Contains(Date date) const { return first <= date && date <= last; }
  constexpr bool Intersects(const DateInterval& other) const {
    return first <= other.last && other.first <= last;
  }
  friend constexpr bool operator==(const DateInterval&, const DateInterval&) = default;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_DATE_H_
