#include "rules_engine/examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

const char kRule[] = R"(
rules:
  - id: ACME.VISIT
    title: Office visit outside the office
    severity: warn
    when: {procedure_code: "99202-99215", place_of_service: {none_of: ["11"]}}
    unless: {modifiers: ["GT"]}
    message: "{procedure_code} at {place_of_service}"
    fix: {review: true}
    examples:
)";

ExampleReport RunOn(const std::string& examples, const std::string& tests = "",
                    const std::string& filter = "") {
  Diagnostics diagnostics;
  std::map<std::string, std::string> files = {{"ruleset.yaml", kNationalHeader},
                                              {"rules.yaml", kRule + examples}};
  if (!tests.empty()) files["visit_test.yaml"] = tests;
  const auto rulesets = ResolveFiles(std::move(files), diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return {};
  const auto snapshot = Snapshot::Build(rulesets, TableSet::Empty());
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return RunExamples(**snapshot, {.filter = filter});
}

TEST(ExamplesTest, EachExpectationHolds) {
  const ExampleReport report = RunOn(R"(
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}], on: [1]}
      - clear: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
      - bypassed: {place_of_service: "21", lines: [{procedure_code: "99213", modifiers: ["GT"]}]}
      - not_evaluated: {lines: [{procedure_code: "99213"}], on: [1]}
)");
  EXPECT_EQ(report.passed, 4);
  for (const ExampleFailure& failure : report.failures) ADD_FAILURE() << failure.ToString();
}

TEST(ExamplesTest, EachExpectationMayFail) {
  const ExampleReport report = RunOn(R"(
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}], on: [2]}
      - fires: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "99213"}]}
      - bypassed: {place_of_service: "21", lines: [{procedure_code: "99213"}]}
      - not_evaluated: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
)");
  EXPECT_EQ(report.passed, 0);
  ASSERT_EQ(report.failures.size(), 5u);
  EXPECT_EQ(report.failures[0].ToString(),
            "rules/rules.yaml:12:9: example 1 of ACME.VISIT fails\n"
            "  expected: fired on line 2\n"
            "  found:    ACME.VISIT fired on line 1 (warn, first fix: review on 1)\n");
  EXPECT_EQ(report.failures[1].found, "clear");
  // Not evaluated must never look like clear.
  EXPECT_THAT(report.failures[2].found, HasSubstr("not evaluated"));
}

TEST(ExamplesTest, AClaimTestWantsExactlyItsFindings) {
  const char kExamples[] = R"(
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}]}
      - clear: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
)";
  const char kTests[] = R"(
today: 2026-03-31
claims:
  ward: {place_of_service: "21", lines: [{procedure_code: "99213"}, {procedure_code: "99214"}]}
tests:
  - name: both visits
    claim: ward
    findings: [{rule: ACME.VISIT}, {rule: ACME.VISIT, lines: [1], severity: warn, first_fix: review on 1}]
    verdict: findings
  - name: one too few
    claim: ward
    findings: [ACME.VISIT]
  - name: one too many
    claim: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
    findings: [ACME.VISIT]
  - name: a required rule not evaluated
    claim: {lines: [{procedure_code: "99213"}]}
    verdict: incomplete
  - name: said so
    claim: {lines: [{procedure_code: "99213"}]}
    not_evaluated: [ACME.VISIT]
    verdict: incomplete
)";
  const ExampleReport report = RunOn(kExamples, kTests);
  EXPECT_EQ(report.passed, 4);
  ASSERT_EQ(report.failures.size(), 3u);
  EXPECT_EQ(report.failures[0].name, "one too few");
  EXPECT_EQ(report.failures[1].name, "one too many");
  EXPECT_EQ(report.failures[2].name, "a required rule not evaluated");
  EXPECT_EQ(RunOn(kExamples, kTests, "one too").failures.size(), 2u);
}

}  // namespace
}  // namespace scrubline
