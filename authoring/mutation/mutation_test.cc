#include "authoring/mutation/mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/examples.h"
#include "rules_engine/resolve/testing.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char kRule[] = R"(
rules:
  - id: ACME.UNITS
    title: One unit
    severity: warn
    when: {procedure_code: "99213", units: {more_than: 1}}
    message: "units"
    examples:
)";

std::shared_ptr<const Snapshot> Load(const std::string& examples, const std::string& tests = "") {
  Diagnostics diagnostics;
  std::map<std::string, std::string> files = {{"ruleset.yaml", kNationalHeader},
                                              {"rules.yaml", kRule + examples}};
  if (!tests.empty()) files["a_test.yaml"] = tests;
  const auto rulesets = ResolveFiles(std::move(files), diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return nullptr;
  const auto snapshot = Snapshot::Build(rulesets, TableSet::Empty());
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  for (const ExampleFailure& failure : RunExamples(**snapshot).failures) {
    ADD_FAILURE() << failure.ToString();
  }
  return *snapshot;
}

std::vector<std::string> Survivors(const MutationReport& report) {
  std::vector<std::string> sentences;
  for (const RuleMutation& rule : report.rules) {
    for (const Survivor& survivor : rule.survivors) {
      sentences.push_back(std::to_string(survivor.position.line) + ": " + survivor.sentence);
    }
  }
  return sentences;
}

const char kThorough[] = R"(
      - fires: {lines: [{procedure_code: "99213", units: 2}], severity: warn}
      - clear: {lines: [{procedure_code: "99213", units: 1}]}
      - clear: {lines: [{procedure_code: "99214", units: 2}]}
)";

TEST(MutationTest, ThoroughExamplesKillEveryMutant) {
  const MutationReport report = MutateRules(*Load(kThorough));
  EXPECT_THAT(Survivors(report), IsEmpty());
  EXPECT_EQ(report.mutants(), 10);
  EXPECT_EQ(report.percent(), 100);
}

TEST(MutationTest, SurvivorsSayWhichExampleIsMissing) {
  const MutationReport report = MutateRules(*Load(R"(
      - fires: {lines: [{procedure_code: "99213", units: 3}], severity: warn}
      - clear: {lines: [{procedure_code: "99999", units: 1}]}
)"));
  EXPECT_THAT(
      Survivors(report),
      ElementsAre(
          "6: `procedure_code: \"99213\"` could be left out without a test noticing; add an "
          "example that it alone decides",
          "6: `units: {more_than: 1}` could be left out without a test noticing; add an "
          "example that it alone decides",
          "6: `{procedure_code: \"99213\", units: {more_than: 1}}` could ask for any of "
          "its conditions in place of all without a test noticing; add an example in which "
          "only one of them holds",
          "6: `procedure_code: \"99213\"` could also have 99214 without a test noticing; add "
          "an example with 99214",
          "6: `units: {more_than: 1}` could say 0 in place of 1 without a test noticing; add "
          "an example with 1",
          "6: `units: {more_than: 1}` could say 2 in place of 1 without a test noticing; add "
          "an example with 2"));
  EXPECT_EQ(report.killed(), report.mutants() - 6);
}

// The mutants of a window of 90 days that survive an example on the day `inside`, which fires, and
// one on the day `outside`, which does not; the other line is of 2026-01-01.
std::vector<std::string> WindowSurvivors(const std::string& inside, const std::string& outside) {
  const auto lines = [](const std::string& day) {
    return "{lines: [{procedure_code: \"11102\", service_date: " + day +
           "}, {procedure_code: \"99213\", service_date: 2026-01-01}]}\n";
  };
  const auto snapshot = Load(std::string(kThorough) + R"(
  - id: ACME.AGAIN
    title: Again
    severity: warn
    when: {procedure_code: "11102"}
    with_line: {procedure_code: "99213", within_days: 90}
    message: "again"
    examples:
      - fires: )" + lines(inside) +
                             "      - clear: " + lines(outside));
  std::vector<std::string> survivors = Survivors(MutateRules(*snapshot, {.rule = "ACME.AGAIN"}));
  std::erase_if(survivors, [](const std::string& survivor) {
    return survivor.find(" days in place of ") == std::string::npos;
  });
  return survivors;
}

