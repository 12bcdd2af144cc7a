// Domain sections 1.2 to 1.5 and 1.7 on a table of few rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kPractitioner = {"ncci_ptp_practitioner",
                                 {
                                     "45385 45380 1996-01-01 - 1",
                                     "45385 45378 1996-01-01 - 0",
                                     "20610 99213 2000-01-01 - 1",
                                     "27447 99213 2000-01-01 - 1",
                                     "99215 99213 2000-01-01 - 1",
                                     "97530 97116 1996-01-01 2019-12-31 1",
                                     "97530 97116 2020-10-01 2020-10-01 9",
                                     "90471 90460 1999-01-01 2021-09-30 0",
                                     "90471 90460 2021-10-01 - 1",
                                     "11042 97597 2011-01-01 2024-05-31 1",
                                     "97597 11042 2024-06-01 - 0",
                                     "29881 29877 1996-01-01 - 1",
                                     "10060 10061 2024-05-12 2024-05-14 1",
                                     "10060 10061 2024-05-15 2024-05-16 0",
                                 }};
const TestTable kHospital = {"ncci_ptp_hospital",
                             {"45380 45385 1996-01-01 - 1", "99233 99232 1996-01-01 - 1"}};

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

class PtpTest : public testing::Test {
 protected:
  PtpTest() : world_(NationalRules(), {kPractitioner, kHospital}) {}

  // The PTP findings and gaps of `text`; no other table is there, which other edits say.
  static std::string OnlyPtp(const std::string& text) {
    std::string kept;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find("; ", begin), text.size());
      const std::string part = text.substr(begin, end - begin);
      if (part.starts_with("NCCI.PTP")) kept += (kept.empty() ? "" : "; ") + part;
      begin = end + 2;
    }
    return kept;
  }
  std::string Run(const std::string& claim, bool include_bypassed = false) {
    return OnlyPtp(world_.Run(claim, include_bypassed));
  }
  void RunAll(const std::vector<Case>& cases, bool include_bypassed = false) {
    for (const Case& test : cases)
      EXPECT_EQ(Run(test.claim, include_bypassed), test.expected) << test.why;
  }

  World world_;
};

TEST_F(PtpTest, TheRowOfTheDateDecides) {
  RunAll({
      {"column 2 is denied", Lines("45385; 45380"), "NCCI.PTP deny 2 with 1"},
      {"whichever line comes first", Lines("45380; 45385"), "NCCI.PTP deny 1 with 2"},
      {"no row, no edit", Lines("45385; 99213"), ""},
      {"a code beside itself", Lines("45385; 45385"), ""},
      {"the last day belongs to the edit", Lines("97530 2019-12-31; 97116 2019-12-31"),
       "NCCI.PTP deny 2 with 1"},
      {"the day after does not", Lines("97530 2020-01-01; 97116 2020-01-01"), ""},
      {"a tombstone is no edit", Lines("97530 2020-10-01; 97116 2020-10-01"), ""},
      {"before the first day", Lines("45385 1995-12-31; 45380 1995-12-31"), ""},
      {"the first day", Lines("45385 1996-01-01; 45380 1996-01-01"), "NCCI.PTP deny 2 with 1"},
      {"the direction of the date", Lines("11042 2024-05-31; 97597 2024-05-31"),
       "NCCI.PTP deny 2 with 1"},
      {"turned the day after", Lines("11042 2024-06-01; 97597 2024-06-01"),
       "NCCI.PTP deny 1 with 2"},
      {"two dates, no pair", Lines("45385; 45380 2024-05-11"), ""},
      {"indicator 0 of the earlier row", Lines("90471 2021-09-30; 90460-59 2021-09-30"),
       "NCCI.PTP deny 2 with 1"},
      {"indicator 1 of the later row", Lines("90471 2021-10-01; 90460-59 2021-10-01"), ""},
  });
}

