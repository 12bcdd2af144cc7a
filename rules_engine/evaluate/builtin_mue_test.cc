// Domain section 2 on a table of few rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

// 2024Q2 and 2024Q3; 97110 has a higher limit in the later one.
const TestTable kPractitioner = {"ncci_mue_practitioner",
                                 {
                                     "2024-04-01 97110 6 3",
                                     "2024-04-01 27447 1 2",
                                     "2024-04-01 J7192 22000 1",
                                     "2024-04-01 A4253 0 2",
                                     "2024-04-01 20610 2 3",
                                     "2024-04-01 71046 1 2",
                                     "2024-07-01 97110 7 3",
                                     "2024-07-01 27447 1 2",
                                 }};
const TestTable kHospital = {"ncci_mue_hospital", {"2024-04-01 97110 8 3"}};
const TestTable kDme = {"ncci_mue_dme", {"2024-04-01 A4253 1 3"}};
// So that no other edit has something to say.
const TestTable kNoPtp = {"ncci_ptp_practitioner", {"X0001 X0002 1996-01-01 - 1"}};
const TestTable kNoPtpHospital = {"ncci_ptp_hospital", {"X0001 X0002 1996-01-01 - 1"}};
const TestTable kNoAddOn = {"ncci_aoc", {"1 X0001 X0002 2013-04-01 -"}};

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

class MueTest : public testing::Test {
 protected:
  MueTest()
      : world_(NationalRules(),
               {kPractitioner, kHospital, kDme, kNoPtp, kNoPtpHospital, kNoAddOn}) {}
  void RunAll(const std::vector<Case>& cases) {
    for (const Case& test : cases) EXPECT_EQ(world_.Run(test.claim), test.expected) << test.why;
  }
  World world_;
};

TEST_F(MueTest, ByTheDayOrByTheLine) {
  RunAll({
      {"at the limit", Lines("97110 x6"), ""},
      {"over it", Lines("97110 x7"), "NCCI.MUE deny 1"},
      {"indicator 3 sums the lines of a day", Lines("97110 x4; 97110 x3"), "NCCI.MUE deny 1,2"},
      {"two days are two sums", Lines("97110 x4; 97110 x3 2024-05-11"), ""},
      {"indicator 2 sums too, whatever the modifiers", Lines("27447-RT; 27447-LT"),
       "NCCI.MUE deny 1,2"},
      {"modifier 50 does not double", Lines("27447-50"), ""},
      {"indicator 1 is for each line", Lines("J7192 x12000; J7192-76 x12000"), ""},
      {"and denies that line", Lines("J7192 x22001; J7192 x5"), "NCCI.MUE deny 1"},
      {"a code without a row", Lines("99213 x500"), ""},
  });
}

TEST_F(MueTest, ZeroIsNotPayableInTheSetting) {
  RunAll({
      {"every line", Lines("A4253; A4253 x2"), "NCCI.MUE.ZERO deny 1; NCCI.MUE.ZERO deny 2"},
      {"not a line of no units", Lines("A4253 x0"), ""},
      {"part of a unit", Lines("A4253 x0.25"), "NCCI.MUE.ZERO deny 1"},
  });
}

TEST_F(MueTest, UnitsADayAreRoundedHalfUp) {
  RunAll({
      {"M6: 32 in five days are 6 a day", Lines("97110 x32 2024-05-06..2024-05-10"), ""},
      {"33 are 7", Lines("97110 x33 2024-05-06..2024-05-10"), "NCCI.MUE deny 1"},
      {"6.5 a day are 7", Lines("97110 x13 2024-05-09..2024-05-10"), "NCCI.MUE deny 1"},
      {"just under", Lines("97110 x12.999 2024-05-09..2024-05-10"), ""},
      {"one day too: 6.5 is 7 (R12)", Lines("97110 x6.5"), "NCCI.MUE deny 1"},
      {"6.499 is 6", Lines("97110 x6.499"), ""},
      {"a reversed span is one day", Lines("97110 x7 2024-05-10..2024-05-01"), "NCCI.MUE deny 1"},
      {"a span and a line on one of its days",
       Lines("97110 x25 2024-05-06..2024-05-10; 97110 x2 2024-05-08"), "NCCI.MUE deny 1,2"},
      {"and on none", Lines("97110 x25 2024-05-06..2024-05-10; 97110 x2 2024-05-11"), ""},
  });
}

