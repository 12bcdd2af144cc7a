#include "rules_engine/resolve/resolver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

const char kCommercialHeader[] = R"(
id: commercial
version: "2026.1"
language: 1
title: Commercial payers
layer: line_of_business
scope: {line_of_business: commercial}
effective: {from: 2020-01-01}
)";

// The example of the language's own page.
const char kEvaluationManagement[] = R"(
lists:
  office_visits: {title: Office visits, codes: ["99202-99215"]}
  minor_procedures: {title: Minor procedures, codes: ["11102", 17000]}
rules:
  - id: COMM.EM.25
    title: Office visit on the day of a minor procedure needs modifier 25
    severity: deny
    for: line
    when:
      procedure_code: office_visits
      modifiers: {none_of: ["24", "25", "57"]}
    with_line:
      procedure_code: minor_procedures
      same: [service_date, rendering_provider]
    unless:
      place_of_service: ["23"]
    message: "{procedure_code} on {service_date} is billed with {with_line.procedure_code}"
    fix:
      - {add_modifier: "25", if_documented: "a significant, separately identifiable visit"}
      - {remove_line: true}
    denial: {carc: "97", rarc: ["M144"]}
    source: {title: "NCCI Policy Manual", section: "I.D", url: "https://www.cms.gov/"}
    owner: coding@example.org
    effective: {from: 2026-02-01}
    examples:
      - fires: {lines: [{procedure_code: "99213"}, {procedure_code: "11102"}], on: [1]}
      - clear: {lines: [{procedure_code: "99213", modifiers: ["25"]}, {procedure_code: "11102"}]}
      - bypassed: {place_of_service: "23", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}
)";

TEST(ResolverTest, TheExampleOfTheLanguage) {
  Diagnostics diagnostics;
  const auto resolved =
      ResolveFiles({{"commercial/ruleset.yaml", kCommercialHeader},
                    {"commercial/rules/evaluation_management.yaml", kEvaluationManagement}},
                   diagnostics);
  ASSERT_NE(resolved, nullptr) << ToString(diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  EXPECT_EQ(
      Dump(*resolved),
      R"(ruleset commercial 2026.1 layer line_of_business line_of_business=commercial effective=2020-01-01..
rule COMM.EM.25 of commercial for line effective=2026-02-01..
  title Office visit on the day of a minor procedure needs modifier 25
  severity deny
  when all(procedure_code in ["99202-99215"], modifiers none of ["24", "25", "57"])
  with_line procedure_code in ["11102", "17000"] same service_date, rendering_provider
  unless place_of_service in ["23"]
  message {procedure_code} on {service_date} is billed with {with_line.procedure_code}
  fix add_modifier 25 if documented: a significant, separately identifiable visit
  fix remove_line
  denial 97 M144
  examples 3
)");
  const ResolvedRule& rule = resolved->rules[0];
  EXPECT_EQ(rule.family, "COMM.EM");
  EXPECT_EQ(rule.source.section, "I.D");
  EXPECT_EQ(rule.position.file, "rules/commercial/rules/evaluation_management.yaml");
  EXPECT_EQ(rule.position.line, 6);
  const Example& fires = rule.examples[0];
  EXPECT_EQ(fires.expect, Example::Expect::kFires);
  EXPECT_THAT(fires.on, testing::ElementsAre(1));
  // What an example does not say: the ruleset's scope, and a date on which the rule is in force.
  EXPECT_EQ(fires.claim->payer.line_of_business, LineOfBusiness::kCommercial);
  EXPECT_EQ(fires.claim->service_lines[1].service_date.ToString(), "2026-02-01");
  EXPECT_EQ(fires.claim->service_lines[1].line_number, 2);
  EXPECT_EQ(fires.claim->service_lines[1].units, kThousandths);
}

}  // namespace
}  // namespace scrubline