TEST_F(PtpTest, OnlyAssociatedModifiersLiftAnEdit) {
  for (const char* lifts : {"59", "XE", "XP", "XS", "XU", "LT", "F5", "58", "78", "79", "91"}) {
    EXPECT_EQ(Run(Lines(std::string("45385; 45380-") + lifts)), "") << lifts;
    EXPECT_EQ(Run(Lines(std::string("45385-") + lifts + "; 45380")), "") << lifts;
    EXPECT_EQ(Run(Lines(std::string("45385; 45378-") + lifts)), "NCCI.PTP deny 2 with 1") << lifts;
  }
  for (const char* does_not : {"22", "76", "77", "50", "51", "52", "26", "TC", "KX"}) {
    EXPECT_EQ(Run(Lines(std::string("45385-") + does_not + "; 45380-" + does_not)),
              "NCCI.PTP deny 2 with 1")
        << does_not;
  }
  EXPECT_EQ(Run(Lines("45385; 45380-22-76-51-XS")), "") << "in the fourth place too";
}

TEST_F(PtpTest, ABypassIsListedOnRequest) {
  RunAll({{"on column 2", Lines("45385; 45380-XS"), "NCCI.PTP bypassed 2 with 1"},
          {"on column 1", Lines("45385-XS; 45380"), "NCCI.PTP bypassed 2 with 1"},
          {"never with indicator 0", Lines("45385; 45378-XS"), "NCCI.PTP deny 2 with 1"}},
         /*include_bypassed=*/true);
}

TEST_F(PtpTest, OneFindingForALineAndAColumnOneCode) {
  RunAll({
      {"two lines of column 1", Lines("45385; 45380; 45385"), "NCCI.PTP deny 2 with 1,3"},
      {"a modifier on one of them lifts that one", Lines("45385; 45380; 45385-XS"),
       "NCCI.PTP deny 2 with 1"},
      {"a modifier on column 2 lifts both", Lines("45385; 45380-XS; 45385"), ""},
      {"two lines of column 2", Lines("45380; 45385; 45380"),
       "NCCI.PTP deny 1 with 2; NCCI.PTP deny 3 with 2"},
      {"two codes of column 1", Lines("20610; 27447; 99213"),
       "NCCI.PTP deny 3 with 1; NCCI.PTP deny 3 with 2"},
  });
}

TEST_F(PtpTest, DateSpans) {
  const auto spans = [](const char* a, const char* b) {
    return Lines(std::string("10060 ") + a + "; 10061-59 " + b);
  };
  RunAll({
      {"only days in common count", spans("2024-05-01..2024-05-11", "2024-05-12..2024-05-20"), ""},
      {"a day in common with an edit that no modifier lifts",
       spans("2024-05-01..2024-05-20", "2024-05-15..2024-05-15"), "NCCI.PTP deny 2 with 1"},
      {"fires on a later day though an earlier one is lifted",
       spans("2024-05-01..2024-05-20", "2024-05-10..2024-05-30"), "NCCI.PTP deny 2 with 1"},
      {"all days in common lifted", spans("2024-05-01..2024-05-14", "2024-05-10..2024-05-30"), ""},
      {"an edit that ends before", spans("2024-05-17..2024-05-20", "2024-05-01..2024-05-30"), ""},
      {"a reversed span is its first day (R14)", spans("2024-05-15..2024-05-01", "2024-05-15"),
       "NCCI.PTP deny 2 with 1"},
  });
  // The earliest day that fires is the finding's.
  World& world = world_;
  const auto claim = MakeClaim(spans("2024-05-01..2024-05-20", "2024-05-10..2024-05-30"));
  const Findings& findings = world.Evaluate(*claim);
  ASSERT_EQ(findings.items.size(), 1u);
  EXPECT_EQ(Date::FromDays(findings.items[0].payload[2]).ToString(), "2024-05-15");
}

