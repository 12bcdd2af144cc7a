// Domain 12.3 by rows of compile/root_causes.h; PTP's are in evaluator_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

// YAML rules under names of the table stand in for edits that need tables.
std::string Rule(const std::string& id, const std::string& when, const std::string& severity) {
  return "  - id: " + id + "\n    title: t\n    severity: " + severity + "\n    when: " + when +
         "\n    message: m\n";
}
const std::string kOf99213 = "{procedure_code: \"99213\"}";

std::string FindingsOf(const std::string& rules, const std::string& claim) {
  World world(OneRuleset("rules:\n" + rules));
  return world.Run(claim);
}

TEST(RootCauseTest, ACodeThatSaysNothingExplainsWhatItsMeaningWouldBring) {
  const std::string rules = Rule("CODE.TERM", kOf99213, "reject") +
                            Rule("COMP.X", kOf99213, "warn") + Rule("MOD.PCTC", kOf99213, "deny") +
                            Rule("MOD.SYNTAX", kOf99213, "reject");
  EXPECT_EQ(FindingsOf(rules, Lines("99213")),
            "CODE.TERM reject 1 (MOD.PCTC deny 1; COMP.X warn 1); MOD.SYNTAX reject 1");
  EXPECT_EQ(FindingsOf(rules + Rule("MN.Y", "{procedure_code: \"99214\"}", "warn"),
                       Lines("99213; 99214")),
            "CODE.TERM reject 1 (MOD.PCTC deny 1; COMP.X warn 1); MOD.SYNTAX reject 1; MN.Y warn 2")
      << "of its own line only";
}

TEST(RootCauseTest, ARepeatedLineExplainsItsNcciEdits) {
  const std::string rules = Rule("DUP.EXACT", kOf99213, "deny") +
                            Rule("NCCI.AOC", kOf99213, "deny") + Rule("UNIT.X", kOf99213, "warn");
  EXPECT_EQ(FindingsOf(rules, Lines("99213")), "DUP.EXACT deny 1 (NCCI.AOC deny 1); UNIT.X warn 1");
}

TEST(RootCauseTest, AnExpectedDenialExplainsIt) {
  const std::string rules =
      Rule("MN.GZ", "{modifiers: \"GZ\"}", "warn") + Rule("FREQ.X", kOf99213, "deny");
  EXPECT_EQ(FindingsOf(rules, Lines("99213-GZ")), "MN.GZ warn 1 (FREQ.X deny 1)");
  EXPECT_EQ(FindingsOf(rules, Lines("99213")), "FREQ.X deny 1");
}

TEST(RootCauseTest, WhyACodeIsNotPaidIsSaidOnceAndNeverMoreMildly) {
  const std::string zero = Rule("NCCI.MUE.ZERO", kOf99213, "deny");
  EXPECT_EQ(FindingsOf(Rule("MPFS.BUNDLED", kOf99213, "deny") + zero, Lines("99213")),
            "MPFS.BUNDLED deny 1 (NCCI.MUE.ZERO deny 1)");
  EXPECT_EQ(FindingsOf(Rule("MPFS.BUNDLED", kOf99213, "advise") + zero, Lines("99213")),
            "NCCI.MUE.ZERO deny 1; MPFS.BUNDLED advise 1");
  EXPECT_EQ(FindingsOf(Rule("CODE.STATUS_LOB", kOf99213, "deny") +
                           Rule("MPFS.NOT_VALID", kOf99213, "deny") + zero,
                       Lines("99213")),
            "CODE.STATUS_LOB deny 1 (MPFS.NOT_VALID deny 1; NCCI.MUE.ZERO deny 1)");
}

TEST(RootCauseTest, WhatToBillInsteadIsSaidBeforeThatACodeIsNotPaid) {
  EXPECT_EQ(FindingsOf(Rule("CODE.STATUS_LOB", kOf99213, "deny") +
                           Rule("MPFS.NOT_VALID", kOf99213, "deny") +
                           Rule("MEDICARE.VISIT.CONSULTATION", kOf99213, "deny"),
                       Lines("99213")),
            "MEDICARE.VISIT.CONSULTATION deny 1 (CODE.STATUS_LOB deny 1; MPFS.NOT_VALID deny 1)");
}

TEST(RootCauseTest, APointerThatLeadsNowhereIsNotAlsoUncovered) {
  EXPECT_EQ(FindingsOf(Rule("DX.PTR", kOf99213, "reject") +
                           Rule("MN.NOT_COVERED", "{procedure_code: \"99213-99214\"}", "deny"),
                       Lines("99213; 99214")),
            "DX.PTR reject 1 (MN.NOT_COVERED deny 1); MN.NOT_COVERED deny 2");
}

