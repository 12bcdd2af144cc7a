// Domain 6.2 and R16: how a claim arranges its diagnoses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kFlags = {
    "mce_diagnoses",
    {"diagnosis,manifestation,unacceptable_principal,external_cause", "D63.1,yes,no,no",
     "N18.4,no,no,no", "Z00.00,no,yes,no", "W19.XXXA,no,yes,yes", "S52.501A,no,no,no",
     "I10,no,no,no", "E11.9,no,no,no", "Y99.0,no,no,no"}};

RuleFiles Rules() {
  RuleFiles files;
  for (auto& [path, text] : ShippedRules({"coding"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("diagnosis_order.yaml"))
      files[path] = text;
  }
  return files;
}

// Diagnoses apart by blanks; all of them pointed to by the line.
std::string Pointed(const std::string& codes, const std::string& pointers) {
  std::string list;
  std::istringstream words(codes);
  for (std::string code; words >> code;) list += "{code: " + code + "}, ";
  return "diagnoses: [" + list + "], " + Lines("99213 {diagnosis_pointers: [" + pointers + "]}");
}
std::string Stay(const std::string& bill, const std::string& diagnoses) {
  return "type: institutional, type_of_bill: \"" + bill +
         "\", statement_from: 2024-05-08, statement_through: 2024-05-10, diagnoses: [" + diagnoses +
         "], " + Lines("{revenue_code: \"0120\"}");
}

class DiagnosisOrderTest : public testing::Test {
 protected:
  DiagnosisOrderTest() : world_(Rules(), {kFlags}) {}
  std::string Run(const std::string& claim) { return world_.Run(claim); }
  World world_;
};

TEST_F(DiagnosisOrderTest, X9PointersAreToDiagnosesOfTheClaim) {
  EXPECT_EQ(Run(Pointed("I10", "1")), "");
  EXPECT_EQ(Run(Pointed("I10", "2")), "DX.PTR reject 1");
  EXPECT_EQ(Run(Pointed("I10", "12")), "DX.PTR reject 1");
  EXPECT_EQ(Run(Pointed("I10 E11.9", "1, 2, 1")), "DX.PTR reject 1");
  EXPECT_EQ(Run(Pointed("I10", "")), "DX.PTR reject 1");
  EXPECT_EQ(Run(Pointed("I10 E11.9 N18.4 S52.501A Z00.00", "1, 2, 3, 4, 5")), "DX.PTR reject 1");
  EXPECT_EQ(Run("frequency_code: \"8\", " + Pointed("I10", "2")), "DX.PTR reject 1")
      << "a void claim has a form too (R17)";
  EXPECT_EQ(Run(Lines("99213")), "") << "without diagnoses that is another rule's";
}

TEST_F(DiagnosisOrderTest, APointerOfNoneIsToNone) {
  const auto claim = MakeClaim(Pointed("I10", "1"));
  const_cast<Claim&>(*claim).service_lines[0].diagnosis_pointers[0] = 0;
  EXPECT_EQ(ToText(world_.snapshot(), *claim, world_.Evaluate(*claim)), "DX.PTR reject 1");
  const_cast<Claim&>(*claim).unreadable.push_back({"diagnoses[1].code", "is no code", -1});
  EXPECT_EQ(ToText(world_.snapshot(), *claim, world_.Evaluate(*claim)), "? unreadable claim")
      << "what a pointer means is not known then";
}

TEST_F(DiagnosisOrderTest, TheMessageSaysWhatIsWrongWithThePointers) {
  const auto message = [this](const std::string& claim) {
    const std::vector<FindingText> texts = world_.Describe(claim);
    return texts.empty() ? "" : std::string(texts.front().message);
  };
  EXPECT_THAT(message(Pointed("I10", "2")),
              testing::HasSubstr("points to diagnosis 2, which is not on the claim (diagnoses: 1"));
  EXPECT_THAT(message(Pointed("I10", "")), testing::HasSubstr("points to no diagnosis"));
  EXPECT_THAT(message(Pointed("I10", "1, 1")), testing::HasSubstr("diagnosis 1 twice"));
}

TEST_F(DiagnosisOrderTest, DiagnosesThatNoLinePointsTo) {
  EXPECT_EQ(Run(Pointed("I10 E11.9 N18.4", "1")), "DX.PTR_UNUSED advise claim");
  EXPECT_EQ(Run(Stay("0131", "{code: I10, role: principal}, {code: E11.9}")), "");
}

TEST_F(DiagnosisOrderTest, NoneTwiceInOneList) {
  EXPECT_EQ(Run(Pointed("I10 E11.9 I10", "1, 2, 3")), "DX.DUP reject claim");
  EXPECT_EQ(Run(Stay("0111", "{code: I10, role: principal}, {code: I10, role: admitting}")), "");
  EXPECT_EQ(Run(Stay("0111", "{code: I10, role: principal}, {code: I10, role: other}")),
            "DX.DUP reject claim");
}

TEST_F(DiagnosisOrderTest, PlacesForDiagnoses) {
  std::string codes;
  for (int i = 0; i < 12; ++i)
    codes += "A0" + std::to_string(i % 10) + "." + std::to_string(i) + " ";
  EXPECT_THAT(Run(Pointed(codes, "1")), testing::Not(testing::HasSubstr("DX.COUNT")));
  EXPECT_THAT(Run(Pointed(codes + "I10", "1")), testing::HasSubstr("DX.COUNT reject claim"));
  // Institutional claims have 25 places for those treated, and others for the rest.
  const auto stay = MakeClaim(Stay("0131", "{code: I10, role: principal}"));
  std::vector<Diagnosis>& diagnoses = const_cast<Claim&>(*stay).diagnoses;
  for (char c = 'A'; c < 'A' + 24; ++c)
    diagnoses.push_back({*Code::Parse("B1" + std::string(1, c)), DiagnosisRole::kOther});
  diagnoses.push_back({Code::Of("I10"), DiagnosisRole::kAdmitting});
  EXPECT_EQ(ToText(world_.snapshot(), *stay, world_.Evaluate(*stay)), "");
  diagnoses.push_back({Code::Of("E119"), DiagnosisRole::kOther});
  EXPECT_EQ(ToText(world_.snapshot(), *stay, world_.Evaluate(*stay)), "DX.COUNT reject claim");
}

TEST_F(DiagnosisOrderTest, X4AnExternalCauseIsNeverFirst) {
  EXPECT_EQ(Run(Pointed("W19.XXXA S52.501A", "2, 1")), "DX.ECODE_FIRST reject claim");
  EXPECT_EQ(Run(Pointed("S52.501A W19.XXXA", "1, 2")), "");
  EXPECT_EQ(Run(Pointed("Y99.0 S52.501A", "2, 1")), "") << "the list says that it is none";
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Pointed("Y99.0 S52.501A", "2, 1")),
            "DX.ECODE_FIRST reject claim; DX.MANIF_FIRST? missing_table claim")
      << "without the list the range decides (R16)";
  EXPECT_EQ(Run(Stay("0131", "{code: I10, role: other}, {code: W19.XXXA, role: principal}")),
            "DX.ECODE_FIRST reject claim");
  EXPECT_EQ(Run(Stay("0131", "{code: W19.XXXA, role: external_cause}, {code: I10, role: other}")),
            "")
      << "none is the principal one";
}