TEST_F(PtpTest, TheSettingPicksTheTable) {
  const auto bill = [](const char* type_of_bill) {
    return Lines("45385; 45380") + ", type: institutional, type_of_bill: \"" + type_of_bill + "\"";
  };
  for (const char* hospital : {"0131", "0121", "0141", "0221", "0231", "0341", "0741", "0851"})
    EXPECT_EQ(Run(bill(hospital)), "NCCI.PTP deny 1 with 2") << hospital;
  for (const char* inpatient : {"0111", "0181", "0211", "0411"})
    EXPECT_EQ(Run(bill(inpatient)), "") << inpatient;
  RunAll({
      {"practitioner", Lines("45385; 45380"), "NCCI.PTP deny 2 with 1"},
      {"another type of bill", bill("0321"), "NCCI.PTP? type_of_bill 1,2"},
      {"no type of bill", Lines("45385; 45380") + ", type: institutional",
       "NCCI.PTP? type_of_bill 1,2"},
      {"no type of claim", Lines("45385; 45380") + ", type: ~", "NCCI.PTP? claim_type 1,2"},
      {"one line needs no table", Lines("45385") + ", type: ~", ""},
  });
}

TEST_F(PtpTest, MedicaidFallsBackToMedicaresTableAtWarn) {
  const std::string claim = Lines("45385; 45380") + ", payer: {line_of_business: medicaid}";
  EXPECT_EQ(Run(claim), "NCCI.PTP warn 2 with 1");
  World own(NationalRules(),
            {kPractitioner, {"medicaid_ncci_ptp_practitioner", {"45380 45385 1996-01-01 - 0"}}});
  EXPECT_EQ(OnlyPtp(own.Run(claim)), "NCCI.PTP deny 1 with 2");
}

TEST_F(PtpTest, SeverityByLineOfBusiness) {
  for (const auto& [business, severity] :
       std::map<std::string, std::string>{{"medicare", "deny"},
                                          {"medicare_advantage", "deny"},
                                          {"commercial", "warn"},
                                          {"workers_compensation", "warn"},
                                          {"tricare", "warn"},
                                          {"auto", "warn"},
                                          {"other", "warn"},
                                          {"~", "warn"}}) {
    EXPECT_EQ(Run(Lines("45385; 45380") + ", payer: {line_of_business: " + business + "}"),
              "NCCI.PTP " + severity + " 2 with 1")
        << business;
  }
}

TEST_F(PtpTest, LinesThatTakeNoPart) {
  RunAll({
      {"GY on column 1", Lines("45385-GY; 45380"), ""},
      {"GZ on column 2", Lines("45385; 45380-GZ"), ""},
      {"a void claim", Lines("45385; 45380") + ", frequency_code: \"8\"", ""},
      {"a corrected claim takes part", Lines("45385; 45380") + ", frequency_code: \"7\"",
       "NCCI.PTP deny 2 with 1"},
      {"no charge is no reason", Lines("45385 {charge_cents: 0}; 45380 {charge_cents: 1}"),
       "NCCI.PTP deny 2 with 1"},
      {"nor are units", Lines("45385 x0; 45380 x0"), "NCCI.PTP deny 2 with 1"},
      {"a line without a date is not evaluated", Lines("45385 {service_date: ~}; 45380; 45378"),
       "NCCI.PTP? service_date 1"},
      {"nor one without a code", Lines("45385; {procedure_code: ~}"), "NCCI.PTP? procedure_code 2"},
  });
}

TEST_F(PtpTest, SameProvider) {
  const std::string group = ", billing: {npi: \"1234567893\", tax_id: \"111\"}";
  const auto by = [&](const char* a, const char* b) {
    return Lines(std::string("45385 {rendering: {") + a + "}}; 45380 {rendering: {" + b + "}}") +
           group;
  };
  RunAll({
      {"another specialty of the group",
       by("npi: \"1245319599\", specialty_code: \"10\"",
          "npi: \"1003000126\", specialty_code: \"02\""),
       ""},
      {"the same specialty, another person: one step milder",
       by("npi: \"1245319599\", specialty_code: \"10\"",
          "npi: \"1003000126\", specialty_code: \"10\""),
       "NCCI.PTP warn 2 with 1"},
      {"the same taxonomy where the specialty is not known",
       by("npi: \"1245319599\", taxonomy_code: 207R00000X",
          "npi: \"1003000126\", taxonomy_code: 207R00000X"),
       "NCCI.PTP warn 2 with 1"},
      {"neither known: by NPI", by("npi: \"1245319599\"", "npi: \"1003000126\""), ""},
      {"the same person", by("npi: \"1245319599\"", "npi: \"1245319599\""),
       "NCCI.PTP deny 2 with 1"},
      {"an institution is one provider whoever rendered",
       by("npi: \"1245319599\"", "npi: \"1003000126\"") +
           ", type: institutional, type_of_bill: \"0131\"",
       "NCCI.PTP deny 1 with 2"},
  });
}

