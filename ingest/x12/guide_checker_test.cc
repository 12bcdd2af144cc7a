#include "ingest/x12/guide_checker.h"

#include <algorithm>
#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// A claim as the guide wants it, line by line.
const std::vector<std::string> kGood = {"NM1*41*2*SUBMITTER*****46*SUB1",
                                        "PER*IC*JO*TE*5555555555",
                                        "NM1*40*2*RECEIVER*****46*REC1",
                                        "HL*1**20*1",
                                        "PRV*BI*PXC*261QM1300X",
                                        "NM1*85*2*GROUP*****XX*1234567893",
                                        "N3*1 STREET",
                                        "N4*TOWN*IL*627010001",
                                        "REF*EI*123456789",
                                        "HL*2*1*22*0",
                                        "SBR*P*18*******MB",
                                        "NM1*IL*1*DOE*JO****MI*MEMBER1",
                                        "N3*2 STREET",
                                        "N4*TOWN*IL*627010001",
                                        "DMG*D8*19500102*F",
                                        "NM1*PR*2*THE PAYER*****PI*PAYER1",
                                        "CLM*C1*100***11:B:1*Y*A*Y*Y",
                                        "REF*G1*AUTH1",
                                        "HI*ABK:I10*ABF:E119",
                                        "NM1*82*1*REN*DER****XX*1245319599",
                                        "LX*1",
                                        "SV1*HC:99213*100*UN*1***1",
                                        "DTP*472*D8*20240510"};

// What the check tells of the transaction, as `IK3 NM1 2310B 21 7` and `IK4 SV1 2400 24 02 1
// value`.
std::vector<std::string> Told(const std::vector<std::string>& body,
                              const std::string& guide = "005010X222A1") {
  const std::string bytes = Interchange(body, guide);
  const Read read = ReadAll(bytes, {.check_guide = true});
  std::vector<std::string> told;
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  for (const X12Issue& issue : end.issues) {
    const bool element = issue.ack().in == X12AckCode::In::kElement;
    std::string text = element ? "IK4 " : "IK3 ";
    text += issue.segment + " " + issue.loop + " " + std::to_string(issue.position.segment);
    if (element) {
      text += " " + std::to_string(issue.element);
      if (issue.component > 0) text += "-" + std::to_string(issue.component);
      if (issue.repetition > 0) text += "." + std::to_string(issue.repetition);
      text += " #" + std::to_string(issue.data_element);
    }
    text += " " + std::string(issue.ack().code);
    if (!issue.value.empty()) text += " `" + issue.value + "`";
    told.push_back(text);
  }
  return told;
}

std::vector<std::string> Without(size_t index) {
  auto body = kGood;
  body.erase(body.begin() + static_cast<ptrdiff_t>(index));
  return body;
}
std::vector<std::string> With(size_t index, const std::string& segment) {
  auto body = kGood;
  body.insert(body.begin() + static_cast<ptrdiff_t>(index), segment);
  return body;
}
std::vector<std::string> Changed(size_t index, const std::string& segment) {
  auto body = kGood;
  body[index] = segment;
  return body;
}

TEST(GuideChecker, AGoodClaimHasNothingToTell) { EXPECT_THAT(Told(kGood), IsEmpty()); }

