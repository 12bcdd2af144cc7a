// Domain 6.1 and R20 on tables of a few rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::Contains;
using testing::Pair;

const TestTable kHcpcs = {
    "hcpcs",
    {"procedure_code,from,through,successors", "release 2024 2020-01-01 2026-12-31",
     "J1030,1986-01-01,2024-03-31,J1010", "J1010,2024-04-01,,",
     "J2505,2004-01-01,2021-12-31,J2506 J9999", "J2506,2022-01-01,,", "G0438,2011-01-01,,"}};
const TestTable kCalendar = {
    "code_calendar",
    {"procedure_code,from,through", "99241,1995-01-01,2022-12-31", "99213,1992-01-01,",
     "99417,2021-01-01,", "45380,1990-01-01,", "45378,1990-01-01,2024-03-31"}};
RuleFiles Rules() {
  RuleFiles files = ShippedRules({"coding"});
  std::erase_if(files, [](const auto& file) { return file.first.ends_with("_test.yaml"); });
  return files;
}

// Of Medicare's claims CODE.STATUS_LOB asks the fee schedule besides.
const std::string kPayer = "payer: {line_of_business: commercial}, ";

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

void RunAll(World& world, const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    EXPECT_EQ(world.Run(kPayer + test.claim), test.expected) << test.why;
  }
}

// The other tables of the ruleset, so that nothing else is said.
const TestTable kNoPolicies = {"coverage_policies",
                               {"procedure_code,policy,kind,covered", "X0001,P,PAYER,I10"}};

TEST(CodeValidityTest, TheFormOfACode) {
  World world(Rules(), {kHcpcs, kCalendar, kNoPolicies});
  RunAll(
      world,
      {
          {"four characters", Lines("9921"), "CODE.FORMAT reject 1"},
          {"a letter within", Lines("992I3"), "CODE.FORMAT reject 1"},
          {"a letter that no set has", Lines("W1234"), "CODE.FORMAT reject 1"},
          {"a suffix that no category has", Lines("1234B"), "CODE.FORMAT reject 1"},
          {"small letters are read as capitals", Lines("j1010"), ""},
          {"dental codes are another society's", Lines("D0120"), ""},
          {"a HIPPS code of a stay",
           "type: institutional, type_of_bill: \"0211\", " +
               Lines("AAA1B {revenue_code: \"0022\"}"),
           ""},
          {"and elsewhere it is none",
           "type: institutional, type_of_bill: \"0211\", " +
               Lines("AAA1B {revenue_code: \"0120\"}"),
           "CODE.FORMAT reject 1"},
          {"no code, no word",
           "type: institutional, type_of_bill: \"0211\", " + Lines("{revenue_code: \"0120\"}"), ""},
      });
}

TEST(CodeValidityTest, LevelTwoCodesHaveTheirDays) {
  World world(Rules(), {kHcpcs, kCalendar, kNoPolicies});
  RunAll(world,
         {
             {"J1030 on its last day", Lines("J1030 2024-03-31"), ""},
             {"and the day after", Lines("J1030 2024-04-01"), "CODE.TERM reject 1"},
             {"the first day of a code", Lines("J1010 2024-04-01"), ""},
             {"and the day before", Lines("J1010 2024-03-31"), "CODE.NOT_YET reject 1"},
             {"the first day of a span decides (R11)", Lines("J1030 2024-03-31..2024-04-02"), ""},
             {"in no release", Lines("J0001"), "CODE.UNKNOWN reject 1"},
             {"no release for the date", Lines("J0001 2019-12-31"),
              "CODE.NOT_YET? no_release 1; CODE.TERM? no_release 1; CODE.UNKNOWN? "
              "no_release 1"},
             {"a void claim is not looked at (R17)",
              "frequency_code: \"8\", " + Lines("J0001; 9921"), ""},
         });
}

TEST(CodeValidityTest, ForCptTheCalendarHasTheDaysAndAbsenceProvesNothing) {
  World world(Rules(), {kHcpcs, kCalendar, kNoPolicies});
  RunAll(world, {
                    {"99241 on its last day", Lines("99241 2022-12-31"), ""},
                    {"and the day after", Lines("99241 2023-01-01"), "CODE.TERM reject 1"},
                    {"before it was added", Lines("99417 2020-12-31"), "CODE.NOT_YET reject 1"},
                    {"in no table", Lines("99999"),
                     "CODE.NOT_YET? unlisted_code 1; CODE.TERM? unlisted_code 1; CODE.UNKNOWN? "
                     "unlisted_code 1"},
                });
  World without(Rules(), {kHcpcs, kNoPolicies});
  EXPECT_EQ(without.Run(kPayer + Lines("99213")),
            "CODE.NOT_YET? missing_table 1; CODE.TERM? missing_table 1; CODE.UNKNOWN? "
            "missing_table 1");
}

