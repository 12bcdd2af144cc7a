// Domain 6.1 and 6.2: diagnosis codes by themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::Contains;
using testing::Pair;

const TestTable kCodes = {"icd10cm",
                          {"diagnosis,billable",
                           "release FY2021 2020-10-01 2021-09-30",
                           "M54.5,yes",
                           "I10,yes",
                           "Z00.00,yes",
                           "release FY2022 2021-10-01 2022-09-30",
                           "M54,no",
                           "M54.5,no",
                           "M54.50,yes",
                           "M54.51,yes",
                           "M54.59,yes",
                           "I10,yes",
                           "Z00.00,yes",
                           "E11,no",
                           "E11.00,yes",
                           "E11.01,yes",
                           "E11.9,yes",
                           "S52,no",
                           "S52.5,no",
                           "S52.50,no",
                           "S52.501,no",
                           "S52.501A,yes",
                           "S52.501B,yes",
                           "S52.501D,yes",
                           "T14.9,no",
                           "T14.90,no",
                           "T14.90XA,yes",
                           "T14.91,no",
                           "T14.91XA,yes",
                           "T14.91XD,yes",
                           "D63.1,yes",
                           "N18.4,yes"}};

// The rules of this algorithm alone.
RuleFiles Rules() {
  RuleFiles files;
  for (auto& [path, text] : ShippedRules({"coding"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("diagnosis_codes.yaml"))
      files[path] = text;
  }
  return files;
}

std::string Claim(const std::string& diagnoses, const std::string& lines) {
  return "diagnoses: [" + diagnoses + "], " + Lines(lines);
}
std::string OnDay(const std::string& code, const std::string& day) {
  return Claim("{code: " + code + "}", "99213 " + day + " {diagnosis_pointers: [1]}");
}

class DiagnosisCodeTest : public testing::Test {
 protected:
  DiagnosisCodeTest() : world_(Rules(), {kCodes}) {}
  std::string Run(const std::string& claim) { return world_.Run(claim); }
  World world_;
};

TEST_F(DiagnosisCodeTest, TheFormOfACode) {
  EXPECT_EQ(Run(OnDay("25000", "2022-01-05")), "DX.FORMAT reject claim");
  EXPECT_EQ(Run(OnDay("I1", "2022-01-05")), "DX.FORMAT reject claim");
  EXPECT_EQ(Run(OnDay("I_0", "2022-01-05")), "DX.FORMAT reject claim");
  EXPECT_EQ(Run(OnDay("I1C", "2022-01-05")), "DX.FORMAT reject claim");
  EXPECT_EQ(Run(OnDay("S52501AB", "2022-01-05")), "DX.FORMAT reject claim");
  EXPECT_EQ(Run("frequency_code: \"8\", " + OnDay("25000", "2022-01-05")), "DX.FORMAT reject claim")
      << "a void claim has a form too (R17)";
}

TEST_F(DiagnosisCodeTest, TheSecondCharacterMayBeALetter) {
  World world(Rules(), {{"icd10cm", {"diagnosis,billable", "QA0.0101,yes"}}});
  EXPECT_EQ(world.Run(OnDay("QA0.0101", "2025-10-05")), "") << "since FY2026";
  EXPECT_EQ(world.Run(OnDay("QA0.0102", "2025-10-05")), "DX.UNKNOWN reject claim");
}

TEST_F(DiagnosisCodeTest, X1ACategoryIsNoCode) {
  EXPECT_EQ(Run(OnDay("E11", "2022-01-05")), "DX.NOT_BILLABLE reject claim");
  const std::vector<FindingText> texts = world_.Describe(OnDay("E11", "2022-01-05"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].evidence, Contains(Pair("children", "E11.00, E11.01, E11.9")));
  EXPECT_EQ(texts[0].field, "diagnoses[0].code");
}

TEST_F(DiagnosisCodeTest, X2OnlyThe7thCharacterIsMissing) {
  EXPECT_EQ(Run(OnDay("S52.501", "2022-01-05")), "DX.7TH reject claim");
  EXPECT_EQ(Run(OnDay("T14.91", "2022-01-05")), "DX.7TH reject claim") << "padded with X";
  EXPECT_EQ(Run(OnDay("S52.50", "2022-01-05")), "DX.NOT_BILLABLE reject claim")
      << "more than that is missing";
  const std::vector<FindingText> texts = world_.Describe(OnDay("S52.501", "2022-01-05"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].evidence, Contains(Pair("seventh_characters", "A, B, D")));
  TestTable many = {"icd10cm", {"diagnosis,billable", "S82.233,no"}};
  for (const char seventh : std::string("ABCDEFGHJKMNPQRS")) {
    many.rows.push_back(std::string("S82.233") + seventh + ",yes");
  }
  const std::vector<FindingText> long_list =
      World(Rules(), {many}).Describe(OnDay("S82.233", "2022-01-05"));
  ASSERT_EQ(long_list.size(), 1u);
  EXPECT_THAT(
      long_list[0].evidence,
      Contains(Pair("seventh_characters", "A, B, C, D, E, F, G, H, J, K, M, N, P, Q, R, S")))
      << "all, though only ten codes are named";
}

TEST_F(DiagnosisCodeTest, ACodeCutShortIsIncompleteNotUnknown) {
  EXPECT_EQ(Run(OnDay("T14.91X", "2022-01-05")), "DX.7TH reject claim");
  EXPECT_EQ(Run(OnDay("D63", "2022-01-05")), "DX.NOT_BILLABLE reject claim");
  EXPECT_EQ(Run(OnDay("Q99.9", "2022-01-05")), "DX.UNKNOWN reject claim");
}

TEST_F(DiagnosisCodeTest, CodesAreOfTheirFiscalYear) {
  EXPECT_EQ(Run(OnDay("M54.5", "2021-09-30")), "");
  EXPECT_EQ(Run(OnDay("M54.5", "2021-10-01")), "DX.NOT_BILLABLE reject claim")
      << "it became a header";
  EXPECT_EQ(Run(OnDay("M54.50", "2021-09-30")), "DX.DATE reject claim");
  EXPECT_EQ(Run(OnDay("M54.50", "2021-10-01")), "");
}

TEST_F(DiagnosisCodeTest, TheEarliestLineThatPointsToItDecides) {
  EXPECT_EQ(Run(Claim("{code: M54.50}, {code: I10}",
                      "99213 2021-09-30 {diagnosis_pointers: [2]}; 97110 2021-10-01 "
                      "{diagnosis_pointers: [1, 2]}")),
            "");
  EXPECT_EQ(Run(Claim("{code: M54.50}, {code: I10}",
                      "99213 2021-09-30 {diagnosis_pointers: [2]}; 97110 2021-10-01 "
                      "{diagnosis_pointers: [2]}")),
            "DX.DATE reject claim")
      << "unpointed: the earliest of the claim";
  EXPECT_EQ(
      Run(Claim("{code: M54.50}, {code: M54.50}", "99213 2021-09-30 {diagnosis_pointers: [1]}")),
      "DX.DATE reject claim")
      << "once";
}

TEST_F(DiagnosisCodeTest, InstitutionalClaimsGoByTheirStatement) {
  const std::string dates = ", statement_from: 2021-09-28, statement_through: 2021-10-02, ";
  EXPECT_EQ(Run("type: institutional, type_of_bill: \"0131\"" + dates +
                Claim("{code: M54.50}", "99213 2021-10-01")),
            "DX.DATE reject claim");
  EXPECT_EQ(Run("type: institutional, type_of_bill: \"0111\"" + dates +
                Claim("{code: M54.50}", "99213 2021-09-28")),
            "")
      << "inpatient by the day of discharge";
  EXPECT_EQ(Run("type: institutional, type_of_bill: \"0111\", statement_from: 2021-09-28, " +
                Claim("{code: M54.50}", "99213 2021-09-28")),
            "DX.7TH? service_date claim; DX.DATE? service_date claim; DX.NOT_BILLABLE? "
            "service_date claim; DX.UNKNOWN? service_date claim");
}

TEST_F(DiagnosisCodeTest, ALineThatSpansTheFiscalYearNeedsCodesOfBoth) {
  EXPECT_EQ(Run(OnDay("M54.5", "2021-09-29..2021-10-02")), "DX.SPAN warn 1");
  EXPECT_EQ(Run(OnDay("I10", "2021-09-29..2021-10-02")), "");
  EXPECT_EQ(Run(OnDay("M54.5", "2021-09-28..2021-09-30")), "");
  EXPECT_EQ(Run(Claim("{code: M54.5}, {code: M54.5}",
                      "99213 2021-09-29..2021-10-02 {diagnosis_pointers: [1, 1, 2]}")),
            "DX.SPAN warn 1")
      << "once, however often the line points to it";
}

TEST_F(DiagnosisCodeTest, WithoutAReleaseNothingIsSaid) {
  const char kGaps[] =
      "DX.7TH? no_release claim; DX.DATE? no_release claim; DX.NOT_BILLABLE? no_release claim; "
      "DX.UNKNOWN? no_release claim";
  EXPECT_EQ(Run(OnDay("I10", "2023-01-05")), kGaps);
  EXPECT_EQ(Run(OnDay("I10", "2022-09-29..2022-10-02")), "DX.SPAN? no_release 1");
  World without(Rules(), {});
  EXPECT_EQ(without.Run(OnDay("I10", "2022-01-05")),
            "DX.7TH? missing_table claim; DX.DATE? missing_table claim; DX.NOT_BILLABLE? "
            "missing_table claim; DX.UNKNOWN? missing_table claim");
  EXPECT_EQ(without.Run(Lines("99213")), "") << "no diagnosis, no word";
}

}  // namespace
}  // namespace scrubline
