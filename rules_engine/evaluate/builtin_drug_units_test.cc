// Domain section 5.1, its worked examples D1 to D8 among them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kDosages = {
    "drug_dosages",
    {"procedure_code,amount,unit,kind", "J1885,15,MG,PER", "J3301,10,MG,PER", "J0696,250,MG,PER",
     "J3420,1000,MCG,UP_TO", "J9035,10,MG,PER", "J0897,1,MG,PER", "J1010,1,MG,PER", "J7323,,,DOSE",
     "J1642,10,UNITS,PER", "J7120,1,L,UP_TO", "J3490,,,NOC"}};
const TestTable kCrosswalk = {"asp_ndc",
                              {"ndc,procedure_code", "00409379501,J1885", "00003029305,J3301"}};

class DrugUnitsTest : public testing::Test {
 protected:
  DrugUnitsTest() : world_(NationalRulesOf({"drug_units.yaml"}), {kDosages, kCrosswalk}) {}

  static std::string Only(const std::string& text) {
    std::string kept;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find("; ", begin), text.size());
      const std::string part = text.substr(begin, end - begin);
      if (part.starts_with("UNIT.DRUG") || part.starts_with("UNIT.NDC.MIS"))
        kept += (kept.empty() ? "" : "; ") + part;
      begin = end + 2;
    }
    return kept;
  }
  // One line: code and modifiers, units billed, and what was given.
  static std::string Drug(const std::string& code, const std::string& units,
                          const std::string& given, const std::string& unit,
                          const std::string& more = "") {
    return code + " x" + units + " {administered_quantity: " + given +
           ", administered_unit: " + unit + (more.empty() ? "" : ", " + more) + "}";
  }
  std::string Run(const std::string& lines) { return Only(world_.Run(Lines(lines))); }

  World world_;
};

TEST_F(DrugUnitsTest, TheWorkedExamples) {
  EXPECT_EQ(Run(Drug("J1885", "2", "30", "MG")), "") << "D1";
  EXPECT_EQ(Run(Drug("J3301", "4", "40", "MG")), "") << "D2";
  EXPECT_EQ(Run(Drug("J3301", "40", "40", "MG")), "UNIT.DRUG_TYPO deny 1") << "D2";
  EXPECT_EQ(Run(Drug("J0696", "4", "1", "GR")), "") << "D3";
  EXPECT_EQ(Run(Drug("J3420", "1", "1000", "MCG")), "") << "D4";
  EXPECT_EQ(Run(Drug("J9035", "31", "305", "MG", "wasted_quantity: 95") + "; J9035-JW x9"), "")
      << "D5";
  EXPECT_EQ(Run(Drug("J0897-JZ", "60", "60", "MG")), "") << "D6";
  EXPECT_EQ(Run(Drug("J1010", "40", "40", "MG")), "") << "D7";
  EXPECT_EQ(Run(Drug("J7323", "1", "1", "UN")), "") << "D8";
}

TEST_F(DrugUnitsTest, PartsOfAUnitAreAUnit) {
  EXPECT_EQ(Run(Drug("J1885", "3", "31", "MG")), "");
  EXPECT_EQ(Run(Drug("J1885", "2", "31", "MG")), "UNIT.DRUG_LOW advise 1");
  EXPECT_EQ(Run(Drug("J1885", "4", "31", "MG")), "UNIT.DRUG_HIGH deny 1");
  EXPECT_EQ(Run(Drug("J3420", "2", "1.5", "MG")), "") << "up to 1000 mcg";
  EXPECT_EQ(Run(Drug("J3420", "3", "1500", "MCG")), "UNIT.DRUG_HIGH deny 1");
}

TEST_F(DrugUnitsTest, TheDoseInPlaceOfTheUnits) {
  EXPECT_EQ(Run(Drug("J0696", "1000", "1", "GR")), "UNIT.DRUG_TYPO deny 1") << "milligrams";
  EXPECT_EQ(Run(Drug("J1642", "500", "500", "UN")), "UNIT.DRUG_TYPO deny 1");
  EXPECT_EQ(Run(Drug("J1642", "50", "500", "UN")), "");
}

TEST_F(DrugUnitsTest, DiscardedDrugHasUnitsOfItsOwn) {
  const std::string given = Drug("J9035", "31", "305", "MG", "wasted_quantity: 95");
  EXPECT_EQ(Run(given + "; J9035-JW x10"), "UNIT.DRUG_HIGH deny 2");
  EXPECT_EQ(Run(given + "; J9035-JW x8"), "UNIT.DRUG_LOW advise 2");
  EXPECT_EQ(Run(given), "") << "whether a JW line is missing is JZ's question";
  EXPECT_EQ(Run(Drug("J9035", "31", "305", "MG") +
                "; J9035-JW x9 {wasted_quantity: 95, administered_unit: MG}"),
            "");
  EXPECT_EQ(Run(Drug("J9035", "31", "305", "MG") + "; J9035-JW x20"), "")
      << "how much was discarded is not said";
  EXPECT_EQ(Run("J9035-JW x9 {administered_quantity: 5, administered_unit: MG}"), "");
}