TEST(CodeValidityTest, StandingInAnyTableProvesThatACodeExists) {
  World world(Rules(), {kHcpcs, kNoPolicies, {"ncci_mue_practitioner", {"2024-04-01 99213 1 2"}}});
  EXPECT_EQ(world.Run(kPayer + Lines("99213")),
            "CODE.NOT_YET? missing_table 1; CODE.TERM? missing_table 1");
  World fees(Rules(), {kHcpcs, kNoPolicies, {"mpfs", {"procedure_code,status", "99213,A"}}});
  EXPECT_EQ(fees.Run(kPayer + Lines("99213")), "");
}

TEST(CodeValidityTest, WithoutTheTableNothingIsSaidOfACode) {
  World world(Rules(), {kCalendar, kNoPolicies});
  EXPECT_EQ(world.Run(kPayer + Lines("J1010; 99213")),
            "CODE.NOT_YET? missing_table 1; CODE.TERM? missing_table 1; CODE.UNKNOWN? "
            "missing_table 1");
}

TEST(CodeValidityTest, CodesOutOfDateTakeNoPartInTheNcciEdits) {
  const TestTable ptp = {"ncci_ptp_practitioner", {"45380 45378 2000-01-01 - 1"}};
  const TestTable mue = {"ncci_mue_practitioner", {"2024-01-01 45378 1 2", "2024-04-01 45378 1 2"}};
  const TestTable aoc = {"ncci_aoc", {"1 X0001 X0002 2013-04-01 -"}};
  World world(NationalRules(Rules()), {ptp, mue, aoc, kHcpcs, kCalendar, kNoPolicies});
  RunAll(world, {
                    {"in force", Lines("45380 2024-03-31; 45378 x2 2024-03-31"),
                     "NCCI.MUE warn 2; NCCI.PTP warn 2 with 1"},
                    {"ended", Lines("45380; 45378 x2"), "CODE.TERM reject 2"},
                });
  World without(NationalRules(), {ptp, mue, aoc});
  EXPECT_EQ(without.Run(kPayer + Lines("45380; 45378 x2")),
            "NCCI.MUE warn 2; NCCI.PTP warn 2 with 1")
      << "no table says that it ended";
}

TEST(CodeValidityTest, AReleaseOfTheFeeScheduleThatDroppedACodeKeepsItOutOfTheEdits) {
  const TestTable fees = {"mpfs",
                          {"procedure_code,status", "release 24A 2024-01-01 2024-03-31", "45380,A",
                           "45378,A", "release 24B 2024-04-01 2024-12-31", "45380,A"}};
  const TestTable ptp = {"ncci_ptp_practitioner", {"45380 45378 2000-01-01 - 1"}};
  const TestTable mue = {"ncci_mue_practitioner", {"2024-01-01 X0001 1 2", "2024-04-01 X0001 1 2"}};
  const TestTable aoc = {"ncci_aoc", {"1 X0001 X0002 2013-04-01 -"}};
  World world(NationalRules(Rules()), {ptp, mue, aoc, kHcpcs, fees, kNoPolicies});
  EXPECT_EQ(world.Run(kPayer + Lines("45380 2024-03-31; 45378 2024-03-31")),
            "NCCI.PTP warn 2 with 1");
  EXPECT_EQ(world.Run(kPayer + Lines("45380; 45378")),
            "CODE.NOT_YET? missing_table 2; CODE.TERM? missing_table 2")
      << "too little to reject it";
}

TEST(CodeValidityTest, NamesSuccessorsThatAreInForce) {
  World world(Rules(), {kHcpcs, kCalendar, kNoPolicies});
  const std::vector<FindingText> texts = world.Describe(Lines("J2505 2022-01-01"));
  ASSERT_EQ(texts.size(), 1u);
  const FindingText& text = texts.front();
  EXPECT_THAT(text.evidence, Contains(Pair("ended", "2021-12-31")));
  EXPECT_THAT(text.evidence, Contains(Pair("successors", "J2506"))) << "J9999 is in no release";
  ASSERT_FALSE(text.fixes.empty());
  EXPECT_EQ(text.fixes.front().kind, FixKind::kReplaceCode);
  EXPECT_EQ(text.fixes.front().value, "J2506");
  EXPECT_TRUE(text.fixes.front().requires_documentation);
  EXPECT_EQ(text.field, "service_lines[0].procedure_code");
}

}  // namespace
}  // namespace scrubline