// A ruleset of a payer that sets a parameter of the rule.
RuleFiles WithParameter(const std::string& parameters) {
  return NationalRules(
      {{"payer/ruleset.yaml",
        "{id: payer, version: \"1\", language: 1, title: P, layer: payer, "
        "scope: {payers: [X]}}\n"},
       {"payer/overrides.yaml",
        "overrides: [{id: o, select: {rule: NCCI.PTP}, parameters: {" + parameters +
            "}, reason: \"the payer's manual\", owner: a@example.org}]\n"}});
}

TEST_F(PtpTest, Parameters) {
  const std::string two_doctors =
      Lines(
          "45385 {rendering: {npi: \"1245319599\", specialty_code: \"10\"}}; 45380 {rendering: "
          "{npi: \"1003000126\", specialty_code: \"02\"}}") +
      ", billing: {npi: \"1234567893\", tax_id: \"111\"}";
  const struct {
    const char* parameters;
    std::string claim;
    const char* expected;
  } kCases[] = {
      {"provider_scope: tax_id", two_doctors, "NCCI.PTP warn 2 with 1"},
      {"provider_scope: rendering_npi", two_doctors, ""},
      {"table: none", Lines("45385; 45380"), ""},
      {"table: hospital", Lines("45385; 45380"), "NCCI.PTP deny 1 with 2"},
      {"table: practitioner",
       Lines("45385; 45380") + ", type: institutional, type_of_bill: \"0111\"",
       "NCCI.PTP deny 2 with 1"},
      {"ignore_zero_charge: true", Lines("45385 {charge_cents: 0}; 45380"), ""},
      {"ignore_zero_charge: true", Lines("45385; 45380 {charge_cents: 1}"), ""},
      {"ignore_zero_charge: true", Lines("45385; 45380 {charge_cents: 2}"),
       "NCCI.PTP deny 2 with 1"},
      {"bypass_modifiers: {remove: [XS]}", Lines("45385; 45380-XS"), "NCCI.PTP deny 2 with 1"},
      {"bypass_modifiers: {remove: [XS]}", Lines("45385; 45380-XE"), ""},
      {"bypass_modifiers: {add: [\"76\"]}", Lines("45385; 45380-76"), ""},
      {"bypass_side: column2_only", Lines("45385; 45380-59"), ""},
      {"bypass_side: column2_only", Lines("45385-LT; 45380"), ""},
      {"bypass_side: column2_only", Lines("45385-59; 45380"),
       "NCCI.PTP deny 2 with 1 (NCCI.PTP.Q3 deny 2 with 1)"},
      {"bypass_side: either", Lines("45385-59; 45380") + ", received_date: 2019-06-30", ""},
      {"modifier_kind: strict", Lines("45385; 45380-XS"), ""},
      {"modifier_kind: strict", Lines("45385; 45380-25"), "NCCI.PTP deny 2 with 1"},
      {"modifier_kind: strict", Lines("99215; 99213-25"), ""},
      {"modifier_kind: strict", Lines("20610; 99213-59"), "NCCI.PTP deny 2 with 1"},
      {"modifier_kind: strict", Lines("99215; 99213-27"), "NCCI.PTP deny 2 with 1"},
      {"modifier_kind: lenient", Lines("20610-RT; 99213-RT"), "NCCI.PTP.Q1 warn 2 with 1"},
      {"modifier_kind: strict", Lines("20610-RT; 99213-RT"), ""},  // counts on column 1 alone
      {"modifier_kind: strict", Lines("45385-RT; 45380-RT"), "NCCI.PTP.Q1 warn 2 with 1"},
      {"bypass_modifiers: {remove: [LT]}", Lines("45385-RT-LT; 45380-RT"),
       "NCCI.PTP.Q1 warn 2 with 1"},
      {"modifier_kind: strict",
       Lines("99233; 99232-27") + ", type: institutional, type_of_bill: \"0131\"", ""},
  };
  for (const auto& test : kCases) {
    World world(WithParameter(test.parameters), {kPractitioner, kHospital});
    EXPECT_EQ(OnlyPtp(world.Run(test.claim + ", payer: {id: X, line_of_business: medicare}")),
              test.expected)
        << test.parameters << " " << test.claim;
  }
  World world(WithParameter("table: none"), {kPractitioner});
  EXPECT_EQ(OnlyPtp(world.Run(Lines("45385; 45380"))), "NCCI.PTP deny 2 with 1")
      << "another payer's claim";
}

