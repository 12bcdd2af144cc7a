// Domain 7.1, 7.2 and the examples of 7.3 that are about diagnoses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kPolicies = {
    "coverage_policies",
    {"procedure_code,policy,kind,states,group,covered,secondary,secondary_all,denied,modifiers,"
     "from,"
     "through",
     "83036,NCD 190.23,NCD,,1,E08* E09* E10* E11* R73*,,,,,,", "76700,L100,LCD,FL GA,1,R10*,,,,,,",
     "77080,L200,LCD,,1,M81*,Z78.0 Z79.51,no,,,,", "77080,L200,LCD,,2,M80*,,,,,,",
     "77085,L201,LCD,,1,M81*,Z78.0 Z79.51,yes,,,,", "93000,L300,LCD,,1,,,,Z00.00,,,",
     "11721,L400,LCD,,1,B35.1,,,,Q7 Q8 Q9,,", "82306,L500,LCD,,1,E55.9,,,,,2024-05-01,2024-05-31",
     "82306,A600,ARTICLE,,1,E55.9 M83*,,,,,,", "99183,PAY1,PAYER,,1,E11.621,,,,,,"}};

// With what the layer of Medicare adds.
RuleFiles Rules() {
  RuleFiles files;
  for (auto& [path, text] : ShippedRules({"coding", "medicare"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("coverage.yaml") ||
        path.find("coding/lists/") != std::string::npos)
      files[path] = text;
  }
  return files;
}

// A line, and the claim's diagnoses; the line points to the first `pointers` of them.
std::string Claim(const std::string& line, const std::string& codes,
                  const std::string& pointers = "1") {
  std::string list;
  std::istringstream words(codes);
  for (std::string code; words >> code;) list += "{code: " + code + "}, ";
  return "diagnoses: [" + list + "], " + Lines(line + " {diagnosis_pointers: [" + pointers + "]}");
}

class MedicalNecessityTest : public testing::Test {
 protected:
  MedicalNecessityTest() : world_(Rules(), {kPolicies}) {}
  std::string Run(const std::string& claim) { return world_.Run(claim); }
  World world_;
};

TEST_F(MedicalNecessityTest, TheLineMustPointToACoveredDiagnosis) {
  EXPECT_EQ(Run(Claim("83036", "Z00.00")), "MN.NOT_COVERED deny 1");
  EXPECT_EQ(Run(Claim("83036", "E11.9")), "");
  EXPECT_EQ(Run(Claim("83036", "Z00.00 E11.9", "1, 2")), "") << "any of those it points to";
  EXPECT_EQ(Run(Claim("83036", "Z00.00 E11.9", "1")), "MN.NOT_COVERED deny 1");
  EXPECT_EQ(Run(Claim("99213", "Z00.00")), "") << "no policy about it";
}

TEST_F(MedicalNecessityTest, TheCoveredDiagnosisOfTheClaimIsTheFirstFix) {
  const std::vector<FindingText> texts = world_.Describe(Claim("83036", "Z00.00 E11.9", "1"));
  ASSERT_EQ(texts.size(), 1u);
  ASSERT_GE(texts[0].fixes.size(), 5u);
  EXPECT_THAT(texts[0].fixes[0].text, testing::HasSubstr("point line 1 to diagnosis B (E11.9)"));
  EXPECT_TRUE(texts[0].fixes[0].requires_documentation);
  EXPECT_EQ(texts[0].fixes[2].value, "GA");
  EXPECT_EQ(texts[0].fixes[3].value, "GZ");
  EXPECT_EQ(texts[0].fixes[4].kind, FixKind::kRemoveLine);
  EXPECT_THAT(texts[0].evidence, testing::Contains(testing::Pair("policy", "NCD 190.23")));
  EXPECT_THAT(texts[0].evidence, testing::Contains(testing::Pair("covered", "E11.9")));
}

TEST_F(MedicalNecessityTest, GroupsAreAlternativesAndPoliciesAreNot) {
  EXPECT_EQ(Run(Claim("77080", "M81.0")), "MN.NOT_COVERED deny 1") << "a second one is asked for";
  EXPECT_EQ(Run(Claim("77080", "M81.0 Z79.51")), "") << "anywhere on the claim";
  EXPECT_EQ(Run(Claim("77080", "M80.00XA")), "") << "the other group";
  EXPECT_EQ(Run(Claim("77085", "M81.0 Z79.51")), "MN.NOT_COVERED deny 1") << "all of them";
  EXPECT_EQ(Run(Claim("77085", "M81.0 Z79.51 Z78.0")), "");
  EXPECT_EQ(Run(Claim("82306 2024-05-31", "M83.0")), "MN.NOT_COVERED deny 1") << "both policies";
  EXPECT_EQ(Run(Claim("82306 2024-06-01", "M83.0")), "") << "one has ended";
  EXPECT_EQ(Run(Claim("82306 2024-05-31", "I10")), "MN.NOT_COVERED deny 1; MN.NOT_COVERED deny 1");
}

TEST_F(MedicalNecessityTest, DeniedDiagnosesAndModifiers) {
  EXPECT_EQ(Run(Claim("93000", "I10")), "");
  EXPECT_EQ(Run(Claim("93000", "I10 Z00.00", "1, 2")), "MN.NOT_COVERED deny 1");
  EXPECT_EQ(Run(Claim("11721", "B35.1")), "MN.NOT_COVERED deny 1");
  EXPECT_EQ(Run(Claim("11721-Q8", "B35.1")), "");
  const std::vector<FindingText> texts = world_.Describe(Claim("11721", "B35.1"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].fixes[0].text, testing::HasSubstr("Q7, Q8, Q9"));
}

TEST_F(MedicalNecessityTest, LocalPoliciesHoldInTheirStates) {
  const std::string billing = "billing: {npi: \"1234567893\", state: ";
  EXPECT_EQ(Run(billing + "FL}, " + Claim("76700", "I10")), "MN.NOT_COVERED deny 1");
  EXPECT_EQ(Run(billing + "TX}, " + Claim("76700", "I10")), "");
  EXPECT_EQ(Run(billing + "TX}, service_facility: {npi: \"1245319599\", state: GA}, " +
                Claim("76700", "I10")),
            "MN.NOT_COVERED deny 1")
      << "where the service was";
  EXPECT_EQ(Run(Claim("76700", "I10")), "MN.NOT_COVERED? missing_field 1");
}

TEST_F(MedicalNecessityTest, KindsOfPolicyBindTheirPayers) {
  const std::string commercial = "payer: {line_of_business: commercial}, ";
  EXPECT_EQ(Run(commercial + Claim("83036", "Z00.00")), "");
  EXPECT_EQ(Run(commercial + Claim("99183", "I10")), "MN.NOT_COVERED warn 1");
  EXPECT_EQ(Run("payer: {line_of_business: medicare_advantage}, " + Claim("83036", "Z00.00")),
            "MN.NOT_COVERED deny 1");
}

TEST_F(MedicalNecessityTest, NoticesChangeWhoAnswers) {
  EXPECT_EQ(Run(Claim("83036-GA", "Z00.00")), "MN.NOT_COVERED info 1");
  EXPECT_EQ(Run(Claim("83036-GZ", "Z00.00")), "MN.GZ warn 1");
  EXPECT_EQ(Run(Claim("83036-GY", "Z00.00")), "MN.GY info 1");
  EXPECT_EQ(Run("billing: {npi: \"1234567893\", state: FL}, " + Claim("76700-GZ", "I10")),
            "MN.GZ warn 1")
      << "the provider is liable";
  EXPECT_EQ(Run("payer: {line_of_business: medicare_advantage}, " + Claim("83036-GA", "Z00.00")),
            "MN.NOT_COVERED deny 1; MN.GA_PAYER warn 1");
}

TEST_F(MedicalNecessityTest, NoticesAreNotForEverything) {
  EXPECT_EQ(Run(Claim("83036-GA", "E11.9")), "") << "its frequency is limited";
  EXPECT_EQ(Run(Claim("93000-GA", "I10")), "MN.GA_UNNEEDED advise 1");
  EXPECT_EQ(Run(Claim("99213-GA", "I10")), "MN.GA_UNNEEDED advise 1");
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Claim("99213-GA", "I10")), "MN.NOT_COVERED? missing_table claim");
}

