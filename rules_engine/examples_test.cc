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
                    const ExampleOptions& options = {}) {
  Diagnostics diagnostics;
  std::map<std::string, std::string> files = {{"ruleset.yaml", kNationalHeader},
                                              {"rules.yaml", kRule + examples}};
  if (!tests.empty()) files["visit_test.yaml"] = tests;
  const auto rulesets = ResolveFiles(std::move(files), diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return {};
  const auto snapshot = Snapshot::Build(rulesets, TableSet::Empty());
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return RunExamples(**snapshot, options);
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
            "             expected  found\n"
            "    outcome  fired     fired\n"
            "  * lines    line 2    line 1\n");
  EXPECT_EQ(report.failures[1].rows[0].found, "clear");
  // Not evaluated must never look like clear.
  EXPECT_EQ(SideBySide(report.failures[2].rows),
            "             expected  found\n"
            "  * outcome  clear     not evaluated\n"
            "                       missing_field: the claim has no place_of_service\n");
  EXPECT_EQ(report.failures[2].rules, std::vector<int32_t>{0});
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
  EXPECT_EQ(RunOn(kExamples, kTests, {.filter = "one too"}).failures.size(), 2u);
}

TEST(ExamplesTest, AFindingThatDiffersIsComparedWithTheNearestExpected) {
  const ExampleReport report = RunOn(R"(
      - clear: {lines: []}
)",
                                     R"(
tests:
  - name: severity and line
    claim: {place_of_service: "21", lines: [{procedure_code: "99213"}, {procedure_code: "99214"}]}
    findings: [{rule: ACME.VISIT, lines: [2], severity: deny}, {rule: ACME.VISIT, lines: [1]}]
  - name: one more and a verdict
    claim: {place_of_service: "11", lines: [{procedure_code: "99213"}]}
    findings: [ACME.VISIT]
    not_evaluated: [ACME.VISIT]
    verdict: blocked
)");
  ASSERT_EQ(report.failures.size(), 2u);
  EXPECT_EQ(
      SideBySide(report.failures[0].rows),
      "                          expected         found\n"
      "    ACME.VISIT            any              fired\n"
      "    ACME.VISIT lines      line 2           line 2\n"
      "  * ACME.VISIT severity   deny             warn\n"
      "    ACME.VISIT first fix  any              review on 2\n"
      "    ACME.VISIT            fired on line 1  fired on line 1 (warn), first fix review on 1\n"
      "    verdict               any              findings\n");
  EXPECT_EQ(SideBySide(report.failures[1].rows),
            "                expected       found\n"
            "  * ACME.VISIT  fired          nothing\n"
            "  * ACME.VISIT  not evaluated  evaluated\n"
            "  * verdict     blocked        clean\n");
}

TEST(ExamplesTest, OneRuleOneFileOneFailure) {
  const std::string examples = R"(
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}]}
      - clear: {place_of_service: "21", lines: [{procedure_code: "99213"}]}
      - clear: {place_of_service: "21", lines: [{procedure_code: "99214"}]}
  - id: ACME.OTHER
    title: Another
    severity: warn
    when: {procedure_code: "11102"}
    message: "another"
    examples:
      - fires: {lines: [{procedure_code: "11102"}]}
)";
  const std::string tests = R"(
tests:
  - {name: other, claim: {lines: [{procedure_code: "11102"}]}, findings: [ACME.OTHER]}
  - {name: none, claim: {lines: [{procedure_code: "11103"}]}, findings: []}
  - {name: family, claim: {lines: []}, only: [ACME]}
)";
  const auto count = [&](const ExampleOptions& options) {
    const ExampleReport report = RunOn(examples, tests, options);
    return std::to_string(report.passed) + "/" + std::to_string(report.failures.size());
  };
  EXPECT_EQ(count({}), "5/2");
  EXPECT_EQ(count({.rule = "ACME.OTHER"}), "3/0");
  EXPECT_EQ(count({.rule = "ACME.VISIT"}), "2/2");
  EXPECT_EQ(count({.rule = "ACME"}), "4/2");
  EXPECT_EQ(count({.rule = "ACM"}), "0/0");
  EXPECT_EQ(count({.file = "_test.yaml"}), "3/0");
  EXPECT_EQ(RunOn(examples, tests, {.first_failure_only = true}).failures.size(), 1u);
}

TEST(ExamplesTest, AnExampleMaySayTheSeverity) {
  const ExampleReport report = RunOn(R"(
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}], severity: warn}
      - fires: {place_of_service: "21", lines: [{procedure_code: "99213"}], severity: deny}
      - fires: {place_of_service: "11", lines: [{procedure_code: "99213"}], severity: deny}
)");
  EXPECT_EQ(report.passed, 1);
  ASSERT_EQ(report.failures.size(), 2u);
  EXPECT_EQ(report.failures[0].rows[1].found, "warn");
  EXPECT_EQ(report.failures[1].rows[1].found, "nothing");
}

}  // namespace
}  // namespace scrubline
