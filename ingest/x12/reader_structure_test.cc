// Segments and loops out of order, unknown or too many: told, and read on.
#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

TEST(X12Reader, StructureThatIsWrongIsReportedAndReadOn) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
    X12Problem problem;
  };
  const auto claim = [](const std::vector<std::string>& more) { return kParties + kClaim + more; };
  const std::vector<Case> cases = {
      {"icd-9", kParties + std::vector<std::string>{"CLM*C*1***11:B:1", "HI*BK:4019"},
       X12Problem::kIcd9},
      {"two HI", claim({"HI*ABF:E118"}), X12Problem::kDiagnosisSplit},
      {"unknown party", claim({"NM1*36*1*A"}), X12Problem::kPartyUnexpected},
      {"ordering at the claim", claim({"NM1*DK*1*A*****XX*1245319599"}), X12Problem::kMisplaced},
      {"second referring", claim({"NM1*DN*1*A", "NM1*DN*1*B"}), X12Problem::kLoopRepeated},
      {"second date", claim(kLine + std::vector<std::string>{"DTP*472*D8*20240511"}),
       X12Problem::kSegmentRepeated},
      {"second authorization", claim({"REF*G1*A", "REF*G1*B"}), X12Problem::kSegmentRepeated},
      {"claim date", claim({"DTP*472*D8*20240510"}), X12Problem::kClaimServiceDate},
      {"no LX", claim({"SV1*HC:99213*1*UN*1***1"}), X12Problem::kLineWithoutLx},
      {"LX repeats", claim(kLine + kLine), X12Problem::kLineNumber},
      {"filing",
       {"HL*1**20*1", "HL*2*1*22*0", "SBR*P*18*******QQ", "CLM*C*1***11:B:1"},
       X12Problem::kLineOfBusiness},
      {"parent",
       {"HL*1**20*1", "HL*2*7*22*0", "SBR*P*18", "CLM*C*1***11:B:1"},
       X12Problem::kHierarchyParent},
      {"HL01",
       {"HL*1**20*1", "HL*3*1*22*0", "SBR*P*18", "CLM*C*1***11:B:1"},
       X12Problem::kHierarchyNumber},
      {"HL04 of a last level",
       {"HL*1**20*1", "HL*2*1*22*1", "SBR*P*18", "CLM*C*1***11:B:1"},
       X12Problem::kHierarchyChildren},
      {"HL04 of a first level",
       {"HL*1**20*0", "HL*2*1*22*0", "SBR*P*18", "CLM*C*1***11:B:1"},
       X12Problem::kHierarchyChildren},
      {"LX begins at 2", claim({"LX*2", "SV1*HC:99213*1*UN*1***1"}), X12Problem::kLineSequence},
      {"unknown segment", claim({"ZZZ*1"}), X12Problem::kSegmentUnknown},
      {"segment of another set", claim({"CLP*1"}), X12Problem::kSegmentUnexpected},
      {"point", kParties + std::vector<std::string>{"CLM*C*1***11:B:1", "HI*ABK:E11.9"},
       X12Problem::kDiagnosisPoint},
      {"components", claim({"LX*1", "SV1*HC:99213:::::::::::::::*1*UN*1***1"}),
       X12Problem::kTooManyComponents},
      {"latin-1", claim({"REF*G1*\xE9"}), X12Problem::kCharset},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(Interchange(test.body));
    EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, test.problem)));
    EXPECT_EQ(read.issues[0].position.transaction, 1u);
    EXPECT_GT(read.issues[0].position.segment, 2u);
  }
}

TEST(X12Reader, WarningsDoNotHideErrors) {
  std::vector<std::string> body = kParties + kClaim;
  for (int i = 0; i < 50; ++i) body.push_back("NM1*36*1*A");
  body.push_back("?*lost");
  const Read read = ReadAll(Interchange(body), {.max_issues = 5});
  EXPECT_THAT(read.issues, SizeIs(6));
  EXPECT_EQ(read.issues.back().problem, X12Problem::kSegmentName);
  EXPECT_EQ(read.dropped, 45u);
}

TEST(X12Reader, WhatASenderDoesEverywhereIsToldOnceATransaction) {
  std::vector<std::string> body = {"HL*7**20*1"};
  for (int i = 8; i < 28; ++i) {
    body = body + std::vector<std::string>{"HL*" + std::to_string(i) + "*7*22*1", "SBR*P*18",
                                           "CLM*C" + std::to_string(i) + "*1***11:B:1", "LX*5",
                                           "SV1*HC:99213*1*UN*1***1"};
  }
  const Read read = ReadAll(Interchange(body));
  std::vector<X12Problem> problems;
  for (const X12Issue& issue : read.issues) problems.push_back(issue.problem);
  EXPECT_THAT(problems, ElementsAre(X12Problem::kHierarchyNumber, X12Problem::kLineSequence,
                                    X12Problem::kHierarchyChildren));
}

TEST(X12Reader, ClaimsUnderAnUnknownParentAreMarked) {
  const std::string bytes = Interchange(
      {"HL*1**20*1", "HL*2*1*22*1", "SBR*P*18", "CLM*OWN*1***11:B:1", "HL*3*9*23*0", "PAT*19",
       "CLM*CHILD*1***11:B:1", "HL*4*1*22*0", "SBR*P*18", "CLM*NEXT*1***11:B:1"});
  const Read lenient = ReadAll(bytes);
  ASSERT_THAT(lenient.sources, SizeIs(3));
  EXPECT_FALSE(lenient.sources[0].parent_unknown);
  EXPECT_TRUE(lenient.sources[1].parent_unknown);
  EXPECT_FALSE(lenient.sources[2].parent_unknown);
  EXPECT_THAT(Fields(lenient.claims[1]), testing::IsEmpty());
  const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
  ASSERT_THAT(strict.claims, SizeIs(3));
  EXPECT_THAT(Fields(strict.claims[1]), ElementsAre("claim"));
  EXPECT_THAT(Fields(strict.claims[2]), testing::IsEmpty());
}

// No element that the model reads repeats; one that does breaks nothing.
TEST(X12Reader, RepetitionsOfOtherElementsDisturbNothing) {
  auto parties = kParties;
  parties[8] = "DMG*D8*19500102*F**:RET:2106-3^:RET:2054-5";
  const Read read = ReadOne(Interchange(parties + kClaim + kLine));
  EXPECT_THAT(read.issues, testing::IsEmpty());
  EXPECT_EQ(read.claims[0].patient.sex, Sex::kFemale);
}

}  // namespace
}  // namespace scrubline
