#include <string>

#include "gtest/gtest.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kFees = {
    "mpfs",
    {"code,component,status,pc_tc,bilateral,work_rvu,not_used_for_medicare,from,through",
     "20610,,A,0,1,0.79,no,,", "71046,,A,1,0,0.22,no,,", "71046,26,A,6,3,0.22,no,,",
     "76519,,A,,2,1.5,yes,,", "99241,,A,0,0,1,no,,2022-12-31", "99999,,A,0,0,1,no,2025-01-01,"}};

// A rule that fires on each line where `condition` holds.
RuleFiles Rule(const std::string& condition) {
  return OneRuleset("rules:\n  - {id: T.ROW, title: t, severity: warn, message: m, when: {" +
                    condition + "}}\n");
}

// Where the condition holds, and where it is not known.
std::string Ask(const std::string& condition, const std::string& claim,
                const std::vector<TestTable>& tables = {kFees}) {
  return World(Rule(condition), tables).Run(claim);
}

TEST(TableRowsTest, AColumnIsOfTheRowInForceOnTheLinesDay) {
  const std::string claim = Lines("20610; 71046; 99241; 99241 2022-12-31; 99999; 00000");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, bilateral: [\"0\"]}", claim),
            "T.ROW warn 2; T.ROW warn 4");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, bilateral: {none_of: [\"0\"]}}", claim),
            "T.ROW warn 1");
}

TEST(TableRowsTest, TheComponentBilledHasARowOfItsOwn) {
  EXPECT_EQ(
      Ask("procedure_code: {table: mpfs, pc_tc: [\"6\"]}", Lines("71046; 71046-26; 20610-26")),
      "T.ROW warn 2");
}

TEST(TableRowsTest, AllColumnsAreOfOneRow) {
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, pc_tc: [\"0\"], bilateral: [\"1\"]}",
                Lines("20610; 71046")),
            "T.ROW warn 1");
}

TEST(TableRowsTest, NumbersFlagsAndWhatIsAbsent) {
  const std::string claim = Lines("20610 x2; 71046; 76519");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, work_rvu: {more_than: 0.5}}", claim),
            "T.ROW warn 1; T.ROW warn 3");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, work_rvu: {less_than: units}}", claim),
            "T.ROW warn 1; T.ROW warn 2");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, not_used_for_medicare: true}", claim),
            "T.ROW warn 3");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, pc_tc: missing}", claim), "T.ROW warn 3");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, pc_tc: present}", claim),
            "T.ROW warn 1; T.ROW warn 2");
}

TEST(TableRowsTest, HowACodeIsListed) {
  const std::string claim = Lines("20610; 99241; 99999; 00000");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, listed: true}", claim), "T.ROW warn 1");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, listed: ended}", claim), "T.ROW warn 2");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, listed: [not_yet, never]}", claim),
            "T.ROW warn 3; T.ROW warn 4");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, listed: false}", claim),
            "T.ROW warn 2; T.ROW warn 3; T.ROW warn 4");
}

TEST(TableRowsTest, WhatTheTablesCannotTellIsNotEvaluated) {
  const std::string when = "procedure_code: {table: mpfs, listed: false}";
  EXPECT_EQ(Ask(when, Lines("20610"), {}), "T.ROW? missing_table 1");
  TestTable of_2023 = kFees;
  of_2023.rows = {"code,pc_tc", "release 2023 2023-01-01 2023-12-31", "20610,0"};
  EXPECT_EQ(Ask(when, Lines("20610; 20610 2023-05-05"), {of_2023}), "T.ROW? no_release 1");
  TestTable sample = kFees;
  sample.sample = true;
  EXPECT_EQ(Ask(when, Lines("20610; 11111"), {sample}), "T.ROW? sample_table 2");
  EXPECT_EQ(Ask(when, "lines: [{procedure_code: \"20610\", service_date: ~}]"),
            "T.ROW? service_date 1");
  EXPECT_EQ(Ask("procedure_code: {table: mpfs, work_rvu: {less_than: minutes}}", Lines("20610")),
            "T.ROW? missing_field 1");
  EXPECT_EQ(Ask("place_of_service: {table: place_of_service, facility: true}", Lines("20610"),
                {{"place_of_service", {"code,facility", "22,yes"}}}),
            "T.ROW? missing_field 1");
}

TEST(TableRowsTest, OfASetSomeMemberEveryMemberOrNone) {
  const std::vector<TestTable> modifiers = {
      {"hcpcs_modifiers", {"code,through", "RT,", "LT,", "CP,2017-12-31"}}};
  const std::string claim = Lines("20610-RT-LT; 20610-RT-CP; 20610-CP; 20610");
  EXPECT_EQ(Ask("modifiers: {table: hcpcs_modifiers, listed: ended}", claim, modifiers),
            "T.ROW warn 2; T.ROW warn 3");
  EXPECT_EQ(Ask("modifiers: {any_of: {table: hcpcs_modifiers, listed: true}}", claim, modifiers),
            "T.ROW warn 1; T.ROW warn 2");
  EXPECT_EQ(Ask("modifiers: {all_of: {table: hcpcs_modifiers, listed: true}}", claim, modifiers),
            "T.ROW warn 1; T.ROW warn 4");
  EXPECT_EQ(Ask("modifiers: {none_of: {table: hcpcs_modifiers, listed: true}}", claim, modifiers),
            "T.ROW warn 3; T.ROW warn 4");
  EXPECT_EQ(Ask("modifiers: {table: hcpcs_modifiers, listed: ended}", claim, {}),
            "T.ROW? missing_table 1,2,3");
}