TEST_F(MedicalNecessityTest, NoticesAreNotForNcciEdits) {
  RuleFiles files = Rules();
  for (auto& [path, text] : NationalRules()) files[path] = text;
  const TestTable ptp = {"ncci_ptp_practitioner", {"45380 45378 2000-01-01 - 1"}};
  const TestTable mue = {"ncci_mue_practitioner", {"2024-04-01 97110 6 3"}};
  const TestTable aoc = {"ncci_aoc", {"1 X0001 X0002 2013-04-01 -"}};
  World world(files, {ptp, mue, aoc, kPolicies});
  EXPECT_THAT(world.Run(Claim("97110-GA x7", "I10")),
              testing::AllOf(testing::HasSubstr("NCCI.MUE deny 1"),
                             testing::HasSubstr("MN.GA_NCCI warn 1")));
  EXPECT_THAT(world.Run("diagnoses: [{code: I10}], " +
                        Lines("45380 {diagnosis_pointers: [1]}; 45378-GA {diagnosis_pointers: "
                              "[1]}")),
              testing::HasSubstr("MN.GA_NCCI warn 2"));
  EXPECT_THAT(world.Run(Claim("97110-GA x6", "I10")),
              testing::Not(testing::HasSubstr("MN.GA_NCCI")));
}

TEST_F(MedicalNecessityTest, AbsentDataRaisesNothing) {
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Claim("83036", "Z00.00")), "MN.NOT_COVERED? missing_table claim");
  EXPECT_EQ(Run("diagnoses: [{code: E11.9}], " + Lines("83036")),
            "MN.NOT_COVERED? missing_field 1");
}

TEST_F(MedicalNecessityTest, InstitutionalLinesTakeAllDiagnosesOfTheClaim) {
  RuleFiles files = ShippedRules({"coding", "medicare_institutional"});
  std::erase_if(files, [](const auto& file) {
    return file.first.ends_with("_test.yaml") || file.first.ends_with("/filing.yaml");
  });
  World world(files, {kPolicies});
  const auto about = [&world](const std::string& claim) {
    const std::string text = world.Run(claim);
    return text.find("MN.NOT_COVERED deny") != std::string::npos;
  };
  const std::string bill =
      "type: institutional, type_of_bill: \"0131\", statement_from: 2024-05-10, statement_through: "
      "2024-05-10, ";
  EXPECT_FALSE(about(bill + "diagnoses: [{code: I10, role: principal}, {code: E11.9}], " +
                     Lines("83036 {revenue_code: \"0300\"}")));
  EXPECT_TRUE(about(bill + "diagnoses: [{code: I10, role: principal}], " +
                    Lines("83036 {revenue_code: \"0300\"}")));
}

}  // namespace
}  // namespace scrubline
