#include "rules_engine/evaluate/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/compile/table_slots.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<TestTable> kTables = {
    {"ncci_ptp_practitioner",
     {"45385 45380 1996-01-01 2024-12-31 1 Standards", "45385 45378 1996-01-01 - 0",
      "20610 99213 2000-01-01 - 1", "27447 99213 2000-01-01 - 1", "99215 99213 2000-01-01 - 1",
      "80053 82947 2000-01-01 - 1", "29881 29877 1996-01-01 - 1"}},
    {"ncci_ptp_hospital", {"99233 99232 1996-01-01 - 1"}},
    {"ncci_mue_practitioner",
     {"2024-04-01 97110 6 3", "2024-04-01 27447 1 2", "2024-04-01 J7192 22000 1",
      "2024-04-01 A4253 0 2"}},
    {"ncci_mue_hospital", {"2024-04-01 X0001 1 2"}},
    {"ncci_aoc",
     {"1 11045 11042 2013-04-01 -", "1 99292 99291 2013-04-01 -", "1 22614 22600 2013-04-01 -",
      "1 22614 22610 2013-04-01 -", "1 22614 22612 2013-04-01 -", "1 22614 22630 2013-04-01 -",
      "1 22614 22633 2013-04-01 -", "1 22614 22899 2013-04-01 -", "2 99100 CCCCC 2013-04-01 -"}}};

class DescribeTest : public testing::Test {
 protected:
  DescribeTest() : world_(NationalRules(), kTables) {}

  // The one finding of `rule` on the claim.
  FindingText Of(std::string_view rule, const std::string& claim, bool include_bypassed = false) {
    for (const FindingText& text : world_.Describe(claim, include_bypassed)) {
      if (text.rule_id == rule) return text;
    }
    ADD_FAILURE() << "no finding of " << rule << " on " << claim;
    return {};
  }
  // `kind value line` of each fix, `?` where the record must show it.
  static std::vector<std::string> Fixes(const FindingText& text) {
    constexpr std::string_view kKinds[] = {"add_modifier", "remove_modifier", "remove_line",
                                           "add_line",     "replace_code",    "set_units",
                                           "set_field",    "review"};
    std::vector<std::string> all;
    for (const FixText& fix : text.fixes) {
      EXPECT_FALSE(fix.text.empty());
      std::string words(kKinds[static_cast<size_t>(fix.kind)]);
      if (!fix.value.empty()) words += " " + fix.value;
      words += " " + std::to_string(fix.line_number);
      all.push_back(words + (fix.requires_documentation ? "?" : ""));
    }
    return all;
  }
  static std::string Evidence(const FindingText& text) {
    std::string all;
    for (const auto& [name, value] : text.evidence)
      all += (all.empty() ? "" : "|") + std::string(name) + "=" + value;
    return all;
  }
  World world_;
};

TEST_F(DescribeTest, ProcedureToProcedure) {
  const FindingText text = Of("NCCI.PTP", Lines("45385 {line_number: 7}; 45380 {line_number: 9}"));
  EXPECT_EQ(text.message,
            "45380 (line 9) is bundled into 45385 (line 7) on 2024-05-10 (NCCI). It is paid "
            "separately only with an NCCI modifier, if the record supports a distinct service.");
  EXPECT_EQ(text.field, "service_lines[1].procedure_code");
  EXPECT_THAT(text.line_numbers, ElementsAre(9));
  EXPECT_THAT(text.related_line_numbers, ElementsAre(7));
  EXPECT_EQ(Evidence(text),
            "column1=45385|column2=45380|modifier_indicator=1|date=2024-05-10|effective=1996-01-01|"
            "deletion=2024-12-31|rationale=Standards|table=ncci_ptp_practitioner|release=2024Q3");
  EXPECT_THAT(*text.carc, ElementsAre("236", "97"));
  EXPECT_EQ(text.layer, Layer::kNational);
  EXPECT_THAT(
      text.fixes[0].text,
      "add modifier XS to line 9 if the record shows a separate organ, structure or lesion");
}

