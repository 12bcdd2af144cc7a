// rules_engine/business_day.h — the days on which payers work, for deadlines that end on another.
//
//   NextBusinessDay(*Date::Parse("2026-07-04"))   // 2026-07-06: the 4th is a Saturday, and a
//   holiday
//
// Holidays are those of the federal government (5 U.S.C. 6103), each from the year it began, and on
// the weekday before or after where it falls on a weekend. Pure; a few divisions. Tested by
// business_day_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_BUSINESS_DAY_H_
#define SCRUBLINE_RULES_ENGINE_BUSINESS_DAY_H_

#include "rules_engine/date.h"

namespace scrubline {

// Whether the day is a Saturday or Sunday. REQUIRES: date.has_value()
bool IsWeekend(Date date);

// Whether the day is neither on a weekend nor a federal holiday. REQUIRES: date.has_value()
bool IsBusinessDay(Date date);

// `date`, or the first business day after it. REQUIRES: date.has_value()
Date NextBusinessDay(Date date);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_BUSINESS_DAY_H_
