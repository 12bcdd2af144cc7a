#include "rules_engine/business_day.h"

namespace scrubline {
namespace {

enum Weekday { kSunday, kMonday, kThursday = 4, kFriday = 5, kSaturday = 6 };

int WeekdayOf(Date date) {
  const int32_t since_a_sunday = date.days() + 4;  // day 0 is a Thursday
  return static_cast<int>((since_a_sunday % 7 + 7) % 7);
}

struct FixedHoliday {
  int month, day, since;
};
constexpr FixedHoliday kFixed[] = {{1, 1, 1}, {6, 19, 2021}, {7, 4, 1}, {11, 11, 1}, {12, 25, 1}};

// On the nth such weekday of the month; 5: on its last.
struct WeekdayHoliday {
  int month, weekday, nth, since;
};
constexpr WeekdayHoliday kByWeekday[] = {{1, kMonday, 3, 1986}, {2, kMonday, 3, 1},
                                         {5, kMonday, 5, 1},    {9, kMonday, 1, 1},
                                         {10, kMonday, 2, 1},   {11, kThursday, 4, 1}};

bool IsHolidayByDate(Date date) {
  const Date::Civil civil = date.ToCivil();
  for (const FixedHoliday& holiday : kFixed) {
    if (civil.month == holiday.month && civil.day == holiday.day && civil.year >= holiday.since) {
      return true;
    }
  }
  return false;
}

bool IsHolidayByWeekday(Date date) {
  const Date::Civil civil = date.ToCivil();
  const int weekday = WeekdayOf(date);
  const int nth = (civil.day - 1) / 7 + 1;
  const bool last = (date + 7).ToCivil().month != civil.month;
  for (const WeekdayHoliday& holiday : kByWeekday) {
    if (civil.month == holiday.month && weekday == holiday.weekday && civil.year >= holiday.since &&
        (holiday.nth == 5 ? last : nth == holiday.nth)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsWeekend(Date date) {
  const int weekday = WeekdayOf(date);
  return weekday == kSunday || weekday == kSaturday;
}

bool IsBusinessDay(Date date) {
  if (IsWeekend(date)) return false;
  const int weekday = WeekdayOf(date);
  // A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after.
  return !(IsHolidayByWeekday(date) || IsHolidayByDate(date) ||
           (weekday == kFriday && IsHolidayByDate(date + 1)) ||
           (weekday == kMonday && IsHolidayByDate(date - 1)));
}

Date NextBusinessDay(Date date) {
  while (!IsBusinessDay(date)) date = date + 1;
  return date;
}

}  // namespace scrubline