// Domain 1.6
TEST_F(DescribeTest, SuggestedModifiersInOrder) {
  const std::string hospital = ", type: institutional, type_of_bill: \"0131\"";
  const struct {
    const char* why;
    std::string claim;
    std::vector<std::string> fixes;
  } kCases[] = {
      {"two procedures",
       Lines("45385; 45380"),
       {"add_modifier XS 2?", "add_modifier XE 2?", "add_modifier XU 2?", "add_modifier 59 2?",
        "remove_line 2"}},
      {"no modifier helps", Lines("45385; 45378"), {"remove_line 2"}},
      {"a visit beside minor surgery",
       Lines("20610; 99213"),
       {"add_modifier 25 2?", "add_modifier 57 2?", "remove_line 2"}},
      {"a visit beside major surgery",
       Lines("27447; 99213"),
       {"add_modifier 57 2?", "add_modifier 25 2?", "remove_line 2"}},
      {"two visits", Lines("99215; 99213"), {"add_modifier 25 2?", "remove_line 2"}},
      {"two hospital visits",
       Lines("99233; 99232") + hospital,
       {"add_modifier 27 2?", "remove_line 2"}},
      {"a repeated test",
       Lines("80053; 82947"),
       {"add_modifier 91 2?", "add_modifier XS 2?", "add_modifier XE 2?", "add_modifier XU 2?",
        "add_modifier 59 2?", "remove_line 2"}},
  };
  for (const auto& test : kCases)
    EXPECT_EQ(Fixes(Of("NCCI.PTP", test.claim)), test.fixes) << test.why;
  EXPECT_THAT(Fixes(Of("NCCI.PTP",
                       Lines("45385 {rendering: {npi: \"1245319599\", specialty_code: \"10\"}}; "
                             "45380 {rendering: {npi: \"1003000126\", specialty_code: \"10\"}}")))
                  .front(),
              "add_modifier XP 2?")
      << "another practitioner";
}

TEST_F(DescribeTest, SeveralColumnOneCodesNameEachOther) {
  const FindingText text = Of("NCCI.PTP", Lines("20610; 27447; 99213"));
  EXPECT_THAT(Evidence(text), HasSubstr("also_bundled_into=27447"));
  EXPECT_THAT(text.related_line_numbers, ElementsAre(1));
}

TEST_F(DescribeTest, ABypassNeedsNoFix) {
  const FindingText text = Of("NCCI.PTP", Lines("45385; 45380-XS"), true);
  EXPECT_EQ(text.outcome, Outcome::kBypassed);
  EXPECT_TRUE(text.fixes.empty());
}

TEST_F(DescribeTest, History) {
  const FindingText text = Of("NCCI.PTP.HIST_COL2", Lines("45385") + ", " + History("paid 45380"));
  EXPECT_EQ(text.related_claim_id, "H1");
  EXPECT_TRUE(text.related_line_numbers.empty());
  EXPECT_EQ(text.field, "service_lines[0].procedure_code");
  EXPECT_THAT(text.message, HasSubstr("45380 of 2024-05-10 was already billed on claim H1"));
  EXPECT_THAT(Fixes(text), ElementsAre("review 1?"));
}

TEST_F(DescribeTest, MedicaidsFallback) {
  EXPECT_THAT(
      Evidence(Of("NCCI.PTP", Lines("45385; 45380") + ", payer: {line_of_business: medicaid}")),
      HasSubstr("|fallback="));
  EXPECT_THAT(Evidence(Of("NCCI.MUE", Lines("97110 x7") + ", payer: {line_of_business: medicaid}")),
              HasSubstr("|fallback="));
}

TEST_F(DescribeTest, MedicallyUnlikely) {
  const FindingText text = Of("NCCI.MUE", Lines("97110 x4; 97110 x3"));
  EXPECT_EQ(text.message,
            "97110: 7 units on 2024-05-10 exceed Medicare's limit of 6 (per day, by "
            "clinical data).");
  EXPECT_EQ(Evidence(text),
            "procedure_code=97110|units=7|mue=6|mai=3|date=2024-05-10|rationale=Policy|"
            "table=ncci_mue_practitioner|release=2024Q2");
  EXPECT_EQ(text.field, "service_lines[0].units");
  EXPECT_THAT(text.line_numbers, ElementsAre(1, 2));
  EXPECT_THAT(Evidence(Of("NCCI.MUE", Lines("97110 x35 2024-05-06..2024-05-10"))),
              HasSubstr("|date=2024-05-06 to 2024-05-10|"));
}