TEST_F(DrugUnitsTest, LinesOfOneDrugAndDayCountTogether) {
  EXPECT_EQ(Run(Drug("J1885", "1", "15", "MG") + "; " + Drug("J1885-76", "1", "15", "MG")), "");
  EXPECT_EQ(Run(Drug("J1885", "1", "15", "MG") + "; " + Drug("J1885-76", "2", "15", "MG")),
            "UNIT.DRUG_HIGH deny 1,2");
  EXPECT_EQ(Run(Drug("J1885", "2", "15", "MG") + "; J1885-76 x5"), "")
      << "what the second gave is not said";
  EXPECT_EQ(Run(Drug("J1885", "1", "15", "MG") + "; J1885 x5 2024-05-11"), "") << "another day";
}

TEST_F(DrugUnitsTest, TheOrderOfLinesDecidesNothing) {
  const std::string high = Drug("J3301", "40", "40", "MG"), right = Drug("J3301", "2", "20", "MG");
  EXPECT_EQ(Run(high + "; " + right), "UNIT.DRUG_HIGH deny 1,2");
  EXPECT_EQ(Run(right + "; " + high), "UNIT.DRUG_HIGH deny 1,2");
  const std::string both = Drug("J1642", "60", "50", "UN") + "; " + Drug("J1642", "10", "20", "UN");
  EXPECT_EQ(Run(both), "UNIT.DRUG_TYPO deny 1,2") << "all doses together, as written";
  const std::string no_units = "J3301 {administered_quantity: 40, administered_unit: MG, units: ~}";
  EXPECT_EQ(Run(no_units + "; J3301-76"), "") << "what the second gave is not said";
  EXPECT_EQ(Run("J3301-76; " + no_units), "");
  EXPECT_EQ(Run("J9035-JW x9; " + Drug("J9035", "1", "305", "MG", "wasted_quantity: 95") +
                "; J9035-JW x9"),
            "UNIT.DRUG_HIGH deny 1,3; UNIT.DRUG_LOW advise 2");
}

TEST_F(DrugUnitsTest, WhatCannotBeComparedIsNotEvaluated) {
  EXPECT_EQ(Run(Drug("J1885", "9", "2", "ML")), "UNIT.DRUG_HIGH? missing_field 1");
  EXPECT_EQ(Run("J1885 x9 {administered_quantity: 30}"), "UNIT.DRUG_HIGH? missing_field 1");
  EXPECT_EQ(Run("J1885 {administered_quantity: 30, administered_unit: MG, units: ~}"),
            "UNIT.DRUG_HIGH? units 1");
  EXPECT_EQ(Run(Drug("J7323", "9", "20", "MG")), "") << "counted, not measured";
  EXPECT_EQ(Run(Drug("J3490", "9", "20", "MG")), "");
  EXPECT_EQ(Run("J1885 x9"), "") << "no dose, no question";
  World without(NationalRulesOf({"drug_units.yaml"}));
  EXPECT_EQ(Only(without.Run(Lines(Drug("J1885", "9", "30", "MG")))),
            "UNIT.DRUG_HIGH? missing_table 1");
  EXPECT_EQ(Only(without.Run(Lines("J1885 x9; 99213 {administered_quantity: 1}"))), "");
  EXPECT_EQ(Run("J1885 x9 2031-05-10 {administered_quantity: 30, administered_unit: MG}"),
            "UNIT.DRUG_HIGH? no_release 1");
}

TEST_F(DrugUnitsTest, ThePackageIsOfTheCode) {
  EXPECT_EQ(Run("J1885 {ndc: \"00409379501\"}"), "");
  EXPECT_EQ(Run("J3301 {ndc: \"00409379501\"}"), "UNIT.NDC.MISMATCH warn 1");
  EXPECT_EQ(Run("J3301 {ndc: \"99999999999\"}"), "") << "a package that is not listed";
  EXPECT_EQ(Run("J3301 {ndc: \"0409379501\"}"), "") << "not an NDC";
  EXPECT_EQ(Run("J3301 2031-05-10 {ndc: \"00409379501\"}"), "") << "no crosswalk of that day";
}

TEST_F(DrugUnitsTest, TheAnswerSaysHowTheUnitsCome) {
  const std::vector<FindingText> texts = world_.Describe(Lines(Drug("J3301", "40", "40", "MG")));
  const auto text = std::find_if(texts.begin(), texts.end(), [](const FindingText& t) {
    return t.rule_id == "UNIT.DRUG_TYPO";
  });
  ASSERT_NE(text, texts.end());
  EXPECT_EQ(text->message,
            "J3301 is billed per 10 MG: 40 looks like the dose (40 MG), which gives 4 unit(s); the "
            "payer denies the excess or asks for it back.");
  ASSERT_EQ(text->fixes.size(), 2u);
  EXPECT_EQ(text->fixes[0].kind, FixKind::kSetUnits);
  EXPECT_EQ(text->fixes[0].value, "4");
}

}  // namespace
}  // namespace scrubline
