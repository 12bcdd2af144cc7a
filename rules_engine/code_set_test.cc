#include "rules_engine/code_set.h"

#include <gmock/gmock.h>

namespace scrubline {
namespace {

CodeSet Sealed(CodeSet set) {
  set.Seal();
  return set;
}

TEST(CodeSetTest, SinglesRangesAndPrefixes) {
  CodeSet set;
  set.Add(Code::Of("11102"));
  set.AddRange(Code::Of("99202"), Code::Of("99215"));
  set.AddPrefix(Code::Of("J9"));
  set.Seal();
  for (const char* in : {"11102", "99202", "99210", "99215", "J9001", "J9", "J9999"}) {
    EXPECT_TRUE(set.Contains(*Code::Parse(in))) << in;
  }
  for (const char* out : {"11103", "99201", "99216", "J8999", "K0001", "", "9921"}) {
    EXPECT_FALSE(set.Contains(*Code::Parse(out))) << out;
  }
}

TEST(CodeSetTest, ARangeHoldsOnlyCodesOfItsShape) {
  CodeSet set;
  set.AddRange(Code::Of("00100"), Code::Of("01999"));
  set.AddRange(Code::Of("0001U"), Code::Of("0222U"));
  set.Seal();
  EXPECT_TRUE(set.Contains(Code::Of("01000")));
  EXPECT_FALSE(set.Contains(Code::Of("0101T")));
  EXPECT_FALSE(set.Contains(Code::Of("0100")));
  EXPECT_TRUE(set.Contains(Code::Of("0101U")));
  EXPECT_FALSE(set.SameShape(Code::Of("0001U"), Code::Of("00100")));
}

TEST(CodeSetTest, DiagnosisRangesTakeInEverythingUnderTheirEnds) {
  CodeSet set;
  set.AddDiagnosisRange(Code::Of("E11"), Code::Of("E13"));
  set.Seal();
  EXPECT_TRUE(set.Contains(Code::Of("E11")));
  EXPECT_TRUE(set.Contains(Code::Of("E119")));
  EXPECT_TRUE(set.Contains(Code::Of("E1399")));
  EXPECT_FALSE(set.Contains(Code::Of("E14")));
  EXPECT_FALSE(set.Contains(Code::Of("E109")));
}

TEST(CodeSetTest, TextFormAndEquality) {
  CodeSet a, b;
  a.Add(Code::Of("B"));
  a.Add(Code::Of("A"));
  a.AddPrefix(Code::Of("J9"));
  a.AddRange(Code::Of("1"), Code::Of("3"));
  a.AddDiagnosisRange(Code::Of("E11"), Code::Of("E13"));
  b.AddAll(a);
  b.AddAll(a);
  EXPECT_EQ(Sealed(a), Sealed(b));
  EXPECT_EQ(Sealed(a).ToString(), R"(["A", "B", "1-3", "E11-E13", "J9*"])");
}

TEST(CodeSetTest, RemoveSingles) {
  CodeSet a, b;
  for (const char* m : {"59", "XE", "XS"}) a.Add(*Code::Parse(m));
  b.Add(Code::Of("XE"));
  a.Seal();
  b.Seal();
  a.RemoveSingles(b);
  EXPECT_EQ(a.ToString(), R"(["59", "XS"])");
}

}  // namespace
}  // namespace scrubline
