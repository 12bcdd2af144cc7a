#include "rules_engine/code.h"

#include <gmock/gmock.h>

namespace scrubline {
namespace {

TEST(CodeTest, KeepsLeadingZerosAndLength) {
  EXPECT_EQ(Code::Of("00100").ToString(), "00100");
  EXPECT_NE(Code::Of("0131"), Code::Of("131"));
  EXPECT_EQ(Code::Of("0001U").length(), 5);
  EXPECT_EQ(Code::Of("12345678").length(), 8);
  EXPECT_TRUE(Code().empty());
  EXPECT_EQ(Code().length(), 0);
}

TEST(CodeTest, OrderIsTextOrder) {
  EXPECT_LT(Code::Of("0001U"), Code::Of("00100"));
  EXPECT_LT(Code::Of("99213"), Code::Of("99214"));
  EXPECT_LT(Code::Of("99215"), Code::Of("A0425"));
  EXPECT_LT(Code::Of("E11"), Code::Of("E119"));
  EXPECT_LT(Code(), Code::Of("0"));
}

TEST(CodeTest, RefusesWhatIsNotACode) {
  EXPECT_EQ(Code::Parse("123456789"), std::nullopt);
  EXPECT_EQ(Code::Parse("99 13"), std::nullopt);
  EXPECT_EQ(Code::Parse("9921\xC3\xA9"), std::nullopt);
  EXPECT_EQ(Code::Parse(std::string_view("99\0", 3)), std::nullopt);
}

TEST(CodeTest, NormalizesBlanksCaseAndDot) {
  EXPECT_EQ(Code::ParseNormalized("  j1885 "), Code::Of("J1885"));
  EXPECT_EQ(Code::ParseNormalized("   A1"), Code::Of("A1"));
  EXPECT_EQ(Code::ParseNormalized(""), Code());
  EXPECT_EQ(Code::ParseDiagnosis("e11.9"), Code::Of("E119"));
  EXPECT_EQ(Code::ParseDiagnosis("T36.0X1A"), Code::Of("T360X1A"));
  EXPECT_EQ(Code::ParseDiagnosis("E1.1.9"), Code::Of("E11.9"));
  EXPECT_EQ(Code::ParseDiagnosis("E11.90123456"), std::nullopt);
}

TEST(CodeTest, Prefixes) {
  EXPECT_TRUE(Code::Of("J9001").StartsWith(Code::Of("J9")));
  EXPECT_FALSE(Code::Of("J8999").StartsWith(Code::Of("J9")));
  EXPECT_FALSE(Code::Of("J").StartsWith(Code::Of("J9")));
  EXPECT_TRUE(Code::Of("J").StartsWith(Code()));
}

}  // namespace
}  // namespace scrubline
