#include "cli/remit_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kSample[] = "sample_data/remittances/sample_835.txt";
constexpr char kClaims[] = "sample_data/claims/sample_837p.txt";

struct Outcome {
  int code = -1;
  std::string out, err;
};

Outcome RunRemit(std::vector<std::string> arguments, const std::string& input = "") {
  CLI::App app("test");
  Outcome outcome;
  outcome.code = 0;
  std::ostringstream out, err;
  std::istringstream in(input);
  AddRemitCommand(app, outcome.code, out, err, in);
  arguments.insert(arguments.begin(), "remit");
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

std::string Sample() {
  std::ifstream file(kSample);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The sample with `from` replaced.
Outcome RunChanged(const std::string& from, const std::string& to) {
  std::string text = Sample();
  EXPECT_NE(text.find(from), text.npos);
  text.replace(text.find(from), from.size(), to);
  return RunRemit({"-"}, text);
}

TEST(RemitCommand, OneLineOfJsonARecord) {
  const Outcome outcome = RunRemit({kSample});
  EXPECT_EQ(outcome.code, 1) << "claims are denied";
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 8);
  EXPECT_THAT(outcome.out, HasSubstr("\"claimId\":\"SAMPLE-2-BUNDLED\""));
  EXPECT_THAT(outcome.out, HasSubstr("\"likelyRuleFamilies\":[\"NCCI\",\"MPFS\"]"));
  EXPECT_THAT(outcome.out, HasSubstr("\"providerId\":\"1234567893\""));
  EXPECT_EQ(outcome.err,
            "7 claim payments: 4 paid, 2 denied, 1 reversal; 1250.40 paid, 1045.00 denied\n");
}

TEST(RemitCommand, ATableOfClaimsAndWhatWasDenied) {
  EXPECT_EQ(
      RunRemit({kSample, "--format", "table"}).out,
      R"(CLAIM                 LINE   CODE      STATUS          CHARGE          PAID        DENIED  REASONS
--------------------  -----  --------  --------  ------------  ------------  ------------  ------------------------------
SAMPLE-1-CLEAN                         paid            230.00        150.40          0.00
SAMPLE-2-BUNDLED                       paid           1530.00        800.00        610.00
                      2      45380     denied          610.00          0.00        610.00  CO-236 M80
SAMPLE-5-AD                            denied          190.00          0.00        190.00
                      1      11045     denied          190.00          0.00        190.00  CO-107
SAMPLE-6-UNITS                         paid            480.00        400.00          0.00
SAMPLE-6-UNITS                         reversal       -480.00       -400.00          0.00
SAMPLE-6-UNITS                         paid            480.00        300.00        120.00
                      1      97110     in part         480.00        300.00        120.00  CO-151 PR-2 N362
SAMPLE-8-NPI                           denied          125.00          0.00        125.00
                      1      99213     denied          125.00          0.00        125.00  CO-16 N290
(provider level)             WO                                      -50.00
)");
}

TEST(RemitCommand, ACsvRowForEachClaimAndLine) {
  const Outcome outcome = RunRemit({kSample, "--format", "csv"});
  EXPECT_THAT(outcome.out,
              HasSubstr("INVENTED HEALTH PLAN,EFT0000041,2024-06-21,SAMPLE-6-UNITS,IHP0006,22,"
                        "reversal,1,97110,GP,2024-05-10,-480.00,-400.00,,0.00,PR-2 -80.00,,,0.00,,"
                        "\r\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("FARROW"))) << "no names of patients";
}

TEST(RemitCommand, NetIsWhatStands) {
  const Outcome outcome = RunRemit({kSample, "--net", "--format", "csv"});
  EXPECT_THAT(outcome.out, HasSubstr("SAMPLE-6-UNITS,IHP0006,paid,2,1,0,480.00,300.00,60.00,"
                                     "120.00\r\n"));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 6);
}

TEST(RemitCommand, PaymentsNameTheClaimsTheyAnswer) {
  const Outcome outcome = RunRemit({kSample, "--claims", kClaims, "--format", "csv"});
  EXPECT_THAT(outcome.out, HasSubstr("SAMPLE-5-AD,IHP0005,4,denied,1,11045,,2024-05-10,190.00,0.00,"
                                     ",190.00,CO-107 190.00,,NCCI COMP,0.00,SAMPLE-5-ADDON,1\r\n"));
  EXPECT_THAT(outcome.err, HasSubstr("5 of 8 claims answered; 0 claim payments answer none"));
}

TEST(RemitCommand, AmountsThatDoNotAgreeAreIncomplete) {
  std::string text = Sample();
  const std::string first = text.substr(0, text.find("CLP*SAMPLE-2"));
  const Outcome outcome = RunRemit({"-"}, first + "SE*24*0001~\nGE*1*41~\nIEA*1*000000041~\n");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("standard input: warning: interchange 1, group 1, "
                                     "transaction 1, segment 2, byte 183: the payment (BPR02)"));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
}

TEST(RemitCommand, WhatCannotBeReadIsNamed) {
  EXPECT_EQ(RunChanged("005010X221A1", "004010X091A1").code, 2);
  EXPECT_THAT(RunChanged("005010X221A1", "004010X091A1").err,
              HasSubstr("standard input: the input holds no 835 remittance that can be read (found "
                        "004010X091A1); give 835 005010X221A1"));
  EXPECT_EQ(RunChanged("CLP*SAMPLE-1-CLEAN", "LX*7").code, 2);
  EXPECT_THAT(RunRemit({"/nonexistent"}).err, StartsWith("error: /nonexistent: cannot be opened"));
  EXPECT_THAT(RunRemit({"sample_data"}).err, HasSubstr("is a folder"));
  EXPECT_THAT(RunRemit({kClaims}).err, HasSubstr("found 837"));
  EXPECT_THAT(RunRemit({kSample, "--claims", "/nonexistent"}).err, HasSubstr("/nonexistent"));
}

TEST(RemitCommand, NothingOfAPatientReachesTheDiagnostics) {
  const Outcome outcome = RunChanged("*150.4*", "*x*");
  EXPECT_THAT(outcome.out, HasSubstr("ASHWORTH"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("ASHWORTH")));
}

}  // namespace
}  // namespace scrubline