TEST_F(DiagnosisOrderTest, X3AManifestationIsNeverFirst) {
  EXPECT_EQ(Run(Pointed("D63.1 N18.4", "2, 1")), "DX.MANIF_FIRST warn claim");
  EXPECT_EQ(Run(Pointed("N18.4 D63.1", "1, 2")), "");
  EXPECT_EQ(Run(Pointed("N18.4 D63.1", "2, 1")), "DX.MANIF_FIRST warn 1") << "nor on a line";
  EXPECT_EQ(Run(Stay("0131", "{code: D63.1, role: principal}, {code: N18.4}")),
            "DX.MANIF_FIRST reject claim");
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Pointed("123 D63.1", "2, 1")), "DX.MANIF_FIRST? missing_table claim")
      << "of a line's first diagnosis too";
}

TEST_F(DiagnosisOrderTest, WhatLayersSayOfACodeHoldsForALineThatLeadsWithAManifestation) {
  RuleFiles files = Rules();
  files["codes/ruleset.yaml"] =
      "id: codes\nversion: 1\nlanguage: 1\ntitle: Codes\nlayer: payer\nscope: {payers: [CODES]}\n";
  files["codes/overrides.yaml"] =
      "overrides:\n  - {id: CODES-1, select: {rule: DX.MANIF_FIRST, codes: [\"99213\"]}, "
      "suppress: true, reason: contract, owner: a@b.example}\n";
  World world(files, {kFlags});
  const std::string claim = Pointed("N18.4 D63.1", "2, 1");
  EXPECT_EQ(world.Run("payer: {id: CODES}, " + claim), "");
  EXPECT_EQ(world.Run("payer: {id: OTHER}, " + claim), "DX.MANIF_FIRST warn 1");
}

TEST_F(DiagnosisOrderTest, X7UnacceptablePrincipalsAreOfInpatientStaysAlone) {
  EXPECT_EQ(Run(Pointed("Z00.00", "1")), "");
  EXPECT_EQ(Run(Stay("0131", "{code: Z00.00, role: principal}")), "");
  EXPECT_EQ(Run(Stay("0111", "{code: Z00.00, role: principal}")), "DX.UNACCEPT_PDX reject claim");
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Stay("0111", "{code: Z00.00, role: principal}")),
            "DX.MANIF_FIRST? missing_table claim; DX.UNACCEPT_PDX? missing_table claim");
}

TEST_F(DiagnosisOrderTest, ASequelaComesAfterWhatItLeft) {
  EXPECT_EQ(Run(Pointed("S52.501S", "1")), "DX.SEQUELA advise claim");
  EXPECT_EQ(Run(Pointed("S52.501S M25.531", "1, 2")), "");
  EXPECT_EQ(Run(Pointed("M25.531 S52.501S", "1, 2")), "");
  EXPECT_EQ(Run(Pointed("S52.501A", "1")), "");
}

}  // namespace
}  // namespace scrubline
