// tests/oracle/engine_tables.h — the rows that the slow evaluator walks, packed for the engine by
// its own importer.
//
//   std::shared_ptr<const TableSet> tables =
//       PackTables(reference, WriteAsPublished(reference, folder), folder);
//
// Ends the test (ADD_FAILURE, null) where the importer refuses them. Tested by oracle_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_ENGINE_TABLES_H_
#define SCRUBLINE_TESTS_ORACLE_ENGINE_TABLES_H_

#include <memory>
#include <string>
#include <vector>

#include "rules_engine/tables/table_set.h"
#include "tests/oracle/reference_tables.h"

namespace scrubline::oracle {

// `published`: the files of all tables but those that users give their own, which `reference` has.
std::shared_ptr<const TableSet> PackTables(const ReferenceTables& reference,
                                           const std::vector<std::string>& published,
                                           const std::string& folder);

// A packed table as facts, row for row: what the slow evaluator reads of files whose text it does
// not read itself. That the importer understood them is for its own tests.
FactTable FactsOf(const ReferenceTable& table);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_ENGINE_TABLES_H_
