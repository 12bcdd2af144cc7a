// tests/oracle/fact_table.h — facts about codes as the slow evaluator reads them: rows of text
// under a key, each true for some days, in the words of the file.
//
//   FactTable codes{{"billable", "description"}};
//   codes.AddRelease("FY2025", {*Date::Parse("2024-10-01"), *Date::Parse("2025-09-30")});
//   codes.Add("E119", {}, {"1", "Type 2 diabetes mellitus without complications"});
//   codes.Settle();
//   codes.LookUp("E119", date).said == Said::kListed
//
// A release answers for its own days; of two that speak of one day the newer is believed. Nothing
// here shares a line with rules_engine/tables. Tested by reference_tables_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_FACT_TABLE_H_
#define SCRUBLINE_TESTS_ORACLE_FACT_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/date.h"

namespace scrubline::oracle {

// The days of a row as published: open ends are left out.
struct FactDates {
  Date first;
  Date last = Date::Max();
};

struct FactRow {
  std::string key;
  FactDates published;
  std::vector<std::string> fields;  // by column
  int release = 0;                  // in FactTable::releases
  DateInterval dates;               // open ends closed by the release
};

struct FactRelease {
  std::string name;
  DateInterval days;  // it answers for
};

// kNotYet, kEnded: it will come, it has been. kUnlisted: the release of that day does not have it.
// kUnknown: no release answers for that day.
enum class Said { kListed, kNotYet, kEnded, kUnlisted, kUnknown };

struct FactTable {
  std::vector<std::string> columns;
  std::vector<FactRelease> releases;  // the newest last
  std::vector<FactRow> rows;          // by key, the newest release first

  // Rows added next are of this release.
  void AddRelease(std::string name, DateInterval days);
  void Add(std::string_view key, FactDates dates, std::vector<std::string> fields);
  // REQUIRED after the last row, once.
  void Settle();

  struct Answer {
    Said said = Said::kUnknown;
    const FactRow* row = nullptr;  // the one in force; of kNotYet and kEnded the nearest
  };
  Answer LookUp(std::string_view key, Date date) const;
  bool Covers(Date date) const;
  // All rows of a key, the newest release first.
  std::vector<const FactRow*> RowsOf(std::string_view key) const;
  // The rows in force on the date whose keys begin so, by key; of a key the newest.
  std::vector<const FactRow*> Below(std::string_view prefix, Date date) const;
  // A row's column; empty where there is no row.
  const std::string& Get(const FactRow* row, std::string_view column) const;
};

// Of tables that answer for every day.
inline constexpr DateInterval kEveryDayThereIs = {Date::FromDays(-10'000'000), Date::Max()};

// Whether a list of codes, as `E10* I50-I52 Z23`, has the code. A range has all that is below its
// last code.
bool Lists(std::string_view list, std::string_view code);

// The items of a list apart by blanks, semicolons or commas.
std::vector<std::string> ItemsOf(std::string_view list);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_FACT_TABLE_H_
