#include "render/comparison_report.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

RulesetComparison SomeOfEach() {
  RulesetComparison comparison;
  comparison.rulesets.push_back({ItemChange::What::kChanged,
                                 "acme",
                                 "Acme",
                                 {"acme/ruleset.yaml", 0, 0},
                                 {{"version", "1", "2"}}});
  comparison.rules.push_back(
      {ItemChange::What::kAdded, "ACME.NEW", "A new rule", {"acme/rules.yaml", 20, 9}, {}});
  comparison.rules.push_back({ItemChange::What::kChanged,
                              "ACME.UNITS",
                              "Units",
                              {"acme/rules.yaml", 4, 9},
                              {{"severity", "warn", "deny"}, {"when", "units: 1", ""}}});
  return comparison;
}

TEST(ComparisonReportTest, Text) {
  EXPECT_EQ(ComparisonReportText(SomeOfEach(), nullptr),
            "rulesets\n"
            "~ acme (acme/ruleset.yaml)\n"
            "    version: 1 -> 2\n"
            "rules\n"
            "+ ACME.NEW  A new rule (acme/rules.yaml:20)\n"
            "~ ACME.UNITS (acme/rules.yaml:4)\n"
            "    severity: warn -> deny\n"
            "    when: - units: 1\n"
            "rulesets: 1 changed; rules: 1 added, 1 changed\n");
  EXPECT_EQ(ComparisonReportText({}, nullptr), "the rules are the same\n");
}

TEST(ComparisonReportTest, FindingsByRule) {
  const auto rules = [](const std::string& severity) {
    return MakeSnapshot(OneRuleset("rules: [{id: A.B, title: t, message: m, severity: " + severity +
                                   ", when: {procedure_code: '99213'}}]"));
  };
  const auto before = rules("warn");
  const auto after = rules("deny");
  FindingComparison findings(*before, *after, {.today = *Date::FromCivil(2026, 1, 1)});
  findings.Add(*MakeClaim("claim_id: C1, " + Lines("99213")));
  EXPECT_EQ(ComparisonReportText({}, &findings),
            "findings on 1 claims\n"
            "~ A.B: 1 of another severity\n"
            "    C1: line 1 warn -> deny\n"
            "  1 claims from findings to blocked\n"
            "the rules are the same\n");
  const auto json = nlohmann::json::parse(ComparisonReportJson(SomeOfEach(), &findings));
  EXPECT_EQ(json["rules"][1]["changes"][0]["after"], "deny");
  EXPECT_FALSE(json["rules"][1]["changes"][1].contains("after"));
  EXPECT_EQ(json["findings"]["rules"][0]["changed_severity"], 1);
  EXPECT_EQ(json["findings"]["verdicts"][0]["after"], "blocked");
}

}  // namespace
}  // namespace scrubline
