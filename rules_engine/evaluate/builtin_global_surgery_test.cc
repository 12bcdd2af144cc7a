// Domain section 4.7, its examples among them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const TestTable kFeeSchedule = {
    "mpfs",
    {"procedure_code,global_days", "27447,090", "66984,090", "17110,010", "20610,000", "11102,000",
     "93000,XXX", "96372,XXX", "59400,MMM", "01214,ZZZ", "99213,XXX", "99232,XXX"}};
const TestTable kPairs = {"ncci_ptp_practitioner", {"96372 99213 2000-01-01 - 1"}};

RuleFiles Rules() {
  return NationalRulesOf({"global_surgery.yaml", "ncci_procedure_to_procedure.yaml"});
}

RuleFiles OneNcciSuppressed() {
  RuleFiles files = Rules();
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides: [{id: o, select: {rule: NCCI.PTP, codes: [\"99213\"]}, suppress: true, "
      "reason: contract, owner: a@example.org}]\n";
  return files;
}

class GlobalSurgeryTest : public testing::Test {
 protected:
  GlobalSurgeryTest() : world_(Rules(), {kFeeSchedule, kPairs}) {}

  // The findings and gaps of these rules alone.
  static std::string OnlyGlobal(const std::string& text) {
    std::string kept;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find("; ", begin), text.size());
      const std::string part = text.substr(begin, end - begin);
      if (part.starts_with("GLOB")) kept += (kept.empty() ? "" : "; ") + part;
      begin = end + 2;
    }
    return kept;
  }
  std::string Run(const std::string& lines, const std::string& history = "",
                  const std::string& more = "") {
    std::string claim = Lines(lines);
    if (!history.empty()) claim += ", " + History(history);
    if (!more.empty()) claim += ", " + more;
    return OnlyGlobal(world_.Run(claim));
  }

  World world_;
};

constexpr char kKnee[] = "paid 27447 2026-03-02";
constexpr char kWart[] = "paid 17110 2026-03-02";

TEST_F(GlobalSurgeryTest, TheWorkedExamples) {
  EXPECT_EQ(Run("99213 2026-03-01; 27447 2026-03-02"), "GLOB.57 deny 1 with 2");
  EXPECT_EQ(Run("99213-24 2026-04-10", kKnee), "");
  EXPECT_EQ(Run("99213 2026-05-31", kKnee), "GLOB.24 deny 1 with h1");
  EXPECT_EQ(Run("99213 2026-06-01", kKnee), "");
  EXPECT_EQ(Run("20610 2026-03-20", kKnee), "GLOB.PROC deny 1 with h1");
  EXPECT_EQ(Run("99213-25 2026-03-02; 17110 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-12", kWart), "GLOB.24 deny 1 with h1");
  EXPECT_EQ(Run("99213 2026-03-13", kWart), "");
}

TEST_F(GlobalSurgeryTest, AnotherSpecialtyIsAnotherProvider) {
  const std::string history =
      "paid 27447 2026-03-02 {rendering: {npi: \"1245319599\", specialty_code: \"20\"}}";
  const auto by = [](const std::string& specialty) {
    return "rendering: {npi: \"1003000126\", specialty_code: \"" + specialty + "\"}";
  };
  EXPECT_EQ(Run("20610 2026-03-20", history, by("20")), "GLOB.PROC deny 1 with h1");
  EXPECT_EQ(Run("20610 2026-03-20", history, by("66")), "");
  EXPECT_EQ(Run("99213 2026-03-20", history, by("66")), "");
}

TEST_F(GlobalSurgeryTest, TheWindowOfAMajorSurgery) {
  EXPECT_EQ(Run("99213 2026-02-28; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-01; 27447 2026-03-02"), "GLOB.57 deny 1 with 2");
  EXPECT_EQ(Run("99213 2026-03-02; 27447 2026-03-02"), "GLOB.57 deny 1 with 2");
  EXPECT_EQ(Run("99213 2026-03-03; 27447 2026-03-02"), "GLOB.24 deny 1 with 2");
  EXPECT_EQ(Run("99213-57 2026-03-01; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213-57 2026-03-02; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213-25 2026-03-02; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213-25 2026-03-01; 27447 2026-03-02"),
            "GLOB.57 deny 1 with 2; GLOB.25.ALONE warn 1")
      << "25 is for the day itself";
}

TEST_F(GlobalSurgeryTest, TheWindowOfAMinorProcedure) {
  EXPECT_EQ(Run("99213 2026-03-01; 17110 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-02; 17110 2026-03-02"), "GLOB.25 deny 1 with 2");
  EXPECT_EQ(Run("99213 2026-03-03; 20610 2026-03-02"), "") << "a 0-day period is its day";
  EXPECT_EQ(Run("99213 2026-03-02; 20610 2026-03-02; 11102 2026-03-02"), "GLOB.25 deny 1 with 2,3")
      << "one finding for the visit";
}

TEST_F(GlobalSurgeryTest, AVisitOfSeveralDaysIsHeldAgainstEachOfThem) {
  EXPECT_EQ(Run("99232 2026-03-01..2026-03-04; 27447 2026-03-02"),
            "GLOB.24 deny 1 with 2; GLOB.57 deny 1 with 2");
  EXPECT_EQ(Run("99232 2026-05-31..2026-06-03", kKnee), "GLOB.24 deny 1 with h1");
}

TEST_F(GlobalSurgeryTest, ServicesWithoutAPeriodAreNotPartOfOne) {
  EXPECT_EQ(Run("93000 2026-03-20; 59400 2026-03-20; 01214 2026-03-20", kKnee), "");
  EXPECT_EQ(Run("99024 2026-03-20", kKnee), "") << "the care after surgery, reported";
  EXPECT_EQ(Run("99213 2026-03-02; 59400 2026-03-02; 93000 2026-03-02; 01214 2026-03-02"), "");
}

TEST_F(GlobalSurgeryTest, ProceduresTakeAModifierOfTheirOwn) {
  for (const char* modifier : {"58", "78", "79"}) {
    EXPECT_EQ(
        Run(std::string("20610-") + modifier + " 2026-03-20", kKnee, "place_of_service: \"21\""),
        "")
        << modifier;
  }
  EXPECT_EQ(Run("20610-59 2026-03-20", kKnee), "GLOB.PROC deny 1 with h1");
  EXPECT_EQ(Run("20610 2026-03-02", kKnee), "") << "the same day is NCCI's";
  EXPECT_EQ(Run("20610 2026-03-01", kKnee), "");
  EXPECT_EQ(Run("20610 2026-05-31", kKnee), "GLOB.PROC deny 1 with h1");
  EXPECT_EQ(Run("20610 2026-06-01", kKnee), "");
}

TEST_F(GlobalSurgeryTest, StagedAndUnrelatedProceduresOpenAPeriod) {
  const char* const visit = "99213 2026-06-10";
  EXPECT_EQ(Run(visit, "paid 27447 2026-03-02; paid 66984-79 2026-03-20"),
            "GLOB.24 deny 1 with h2");
  EXPECT_EQ(Run(visit, "paid 27447 2026-03-02; paid 66984-58 2026-03-20"),
            "GLOB.24 deny 1 with h2");
  EXPECT_EQ(Run(visit, "paid 27447 2026-03-02; paid 66984-78 2026-03-20"), "");
}

TEST_F(GlobalSurgeryTest, SplitCareSplitsThePeriod) {
  EXPECT_EQ(Run("99213 2026-03-20", "paid 27447-54 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-01; 27447-54 2026-03-02"), "GLOB.57 deny 1 with 2");
  EXPECT_EQ(Run("99213 2026-03-20", "paid 27447-55 2026-03-02"), "GLOB.24 deny 1 with h1");
  EXPECT_EQ(Run("99213 2026-03-02; 27447-55 2026-03-02"), "");
  EXPECT_EQ(Run("27447-55 2026-03-20", kKnee), "") << "care after surgery is no new procedure";
}

TEST_F(GlobalSurgeryTest, EndedSurgeriesAndAssistantsOpenNone) {
  for (const char* modifier : {"53", "73", "80", "81", "82", "AS"}) {
    EXPECT_EQ(Run("99213 2026-03-20", std::string("paid 27447-") + modifier + " 2026-03-02"), "")
        << modifier;
  }
}

TEST_F(GlobalSurgeryTest, OnlyPaidAndOpenHistoryCounts) {
  EXPECT_EQ(Run("99213 2026-03-20", "denied 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-20", "submitted 27447 2026-03-02"), "GLOB.24 deny 1 with h1");
}

TEST_F(GlobalSurgeryTest, OthersOpenNoPeriodAndMeetNone) {
  EXPECT_EQ(Run("99213-FT 2026-03-02; 27447 2026-03-02"), "") << "unrelated critical care";
  EXPECT_EQ(Run("99213-GY 2026-03-02; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213 2026-03-02; 27447 2026-03-02", "", "frequency_code: \"8\""), "");
  EXPECT_EQ(Run("99213 2026-03-02; 27447 2026-03-02", "", "type: institutional"), "");
}

TEST_F(GlobalSurgeryTest, AVisitSaidToBeUnrelatedHasAnotherDiagnosis) {
  const auto run = [this](const char* visit_diagnosis) {
    return Run(
        "99213-24 2026-03-20 {diagnosis_pointers: [2]}; 27447 2026-03-02 "
        "{diagnosis_pointers: [1]}",
        "", std::string("diagnoses: [{code: M17.11}, {code: ") + visit_diagnosis + "}]");
  };
  EXPECT_EQ(run("M17.12"), "GLOB.24.DIAGNOSIS warn 1 with 2");
  EXPECT_EQ(run("J06.9"), "");
  EXPECT_EQ(Run("99213-24 2026-03-20; 27447 2026-03-02"), "") << "no diagnoses, no question";
  EXPECT_EQ(
      Run("99213-24 2026-03-20 {diagnosis_pointers: [1]}", kKnee, "diagnoses: [{code: M17.11}]"),
      "")
      << "what the earlier surgery was for is not known";
}

TEST_F(GlobalSurgeryTest, TheDecisionModifierIsForMajorSurgery) {
  EXPECT_EQ(Run("99213-57 2026-03-02; 17110 2026-03-02"), "GLOB.57.MINOR warn 1 with 2");
  EXPECT_EQ(Run("99213-57 2026-03-02; 20610 2026-03-02"), "GLOB.57.MINOR warn 1 with 2");
  EXPECT_EQ(Run("99213-57 2026-03-02; 17110 2026-03-02; 27447 2026-03-02"), "");
  EXPECT_EQ(Run("99213-57 2026-03-02; 93000 2026-03-02"), "");
}

TEST_F(GlobalSurgeryTest, ASeparateVisitIsSeparateFromSomething) {
  EXPECT_EQ(Run("99213-25"), "GLOB.25.ALONE warn 1");
  EXPECT_EQ(Run("99213-25; 93000"), "GLOB.25.ALONE warn 1");
  EXPECT_EQ(Run("99213-25; 80053; J1885"), "GLOB.25.ALONE warn 1");
  EXPECT_EQ(Run("99213-25; 20610 2024-05-11"), "GLOB.25.ALONE warn 1") << "another day";
  EXPECT_EQ(Run("99213-25; 96372"), "") << "an NCCI edit pairs the two";
  EXPECT_EQ(Run("99213-25; 20610"), "");
  EXPECT_EQ(Run("99213-25; 59400"), "");
  EXPECT_EQ(Run("99213-25; 90471"), "") << "a vaccination";
  EXPECT_EQ(Run("99213-25; G2211"), "");
  EXPECT_EQ(Run("99213-25; G0439"), "") << "another visit";
  EXPECT_EQ(Run("99213-25", "paid 20610 2024-05-10"), "");
  EXPECT_EQ(Run("99213-25-FT"), "");
}

TEST_F(GlobalSurgeryTest, WhatAnNcciEditSaysOfThePairIsSaidOnce) {
  World world(Rules(), {kFeeSchedule,
                        {"ncci_ptp_practitioner",
                         {"20610 99213 2000-01-01 - 1", "27447 99213 2000-01-01 - 1"}}});
  const auto run = [&world](const std::string& claim) {
    const std::string text = world.Run(claim);
    return text.substr(0, text.find(';'));
  };
  EXPECT_EQ(run(Lines("20610; 99213")), "NCCI.PTP deny 2 with 1 (GLOB.25 deny 2 with 1)");
  EXPECT_EQ(run(Lines("27447; 99213")), "NCCI.PTP deny 2 with 1 (GLOB.57 deny 2 with 1)");
  EXPECT_EQ(run(Lines("20610; 17110; 99213")), "NCCI.PTP deny 3 with 1 (GLOB.25 deny 3 with 1,2)");
  EXPECT_EQ(run(Lines("17110; 99213")), "GLOB.25 deny 2 with 1") << "no such edit";
  EXPECT_EQ(run(Lines("20610; 99213-57")),
            "NCCI.PTP.Q4 warn 2 with 1 (GLOB.57.MINOR warn 2 with 1)");
}

TEST_F(GlobalSurgeryTest, WhatLayersDoNotLetANcciEditSayIsSaidHere) {
  RuleFiles files = Rules();
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides:\n"
      "  - {id: a, select: {rule: NCCI.PTP.Q4, codes: [\"99213\"]}, suppress: true, "
      "reason: contract, owner: a@example.org}\n"
      "  - {id: b, select: {rule: GLOB.25}, suppress: true, reason: contract, "
      "owner: a@example.org}\n";
  World world(files, {kFeeSchedule, {"ncci_ptp_practitioner", {"20610 99213 2000-01-01 - 1"}}});
  EXPECT_EQ(OnlyGlobal(world.Run(Lines("20610; 99213-57"))), "GLOB.57.MINOR warn 2 with 1");
  EXPECT_EQ(OnlyGlobal(world.Run(Lines("17110; 99213"))), "");
}

TEST_F(GlobalSurgeryTest, WithoutAFeeScheduleNothingIsSaid) {
  World world(Rules(), {kPairs});
  const auto run = [&world](const std::string& claim) { return OnlyGlobal(world.Run(claim)); };
  EXPECT_EQ(run(Lines("99213; 20610")), "GLOB.25? missing_table 1");
  EXPECT_EQ(run(Lines("99213; 20610 2024-05-11")), "GLOB.57? missing_table 1");
  EXPECT_EQ(run(Lines("99213; 20610 2024-05-09")), "GLOB.24? missing_table 1");
  EXPECT_EQ(run(Lines("27447; 20610 2024-05-09")), "GLOB.PROC? missing_table 1");
  EXPECT_EQ(run(Lines("99213; 96372")), "") << "the NCCI edit says it";
  World silent(OneNcciSuppressed(), {kPairs});
  EXPECT_EQ(OnlyGlobal(silent.Run(Lines("99213; 96372"))), "GLOB.25? missing_table 1")
      << "the NCCI edit is kept from saying it";
  EXPECT_EQ(run(Lines("99213-25; 20610")), "");
  EXPECT_EQ(run(Lines("99213; 80053; J1885")), "") << "nothing that could be a surgery";
  EXPECT_EQ(run(Lines("99213")), "");
}

TEST_F(GlobalSurgeryTest, ADateWithoutAReleaseIsNotEvaluated) {
  EXPECT_EQ(Run("99213 2031-03-02; 27447 2031-03-02"), "GLOB.25? no_release 1");
  EXPECT_EQ(Run("99213 2026-03-02; 10060 2026-03-02"), "") << "not in the schedule: no period";
  EXPECT_EQ(Run("27447 2030-12-20; 20610 2031-01-05"), "GLOB.PROC? no_release 2")
      << "the day of the second is the one that is not covered";
}

TEST_F(GlobalSurgeryTest, TheAnswerNamesTheSurgeryAndItsPeriod) {
  const std::vector<FindingText> texts =
      world_.Describe(Lines("99213 2026-05-31") + ", " + History(kKnee));
  const auto text = std::find_if(texts.begin(), texts.end(),
                                 [](const FindingText& t) { return t.rule_id == "GLOB.24"; });
  ASSERT_NE(text, texts.end());
  EXPECT_EQ(
      text->message,
      "99213 on 2026-05-31 falls in the 90-day global period of 27447 on 2026-03-02 (through "
      "2026-05-31); without modifier 24 it is care after the surgery, which is paid with it.");
  EXPECT_EQ(text->related_claim_id, "H1");
  ASSERT_EQ(text->fixes.size(), 2u);
  EXPECT_EQ(text->fixes[0].value, "24");
  EXPECT_TRUE(text->fixes[0].requires_documentation);
  EXPECT_EQ(text->fixes[1].value, "99024");
}

}  // namespace
}  // namespace scrubline
