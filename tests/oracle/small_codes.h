// tests/oracle/small_codes.h — the facts about codes of the small world (small_world.h): procedure
// codes that begin and end, two fiscal years of diagnoses and their flags.
//
//   AddSmallCodes(tables.facts);
//   WriteFacts(tables.facts, folder);      // for an importer
//
// Tested by reference_tables_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_SMALL_CODES_H_
#define SCRUBLINE_TESTS_ORACLE_SMALL_CODES_H_

#include <map>
#include <string>
#include <vector>

#include "tests/oracle/fact_table.h"

namespace scrubline::oracle {

using FactTables = std::map<std::string, FactTable>;  // by name

void AddSmallCodes(FactTables& facts);

// In the layouts in which they are published; the paths.
std::vector<std::string> WriteFacts(const FactTables& facts, const std::string& folder);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_SMALL_CODES_H_