// Domain 2.3
TEST_F(DescribeTest, FixesForUnits) {
  const struct {
    const char* why;
    std::string claim;
    std::vector<std::string> fixes;
  } kCases[] = {
      {"clinical", Lines("97110 x7"), {"set_units 6 1", "review 1?"}},
      {"a slip of ten times", Lines("97110 x60"), {"review 1", "set_units 6 1", "review 1?"}},
      {"more than three times", Lines("97110 x19"), {"review 1", "set_units 6 1", "review 1?"}},
      {"three times", Lines("97110 x18"), {"set_units 6 1", "review 1?"}},
      {"minutes in the units",
       Lines("97110 x15 {minutes: 15}"),
       {"review 1", "set_units 6 1", "review 1?"}},
      {"by policy", Lines("27447 x2"), {"set_units 1 1"}},
      {"both sides", Lines("27447-RT; 27447-LT"), {"review 50 1?", "set_units 1 1"}},
      {"both sides in a surgical center",
       Lines("27447-RT; 27447-LT") + ", place_of_service: \"24\"",
       {"set_units 1 1"}},
      {"by line", Lines("J7192 x22001"), {"review 1?"}},
  };
  for (const auto& test : kCases)
    EXPECT_EQ(Fixes(Of("NCCI.MUE", test.claim)), test.fixes) << test.why;
  const FindingText zero = Of("NCCI.MUE.ZERO", Lines("A4253"));
  EXPECT_THAT(Fixes(zero), ElementsAre("review 1"));
  EXPECT_THAT(zero.message, HasSubstr("A4253 is not payable in this setting"));
}

TEST_F(DescribeTest, AddOns) {
  const FindingText text = Of("NCCI.AOC", Lines("11045"));
  EXPECT_EQ(text.message,
            "Add-on 11045 needs one of these by the same provider on 2024-05-10: 11042.");
  EXPECT_EQ(Evidence(text),
            "procedure_code=11045|type=1|primaries=11042|date=2024-05-10|table=ncci_aoc|"
            "release=2024Q3");
  EXPECT_THAT(Fixes(text), ElementsAre("add_line 11042 0?", "review 1", "remove_line 1"));
  EXPECT_THAT(Evidence(Of("NCCI.AOC", Lines("22614"))),
              HasSubstr("primaries=22600, 22610, 22612, 22630, 22633 and 1 more|"));
  EXPECT_THAT(Evidence(Of("NCCI.AOC.NO_PRIMARY_ANY", Lines("99100"))),
              HasSubstr("primaries=a procedure the payer accepts|"));
  EXPECT_THAT(Fixes(Of("NCCI.AOC.PRIOR_DAY", Lines("99291 2024-05-09; 99292"))),
              ElementsAre("review 2?"));
  EXPECT_THAT(Fixes(Of("NCCI.AOC.LATERALITY", Lines("11042-LT; 11045-RT"))),
              ElementsAre("review 2?"));
}

TEST_F(DescribeTest, ProviderNumbers) {
  const FindingText bad = Of("PROV.NPI_LUHN", "billing: {npi: \"1234567890\"}");
  EXPECT_EQ(bad.message,
            "NPI 1234567890 (billing) fails the check digit: a digit is wrong or two are swapped.");
  EXPECT_EQ(Evidence(bad), "npi=1234567890|places=billing.npi");
  EXPECT_EQ(bad.field, "billing.npi");
  EXPECT_THAT(Fixes(bad), ElementsAre("set_field 0"));
  const FindingText missing = Of("PROV.NPI_MISSING", "billing: ~");
  EXPECT_EQ(missing.field, "billing.npi");
  EXPECT_EQ(missing.fixes[0].text, "fill in billing.npi");
  const FindingText many =
      Of("PROV.NPI_LUHN",
         "service_facility: {npi: \"1234567890\"}, rendering: {npi: "
         "\"1234567890\"}, lines: [{rendering: {npi: \"1234567890\"}}, {}, "
         "{rendering: {npi: \"1234567890\"}, ordering: {npi: \"1234567890\"}}]");
  EXPECT_THAT(std::string(many.message),
              HasSubstr("(rendering and on lines 1, 3; service facility; ordering on line 3)"));
  EXPECT_THAT(Evidence(many), HasSubstr("places=rendering.npi, service_facility.npi, "
                                        "service_lines[0].rendering.npi, "
                                        "service_lines[2].rendering.npi, "
                                        "service_lines[2].ordering.npi"));
}

TEST(DescribeRuleTest, WhatIsAbsentIsSaidInWords) {
  World world(OneRuleset(R"(
rules:
  - id: BASE.A
    title: T
    severity: deny
    when: {charge_cents: {equals: 0.00}}
    message: "{procedure_code} on {service_date} in {place_of_service}"
    examples: [{fires: {}}, {clear: {}}]
)"));
  const auto texts =
      world.Describe("lines: [{charge_cents: 0, procedure_code: ~, service_date: ~}]");
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "a service without a code on an unstated day in none");
}

