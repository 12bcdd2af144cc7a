// Domain section 3 with rulings R5, R6, R9 and R10 on a table of few rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kAddOns = {"ncci_aoc",
                           {
                               "1 11045 11042 2013-04-01 -",
                               "1 15157 15156 2013-04-01 -",
                               "1 15156 15155 2013-04-01 -",
                               "1 99292 99291 2013-04-01 -",
                               "1 01968 01967 2013-04-01 -",
                               "2 99100 CCCCC 2013-04-01 -",
                               "3 C9726 11042 2013-04-01 -",
                               "1 22853 22551 2020-01-01 2024-05-10",
                               "1 22854 22551 2024-05-10 2024-05-10",
                               "1 69990 69991 2013-04-01 -",
                               "1 69991 69990 2013-04-01 -",
                               "1 69991 61312 2013-04-01 -",
                               "1 69992 69990 2013-04-01 -",
                               "1 69993 C9726 2013-04-01 -",
                           }};
const TestTable kPtp = {"ncci_ptp_practitioner",
                        {"62323 64483 2017-01-01 - 1", "10060 11042 2013-01-01 - 1"}};
const TestTable kPtpHospital = {"ncci_ptp_hospital", {"X0001 X0002 1996-01-01 - 1"}};
const TestTable kMue = {"ncci_mue_practitioner", {"2024-04-01 11042 1 2"}};
const TestTable kMueHospital = {"ncci_mue_hospital", {"2024-04-01 X0001 1 2"}};

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

class AddOnTest : public testing::Test {
 protected:
  AddOnTest() : world_(NationalRules(), {kAddOns, kPtp, kPtpHospital, kMue, kMueHospital}) {}
  void RunAll(const std::vector<Case>& cases) {
    for (const Case& test : cases) EXPECT_EQ(world_.Run(test.claim), test.expected) << test.why;
  }
  World world_;
};

TEST_F(AddOnTest, AClosedListOfPrimaries) {
  RunAll({
      {"A1: alone", Lines("11045 x2"), "NCCI.AOC deny 1"},
      {"A2: with its primary", Lines("11042; 11045"), ""},
      {"in either order", Lines("11045; 11042"), ""},
      {"with another code", Lines("11043; 11045"), "NCCI.AOC deny 2"},
      {"A4: on another day", Lines("11042 2024-05-09; 11045"), "NCCI.AOC deny 2"},
      {"two of them", Lines("11045; 11045"), "NCCI.AOC deny 1; NCCI.AOC deny 2"},
      {"commercial", Lines("11045") + ", payer: {line_of_business: commercial}", "NCCI.AOC warn 1"},
  });
}

TEST_F(AddOnTest, RowsInForceOnTheDate) {
  RunAll({
      {"the deletion day belongs to the edit (R9)", Lines("22853"), "NCCI.AOC deny 1"},
      {"after it the code is no add-on", Lines("22853 2024-05-11"), ""},
      {"nor before its first day", Lines("22853 2019-12-31"), "NCCI.MUE? no_release 1"},
      {"deleted on the first day: never in force", Lines("22854"), ""},
  });
}

TEST_F(AddOnTest, ChainsOfAddOns) {
  RunAll({
      {"an open list is no primary for another add-on (R5)", Lines("C9726; 00790; 69993"),
       "NCCI.AOC.PRIMARY_AT_RISK warn 3 with 1; NCCI.AOC.NO_PRIMARY_ANY info 1"},
      {"down to the last", Lines("15155; 15156; 15157"), ""},
      {"the last is missing", Lines("15156; 15157"),
       "NCCI.AOC deny 1; NCCI.AOC.PRIMARY_AT_RISK warn 2 with 1"},
      {"a ring without a primary", Lines("69990; 69991"),
       "NCCI.AOC.PRIMARY_AT_RISK warn 1 with 2; NCCI.AOC.PRIMARY_AT_RISK warn 2 with 1"},
      {"a ring with one", Lines("69990; 69991; 61312"), ""},
  });
}