TEST(MutationTest, ExamplesStandAtTheEdgeOfAWindow) {
  EXPECT_THAT(WindowSurvivors("2026-04-01", "2026-04-02"), IsEmpty());
  EXPECT_THAT(WindowSurvivors("2026-04-01", "2026-04-03"), ElementsAre(HasSubstr("91 days")));
  EXPECT_THAT(WindowSurvivors("2026-03-31", "2026-04-02"), ElementsAre(HasSubstr("89 days")));
}

TEST(MutationTest, ClaimTestsCountAsFarAsTheySpeakOfTheRule) {
  const std::string examples = "      - clear: {lines: []}\n";
  const std::string tests = R"(
tests:
  - {name: a, claim: {lines: [{procedure_code: "99213", units: 2}]}, findings: [{rule: ACME.UNITS, severity: warn}]}
  - {name: b, claim: {lines: [{procedure_code: "99213"}, {procedure_code: "99214", units: 2}]}, findings: []}
)";
  EXPECT_EQ(MutateRules(*Load(examples)).killed(), 0);
  EXPECT_THAT(Survivors(MutateRules(*Load(examples, tests))), IsEmpty());
}

TEST(MutationTest, OverridesGoWithTheirRule) {
  // The overrides of another rule come first, and the rule's own gives it other values.
  const MutationReport report = MutateRules(*Load(R"(
      - fires: {lines: [{procedure_code: "99213", units: 3}], severity: warn}
  - id: ACME.LIMIT
    title: A limit
    severity: warn
    parameters: {limit: "1"}
    when: {procedure_code: "11102", units: {more_than: $limit}}
    message: "limit"
    examples:
      - fires: {lines: [{procedure_code: "11102", units: 2}], severity: warn}
      - clear: {lines: [{procedure_code: "11102", units: 1}]}
      - clear: {lines: [{procedure_code: "11103", units: 2}]}
      - clear: {payer: {id: MORE}, lines: [{procedure_code: "11102", units: 2}]}
overrides:
  - {id: A, reason: r, owner: o, select: {rule: ACME.LIMIT}, scope: {payers: [MORE]}, parameters: {limit: "5"}}
  - {id: B, reason: r, owner: o, select: {rule: ACME.UNITS}, scope: {payers: [MORE]}, severity: info}
)"),
                                            {.rule = "ACME.LIMIT"});
  EXPECT_THAT(Survivors(report), IsEmpty());
  EXPECT_EQ(report.mutants(), 10);
}

TEST(MutationTest, WhatMeansTheSameIsNoMutant) {
  // The second condition holds wherever the first does.
  const MutationReport report = MutateRules(*Load(std::string(kThorough) + R"(
  - id: ACME.TWICE
    title: Twice
    severity: warn
    when: {any: [{procedure_code: "99213"}, {procedure_code: ["99213", "99214"]}]}
    message: "twice"
    examples:
      - fires: {lines: [{procedure_code: "99214"}], severity: warn}
      - fires: {lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "99215"}]}
)"));
  for (const std::string& sentence : Survivors(report)) {
    EXPECT_THAT(sentence, testing::Not(HasSubstr("could be left out")));
  }
}

TEST(MutationTest, ThreadsAndFiltersDoNotChangeTheAnswer) {
  const auto snapshot = Load("      - fires: {lines: [{procedure_code: \"99213\", units: 2}]}\n");
  EXPECT_EQ(Survivors(MutateRules(*snapshot, {.jobs = 3})), Survivors(MutateRules(*snapshot)));
  EXPECT_TRUE(MutateRules(*snapshot, {.rule = "OTHER"}).rules.empty());
}

}  // namespace
}  // namespace scrubline