TEST_F(PtpTest, NothingIsSaidOfTheBypassOfAnEditThatIsSwitchedOff) {
  const auto run = [](const char* codes) {
    World world(NationalRules({{"payer/ruleset.yaml",
                                "{id: payer, version: \"1\", language: 1, title: P, layer: "
                                "line_of_business, scope: {line_of_business: [medicare]}}\n"},
                               {"payer/overrides.yaml",
                                std::string("overrides: [{id: o, select: {rule: NCCI.PTP, codes: "
                                            "[\"") +
                                    codes +
                                    "\"]}, suppress: true, reason: \"the payer's manual\", "
                                    "owner: a@example.org}]\n"}}),
                {kPractitioner});
    return OnlyPtp(world.Run(Lines("45385; 45380-25") + ", payer: {line_of_business: medicare}"));
  };
  EXPECT_EQ(run("45380"), "");
  EXPECT_EQ(run("99213"), "NCCI.PTP.Q2 warn 2 with 1");
}

// A layer that switches the edit off for a while.
RuleFiles WithSuppression(const std::string& effective) {
  return NationalRules(
      {{"payer/ruleset.yaml",
        "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
        "scope: {line_of_business: [medicare]}}\n"},
       {"payer/overrides.yaml",
        "overrides: [{id: o, select: {rule: NCCI.PTP}, suppress: true, effective: {" + effective +
            "}, reason: \"the payer's manual\", owner: a@example.org}]\n"}});
}

TEST_F(PtpTest, WhatIsSwitchedOffIsNotSaidToBeUnevaluated) {
  World world(WithSuppression("from: 2024-05-01, to: 2024-05-20"), {kPractitioner});
  const auto run = [&](const char* lines) {
    return OnlyPtp(world.Run(Lines(lines) + ", type: institutional, type_of_bill: \"0321\", "
                                            "payer: {line_of_business: medicare}"));
  };
  EXPECT_EQ(run("45385 2024-04-30; 45380 2024-04-30"), "NCCI.PTP? type_of_bill 1,2");
  EXPECT_EQ(run("45385 2024-05-01; 45380 2024-05-20"), "");
  EXPECT_EQ(run("45385 2024-05-20; 45380 2024-05-21"), "NCCI.PTP? type_of_bill 2");
  EXPECT_EQ(run("45385 2024-05-20..2024-05-21; 45380"), "NCCI.PTP? type_of_bill 1")
      << "one day on which the edit holds is enough";
  EXPECT_EQ(run("45385 {service_date: ~}; 45380"), "") << "it goes by the claim's date";
}

