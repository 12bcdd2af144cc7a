// tests/oracle/small_world.h — a world of a few table rows and the built-in rules, written in code:
// small enough to reason about, rich enough that claims drawn from it collide all the time.
//
//   ReferenceTables tables = SmallTables();
//   ResolvedRulesets rulesets = BuiltinRulesets();
//   WriteAsPublished(tables, folder);      // the same rows in CMS's own layouts, for the importer
//
// Tested by naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_SMALL_WORLD_H_
#define SCRUBLINE_TESTS_ORACLE_SMALL_WORLD_H_

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/code_set.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "tests/oracle/reference_tables.h"

namespace scrubline::oracle {

// The rows that the worked examples of domain.md rest on (sections 1.9, 2.4, 3.4), tombstones,
// pairs with several rows and add-on chains among them. MUE releases: 2024Q2 and 2024Q3.
ReferenceTables SmallTables();

// The tables that users give their own, of a few rows each, which stand beside the published ones
// too: fees, modifiers, drugs, providers.
std::map<std::string, OwnTable, std::less<>> SmallOwnTables();

// One ruleset, national, with every built-in rule and the parameters the domain gives them.
ResolvedRulesets BuiltinRulesets();

// Codes and ranges as an author writes them: `{"25", "99201-99499", "J9*"}`.
CodeSet Codes(std::initializer_list<std::string_view> texts);

// Writes one file per table and release, named as CMS names them; returns their paths.
std::vector<std::string> WriteAsPublished(const ReferenceTables& tables, const std::string& folder);

// The same, and what is said of codes and diagnoses.
std::vector<std::string> WriteAll(const ReferenceTables& tables, const std::string& folder);

// Writes the tables that users give their own; by name, their paths.
std::map<std::string, std::string> WriteOwnTables(const ReferenceTables& tables,
                                                  const std::string& folder);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_SMALL_WORLD_H_
