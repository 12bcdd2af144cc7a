// rules_engine/resolve/example_tables.h — the tables that examples run on, written beside the
// rules.
//
//   example_tables:
//     mpfs: |
//       code,pc_tc,bilateral
//       20610,0,1
//
// Rows as of a csv of one's own (tables/own_csv.h); those of one table in several files are taken
// together. All is checked when the rulesets are loaded. Tested by example_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_EXAMPLE_TABLES_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_EXAMPLE_TABLES_H_

#include <memory>
#include <span>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

std::vector<ExampleTable> ResolveExampleTables(std::span<const ParsedRuleset> parsed,
                                               Diagnostics& diagnostics);

// NCCI's tables of `loaded`, and these in place of its reference tables. REQUIRES: they were
// resolved without an error.
std::shared_ptr<const TableSet> MakeExampleTables(std::span<const ExampleTable> tables,
                                                  std::shared_ptr<const TableSet> loaded);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_EXAMPLE_TABLES_H_