TEST(GuideChecker, TellsOfSegmentsAndLoops) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
    std::vector<std::string> told;
  };
  // Ordinals count ST and BHT before the body.
  const std::vector<Case> cases = {
      {"unknown", With(18, "ZZZ*1"), {"IK3 ZZZ 2300 21 1"}},
      {"unexpected", With(18, "CLP*1"), {"IK3 CLP 2300 21 2"}},
      {"unexpected qualifier", With(18, "REF*ZZ*1"), {"IK3 REF 2300 21 2"}},
      {"missing segment", Without(7), {"IK3 N4 2010AA 10 3"}},
      {"missing at the end of a loop", Without(8), {"IK3 REF 2010AA 11 3"}},
      {"missing loop", Without(15), {"IK3 NM1 2010BB 18 3"}},
      {"missing diagnoses", Without(18), {"IK3 HI 2300 21 3"}},
      {"missing at the end", Without(22), {"IK3 DTP 2400 25 3"}},
      {"loop too often", With(20, "NM1*82*1*REN*DER****XX*1245319599"), {"IK3 NM1 2310B 23 4"}},
      {"segment too often", With(18, "REF*G1*AUTH2"), {"IK3 REF 2300 21 5"}},
      {"out of order", With(19, "REF*9F*X"), {"IK3 REF 2300 22 7"}},
      {"provider after the lines",
       With(23, "NM1*77*2*FACILITY*****XX*1245319599"),
       {"IK3 N3 2420C 27 3", "IK3 N4 2420C 27 3"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(Told(test.body), test.told);
  }
}

TEST(GuideChecker, TellsOfElements) {
  struct Case {
    std::string name;
    size_t index;
    std::string segment;
    std::vector<std::string> told;
  };
  const std::vector<Case> cases = {
      {"required", 21, "SV1*HC:99213**UN*1***1", {"IK4 SV1 2400 24 2 #782 1"}},
      {"required component", 21, "SV1*HC*100*UN*1***1", {"IK4 SV1 2400 24 1-2 #234 1"}},
      {"required composite", 16, "CLM*C1*100****Y*A*Y*Y", {"IK4 CLM 2300 19 5 #0 1"}},
      {"conditional", 19, "NM1*82*1*REN*DER****XX", {"IK4 NM1 2310B 22 9 #67 2"}},
      {"required and conditional: told once",
       11,
       "NM1*IL*1*DOE*JO****MI",
       {"IK4 NM1 2010BA 14 9 #67 1"}},
      {"too many elements", 17, "REF*G1*AUTH1****X", {"IK4 REF 2300 20 5 #0 3"}},
      {"too short", 7, "N4*T*IL*627010001", {"IK4 N4 2010AA 10 1 #19 4 `T`"}},
      {"too long",
       16,
       "CLM*" + std::string(39, 'C') + "*100***11:B:1*Y*A*Y*Y",
       {"IK4 CLM 2300 19 1 #1028 5 `" + std::string(39, 'C') + "`"}},
      {"a long number counts its digits", 21, "SV1*HC:99213*-1234567.89*UN*1***1", {}},
      {"characters",
       12,
       "N3*2 STR\x01"
       "EET",
       {"IK4 N3 2010BA 15 1 #166 6 `2 STR EET`"}},
      {"exponent", 21, "SV1*HC:99213*1E2*UN*1***1", {"IK4 SV1 2400 24 2 #782 6 `1E2`"}},
      {"code", 10, "SBR*X*18*******MB", {"IK4 SBR 2000B 13 1 #1138 7 `X`"}},
      {"code of a component", 21, "SV1*ZZ:99213*100*UN*1***1", {"IK4 SV1 2400 24 1-1 #235 7 `ZZ`"}},
      {"date", 14, "DMG*D8*19501302*F", {"IK4 DMG 2010BA 17 2 #1251 8 `19501302`"}},
      {"range", 22, "DTP*472*RD8*20240510", {"IK4 DTP 2400 25 3 #1251 8 `20240510`"}},
      {"not used", 16, "CLM*C1*100*X**11:B:1*Y*A*Y*Y", {"IK4 CLM 2300 19 3 #1032 I10 `X`"}},
      {"not used component", 18, "HI*ABK:I10:D8", {"IK4 HI 2300 21 1-3 #1250 I10 `D8`"}},
      {"repetition", 17, "REF*G1*A^B", {"IK4 REF 2300 20 2.2 #127 12 `B`"}},
      {"components of a simple element", 17, "REF*G1*A:B", {"IK4 REF 2300 20 2 #127 13 `A:B`"}},
      {"components", 16, "CLM*C1*100***11:B:1:X*Y*A*Y*Y", {"IK4 CLM 2300 19 5-4 #0 13 `X`"}},
      {"exclusion", 7, "N4*TOWN*IL*62701****ON", {"IK4 N4 2010AA 10 7 #1715 10 `ON`"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    auto told = Told(Changed(test.index, test.segment));
    if (test.name == "exclusion") told.resize(std::min<size_t>(told.size(), 1));
    if (test.name == "too many elements") told.resize(std::min<size_t>(told.size(), 1));
    EXPECT_EQ(told, test.told);
  }
}

TEST(GuideChecker, TheTimeOfTheHeaderIsChecked) {
  std::string bytes = Interchange(kGood);
  bytes.replace(bytes.find("*0930*CH"), 8, "*2530*CH");
  const Read read = ReadAll(bytes, {.check_guide = true});
  const auto issues = EventsOf<X12TransactionEnd>(read)[0].issues;
  ASSERT_THAT(issues, SizeIs(1));
  EXPECT_EQ(issues[0].ack().code, "9");
  EXPECT_EQ(issues[0].loop, "");
}

TEST(GuideChecker, ClaimsAreNamedAndTheirValuesKeptOutOfTheLog) {
  auto body = Changed(21, "SV1*HC:99213*SECRET*UN*1***1");
  body[16] = "CLM*SECRETID*100***11:B:1*Y*A*Y*Y";
  const Read read = ReadAll(Interchange(body), {.check_guide = true});
  const auto issues = EventsOf<X12TransactionEnd>(read)[0].issues;
  ASSERT_THAT(issues, SizeIs(1));
  EXPECT_EQ(issues[0].claim_id, "SECRETID");
  EXPECT_EQ(issues[0].value, "SECRET");
  for (const X12Issue& issue : read.issues) {
    EXPECT_THAT(issue.ToString(), Not(HasSubstr("SECRET")));
  }
}

TEST(GuideChecker, RejectsInStrictModeOnly) {
  const std::string bytes = Interchange(Without(18));
  EXPECT_FALSE(EventsOf<X12TransactionEnd>(ReadAll(bytes, {.check_guide = true}))[0].rejected);
  const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict, .check_guide = true});
  EXPECT_TRUE(EventsOf<X12TransactionEnd>(strict)[0].rejected);
  EXPECT_THAT(strict.claims, SizeIs(1)) << "known at the end only";
}

TEST(GuideChecker, WhatTheReaderTellsTooIsAnsweredOnce) {
  auto body = With(18, "ZZZ*1");
  const Read read = ReadAll(Interchange(body), {.check_guide = true});
  EXPECT_THAT(EventsOf<X12TransactionEnd>(read)[0].issues, SizeIs(1));
  EXPECT_THAT(read.issues, SizeIs(2)) << "the log has both";
}

TEST(GuideChecker, AnInstitutionalClaim) {
  auto body = kGood;
  body[16] = "CLM*C1*100***13:A:1**A*Y*Y";
  body[17] = "DTP*434*RD8*20240510-20240511";
  body[18] = "CL1*1*7*01";
  body[19] = "HI*ABK:I10:::::::Y";
  body.insert(body.begin() + 20, "NM1*71*1*ATT*END****XX*1245319599");
  body[22] = "SV2*0450*HC:99283*100*UN*1";
  EXPECT_THAT(Told(body, "005010X223A2"), IsEmpty());
  body.erase(body.begin() + 18);
  EXPECT_THAT(Told(body, "005010X223A2"), ElementsAre("IK3 CL1 2300 21 3"));
}

TEST(GuideChecker, AMissingTrailerStillEndsTheCheck) {
  std::string bytes = Interchange(Without(22));
  bytes.erase(bytes.find("SE*"));
  const Read broken = ReadAll(bytes, {.check_guide = true});
  EXPECT_THAT(EventsOf<X12TransactionEnd>(broken)[0].issues, SizeIs(1))
      << "broken off: nothing is missing that may have been to come";
  const Read read = ReadAll(bytes + "GE*1*7~IEA*1*000000001~", {.check_guide = true});
  EXPECT_THAT(EventsOf<X12TransactionEnd>(read)[0].issues, SizeIs(2));
}

}  // namespace
}  // namespace scrubline
