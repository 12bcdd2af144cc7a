#include "rules_engine/explain/explain_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"
#include "rules_engine/explain/explain.h"

namespace scrubline {
namespace {

const char kRules[] = R"(
conditions:
  office: {place_of_service: "11", units: 1}
rules:
  - id: BASE.EM.25
    title: A visit beside a procedure needs modifier 25
    severity: deny
    for: line
    when:
      procedure_code: ["99202-99215"]
      modifiers: {none_of: ["24", "25", "57"]}
      condition: office
    with_line: {procedure_code: "20610", same: [service_date, rendering_provider]}
    unless: {diagnoses: ["Z00*"]}
    message: "{procedure_code} needs modifier 25"
    examples: [{fires: {}}, {clear: {}}]
  - id: BASE.UNITS
    title: One a day
    severity: warn
    for: line
    when: {modifiers: ["50"], units: {more_than: 1}}
    message: one
    examples: [{fires: {}}, {clear: {}}]
)";

class ExplainTextTest : public testing::Test {
 protected:
  std::string Text(const std::string& claim, std::vector<std::string> names = {},
                   bool everything = false) {
    const auto snapshot = MakeSnapshot(OneRuleset(kRules),
                                       {{"ncci_ptp_practitioner", {"20610 99213 2020-01-01 - 1"}}});
    const auto read = MakeClaim("place_of_service: \"11\", " + claim);
    const auto rules = SelectRules(snapshot->rulesets(), names);
    EXPECT_TRUE(rules.ok()) << rules.status();
    const Explanation why = Explain(*snapshot, *read, {.today = *Date::Parse("2026-11-20")},
                                    {.rules = *rules, .everything = everything}, scratch_);
    return ExplainText(why, {.everything = everything || !names.empty()});
  }
  Scratch scratch_;
};

TEST_F(ExplainTextTest, FiredThenNearThenTheNumberOfTheRest) {
  EXPECT_EQ(Text(Lines("99213; 99214-25; 20610-50")),
            R"(BASE.EM.25  A visit beside a procedure needs modifier 25
  fired; national layer, base  rules/base/rules.yaml:5
  line 1: fired (deny)
      99213 needs modifier 25
      ✓ when   procedure_code: ["99202-99215"]           99213
      ✓        modifiers: {none_of: ["24", "25", "57"]}  absent
      ✓        condition: office
      ✓          place_of_service: "11"                  11
      ✓          units: 1                                1
      ✓ with_line: {procedure_code: "20610", same: [service_date, rendering_provider]}  line 3
      ✓          procedure_code: "20610"                 20610 on line 3
      ✗ unless diagnoses: ["Z00*"]                       absent
      would be clear if diagnosis Z00* were present
      would be clear if line 3 were absent
      would be clear if modifier 24, 25 or 57 were present
      national layer (base): severity deny  rules/base/rules.yaml:5
  line 2: clear, nearly
      ✓ when   procedure_code: ["99202-99215"]           99214
      ✗        modifiers: {none_of: ["24", "25", "57"]}  25  <- stopped here
      ✓        condition: office
      ✓          place_of_service: "11"                  11
      ✓          units: 1                                1
      ✓ with_line: {procedure_code: "20610", same: [service_date, rendering_provider]}  line 3
      ✓          procedure_code: "20610"                 20610 on line 3
      ✗ unless diagnoses: ["Z00*"]                       absent
      would fire if modifier 25 were absent

BASE.UNITS  One a day
  clear, nearly; national layer, base  rules/base/rules.yaml:17
  line 3: clear, nearly
      ✓ when   modifiers: ["50"]      50
      ✗        units: {more_than: 1}  1  <- stopped here
      would fire if units were more than 1 (it is 1)
)");
}

TEST_F(ExplainTextTest, OneRuleOnEveryLine) {
  EXPECT_EQ(Text(Lines("99213 {rendering: {npi: \"1245319599\"}}; 20610"), {"BASE.EM"}),
            R"(BASE.EM.25  A visit beside a procedure needs modifier 25
  clear, nearly; national layer, base  rules/base/rules.yaml:5
  line 1: clear, nearly
      ✓ when   procedure_code: ["99202-99215"]           99213
      ✓        modifiers: {none_of: ["24", "25", "57"]}  absent
      ✓        condition: office
      ✓          place_of_service: "11"                  11
      ✓          units: 1                                1
      ✗ with_line: {procedure_code: "20610", same: [service_date, rendering_provider]}  none  <- stopped here
      ·          procedure_code: "20610"
      ✗ unless diagnoses: ["Z00*"]                       absent
      would fire if there were another line with procedure_code: "20610"
  line 2: clear
      ✗ when   procedure_code: ["99202-99215"]           20610  <- stopped here
      ✓        modifiers: {none_of: ["24", "25", "57"]}  absent
      ✓        condition: office
      ✓          place_of_service: "11"                  11
      ✓          units: 1                                1
      ✗ with_line: {procedure_code: "20610", same: [service_date, rendering_provider]}  none
      ·          procedure_code: "20610"
      ✗ unless diagnoses: ["Z00*"]                       absent
)");
}

TEST_F(ExplainTextTest, NothingToTell) {
  EXPECT_EQ(Text(Lines("71046")), R"(other rules: 2 clear
)");
}

}  // namespace
}  // namespace scrubline
