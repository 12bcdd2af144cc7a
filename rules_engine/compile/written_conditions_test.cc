#include "rules_engine/compile/written_conditions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

// One line a condition of the first rule: its part, its depth by indentation, its text and the node
// that has its value, as the graph's dump tells it.
std::string ListOf(const std::string& rules) {
  Diagnostics diagnostics;
  const auto rulesets = ResolveFiles(
      {{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", rules}}, diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return "";
  const auto tables = TableSet::Empty();
  const auto program = Compile(*rulesets, *tables);
  EXPECT_TRUE(program.ok()) << program.status();
  std::vector<std::string> nodes;
  const std::string dump = (*program)->graph.Dump();
  for (size_t begin = 0; begin < dump.size();) {
    const size_t end = dump.find('\n', begin);
    nodes.push_back(dump.substr(begin, end - begin));
    begin = end + 1;
  }
  constexpr std::string_view kParts[] = {"when",         "with_line",       "without_line",
                                         "with_history", "without_history", "unless"};
  std::string list;
  for (const WrittenCondition& w : WrittenConditions(**program, *rulesets, 0)) {
    list += std::string(kParts[static_cast<size_t>(w.part)]) + " " +
            std::string(static_cast<size_t>(2 * w.depth), ' ') + w.written->text +
            (w.asks_lines() ? " (of lines)" : "") + " => " + nodes[static_cast<size_t>(w.node)] +
            "\n";
  }
  return list;
}

TEST(WrittenConditionsTest, EveryPartOfARuleInTheOrderWritten) {
  EXPECT_EQ(ListOf(R"(
rules:
  - id: BASE.A
    title: T
    severity: warn
    for: line
    when:
      procedure_code: ["99213"]
      not: {modifiers: ["25"]}
    with_line: {procedure_code: "11102", same: service_date}
    without_line: {procedure_code: "11103"}
    unless: {place_of_service: ["23"]}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
)"),
            R"(when {procedure_code: ["99213"], not: {modifiers: ["25"]}} => 3. all <- 0, 2 (line)
when   procedure_code: ["99213"] => 0. code_in procedure_code ["99213"] (line)
when   not: {modifiers: ["25"]} => 2. not <- 1 (line)
when     modifiers: ["25"] => 1. any_of modifiers ["25"] (line)
with_line with_line: {procedure_code: "11102", same: service_date} (of lines) => 5. exists <- 4 same service_date (line)
with_line   procedure_code: "11102" => 4. code_in procedure_code ["11102"] (line)
without_line without_line: {procedure_code: "11103"} (of lines) => 8. not <- 7 (line)
without_line   procedure_code: "11103" => 6. code_in procedure_code ["11103"] (line)
unless place_of_service: ["23"] => 10. code_in place_of_service ["23"] (line)
)");
}

TEST(WrittenConditionsTest, FoldedAndFlattenedConditionsKeepTheirPlaces) {
  // Twice the same, an `any` in an `any`, a double negation: one node each for what is equal.
  EXPECT_EQ(
      ListOf(R"(
rules:
  - id: BASE.A
    title: T
    severity: warn
    for: claim
    when:
      any:
        - {place_of_service: "11"}
        - any:
            - {not: {not: {place_of_service: "11"}}}
            - {patient.sex: female}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
)"),
      R"(when any: [{place_of_service: "11"}, {any: [{not: {not: {place_of_service: "11"}}}, {patient.sex: female}]}] => 3. any <- 0, 2 (claim, used 2)
when   place_of_service: "11" => 0. code_in place_of_service ["11"] (claim, used 2)
when   any: [{not: {not: {place_of_service: "11"}}}, {patient.sex: female}] => 3. any <- 0, 2 (claim, used 2)
when     not: {not: {place_of_service: "11"}} => 0. code_in place_of_service ["11"] (claim, used 2)
when       not: {place_of_service: "11"} => 1. not <- 0 (claim)
when         place_of_service: "11" => 0. code_in place_of_service ["11"] (claim, used 2)
when     patient.sex: female => 2. choice_in patient.sex female (claim)
)");
}

TEST(WrittenConditionsTest, ARuleWithoutWhenBeginsWithItsLines) {
  EXPECT_EQ(
      ListOf(R"(
rules:
  - id: BASE.A
    title: T
    severity: warn
    for: claim
    with_line: {units: {at_least: 2, at_most: 5}}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
)"),
      R"(with_line with_line: {units: {at_least: 2, at_most: 5}} (of lines) => 4. exists <- 3 (claim)
with_line   units: {at_least: 2, at_most: 5} => 3. all <- 1, 2 (line)
with_line     units: {at_least: 2, at_most: 5} => 1. number units >= 2000 (line)
with_line     units: {at_least: 2, at_most: 5} => 2. number units <= 5000 (line)
)");
}

}  // namespace
}  // namespace scrubline
