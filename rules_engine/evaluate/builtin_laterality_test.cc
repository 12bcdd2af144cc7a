// Domain 4.10.
#include "rules_engine/evaluate/builtin_laterality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kCodes = {"icd10cm",
                          {"diagnosis,billable,side", "M17.11,yes,R", "M17.12,yes,L", "M17.0,yes,B",
                           "H25.12,yes,L", "L60.0,yes,", "M25.561,yes,R", "M25.562,yes,L",
                           "M25.569,yes,U", "C50.911,yes,R", "M17.1,no,R", "I10,yes,"}};

RuleFiles Rules() {
  RuleFiles files;
  for (auto& [path, text] : ShippedRules({"coding"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("laterality.yaml") ||
        path.find("/lists/") != std::string::npos)
      files[path] = text;
  }
  return files;
}

// A line and the diagnoses it points to.
std::string Claim(const std::string& line, const std::string& codes) {
  std::string list;
  std::string pointers;
  std::istringstream words(codes);
  int number = 0;
  for (std::string code; words >> code;) {
    list += "{code: " + code + "}, ";
    pointers += std::to_string(++number) + ", ";
  }
  return "diagnoses: [" + list + "], " + Lines(line + " {diagnosis_pointers: [" + pointers + "]}");
}

class LateralityTest : public testing::Test {
 protected:
  LateralityTest() : world_(Rules(), {kCodes}) {}
  std::string Run(const std::string& line, const std::string& codes) {
    return world_.Run(Claim(line, codes));
  }
  World world_;
};

TEST_F(LateralityTest, TheWorkedExamples) {
  EXPECT_EQ(Run("27447-LT", "M17.11"), "MOD.LATERALITY warn 1");
  EXPECT_EQ(Run("27447-RT", "M17.11"), "");
  EXPECT_EQ(Run("27447-RT", "M17.0"), "") << "both sides";
  EXPECT_EQ(Run("66984-RT", "H25.12"), "MOD.LATERALITY warn 1");
  EXPECT_EQ(Run("11730-T1", "L60.0"), "") << "no side in that chapter";
  EXPECT_EQ(Run("20610-50", "M25.561"), "MOD.LATERALITY warn 1");
}

TEST_F(LateralityTest, OneDiagnosisOfTheSideIsEnough) {
  EXPECT_EQ(Run("20610-LT", "M25.561 M25.562"), "");
  EXPECT_EQ(Run("20610-50", "M25.561 M25.562"), "");
  EXPECT_EQ(Run("20610-LT-RT", "M25.561 M25.562"), "");
  EXPECT_EQ(Run("20610-LT", "M25.561 I10"), "MOD.LATERALITY warn 1");
  EXPECT_EQ(Run("20610", "M25.561"), "") << "no side named";
  EXPECT_EQ(Run("20610-LT", "C50.911"), "") << "a chapter that is not compared";
  EXPECT_EQ(Run("20610-LT", "M17.1"), "") << "a category says nothing";
  EXPECT_EQ(Run("20610-LT", ""), "");
}

TEST_F(LateralityTest, UnspecifiedSidesAdvise) {
  EXPECT_EQ(Run("20610-LT", "M25.569"), "MOD.LATERALITY advise 1");
  EXPECT_EQ(Run("20610-LT", "M25.569 M25.562"), "");
}

TEST_F(LateralityTest, SidesOfModifiers) {
  for (const char* left : {"LT", "E1", "E2", "FA", "F1", "F4", "TA", "T1", "T4"})
    EXPECT_EQ(SideOfModifier(*Code::Parse(left)), 'L') << left;
  for (const char* right : {"RT", "E3", "E4", "F5", "F9", "T5", "T9"})
    EXPECT_EQ(SideOfModifier(*Code::Parse(right)), 'R') << right;
  EXPECT_EQ(SideOfModifier(Code::Of("50")), 'B');
  for (const char* none : {"TC", "E5", "FX", "25", "F0", "T"})
    EXPECT_EQ(SideOfModifier(*Code::Parse(none)), 0) << none;
}

TEST_F(LateralityTest, WithoutTheTableItIsNotEvaluated) {
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Claim("27447-LT", "M17.11")), "MOD.LATERALITY? missing_table 1");
  EXPECT_EQ(without.Run(Claim("27447", "M17.11")), "");
}

TEST_F(LateralityTest, TheMessageNamesBothSides) {
  const std::vector<FindingText> texts = world_.Describe(Claim("27447-LT", "M17.11"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(std::string(texts[0].message),
              testing::HasSubstr("LT on line 1 says left, and diagnosis M17.11 says right"));
  EXPECT_EQ(texts[0].field, "service_lines[0].modifiers");
}

}  // namespace
}  // namespace scrubline