// Which lines are satisfied does not hang on which is asked about first.
TEST_F(AddOnTest, ARingIsJudgedTheSameInEveryOrder) {
  std::vector<std::string> codes = {"61312", "69990", "69991", "69992"};
  do {
    std::string lines;
    for (const std::string& code : codes) lines += code + ";";
    EXPECT_EQ(world_.Run(Lines(lines)), "") << lines;
  } while (std::next_permutation(codes.begin(), codes.end()));
}

TEST_F(AddOnTest, APrimaryAtRisk) {
  RunAll({
      {"bundled into another service", Lines("10060; 11042; 11045"),
       "NCCI.PTP deny 2 with 1; NCCI.AOC.PRIMARY_AT_RISK warn 3 with 2"},
      {"bundled, but another is payable", Lines("10060-59; 11042; 11045"), ""},
      {"over its unit limit", Lines("11042 x2; 11045"),
       "NCCI.MUE deny 1; NCCI.AOC.PRIMARY_AT_RISK warn 2 with 1"},
      {"a warning does not deny",
       Lines("10060; 11042; 11045") + ", payer: {line_of_business: commercial}",
       "NCCI.PTP warn 2 with 1"},
      {"the finding of the add-on itself is no reason", Lines("11042; 11045 x900"), ""},
  });
}

TEST_F(AddOnTest, TypesTwoAndThree) {
  RunAll({
      {"A6: type 2 with another procedure", Lines("99100; 00790"), ""},
      {"alone", Lines("99100"), "NCCI.AOC.NO_PRIMARY_ANY warn 1"},
      {"a visit is no procedure (R10)", Lines("99100; 99213"), "NCCI.AOC.NO_PRIMARY_ANY warn 1"},
      {"nor is a drug", Lines("99100; J1885"), "NCCI.AOC.NO_PRIMARY_ANY warn 1"},
      {"nor another add-on", Lines("99100; 99292"),
       "NCCI.AOC deny 2; NCCI.AOC.NO_PRIMARY_ANY warn 1"},
      {"type 3 with a listed primary", Lines("C9726; 11042"), ""},
      {"with another procedure", Lines("C9726; 00790"), "NCCI.AOC.NO_PRIMARY_ANY info 1"},
      {"with none", Lines("C9726"), "NCCI.AOC deny 1"},
      {"with a listed one at risk", Lines("10060; 11042; C9726"),
       "NCCI.PTP deny 2 with 1; NCCI.AOC.PRIMARY_AT_RISK warn 3 with 2"},
  });
}

TEST_F(AddOnTest, PrimariesThePayerNames) {
  World world(NationalRules({{"payer/ruleset.yaml",
                              "{id: payer, version: \"1\", language: 1, title: P, layer: payer, "
                              "scope: {payers: [X]}}\n"},
                             {"payer/overrides.yaml",
                              "overrides: [{id: o, select: {rule: NCCI.AOC}, parameters: "
                              "{contractor_primaries: {add: [\"99213\", \"11042\"]}}, reason: "
                              "the payer's manual, owner: a@example.org}]\n"}}),
              {kAddOns, kPtp, kMue});
  const std::vector<Case> cases = {
      {"type 2", Lines("99100; 99213"), ""},
      {"type 3", Lines("C9726; 99213"), ""},
      {"not type 1", Lines("11045; 99213"), "NCCI.AOC deny 1"},
      {"one at risk", Lines("10060; 11042; 99100"),
       "NCCI.PTP deny 2 with 1; NCCI.AOC.PRIMARY_AT_RISK warn 3 with 2"},
      {"one denied, another payable", Lines("11042; 99100") + ", " + History("denied 99213"), ""},
      {"a visit denied earlier", Lines("99100") + ", " + History("denied 99213"),
       "NCCI.AOC.PRIMARY_AT_RISK warn 1 with h1"},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(world.Run(test.claim + ", payer: {id: X, line_of_business: medicare}"), test.expected)
        << test.why;
  }
}