TEST(TableRowsTest, DiagnosesAreTestedOnTheDayOfTheFirstLineThatPointsToThem) {
  const std::vector<TestTable> diagnoses = {
      {"icd10cm", {"code,billable,from,through", "M17.11,yes,,2024-05-10", "E11,no,,"}}};
  const std::string claim =
      "diagnoses: [{code: M17.11}, {code: E11}], lines: [{procedure_code: \"20610\", service_date: "
      "2024-05-10, diagnosis_pointers: [1]}, {procedure_code: \"20610\", service_date: 2024-05-11, "
      "diagnosis_pointers: [1, 2]}]";
  EXPECT_EQ(Ask("pointed_diagnoses: {table: icd10cm, listed: ended}", claim, diagnoses), "");
  EXPECT_EQ(Ask("pointed_diagnoses: {table: icd10cm, billable: false}", claim, diagnoses),
            "T.ROW warn 2");
  EXPECT_EQ(Ask("with_diagnosis: {code: {table: icd10cm, billable: false}}", claim, diagnoses),
            "T.ROW warn 1; T.ROW warn 2");
}

TEST(TableRowsTest, SeveralRowsOfOneKeyAndFieldsOfTheClaim) {
  const std::vector<TestTable> enrolments = {
      {"enrolments",
       {"npi,payer,status,from", "1234567893,MCR,participating,2024-01-01",
        "1234567893,ACME,opted_out,2024-01-01"}}};
  const std::string claim =
      "payer: {id: ACME, line_of_business: medicare}, rendering: {npi: \"1234567893\"}, " +
      Lines("20610");
  EXPECT_EQ(Ask("rendering.npi: {table: enrolments, payer: {same_as: payer.id}, status: opted_out}",
                claim, enrolments),
            "T.ROW warn 1");
  EXPECT_EQ(
      Ask("rendering.npi: {table: enrolments, payer: {same_as: payer.id}, status: participating}",
          claim, enrolments),
      "");
  const std::vector<TestTable> drugs = {
      {"asp_ndc", {"ndc,procedure_code,billing_units", "00000000011,J1234,10"}}};
  EXPECT_EQ(Ask("ndc: {table: asp_ndc, procedure_code: {same_as: procedure_code}}",
                Lines("J1234 {ndc: \"00000000011\"}; J9999 {ndc: \"00000000011\"}"), drugs),
            "T.ROW warn 1");
}

TEST(TableRowsTest, ListsOfCodesAndDates) {
  const std::vector<TestTable> providers = {
      {"nppes", {"npi,taxonomies,deactivated", "1234567893,207L00000X 367500000X,2024-05-01"}}};
  const std::string claim = "rendering: {npi: \"1234567893\", taxonomy_code: 367500000X}, " +
                            Lines("20610; 20610 2024-04-30");
  EXPECT_EQ(Ask("rendering.npi: {table: nppes, taxonomies: {same_as: rendering.taxonomy_code}}",
                claim, providers),
            "T.ROW warn 1; T.ROW warn 2");
  EXPECT_EQ(Ask("rendering.npi: {table: nppes, deactivated: {on_or_before: service_date}}", claim,
                providers),
            "T.ROW warn 1");
  const std::vector<TestTable> hcpcs = {
      {"hcpcs", {"code,successors", "J1111,J2222 J3333", "J4444,"}}};
  EXPECT_EQ(
      Ask("procedure_code: {table: hcpcs, successors: [\"J3*\"]}", Lines("J1111; J4444"), hcpcs),
      "T.ROW warn 1");
  EXPECT_EQ(
      Ask("procedure_code: {table: hcpcs, successors: missing}", Lines("J1111; J4444"), hcpcs),
      "T.ROW warn 2");
}

// A rule that only a table leads to is told as not evaluated where the table cannot answer, and
// only there.
TEST(TableRowsTest, CodesThatTheTableHasActivateTheRule) {
  const std::string when = "procedure_code: {table: mpfs, status: [\"B\"]}";
  const TestTable bundled = {
      "mpfs", {"code,status", "release 2024 2024-01-01 2024-12-31", "36416,B", "20610,A"}};
  EXPECT_EQ(Ask(when, Lines("36416; 20610; 11111"), {bundled}), "T.ROW warn 1");
  EXPECT_EQ(Ask(when, Lines("20610"), {bundled}), "");
  EXPECT_EQ(Ask(when, Lines("20610; 11111 2023-12-31"), {bundled}), "T.ROW? no_release 2");
  EXPECT_EQ(Ask(when, "lines: [{procedure_code: \"20610\", service_date: ~}]", {bundled}),
            "T.ROW? service_date 1");
}

}  // namespace
}  // namespace scrubline
