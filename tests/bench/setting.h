// tests/bench/setting.h — what a number was measured with: rules and rows, as printed beside it.
//
//   std::cout << DescribeRules(*snapshot) << "\n" << DescribeTables(snapshot->tables());
#ifndef SCRUBLINE_TESTS_BENCH_SETTING_H_
#define SCRUBLINE_TESTS_BENCH_SETTING_H_

#include <string>

#include "rules_engine/snapshot.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline::bench {

// `31 rules (national, medicare, commercial)`
std::string DescribeRules(const Snapshot& snapshot);

// `4,336,034 rows in 6 tables (ncci_aoc 2026Q2: 9,000; ...)`; samples are called so.
std::string DescribeTables(const TableSet& tables);

}  // namespace scrubline::bench

#endif  // SCRUBLINE_TESTS_BENCH_SETTING_H_
