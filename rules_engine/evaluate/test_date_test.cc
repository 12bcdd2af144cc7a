#include "rules_engine/evaluate/test_date.h"

#include "gtest/gtest.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

std::string Day(Date date) { return date.has_value() ? date.ToString() : "none"; }

constexpr char kLines[] =
    "diagnoses: [{code: A}, {code: B}, {code: C}], lines: ["
    "{procedure_code: \"1\", service_date: 2024-03-05, diagnosis_pointers: [1]},"
    "{procedure_code: \"2\", service_date: 2024-03-02, diagnosis_pointers: [1, 2]},"
    "{procedure_code: \"3\", service_date: 2024-03-01}]";

TEST(TestDateTest, OfAProfessionalClaimTheFirstLineThatPointsToIt) {
  const auto claim = MakeClaim(kLines);
  EXPECT_EQ(Day(DiagnosisTestDate(*claim, 0)), "2024-03-02");
  EXPECT_EQ(Day(DiagnosisTestDate(*claim, 2)), "2024-03-01");  // nothing points to it
  EXPECT_EQ(Day(ClaimTestDate(*claim)), "2024-03-01");
}

TEST(TestDateTest, OfAnInstitutionalClaimADayOfItsStatement) {
  const std::string statement =
      "type: institutional, statement_from: 2024-03-01, statement_through: 2024-03-09, ";
  const auto outpatient = MakeClaim(statement + "type_of_bill: \"0131\", " + kLines);
  EXPECT_EQ(Day(DiagnosisTestDate(*outpatient, 0)), "2024-03-01");
  const auto inpatient = MakeClaim(statement + "type_of_bill: \"0111\", " + kLines);
  EXPECT_EQ(Day(DiagnosisTestDate(*inpatient, 0)), "2024-03-09");
}

TEST(TestDateTest, WithoutAnyDayThereIsNone) {
  const auto claim =
      MakeClaim("diagnoses: [{code: A}], lines: [{procedure_code: \"1\", service_date: ~}]");
  EXPECT_EQ(Day(DiagnosisTestDate(*claim, 0)), "none");
  EXPECT_EQ(Day(ClaimTestDate(*claim)), "none");
}

}  // namespace
}  // namespace scrubline
