#include "authoring/graph_statistics.h"

#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

TEST(GraphStatisticsTest, EveryNumber) {
  RuleFiles files = OneRuleset(R"(
rules:
  - {id: BASE.A, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {modifiers: ["50"], units: {more_than: 1}}}
  - {id: BASE.B, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {units: {more_than: 1}, procedure_code: ["20610", "99202-99215"]}}
  - {id: BASE.C, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {procedure_code: "20610", count_lines: {same: service_date, at_least: 3}}}
  - {id: BASE.D, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}],
     when: {place_of_service: ["11"]}}
)");
  files["acme/ruleset.yaml"] =
      "{id: acme, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: [ACME], "
      "line_of_business: commercial}}\n";
  files["acme/rules.yaml"] =
      "rules:\n  - {id: ACME.D, title: D, severity: warn, for: line, message: m, examples: "
      "[{fires: "
      "{}}, {clear: {}}], when: {diagnoses: [I10]}}\n";
  GraphStatistics statistics = MeasureGraph(*MakeSnapshot(files));
  EXPECT_GT(statistics.bytes, statistics.nodes * 32);
  statistics.bytes = 0;  // hangs on the compiler
  EXPECT_EQ(ToText(statistics), R"(rules          5, and 0 built in
conditions     12 written, 1 of them constant
nodes          11, 7 edges, 0 bytes
  all            4
  code_in        3
  any_of         2
  count_lines    1
  number         1
shared         1 nodes, read by several rules
  2 rules  units: {more_than: 1}
           BASE.A, BASE.B
activation
  by procedure code 2 keys, 1.5 rules a key, at most 2 (20610)
  by modifier       1 keys, 1.0 rules a key, at most 1 (50)
  by diagnosis      1 keys, 1.0 rules a key, at most 1 (I10)
  always            1
    BASE.D
views          professional claims
  any other claim        4 rules, 1 always looked at
  commercial             4 rules, 1 always looked at
  payer ACME             5 rules, 1 always looked at
)");
}

}  // namespace
}  // namespace scrubline
