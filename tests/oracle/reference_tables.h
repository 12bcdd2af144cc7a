// tests/oracle/reference_tables.h — the published tables as the slow evaluator reads them: straight
// from CMS's text, into rows that look like the file, searched by walking.
//
//   ReferenceTables tables;
//   ReadPtp("ccipra-2024q3.txt.gz", tables.ptp["ncci_ptp_practitioner"]);
//   ReadMue("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv",
//   tables.mue["ncci_mue_practitioner"]); ReadAddOns("AOC_V2026Q2-MCR.csv", tables.add_ons);
//
// Or fill the rows in code, for a synthetic world. Nothing here shares a line with
// rules_engine/tables: that is the point. Reading ends the test (ADD_FAILURE, false) when a file is
// not as expected. Tested by reference_tables_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_REFERENCE_TABLES_H_
#define SCRUBLINE_TESTS_ORACLE_REFERENCE_TABLES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "tests/oracle/fact_table.h"

namespace scrubline::oracle {

struct PtpRow {
  Code column1;
  Code column2;
  Date effective;
  Date deletion = Date::Max();
  int indicator = 1;
  int position = 0;  // of the row in the file: decides between rows of one effective date (R24)
};

struct PtpTable {
  std::vector<PtpRow> rows;  // by (column 1, column 2), then position; Sort() puts them so
  std::set<Code> codes;      // of either column; Sort() fills it

  void Sort();
  // The row of {a, b}, in either direction, that stands on `date`: in force, not a tombstone, and
  // of several the one with the latest effective date, then the first of the file (R24).
  std::optional<PtpRow> InForce(Code a, Code b, Date date) const;

 private:
  void Gather(Code column1, Code column2, Date date, std::vector<PtpRow>& found) const;
};

struct MueRow {
  int limit = 0;
  int adjudication_indicator = 3;
};

// One published file: the values of one quarter.
struct MueRelease {
  DateInterval quarter;
  std::map<Code, MueRow> rows;
};

struct MueTable {
  std::vector<MueRelease> releases;
  const MueRelease* For(Date date) const;
  bool Names(Code code) const;  // in any release
};

struct AddOnRow {
  Code add_on;
  Code primary;  // CCCCC: the contractor defines them
  int type = 1;
  Date effective;
  Date deletion = Date::Max();  // the first of the edit's, the add-on's and the primary's own

  bool ActiveOn(Date date) const;  // R9
};

struct AddOnTable {
  std::vector<AddOnRow> rows;
  std::multimap<Code, size_t> by_add_on;  // into `rows`; Index() fills it

  void Index();
  std::vector<AddOnRow> ActiveRows(Code add_on, Date date) const;
  bool IsAddOn(Code code, Date date) const { return !ActiveRows(code, date).empty(); }
  bool Names(Code code) const { return by_add_on.count(code) != 0; }
  // 1, 2 or 3; 0 when the code is no add-on on the date. Rows that disagree, or that mix CCCCC with
  // primaries by name, make a partial list: 3 (domain 3.1, fact 7).
  int Type(Code code, Date date) const;
};

// A table in the form that users give their own, or one as plain: a csv whose first column is what
// a row is looked up by, with `from` and `through` for its days, both included, empty where it is
// open.
struct OwnRow {
  std::string key;
  DateInterval dates;
  std::map<std::string, std::string, std::less<>> cells;

  std::string_view operator[](std::string_view column) const;    // empty: absent
  std::vector<std::string> List(std::string_view column) const;  // parted by blanks
};
struct OwnTable {
  std::string text;  // empty: as published, in `rows` alone
  std::vector<OwnRow> rows;
  DateInterval answers;  // on other days it says nothing of what it does not list
  std::multimap<std::string, size_t, std::less<>> by_key;  // into `rows`; Index() fills it

  void Index();
  // In the order of the file.
  std::vector<const OwnRow*> RowsOf(std::string_view key) const;
  std::vector<const OwnRow*> RowsOn(std::string_view key, Date date) const;
  const OwnRow* RowOn(std::string_view key, Date date) const;  // the first of them; null: none
};
OwnTable ParseOwnTable(std::string_view text);
// The same with the rows as of a table that answers for every day.
FactTable ToFacts(const OwnTable& table);

struct ReferenceTables {
  std::map<std::string, PtpTable> ptp;
  std::map<std::string, MueTable> mue;
  std::optional<AddOnTable> add_ons;
  std::map<std::string, OwnTable, std::less<>> own;

  const OwnTable* Own(std::string_view name) const;  // null: not loaded

  // What is said of procedure codes and diagnoses, by the names of the tables; of those in `own`
  // too that are looked up as they are.
  std::map<std::string, FactTable> facts;
};

// Fills `facts` from those of the `own` tables that are looked up so.
void AddOwnFacts(ReferenceTables& tables);

inline constexpr Code kContractorDefined = Code::Of("CCCCC");

bool ReadPtp(const std::string& path, PtpTable& table);
// Adds one release; its quarter is in the file's name (`Eff_07-01-2024`).
bool ReadMue(const std::string& path, MueTable& table);
bool ReadAddOns(const std::string& path, AddOnTable& table);
// Adds the global periods of one release of the physician fee schedule, which stand on `days`.
bool ReadGlobalDays(const std::string& path, DateInterval days, OwnTable& table);

// `../shared/data` or $SCRUBLINE_DATA; empty when there is none.
std::string PublishedDataFolder();
// The published files of that folder, for an importer.
std::vector<std::string> PublishedFiles(const std::string& folder);
// Those of them that say something of procedure codes and diagnoses.
std::vector<std::string> PublishedFactFiles(const std::string& folder);
// Reads those of them that are csv: `hcpcs`, `code_calendar` and `mce_diagnoses`.
bool ReadPublishedFacts(const std::string& folder, std::map<std::string, FactTable>& facts);
// All tables of that folder, but what is said of codes.
bool ReadPublishedTables(const std::string& folder, ReferenceTables& tables);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_REFERENCE_TABLES_H_
