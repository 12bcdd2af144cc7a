// Rules whose parameters layers change: which values hold for which line of which claim.
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

// The rule as published, a payer's 90 days, the payer's 60 for one place of service, a tenant's 30
// from 2027, and a payer that counts other codes.
RuleFiles FilingRules() {
  const auto header = [](const std::string& id, const std::string& layer,
                         const std::string& scope) {
    return "{id: " + id + ", version: \"1\", language: 1, title: T, layer: " + layer +
           ", scope: {" + scope + "}}";
  };
  return {{"base/ruleset.yaml",
           "{id: base, version: \"1\", language: 1, title: Base, layer: national}"},
          {"base/rules.yaml", R"(
rules:
  - id: BASE.FILING
    title: Claims are filed in time
    severity: deny
    parameters: {filing_days: 365, counted: ["99213", "99214"]}
    when:
      procedure_code: $counted
      days: {from: service_date, to: received_date, more_than: $filing_days}
    unless: {modifiers: $late}
    message: "{procedure_code} came more than {filing_days} days after {service_date}"
)"},
          {"acme/ruleset.yaml", header("acme", "payer", "payers: ACME")},
          {"acme/overrides.yaml", R"(
overrides:
  - {id: A-1, select: {rule: BASE.FILING}, parameters: {filing_days: 90}, reason: r, owner: o}
  - {id: A-2, select: {rule: BASE.FILING}, parameters: {filing_days: 60}, reason: r, owner: o,
     scope: {places_of_service: ["21"]}}
  - {id: A-3, select: {rule: BASE.FILING, codes: "99214"}, parameters: {filing_days: 10},
     reason: r, owner: o}
)"},
          {"mine/ruleset.yaml", header("mine", "tenant", "tenants: MINE")},
          {"mine/overrides.yaml", R"(
overrides:
  - {id: M-1, select: {rule: BASE.FILING}, parameters: {filing_days: 30}, reason: r, owner: o,
     effective: {from: 2027-01-01}}
)"},
          {"other/ruleset.yaml", header("other", "payer", "payers: OTHER")},
          {"other/overrides.yaml", R"(
overrides:
  - {id: O-1, select: {rule: BASE.FILING}, parameters: {counted: {add: "20610", remove: "99214"}},
     reason: r, owner: o}
)"}};
}

RuleFiles WithoutException(RuleFiles files) {
  std::string& rules = files["base/rules.yaml"];
  const size_t unless = rules.find("    unless");
  rules.erase(unless, rules.find('\n', unless) + 1 - unless);
  return files;
}

TEST(RuleParametersTest, TheOverridesInForceSayWhichValuesHold) {
  World world(WithoutException(FilingRules()));
  const struct {
    const char* name;
    std::string claim;
    const char* findings;
  } kCases[] = {
      {"the rule's own, 366 days", "received_date: 2025-05-11, " + Lines("99213"),
       "BASE.FILING deny 1"},
      {"the rule's own, 365 days", "received_date: 2025-05-10, " + Lines("99213"), ""},
      {"the payer's 90", "payer: {id: ACME}, received_date: 2024-08-09, " + Lines("99213"),
       "BASE.FILING deny 1"},
      {"within the payer's 90", "payer: {id: ACME}, received_date: 2024-08-08, " + Lines("99213"),
       ""},
      {"the payer's 60 at one place",
       "payer: {id: ACME}, place_of_service: \"21\", received_date: 2024-07-10, " + Lines("99213"),
       "BASE.FILING deny 1"},
      {"each line its own place",
       "payer: {id: ACME}, received_date: 2024-07-10, " +
           Lines("99213; 99213 {place_of_service: \"21\"}"),
       "BASE.FILING deny 2"},
      {"the payer's 10 for one code",
       "payer: {id: ACME}, received_date: 2024-05-21, " + Lines("99213; 99214"),
       "BASE.FILING deny 2"},
      {"the tenant's before it begins",
       "tenant_id: MINE, received_date: 2024-08-08, " + Lines("99213"), ""},
      {"the tenant's 30",
       "tenant_id: MINE, received_date: 2027-03-01, " + Lines("99213 2027-01-01"),
       "BASE.FILING deny 1"},
      {"the tenant's over the payer's",
       "payer: {id: ACME}, tenant_id: MINE, received_date: 2027-02-05, " +
           Lines("99213 2027-01-01"),
       "BASE.FILING deny 1"},
      // The code's rank is within its layer: the tenant's stands above the payer's.
      {"the tenant's over the payer's for a code",
       "payer: {id: ACME}, tenant_id: MINE, received_date: 2027-01-20, " +
           Lines("99214 2027-01-01"),
       ""},
      {"a code that only one payer counts", "received_date: 2025-05-11, " + Lines("20610"), ""},
      {"and that payer", "payer: {id: OTHER}, received_date: 2025-05-11, " + Lines("20610"),
       "BASE.FILING deny 1"},
      {"a code that payer does not count",
       "payer: {id: OTHER}, received_date: 2025-05-11, " + Lines("99214"), ""},
      {"what is unknown is missed in the variant too", "payer: {id: OTHER}, " + Lines("20610"),
       "BASE.FILING? missing_field 1"},
  };
  for (const auto& c : kCases) EXPECT_EQ(world.Run(c.claim), c.findings) << c.name;
}

TEST(RuleParametersTest, MessagesSayTheValueThatHeld) {
  World world(WithoutException(FilingRules()));
  const auto message = [&world](const std::string& claim) {
    const auto findings = world.Describe(claim);
    return findings.size() == 1 ? findings.front().message : "not one finding";
  };
  EXPECT_EQ(message("received_date: 2026-05-11, " + Lines("99213")),
            "99213 came more than 365 days after 2024-05-10");
  EXPECT_EQ(message("payer: {id: ACME}, received_date: 2026-05-11, " + Lines("99213")),
            "99213 came more than 90 days after 2024-05-10");
  EXPECT_EQ(message("payer: {id: ACME}, place_of_service: \"21\", received_date: 2026-05-11, " +
                    Lines("99213")),
            "99213 came more than 60 days after 2024-05-10");
}

TEST(RuleParametersTest, ARuleIsActivatedByTheCodesOfAllItsVariants) {
  World world(WithoutException(FilingRules()));
  const std::string dump = world.snapshot().program().Dump(world.snapshot().rulesets());
  EXPECT_NE(dump.find("BASE.FILING by procedure code: node"), std::string::npos) << dump;
  EXPECT_NE(dump.find("  variant 1: node"), std::string::npos) << dump;
}

TEST(RuleParametersTest, AnExceptionHasParametersToo) {
  RuleFiles files = FilingRules();
  std::string& rules = files["base/rules.yaml"];
  rules.replace(rules.find("filing_days: 365"), 16, "filing_days: 365, late: [\"CR\"]");
  files["other/overrides.yaml"] = R"(
overrides:
  - {id: O-1, select: {rule: BASE.FILING}, parameters: {late: {add: "KX"}}, reason: r, owner: o}
)";
  World world(files);
  const std::string late = "received_date: 2025-05-11, ";
  EXPECT_EQ(world.Run(late + Lines("99213-KX"), true), "BASE.FILING deny 1");
  EXPECT_EQ(world.Run(late + Lines("99213-CR"), true), "BASE.FILING bypassed 1");
  EXPECT_EQ(world.Run("payer: {id: OTHER}, " + late + Lines("99213-KX"), true),
            "BASE.FILING bypassed 1");
}

// A rule about the claim, of which an override holds for some claims.
TEST(RuleParametersTest, RulesAboutTheClaim) {
  World world(RuleFiles{{"base/ruleset.yaml",
                         "{id: base, version: \"1\", language: 1, title: Base, layer: national}"},
                        {"base/rules.yaml", R"(
rules:
  - id: BASE.TOTAL
    title: Total
    severity: warn
    for: claim
    parameters: {most: 1000.00}
    when: {total_charge_cents: {more_than: $most}}
    message: "more than {most}"
overrides:
  - {id: B-1, select: {rule: BASE.TOTAL}, parameters: {most: 500.00}, reason: r, owner: o,
     effective: {from: 2024-05-10}, scope: {claim_types: institutional}}
)"}});
  EXPECT_EQ(world.Run("total_charge_cents: 60000, " + Lines("99213")), "");
  EXPECT_EQ(world.Run("type: institutional, total_charge_cents: 60000, " + Lines("99213")),
            "BASE.TOTAL warn claim");
  EXPECT_EQ(
      world.Run("type: institutional, total_charge_cents: 60000, " + Lines("99213 2024-05-09")),
      "");
}

}  // namespace
}  // namespace scrubline