TEST(RootCauseTest, AChargeOfZeroIsNotAlsoTooLow) {
  EXPECT_EQ(FindingsOf(Rule("CHG.ZERO", kOf99213, "reject") + Rule("CHG.LOW", kOf99213, "advise") +
                           Rule("MN.GA_NCCI", "{procedure_code: \"99214\"}", "warn") +
                           Rule("MN.GA_UNNEEDED", "{procedure_code: \"99214\"}", "advise"),
                       Lines("99213; 99214")),
            "CHG.ZERO reject 1 (CHG.LOW advise 1); MN.GA_NCCI warn 2 (MN.GA_UNNEEDED advise 2)");
}

TEST(RootCauseTest, AFacilitysOwnServiceAndAModifierAreNamedOnce) {
  EXPECT_EQ(FindingsOf(Rule("MPFS.TECHNICAL_ONLY", kOf99213, "deny") +
                           Rule("POS.NOT_IN_FACILITY", kOf99213, "warn") +
                           Rule("MOD.MULT", kOf99213, "warn") +
                           Rule("MOD.MULT.MEDICARE", kOf99213, "advise"),
                       Lines("99213")),
            "MPFS.TECHNICAL_ONLY deny 1 (POS.NOT_IN_FACILITY warn 1); MOD.MULT warn 1 "
            "(MOD.MULT.MEDICARE advise 1)");
}

TEST(RootCauseTest, WhatIsExplainedExplainsNothing) {
  const std::string rules = Rule("CODE.TERM", kOf99213, "reject") +
                            Rule("MN.GZ", kOf99213, "warn") + Rule("FREQ.X", kOf99213, "deny");
  EXPECT_EQ(FindingsOf(rules, Lines("99213")), "CODE.TERM reject 1 (FREQ.X deny 1; MN.GZ warn 1)");
}

// A diagnosis in the tables of the code set, the notes and the policies.
const std::vector<TestTable> kTables = {
    {"icd10cm",
     {"diagnosis,billable,side", "E11,no,", "E11.9,yes,", "E10.9,yes,", "M25.569,yes,U"}},
    {"icd10cm_notes", {"diagnosis,excludes1", "E11,E10*"}},
    {"mce_diagnoses", {"diagnosis,pediatric", "E11,yes", "E11.9,yes", "E10.9,no"}},
    {"hcpcs", {"procedure_code,from", "G0438,2011-01-01"}},
    {"code_calendar", {"procedure_code,from", "83036,1990-01-01", "99213,1990-01-01"}},
    {"mpfs", {"procedure_code,status", "83036,X", "99213,A"}},
    {"coverage_policies", {"procedure_code,policy,kind,covered", "83036,P1,PAYER,R73*"}}};

TEST(RootCauseTest, ADiagnosisThatIsNoneExplainsWhatIsSaidOfIt) {
  World world(ShippedRules({"coding"}), kTables);
  const std::string claim =
      "patient: {birth_date: 1960-01-01, sex: male}, diagnoses: [{code: E11}, {code: E10.9}], " +
      Lines("83036 {diagnosis_pointers: [1, 2]}");
  const std::string text = world.Run(claim);
  EXPECT_THAT(text, HasSubstr("DX.NOT_BILLABLE reject claim ("));
  EXPECT_THAT(
      text.substr(text.find('('), text.find(')')),
      testing::AllOf(HasSubstr("MN.NOT_COVERED"), HasSubstr("DX.AGE"), HasSubstr("DX.EXCL1")));
  EXPECT_THAT(text.substr(text.find(')')), testing::Not(HasSubstr("DX.EXCL1")));
  const std::string complete =
      "patient: {birth_date: 1960-01-01, sex: male}, diagnoses: [{code: E11.9}, {code: E10.9}], " +
      Lines("83036 {diagnosis_pointers: [1, 2]}");
  EXPECT_EQ(world.Run(complete), "MN.NOT_COVERED deny 1; DX.AGE warn claim; DX.EXCL1 warn claim");
}

TEST(RootCauseTest, ADiagnosisIsItselfWhereverItStands) {
  World world(ShippedRules({"coding"}), kTables);
  EXPECT_THAT(world.Run("patient: {birth_date: 1960-01-01, sex: male}, diagnoses: [{code: E11}, "
                        "{code: E11}], " +
                        Lines("83036 {diagnosis_pointers: [2]}")),
              HasSubstr("DX.NOT_BILLABLE reject claim (MN.NOT_COVERED deny 1"));
}

TEST(RootCauseTest, AnUnspecifiedSideIsSaidOnce) {
  World world(ShippedRules({"coding"}), kTables);
  EXPECT_THAT(world.Run("patient: {birth_date: 1960-01-01, sex: male}, diagnoses: [{code: "
                        "M25.569}], " +
                        Lines("99213-LT {diagnosis_pointers: [1]}")),
              HasSubstr("MOD.LATERALITY advise 1 (DX.UNSPEC advise claim)"));
}

}  // namespace
}  // namespace scrubline
