#include "rules_engine/date.h"

#include <cstdio>

namespace scrubline {
namespace {

constexpr bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01, counting years from March so that the leap day is the last of its year.
constexpr int32_t DaysFromCivil(int year, int month, int day) {
  if (month <= 2) --year;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// The digits text[from, from + count) as a number; -1 when one of them is not a digit.
int Digits(std::string_view text, size_t from, size_t count) {
  int value = 0;
  for (size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> Date::FromCivil(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > DaysInMonth(year, month)) return std::nullopt;
  return FromDays(DaysFromCivil(year, month, day));
}

std::optional<Date> Date::Parse(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    return FromCivil(Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2));
  }
  if (text.size() == 8) {
    return FromCivil(Digits(text, 0, 4), Digits(text, 4, 2), Digits(text, 6, 2));
  }
  return std::nullopt;
}

std::optional<Date> Date::ParseYearDay(std::string_view text) {
  if (text.size() != 7) return std::nullopt;
  const int year = Digits(text, 0, 4);
  const int day = Digits(text, 4, 3);
  if (year < 1 || day < 1 || day > (IsLeap(year) ? 366 : 365)) return std::nullopt;
  return FromDays(DaysFromCivil(year, 1, 1) + day - 1);
}

Date::Civil Date::ToCivil() const {
  const int32_t z = days_ + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::string Date::ToString() const {
  if (!has_value()) return "";
  if (*this == Max()) return "open";
  const Civil civil = ToCivil();
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return buffer;
}

Date Date::AddMonths(int months) const {
  const Civil civil = ToCivil();
  const int from_january = civil.month - 1 + months;
  const int month = (from_january % 12 + 12) % 12 + 1;
  const int year = civil.year + (from_january - (month - 1)) / 12;
  const int last = DaysInMonth(year, month);
  return FromDays(DaysFromCivil(year, month, civil.day < last ? civil.day : last));
}

int64_t YearsBetween(Date birth, Date date) {
  // A year has 365 or 366 days: far from a birthday that settles it.
  const int64_t days = int64_t{date.days()} - birth.days();
  if (days >= 0 && days / 365 == days / 366) return days / 365;
  const Date::Civil from = birth.ToCivil();
  const Date::Civil to = date.ToCivil();
  const bool before_birthday =
      to.month < from.month || (to.month == from.month && to.day < from.day);
  return to.year - from.year - (before_birthday ? 1 : 0);
}

}  // namespace scrubline