TEST_F(MueTest, SeveralDaysOfTheSameLinesAreOneFinding) {
  const auto claim = MakeClaim(Lines("97110 x35 2024-05-06..2024-05-10"));
  const Findings& findings = world_.Evaluate(*claim);
  ASSERT_EQ(findings.items.size(), 1u);
  EXPECT_EQ(Date::FromDays(findings.items[0].payload[2]).ToString(), "2024-05-06");
  EXPECT_EQ(Date::FromDays(findings.items[0].payload[3]).ToString(), "2024-05-10");
}

TEST_F(MueTest, TheReleaseOfTheQuarter) {
  RunAll({
      {"the last day of the earlier", Lines("97110 x7 2024-06-30"), "NCCI.MUE deny 1"},
      {"the first day of the later", Lines("97110 x7 2024-07-01"), ""},
      {"a quarter that is not loaded", Lines("97110 x7 2024-10-01"), "NCCI.MUE? no_release 1"},
      {"one before", Lines("97110 x7 2024-03-31; 97110 x7"),
       "NCCI.MUE deny 2; NCCI.MUE? no_release 1"},
      {"a span that leaves the loaded quarters", Lines("97110 x1 2024-09-30..2024-10-01"),
       "NCCI.MUE? no_release 1"},
      {"a span over both: by day", Lines("97110 x14 2024-06-30..2024-07-01"), "NCCI.MUE deny 1"},
      {"and without a gap between them", Lines("97110 x2 2024-06-30..2024-07-01"), ""},
  });
}

TEST_F(MueTest, TheSettingPicksTheTable) {
  const std::string hospital = ", type: institutional, type_of_bill: \"0131\"";
  RunAll({
      {"hospital, at its limit", Lines("97110 x8") + hospital, ""},
      {"over", Lines("97110 x9") + hospital, "NCCI.MUE deny 1"},
      {"inpatient",
       Lines("97110 x900") + ", type: institutional, type_of_bill: \"0111\", "
                             "attending: {npi: \"1245319599\"}",
       ""},
      {"another type of bill", Lines("97110") + ", type: institutional, type_of_bill: \"0321\"",
       "NCCI.AOC? type_of_bill 1; NCCI.MUE? type_of_bill 1"},
      {"no type of claim", Lines("97110") + ", type: ~",
       "NCCI.AOC? claim_type 1; NCCI.MUE? claim_type 1"},
      {"Medicaid from Medicare's: a warning",
       Lines("97110 x7") + ", payer: {line_of_business: medicaid}", "NCCI.MUE warn 1"},
      {"commercial", Lines("97110 x7") + ", payer: {line_of_business: commercial}",
       "NCCI.MUE warn 1"},
  });
}

TEST_F(MueTest, ADmeContractorsClaim) {
  World world(
      NationalRules({{"payer/ruleset.yaml",
                      "{id: payer, version: \"1\", language: 1, title: P, layer: payer, "
                      "scope: {payers: [DMAC]}}\n"},
                     {"payer/overrides.yaml",
                      "overrides: [{id: o, select: {rule: NCCI.MUE}, parameters: {table: dme}, "
                      "reason: a DME contractor, owner: a@example.org}]\n"}}),
      {kPractitioner, kDme, kNoPtp, kNoAddOn});
  const std::string payer = ", payer: {id: DMAC, line_of_business: medicare}";
  EXPECT_EQ(world.Run(Lines("A4253") + payer), "");
  EXPECT_EQ(world.Run(Lines("A4253 x2") + payer), "NCCI.MUE deny 1");
  EXPECT_EQ(world.Run(Lines("A4253")), "NCCI.MUE.ZERO deny 1");
}