TEST_F(PtpTest, ADayOnWhichTheEditIsSwitchedOffIsADayWithoutIt) {
  World world(WithSuppression("from: 2024-05-01, to: 2024-05-20"), {kPractitioner});
  const auto run = [&](const char* lines) {
    return OnlyPtp(world.Run(Lines(lines) + ", payer: {line_of_business: medicare}"));
  };
  EXPECT_EQ(run("45385 2024-05-20; 45380 2024-05-20"), "");
  EXPECT_EQ(run("45385 2024-05-19..2024-05-21; 45380 2024-05-19..2024-05-21"),
            "NCCI.PTP deny 2 with 1");
  EXPECT_EQ(run("45385 2024-05-19..2024-05-21; 45380 2024-05-19..2024-05-20"), "");
  EXPECT_EQ(run("45385 2024-04-30..2024-05-21; 45380 2024-04-30..2024-05-21"),
            "NCCI.PTP deny 2 with 1");
  EXPECT_EQ(run("45385 2024-05-20; 45380 2024-05-20..2024-05-21; 45385 2024-05-21"),
            "NCCI.PTP deny 2 with 3")
      << "the pair of the day before is none";
}

// From 2019-07-01 on 59 and X{EPSU} count on either side (R21).
TEST_F(PtpTest, TheSideIsByTheDayTheClaimIsReceived) {
  const std::string fired = "NCCI.PTP deny 2 with 1 (NCCI.PTP.Q3 deny 2 with 1)";
  const std::string column1 = Lines("45385-59; 45380");
  RunAll({
      {"received before", column1 + ", received_date: 2019-06-30", fired.c_str()},
      {"received on the day", column1 + ", received_date: 2019-07-01", ""},
      {"submitted before, received unknown", column1 + ", submitted_date: 2019-06-30",
       fired.c_str()},
      {"received stands above submitted",
       column1 + ", submitted_date: 2019-06-30, received_date: 2019-07-01", ""},
      {"neither: today", column1, ""},
      {"an anatomic modifier counted on either side all along",
       Lines("45385-LT; 45380") + ", received_date: 2019-06-30", ""},
  });
}

TEST_F(PtpTest, HistoryLines) {
  const auto with = [](const char* line, const char* history) {
    return Lines(line) + ", " + History(history);
  };
  RunAll({
      {"column 1 in history", with("45380", "paid 45385"), "NCCI.PTP deny 1 with h1"},
      {"pended counts", with("45380", "pended 45385"), "NCCI.PTP deny 1 with h1"},
      {"submitted counts", with("45380", "submitted 45385"), "NCCI.PTP deny 1 with h1"},
      {"denied does not", with("45380", "denied 45385"), ""},
      {"voided does not", with("45380", "voided 45385"), ""},
      {"column 2 in history (P13)", with("45385", "paid 45380"),
       "NCCI.PTP.HIST_COL2 warn 1 with h1"},
      {"column 2 in history with a bypass (R22)", with("45385", "paid 45380-XS"), ""},
      {"two history lines make no pair of this claim", with("99213", "paid 45385; paid 45380"), ""},
      {"another day", with("45380", "paid 45385 2024-05-09"), ""},
      {"this claim and history", with("45385; 45380", "paid 45385"), "NCCI.PTP deny 2 with 1,h1"},
      {"the claim that this one replaces is left out (R17)",
       with("45380", "paid 45385") + ", frequency_code: \"7\", original_reference_number: H1", ""},
      {"another claim is not",
       with("45380", "paid 45385") + ", frequency_code: \"7\", original_reference_number: H9",
       "NCCI.PTP deny 1 with h1"},
      {"nor one that an original claim names",
       with("45380", "paid 45385") + ", frequency_code: \"1\", original_reference_number: H1",
       "NCCI.PTP deny 1 with h1"},
      {"across claims of an institution: a warning",
       with("45385", "paid 45380") + ", type: institutional, type_of_bill: \"0131\"",
       "NCCI.PTP warn 1 with h1"},
  });
  EXPECT_EQ(Run(with("45385", "paid 45380-XS"), /*include_bypassed=*/true),
            "NCCI.PTP.HIST_COL2 bypassed 1 with h1");
}