// R6
TEST_F(AddOnTest, APrimaryOfTheDayBefore) {
  RunAll({
      {"critical care over midnight", Lines("99291 2024-05-09; 99292"),
       "NCCI.AOC.PRIOR_DAY warn 2 with 1"},
      {"labor anesthesia", Lines("01967 2024-05-09; 01968"), "NCCI.AOC.PRIOR_DAY warn 2 with 1"},
      {"not two days before", Lines("99291 2024-05-08; 99292"), "NCCI.AOC deny 2"},
      {"not the day after", Lines("99291 2024-05-11; 99292"), "NCCI.AOC deny 2"},
      {"the same day is better", Lines("99291 2024-05-09; 99291; 99292"), ""},
  });
}

TEST_F(AddOnTest, Laterality) {
  RunAll({
      {"the other side", Lines("11042-LT; 11045-RT"), "NCCI.AOC.LATERALITY warn 2"},
      {"the same side", Lines("11042-RT; 11045-RT"), ""},
      {"a side on one only", Lines("11042; 11045-RT"), ""},
      {"50 is either side", Lines("11042-LT; 11045-RT-50"), ""},
      {"one primary on the same side", Lines("11042-LT; 11045-RT; 11042-RT"),
       "NCCI.MUE deny 1,3; NCCI.AOC.PRIMARY_AT_RISK warn 2 with 1,3"},
  });
}

TEST_F(AddOnTest, SameProviderAndHistory) {
  const auto by = [](const char* a, const char* b) {
    return Lines(std::string("99291 {rendering: {") + a + "}}; 99292 {rendering: {" + b + "}}") +
           ", billing: {npi: \"1234567893\", tax_id: \"111\"}";
  };
  const auto with = [](const char* line, const char* history) {
    return Lines(line) + ", " + History(history);
  };
  RunAll({
      {"A5: another doctor of the specialty",
       by("npi: \"1245319599\", specialty_code: \"10\"",
          "npi: \"1003000126\", specialty_code: \"10\""),
       ""},
      {"A5: of another specialty",
       by("npi: \"1245319599\", specialty_code: \"10\"",
          "npi: \"1003000126\", specialty_code: \"02\""),
       "NCCI.AOC deny 2"},
      {"paid history satisfies (R5)", with("11045", "paid 11042"), ""},
      {"pended too", with("11045", "pended 11042"), ""},
      {"denied history puts it at risk", with("11045", "denied 11042"),
       "NCCI.AOC.PRIMARY_AT_RISK warn 1 with h1"},
      {"voided is as if it were not there", with("11045", "voided 11042"), "NCCI.AOC deny 1"},
      {"an add-on in history is satisfied itself", with("15157", "paid 15156"), ""},
      {"an add-on in history is not this claim's to judge", with("99213", "paid 11045"), ""},
  });
}

TEST_F(AddOnTest, LinesThatTakeNoPart) {
  RunAll({
      {"GY add-on", Lines("11045-GY"), ""},
      {"GZ primary (R18)", Lines("11042-GZ; 11045"), "NCCI.AOC deny 2"},
      {"a void claim", Lines("11045") + ", frequency_code: \"8\"", ""},
      {"inpatient",
       Lines("11045") + ", type: institutional, type_of_bill: \"0111\", attending: {npi: "
                        "\"1245319599\"}",
       ""},
      {"hospital", Lines("11045") + ", type: institutional, type_of_bill: \"0131\"",
       "NCCI.AOC deny 1"},
  });
}

TEST_F(AddOnTest, WhatATableDoesNotCoverIsNotEvaluated) {
  World none(NationalRules(), {kPtp, kMue});
  EXPECT_EQ(none.Run(Lines("11045")), "NCCI.AOC? missing_table 1");
  TestTable sample = kAddOns;
  sample.sample = true;
  sample.covered = {"99999"};
  World world(NationalRules(), {sample, kPtp, kMue});
  EXPECT_EQ(world.Run(Lines("11045; 99999; 99998")), "NCCI.AOC deny 1; NCCI.AOC? sample_table 3");
}

}  // namespace
}  // namespace scrubline