TEST_F(MueTest, WhatIsCountedTogether) {
  const auto two_people = [](const char* lines) {
    return std::string(lines) + ", billing: {npi: \"1234567893\", tax_id: \"111\"}";
  };
  RunAll({
      {"professional and technical component are apart (R25)", Lines("71046-26; 71046-TC"), ""},
      {"and from the whole", Lines("71046; 71046-26"), ""},
      {"two of a kind", Lines("71046-26; 71046-26; 71046"), "NCCI.MUE deny 1,2"},
      {"55 is not counted", Lines("27447; 27447-55"), ""},
      {"nor GY", Lines("27447; 27447-GY"), ""},
      {"nor minutes", Lines("97110 x60 {unit_basis: minutes}"), ""},
      {"two rendering providers",
       two_people(Lines("97110 x4 {rendering: {npi: \"1245319599\", specialty_code: \"10\"}}; "
                        "97110 x4 {rendering: {npi: \"1003000126\", specialty_code: \"10\"}}")
                      .c_str()),
       ""},
      {"a facility is one",
       Lines("97110 x5 {rendering: {npi: \"1245319599\"}}; 97110 x5 {rendering: {npi: "
             "\"1003000126\"}}") +
           ", type: institutional, type_of_bill: \"0131\"",
       "NCCI.MUE deny 1,2"},
      {"a void claim", Lines("97110 x7") + ", frequency_code: \"8\"", ""},
  });
}

TEST_F(MueTest, HistoryCountsByTheDayOnly) {
  const auto with = [](const char* line, const char* history) {
    return Lines(line) + ", " + History(history);
  };
  RunAll({
      {"paid units of the day", with("97110 x4", "paid 97110 x3"), "NCCI.MUE deny 1 with h1"},
      {"denied ones do not count", with("97110 x4", "denied 97110 x3"), ""},
      {"nor those of another day", with("97110 x4", "paid 97110 x3 2024-05-09"), ""},
      {"history alone is not this claim's", with("99213", "paid 97110 x9"), ""},
      {"indicator 1 looks at the line", with("J7192 x12000", "paid J7192 x12000"), ""},
      {"the claim that is replaced is left out",
       with("97110 x4", "paid 97110 x3") + ", frequency_code: \"7\", original_reference_number: H1",
       ""},
  });
}

TEST_F(MueTest, WhatCannotBeEvaluatedIsSaid) {
  RunAll({
      {"no units", Lines("97110 {units: ~}; 97110 x7"), "NCCI.MUE deny 2; NCCI.MUE? units 1"},
      {"no date", Lines("97110 {service_date: ~}"),
       "NCCI.AOC? service_date 1; NCCI.MUE? service_date 1; NCCI.PTP? service_date 1"},
      {"minutes have no limit to meet", Lines("97110 {unit_basis: minutes, units: ~}"), ""},
  });
  World none(NationalRules(), {kNoPtp, kNoAddOn});
  EXPECT_EQ(none.Run(Lines("97110")), "NCCI.MUE? missing_table 1");
  TestTable sample = kPractitioner;
  sample.sample = true;
  sample.covered = {"99999"};
  World world(NationalRules(), {sample, kNoPtp, kNoAddOn});
  EXPECT_EQ(world.Run(Lines("97110 x7; 99999; 99998")),
            "NCCI.MUE deny 1; NCCI.MUE? sample_table 3");
}

TEST_F(MueTest, AnEarlierLineWithoutUnitsLeavesItsDayOpen) {
  RunAll({
      {"the same day", Lines("97110 x4") + ", " + History("paid 97110 {units: ~}"),
       "NCCI.MUE? units 1"},
      {"another day", Lines("97110 x4") + ", " + History("paid 97110 2024-05-09 {units: ~}"), ""},
      {"another code", Lines("97110 x4") + ", " + History("paid 27447 {units: ~}"), ""},
  });
}