TEST_F(PtpTest, AppropriatenessOfABypass) {
  RunAll({
      {"Q1: the same side on both", Lines("29881-RT; 29877-RT"), "NCCI.PTP.Q1 warn 2 with 1"},
      {"Q1: not two sides", Lines("29881-RT; 29877-LT"), ""},
      {"Q1: not with another modifier that counts", Lines("29881-RT; 29877-RT-59"), ""},
      {"Q1: not on one line alone", Lines("29881-RT; 29877"), ""},
      {"Q2: a procedure's modifier on a visit", Lines("20610; 99213-59"),
       "NCCI.PTP.Q2 warn 2 with 1"},
      {"Q2: a visit's modifier on a procedure", Lines("45385; 45380-25"),
       "NCCI.PTP.Q2 warn 2 with 1"},
      {"Q2: 59 beside an X modifier", Lines("45385; 45380-59-XS"), "NCCI.PTP.Q2 warn 2 with 1"},
      {"Q2: a right one beside the wrong one", Lines("45385; 45380-25-XS"), ""},
      {"Q4 needs the fee schedule", Lines("20610; 99213-25"), "NCCI.PTP.Q4? missing_table 2"},
      {"Q4: not between visits", Lines("99215; 99213-25"), ""},
  });
}

TEST_F(PtpTest, TheFeeScheduleTells57From25) {
  const TestTable fees = {"mpfs",
                          {"code,global_days", "release 2024 2024-01-01 2024-12-31", "20610,000",
                           "27447,090", "71046,XXX"}};
  const TestTable pairs = {
      "ncci_ptp_practitioner",
      {"20610 99213 1996-01-01 - 1", "27447 99213 1996-01-01 - 1", "71046 99213 1996-01-01 - 1"}};
  World world(NationalRules(), {pairs, fees});
  const auto run = [&world](const std::string& claim) { return OnlyPtp(world.Run(claim)); };
  EXPECT_EQ(run(Lines("20610; 99213-25")), "");
  EXPECT_EQ(run(Lines("20610; 99213-57")), "NCCI.PTP.Q4 warn 2 with 1");
  EXPECT_EQ(run(Lines("27447; 99213-57")), "");
  EXPECT_EQ(run(Lines("27447; 99213-25")), "NCCI.PTP.Q4 warn 2 with 1");
  EXPECT_EQ(run(Lines("27447; 99213-25-57")), "");
  EXPECT_EQ(run(Lines("71046; 99213-57")), "");
  EXPECT_EQ(run(Lines("20610 2025-01-02; 99213-25 2025-01-02")), "NCCI.PTP.Q4? no_release 2");
}

TEST_F(PtpTest, WhatATableDoesNotCoverIsNotEvaluated) {
  World none(NationalRules());
  EXPECT_EQ(OnlyPtp(none.Run(Lines("45385; 45380"))), "NCCI.PTP? missing_table 1,2");
  World hospital(NationalRules(), {kHospital});
  EXPECT_EQ(OnlyPtp(hospital.Run(Lines("45385; 45380"))), "NCCI.PTP? missing_table 1,2");

  TestTable sample = kPractitioner;
  sample.sample = true;
  sample.covered = {"99999"};
  World world(NationalRules(), {sample});
  EXPECT_EQ(OnlyPtp(world.Run(Lines("45385; 45380; 99999"))), "NCCI.PTP deny 2 with 1");
  EXPECT_EQ(OnlyPtp(world.Run(Lines("45385; 45380; 99998"))),
            "NCCI.PTP deny 2 with 1; NCCI.PTP? sample_table 3");
}

TEST(PtpSampleTest, AnEarlierCodeTheSampleDoesNotCoverIsNotClean) {
  World world(NationalRules(), {{"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}, true}});
  const auto ptp = [&world](const std::string& claim) {
    return world.Run(claim).find("NCCI.PTP? sample_table") != std::string::npos;
  };
  EXPECT_TRUE(ptp(Lines("45385") + ", " + History("paid 93010")));
  EXPECT_FALSE(ptp(Lines("45385") + ", " + History("paid 45380-59")));
}

}  // namespace
}  // namespace scrubline
