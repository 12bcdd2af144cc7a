// rules_engine/compile/column_test.h — what a table alone says of a rule's question to it.
//
//   ColumnHolds(*mpfs, row, test)        // nullopt: it takes a field of the claim to tell
//   FindTableTrigger(rule.when, tables)  // the codes for which the rule's look-up may succeed
//
// Tested by evaluate/table_rows_test.cc and column_test_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_COLUMN_TEST_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_COLUMN_TEST_H_

#include <optional>

#include "rules_engine/code_set.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/tables/reference_table.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

bool IsColumnAbsent(const ReferenceTable& table, RowId row, int column);

// Whether the row passes the test; nullopt where that depends on the claim.
std::optional<bool> ColumnHolds(const ReferenceTable& table, RowId row, const ColumnTest& test);

// Of a condition that asks a table about the procedure code: the codes one of which a line must
// have for it to be true, whatever the day. Days without a release are the caller's to mind: there
// the condition is unknown for every code. Nullopt when nothing of the kind is asked, the table is
// not loaded or a sample, or most codes would do.
struct TableTrigger {
  ReferenceId table{};
  CodeSet codes;
};
std::optional<TableTrigger> FindTableTrigger(const Condition& condition, const TableSet& tables);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_COLUMN_TEST_H_
