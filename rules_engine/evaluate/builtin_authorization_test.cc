// Domain section 10: AUTH.MISMATCH, worked example N7.
#include "rules_engine/evaluate/builtin_authorization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

class AuthorizationTest : public testing::Test {
 protected:
  AuthorizationTest() : world_(NationalRulesOf({"filing.yaml"})) {}
  // What is said of a claim under authorization A1, which is so.
  std::string Run(const std::string& record, const std::string& lines) {
    return world_.Run("prior_authorization_number: A1, authorizations: [{number: A1, " + record +
                      "}], " + Lines(lines));
  }
  World world_;
};

TEST_F(AuthorizationTest, Units) {
  EXPECT_EQ(Run("units_approved: 10, units_used: 10", "97110"), "AUTH.MISMATCH deny 1") << "N7";
  EXPECT_EQ(Run("units_approved: 10, units_used: 9", "97110"), "");
  EXPECT_EQ(Run("units_approved: 10, units_used: 9", "97110; 97112"), "AUTH.MISMATCH deny 1,2");
  EXPECT_EQ(Run("units_approved: 10, units_used: 9, procedure_codes: ['97110']", "97110; 97112"),
            "")
      << "units of another code are not counted";
  EXPECT_EQ(Run("units_approved: 1", "97110 x2"), "AUTH.MISMATCH deny 1") << "none used yet";
  EXPECT_EQ(Run("units_used: 10", "97110"), "") << "how many were granted is not known";
  EXPECT_EQ(Run("units_approved: 1", "97110 {units: ~}"), "");
}

TEST_F(AuthorizationTest, Period) {
  const std::string period = "from: 2024-05-02, through: 2024-05-30";
  EXPECT_EQ(Run(period, "97110 2024-05-02; 97110 2024-05-30"), "");
  EXPECT_EQ(Run(period, "97110 2024-05-01; 97110 2024-05-31; 97110 2024-05-30..2024-05-31"),
            "AUTH.MISMATCH deny 1; AUTH.MISMATCH deny 2; AUTH.MISMATCH deny 3");
  EXPECT_EQ(Run("from: 2024-05-02", "97110 2034-05-01"), "") << "an open end";
  EXPECT_EQ(Run(period, "97110 {service_date: ~}"), "");
}

TEST_F(AuthorizationTest, Codes) {
  const std::string codes = "procedure_codes: ['97110', '97112']";
  EXPECT_EQ(Run(codes, "97112"), "");
  EXPECT_EQ(Run(codes, "97140; 97150"), "AUTH.MISMATCH deny 1,2") << "no line is meant by it";
  EXPECT_EQ(Run(codes, "97110; 99213"), "") << "the claim's number need not be for each line";
  EXPECT_EQ(Run(codes, "97110; 97140 {prior_authorization_number: A1}"), "AUTH.MISMATCH deny 2");
  EXPECT_EQ(Run(codes, "97110; 97140 {prior_authorization_number: A2}"), "") << "not recorded";
}

TEST_F(AuthorizationTest, Provider) {
  EXPECT_EQ(Run("provider_npi: '1234567893'", "97110 {rendering: {npi: '1245319599'}}"), "")
      << "the billing provider's";
  EXPECT_EQ(Run("provider_npi: '1245319599'", "97110 {rendering: {npi: '1245319599'}}"), "");
  EXPECT_EQ(Run("provider_npi: '1003000126'", "97110 {rendering: {npi: '1245319599'}}"),
            "AUTH.MISMATCH deny 1");
  EXPECT_EQ(world_.Run("billing: ~, prior_authorization_number: A1, authorizations: [{number: A1, "
                       "provider_npi: '1003000126'}], " +
                       Lines("97110")),
            "")
      << "nobody is named";
}

TEST_F(AuthorizationTest, WithoutARecordNothingIsSaid) {
  EXPECT_EQ(world_.Run("prior_authorization_number: A1, " + Lines("97110")), "");
  EXPECT_EQ(world_.Run("prior_authorization_number: A2, authorizations: [{number: A1, "
                       "units_approved: 0}], " +
                       Lines("97110")),
            "");
  EXPECT_EQ(world_.Run("authorizations: [{units_approved: 0}], " + Lines("97110")), "");
}

TEST_F(AuthorizationTest, SaysInWhat) {
  const auto texts = world_.Describe(
      "prior_authorization_number: A1, authorizations: [{number: A1, units_approved: 10, "
      "units_used: 9.5, through: 2024-05-01}], " +
      Lines("97110"));
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_THAT(texts[0].message, testing::HasSubstr("from open through 2024-05-01"));
  EXPECT_THAT(texts[1].message,
              testing::HasSubstr("A1 allows 10 units, 9.5 are used and 1 more are billed"));
}

}  // namespace
}  // namespace scrubline
