#include "authoring/coverage.h"

#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

const char kRule[] = R"(
rules:
  - id: ACME.VISIT
    title: Office visit with a procedure
    severity: warn
    when:
      procedure_code: "99202-99215"
      units: {at_least: 1, at_most: 2}
      not: {modifiers: ["25"]}
    with_line: {procedure_code: "11102", same: [service_date]}
    unless: {place_of_service: ["23"]}
    message: "visit"
    examples:
)";

// `when units: {...} tf`: part, text, and t, f, u for what was seen; then the outcomes.
std::string Measure(const std::string& examples, const std::string& tests = "") {
  Diagnostics diagnostics;
  std::map<std::string, std::string> files = {{"ruleset.yaml", kNationalHeader},
                                              {"rules.yaml", kRule + examples}};
  if (!tests.empty()) files["a_test.yaml"] = tests;
  const auto rulesets = ResolveFiles(std::move(files), diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return "";
  const auto snapshot = Snapshot::Build(rulesets, TableSet::Empty());
  const CoverageReport report = MeasureCoverage(**snapshot);
  EXPECT_FALSE(report.rules.empty());
  const RuleCoverage& rule = report.rules.front();
  std::string text;
  for (const ConditionCoverage& condition : rule.conditions) {
    text += std::to_string(condition.position.line) + " " + condition.part + " " + condition.text +
            " " + (condition.seen_true ? "t" : "") + (condition.seen_false ? "f" : "") +
            (condition.seen_unknown ? "u" : "") + "\n";
  }
  return text + (rule.fires ? "fires " : "") + (rule.clear ? "clear " : "") +
         (rule.bypassed ? "bypassed " : "") + std::to_string(rule.seen()) + "/" +
         std::to_string(rule.total());
}

TEST(CoverageTest, EachEntryOnceAsItWasWritten) {
  EXPECT_EQ(Measure("      - clear: {lines: []}\n"),
            "7 when procedure_code: \"99202-99215\" \n"
            "8 when units: {at_least: 1, at_most: 2} \n"
            "9 when modifiers: [\"25\"] \n"
            "10 with_line with_line: {procedure_code: \"11102\", same: [service_date]} \n"
            "10 with_line procedure_code: \"11102\" \n"
            "11 unless place_of_service: [\"23\"] \n"
            "clear 1/15");
}

TEST(CoverageTest, SeesEveryLineOfExamplesAndTests) {
  const std::string examples = R"(
      - fires: {place_of_service: "11", lines: [{procedure_code: "99213"}, {procedure_code: "11102", units: 3}], on: [1]}
)";
  const std::string seen =
      "7 when procedure_code: \"99202-99215\" tf\n"
      "8 when units: {at_least: 1, at_most: 2} tf\n"
      "9 when modifiers: [\"25\"] f\n"
      "10 with_line with_line: {procedure_code: \"11102\", same: [service_date]} tf\n"
      "10 with_line procedure_code: \"11102\" tf\n"
      "11 unless place_of_service: [\"23\"] f\n";
  EXPECT_EQ(Measure(examples), seen + "fires 11/15");
  const std::string tests = R"(
tests:
  - {name: a, claim: {place_of_service: "23", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}, findings: []}
)";
  EXPECT_TRUE(Measure(examples, tests)
                  .ends_with("unless place_of_service: [\"23\"] tf\n"
                             "fires bypassed 13/15"));
}

TEST(CoverageTest, TestsThatLookElsewhereDoNotCount) {
  const std::string rules = R"(
      - clear: {lines: []}
  - id: OTHER.RULE
    title: Another
    severity: warn
    when: {procedure_code: "11102"}
    message: "other"
)";
  const std::string tests = R"(
tests:
  - name: a
    only: [OTHER]
    claim: {place_of_service: "23", lines: [{procedure_code: "99213"}]}
    findings: []
)";
  EXPECT_TRUE(Measure(rules, tests).ends_with("clear 1/15"));
}

}  // namespace
}  // namespace scrubline