// A layer that switches the edit off in one quarter, which is not loaded.
TEST_F(MueTest, WhatIsSwitchedOffIsNotSaidToBeUnevaluated) {
  World world(
      NationalRules(
          {{"payer/ruleset.yaml",
            "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
            "scope: {line_of_business: [medicare]}}\n"},
           {"payer/overrides.yaml",
            "overrides: [{id: o, select: {rule: NCCI.MUE}, suppress: true, effective: {from: "
            "2024-10-01, to: 2024-12-31}, reason: the payer, owner: a@example.org}]\n"}}),
      {kPractitioner, kNoPtp, kNoAddOn});
  const auto run = [&](const std::string& lines, const std::string& more = "") {
    return world.Run(Lines(lines) + more + ", payer: {line_of_business: medicare}");
  };
  EXPECT_EQ(run("97110 2025-01-01"), "NCCI.MUE? no_release 1");
  EXPECT_EQ(run("97110 2024-12-31"), "");
  EXPECT_EQ(run("97110 2024-09-30..2024-10-01"), "") << "each day is loaded or switched off";
  EXPECT_EQ(run("97110 2024-12-31..2025-01-01"), "NCCI.MUE? no_release 1");
  EXPECT_EQ(run("97110 2024-10-01 {units: ~}"), "");
  EXPECT_EQ(run("97110 2024-09-30 {units: ~}"), "NCCI.MUE? units 1");
  EXPECT_EQ(run("97110 2024-10-01", ", " + History("paid 97110 2024-10-01 {units: ~}")), "");
}

TEST_F(MueTest, ALineWhoseCodeHasEndedHasNoSumToLeaveOpen) {
  World world(NationalRules(), {kPractitioner,
                                kNoPtp,
                                kNoAddOn,
                                {"code_calendar", {"procedure_code,through", "97110,2024-05-09"}}});
  const std::string history = ", " + History("paid 97110 2024-05-08..2024-05-12 {units: ~}");
  EXPECT_EQ(world.Run(Lines("97110 2024-05-09") + history), "NCCI.MUE? units 1");
  EXPECT_EQ(world.Run(Lines("97110 2024-05-10") + history), "") << "R20";
}

TEST_F(MueTest, ADayOnWhichTheEditIsSwitchedOffHasNoLimit) {
  const auto world = [](const std::string& what) {
    return World(
        NationalRules(
            {{"payer/ruleset.yaml",
              "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
              "scope: {line_of_business: [medicare]}}\n"},
             {"payer/overrides.yaml",
              "overrides: [{id: o, select: {rule: NCCI.MUE}, " + what +
                  ", effective: {from: 2024-05-01, to: 2024-05-10}, reason: the payer, "
                  "owner: a@example.org}]\n"}}),
        {kPractitioner, kNoPtp, kNoAddOn});
  };
  const auto run = [](World& in, const char* lines) {
    return in.Run(Lines(lines) + ", payer: {line_of_business: medicare}",
                  /*include_bypassed=*/true);
  };
  World off = world("suppress: true");
  EXPECT_EQ(run(off, "97110 x14 2024-05-09..2024-05-10"), "");
  EXPECT_EQ(run(off, "97110 x14 2024-05-10..2024-05-11"), "NCCI.MUE deny 1");
  EXPECT_EQ(run(off, "97110 x14 2024-04-30..2024-05-01"), "NCCI.MUE deny 1");
  const auto claim = MakeClaim(Lines("97110 x28 2024-04-29..2024-05-02") +
                               ", payer: {line_of_business: medicare}");
  const Findings& findings = off.Evaluate(*claim);
  ASSERT_EQ(findings.items.size(), 1u);
  EXPECT_EQ(Date::FromDays(findings.items[0].payload[3]).ToString(), "2024-04-30") << "the last";

  World exempt = world("exempt_when: {procedure_code: [\"97110\"]}");
  EXPECT_EQ(run(exempt, "97110 x14 2024-05-09..2024-05-10"), "NCCI.MUE bypassed 1");
  EXPECT_EQ(run(exempt, "97110 x14 2024-05-10..2024-05-11"), "NCCI.MUE deny 1");
  EXPECT_EQ(run(exempt, "97110 x14 2024-04-30..2024-05-01"), "NCCI.MUE deny 1");
}

}  // namespace
}  // namespace scrubline