TEST(DescribeRuleTest, TheNextDateIsTheFirstOutsideOfTheWindow) {
  World world(OneRuleset(R"(
rules:
  - id: BASE.A
    title: T
    severity: deny
    parameters: {months: 11}
    when: {procedure_code: "99213"}
    with_history: {procedure_code: "99213", days_before: {at_least: 1}, within_calendar_months: $months}
    message: "last {with_history.service_date}, next {with_history.next_date}"
    examples: [{fires: {}}, {clear: {}}]
)"));
  const auto texts = world.Describe(
      Lines("99213") +
      ", history: [{status: paid, line: {procedure_code: 99213, service_date: 2023-05-31}},"
      " {status: paid, line: {procedure_code: 99213, service_date: 2023-06-20}}]");
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "last 2023-06-20, next 2024-06-01");
}

TEST(DescribeRuleTest, AnAuthorsMessageAndFixes) {
  World world(OneRuleset(R"(
rules:
  - id: BASE.A
    title: T
    severity: advise
    for: line
    when: {procedure_code: "99213"}
    with_line: {procedure_code: "11102"}
    message: "{procedure_code} of {service_date} ({claim_id}) beside {with_line.procedure_code} x {with_line.units}, modifiers {modifiers}"
    fix:
      - {add_modifier: "25", if_documented: "a separate visit"}
      - {remove_line: true}
      - {add_line: "99214"}
      - {set_units: 2}
      - {set_field: {place_of_service: "11"}}
      - {review: "look at both"}
    denial: {carc: "97", rarc: ["M144"]}
    source: {title: "A manual", section: "I.D", url: "https://example.org/"}
    examples: [{fires: {}}, {clear: {}}]
)"));
  const auto texts = world.Describe(Lines("99213; 11102 x2.5 {line_number: 5}") + ", claim_id: C1");
  ASSERT_EQ(texts.size(), 1u);
  const FindingText& text = texts[0];
  EXPECT_EQ(text.message, "99213 of 2024-05-10 (C1) beside 11102 x 2.5, modifiers none");
  EXPECT_EQ(text.field, "service_lines[0]");
  EXPECT_THAT(text.related_line_numbers, ElementsAre(5));
  EXPECT_EQ(text.source->section, "I.D");
  EXPECT_THAT(*text.rarc, ElementsAre("M144"));
  std::vector<std::string> fixes;
  for (const FixText& fix : text.fixes) fixes.push_back(fix.text);
  EXPECT_THAT(fixes,
              ElementsAre("add modifier 25 to line 1 if the record shows a separate visit",
                          "remove line 1", "add a line with 99214", "set the units of line 1 to 2",
                          "set place_of_service=11 on line 1", "look at both"));
  EXPECT_TRUE(text.fixes[0].requires_documentation);
  EXPECT_FALSE(text.fixes[1].requires_documentation);
  ASSERT_EQ(text.evidence.size(), 4u);
  EXPECT_EQ(text.evidence[0].first, "procedure_code");
  EXPECT_EQ(text.evidence[0].second, "99213");
}

TEST(DescribeGapTest, SaysWhyAndWhatToDo) {
  Claim claim;
  claim.unreadable.push_back({"patient.birth_date", "is no date", -1});
  const auto table = [](TableSlot slot) { return static_cast<int32_t>(slot); };
  const struct {
    GapReason reason;
    int32_t argument;
    const char* expected;
  } kCases[] = {
      {GapReason::kMissingField, 0, "missing_field: the claim has no line_number"},
      {GapReason::kMissingTable, table(TableSlot::kMueDme),
       "missing_table: ncci_mue_dme is not loaded; import it with `scrub tables import SOURCE... "
       "--into DIR`"},
      {GapReason::kMissingTable, table(SlotOf(ReferenceId::kPhysicianFeeSchedule)),
       "missing_table: mpfs is not loaded; import it with `scrub tables import SOURCE... --into "
       "DIR`"},
      {GapReason::kTypeOfBill, 0,
       "type_of_bill: it selects no table; correct it or let a layer name the table"},
      {GapReason::kClaimType, 0,
       "claim_type: the claim says neither PROFESSIONAL nor INSTITUTIONAL"},
      {GapReason::kServiceDate, 0, "service_date: no date of service that can be read"},
      {GapReason::kUnits, 0, "units: no units that can be read"},
      {GapReason::kProcedureCode, 0, "procedure_code: no procedure code that can be read"},
      {GapReason::kUnreadable, 0, "unreadable: patient.birth_date is no date"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(DescribeGap(claim, {.reason = test.reason, .argument = test.argument}),
              test.expected);
  }
  for (GapReason reason : {GapReason::kSampleTable, GapReason::kNoRelease}) {
    const std::string words =
        DescribeGap(claim, {.reason = reason, .argument = table(TableSlot::kMuePractitioner)});
    EXPECT_THAT(words, HasSubstr("ncci_mue_practitioner"));
    EXPECT_THAT(words, HasSubstr("scrub tables import"));
  }
}

}  // namespace
}  // namespace scrubline
