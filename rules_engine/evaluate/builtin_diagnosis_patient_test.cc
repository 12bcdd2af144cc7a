// Domain 6.2: diagnoses against the patient's age and sex, and unspecified ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kFlags = {
    "mce_diagnoses",
    {"diagnosis,from,through,newborn,pediatric,maternity,adult,male,female,unspecified",
     "Z00.121,,,no,yes,no,no,no,no,no", "P07.0,,,yes,no,no,no,no,no,no",
     "O80,,,no,no,yes,no,no,no,no", "N40.0,,2024-09-30,no,no,no,yes,yes,no,no",
     "N40.0,2024-10-01,,no,no,no,yes,no,no,no", "C56.1,,2024-09-30,no,no,no,no,no,yes,no",
     "I10,,,no,no,no,no,no,no,no", "J18.9,,,no,no,no,no,no,no,yes"}};
const TestTable kCodes = {
    "icd10cm",
    {"diagnosis,billable,side", "M25.569,yes,U", "M25.561,yes,R", "J18.9,yes,", "Z00.121,yes,",
     "P07.0,yes,", "O80,yes,", "N40.0,yes,", "C56.1,yes,R", "I10,yes,"}};

RuleFiles Rules(const RuleFiles& more = {}) {
  RuleFiles files = more;
  for (auto& [path, text] : ShippedRules({"coding"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("diagnosis_patient.yaml"))
      files[path] = text;
  }
  return files;
}

std::string Claim(const std::string& patient, const std::string& code, const std::string& day) {
  return "patient: {" + patient + "}, diagnoses: [{code: " + code + "}], " +
         Lines("99213 " + day + " {diagnosis_pointers: [1]}");
}
std::string Stay(const std::string& bill, const std::string& patient, const std::string& code,
                 const std::string& more = "") {
  return "type: institutional, type_of_bill: \"" + bill +
         "\", statement_from: 2024-05-08, statement_through: 2024-05-10, " + more + "patient: {" +
         patient + "}, diagnoses: [{code: " + code + ", role: principal}], " +
         Lines("{revenue_code: \"0120\"}");
}

class DiagnosisPatientTest : public testing::Test {
 protected:
  DiagnosisPatientTest() : world_(Rules(), {kFlags, kCodes}) {}
  std::string Run(const std::string& claim, bool bypassed = false) {
    return world_.Run(claim, bypassed);
  }
  World world_;
};

TEST_F(DiagnosisPatientTest, X5AgesOfDiagnoses) {
  EXPECT_EQ(Run(Claim("birth_date: 1982-01-01", "Z00.121", "2024-05-10")), "DX.AGE warn claim");
  EXPECT_EQ(Run(Claim("birth_date: 2006-05-11", "Z00.121", "2024-05-10")), "") << "17";
  EXPECT_EQ(Run(Claim("birth_date: 2006-05-10", "Z00.121", "2024-05-10")), "DX.AGE warn claim")
      << "18 that day";
  EXPECT_EQ(Run(Claim("birth_date: 2023-05-11", "P07.0", "2024-05-10")), "");
  EXPECT_EQ(Run(Claim("birth_date: 2023-05-10", "P07.0", "2024-05-10")), "DX.AGE warn claim");
  EXPECT_EQ(Run(Claim("birth_date: 2015-05-10, sex: female", "O80", "2024-05-10")), "") << "9";
  EXPECT_EQ(Run(Claim("birth_date: 2015-05-11, sex: female", "O80", "2024-05-10")),
            "DX.AGE warn claim");
  EXPECT_EQ(Run(Claim("birth_date: 1959-05-11, sex: female", "O80", "2024-05-10")), "") << "64";
  EXPECT_EQ(Run(Claim("birth_date: 1959-05-10, sex: female", "O80", "2024-05-10")),
            "DX.AGE warn claim");
  EXPECT_EQ(Run(Claim("birth_date: 2009-05-10, sex: male", "N40.0", "2024-10-10")), "") << "15";
  EXPECT_EQ(Run(Claim("birth_date: 2010-05-10, sex: male", "N40.0", "2024-05-09")),
            "DX.AGE warn claim");
}

TEST_F(DiagnosisPatientTest, MaternityAgesWereNarrowerBefore2020) {
  EXPECT_EQ(Run(Claim("birth_date: 2008-09-30, sex: female", "O80", "2019-09-30")),
            "DX.AGE warn claim")
      << "11";
  EXPECT_EQ(Run(Claim("birth_date: 2008-10-01, sex: female", "O80", "2019-10-01")), "");
  EXPECT_EQ(Run(Claim("birth_date: 2007-09-30, sex: female", "O80", "2019-09-30")), "") << "12";
}

TEST_F(DiagnosisPatientTest, InstitutionalClaimsAreRejectedByTheAgeAtAdmission) {
  EXPECT_EQ(Run(Stay("0131", "birth_date: 1982-01-01", "Z00.121")), "DX.AGE reject claim");
  EXPECT_EQ(Run(Stay("0111", "birth_date: 2006-05-08", "Z00.121", "admission_date: 2024-05-07, ")),
            "")
      << "17 at admission";
  EXPECT_EQ(Run(Stay("0111", "birth_date: 2006-05-08", "Z00.121")), "DX.AGE reject claim")
      << "18 when the statement begins";
}

TEST_F(DiagnosisPatientTest, WithoutADateOfBirthTheAgeIsNotKnown) {
  EXPECT_EQ(Run(Claim("sex: female", "O80", "2024-05-10")), "DX.AGE? missing_field claim");
  EXPECT_EQ(Run(Claim("sex: female", "I10", "2024-05-10")), "");
}

TEST_F(DiagnosisPatientTest, X6SexConflictsEndedForMedicare) {
  const std::string woman = "birth_date: 1960-01-01, sex: female";
  EXPECT_EQ(Run(Claim(woman, "N40.0", "2024-09-30")), "DX.SEX warn claim");
  EXPECT_EQ(Run(Claim(woman, "N40.0", "2024-10-01")), "");
  EXPECT_EQ(Run(Claim("birth_date: 1960-01-01, sex: male", "N40.0", "2024-09-30")), "");
  EXPECT_EQ(Run(Claim("birth_date: 1960-01-01, sex: male", "C56.1", "2024-09-30")),
            "DX.SEX warn claim");
  EXPECT_EQ(Run(Claim("birth_date: 1960-01-01, sex: other", "C56.1", "2024-09-30")), "");
  EXPECT_EQ(Run(Claim("birth_date: 1960-01-01", "C56.1", "2024-09-30")),
            "DX.SEX? missing_field claim");
  EXPECT_EQ(Run(Claim("birth_date: 2012-01-01, sex: female", "N40.0", "2024-10-01")),
            "DX.AGE warn claim")
      << "the adult rule still holds";
  EXPECT_EQ(Run(Stay("0131", woman, "N40.0")), "DX.SEX reject claim");
}

TEST_F(DiagnosisPatientTest, SexConflictsMayBeMeant) {
  const std::string woman = "birth_date: 1960-01-01, sex: female";
  EXPECT_EQ(Run(Stay("0131", woman, "N40.0", "condition_codes: [\"45\"], ")), "");
  EXPECT_EQ(Run(Stay("0131", woman, "N40.0", "condition_codes: [\"45\"], "), true),
            "DX.SEX bypassed claim");
  EXPECT_EQ(Run("patient: {" + woman + "}, diagnoses: [{code: N40.0}], " +
                Lines("99213-KX 2024-09-30 {diagnosis_pointers: [1]}")),
            "");
  EXPECT_EQ(Run("patient: {" + woman + "}, diagnoses: [{code: N40.0}, {code: I10}], " +
                Lines("99213-KX 2024-09-30 {diagnosis_pointers: [2]}; 36415 2024-09-30 "
                      "{diagnosis_pointers: [1]}")),
            "DX.SEX warn claim")
      << "the line is not about it";
}

TEST_F(DiagnosisPatientTest, OtherPayersMayKeepTheFlags) {
  World world(Rules({{"keeps/ruleset.yaml",
                      "id: keeps\nversion: 1\nlanguage: 1\ntitle: Keeps\nlayer: payer\nscope: "
                      "{payers: [KEEPS]}\n"},
                     {"keeps/overrides.yaml",
                      "overrides:\n  - {id: KEEPS-1, select: {rule: DX.SEX}, parameters: "
                      "{after_flags_ended: true, professional_severity: deny}, reason: contract, "
                      "owner: a@b.example}\n"}}),
              {kFlags, kCodes});
  const std::string claim = Claim("birth_date: 1960-01-01, sex: female", "N40.0", "2024-10-01");
  EXPECT_EQ(world.Run("payer: {id: KEEPS}, " + claim), "DX.SEX deny claim");
  EXPECT_EQ(world.Run("payer: {id: OTHER}, " + claim), "");
}

TEST_F(DiagnosisPatientTest, UnspecifiedSides) {
  EXPECT_EQ(Run(Claim("", "M25.569", "2024-05-10")), "DX.UNSPEC advise claim");
  EXPECT_EQ(Run(Claim("", "M25.561", "2024-05-10")), "");
  EXPECT_EQ(Run(Stay("0131", "", "J18.9")), "");
  EXPECT_EQ(Run(Stay("0111", "", "J18.9")), "DX.UNSPEC advise claim") << "by the editor's list";
}

TEST_F(DiagnosisPatientTest, WithoutTablesNothingIsSaid) {
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Claim("birth_date: 1960-01-01, sex: female", "N40.0", "2024-05-10")),
            "DX.AGE? missing_table claim; DX.SEX? missing_table claim; DX.UNSPEC? missing_table "
            "claim");
}

TEST_F(DiagnosisPatientTest, TheMessageNamesTheAges) {
  const std::vector<FindingText> texts =
      world_.Describe(Claim("birth_date: 1982-01-01", "Z00.121", "2024-05-10"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(std::string(texts[0].message),
              testing::HasSubstr("Z00.121 is for children, ages 0 to 17, and the patient is 42"));
}

}  // namespace
}  // namespace scrubline
