#include "render/x12/segment_writer.h"

#include <functional>
#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace scrubline {
namespace {

std::string Written(const std::function<void(SegmentWriter&)>& write) {
  std::string text;
  SegmentWriter out(text, kOurDelimiters, /*line_breaks=*/false);
  write(out);
  return text;
}

TEST(SegmentWriter, EmptyElementsAtTheEndGo) {
  EXPECT_EQ(Written([](SegmentWriter& out) {
              out.Begin("NM1").Add("85").Add("").Skip(2).Add("XX").Add("").Skip(3).End();
            }),
            "NM1*85****XX~");
  EXPECT_EQ(Written([](SegmentWriter& out) { out.Begin("SE").End(); }), "SE~");
}

TEST(SegmentWriter, AndSoDoComponents) {
  EXPECT_EQ(
      Written([](SegmentWriter& out) {
        out.Begin("STC").AddComposite({"A7", "562", ""}).AddComposite({"", ""}).Add("U").End();
      }),
      "STC*A7:562**U~");
  EXPECT_EQ(Written([](SegmentWriter& out) {
              out.Begin("HI").AddComposite({"", "", "X"}).AddComposite({}).End();
            }),
            "HI*::X~");
}

TEST(SegmentWriter, NoValueBreaksTheFile) {
  EXPECT_EQ(Written([](SegmentWriter& out) {
              out.Begin("NM1").Add("A*B:C^D~E\nF\x7FG").Add("~").AddComposite({"*", "~x"}).End();
            }),
            "NM1*A B C D E F G**:x~");
}

TEST(SegmentWriter, ASeparatorAndTheBlankBehindItAreOneBlank) {
  EXPECT_EQ(Written([](SegmentWriter& out) { out.Begin("STC").Add("no: a  b :~ c").End(); }),
            "STC*no a  b c~");
}

TEST(SegmentWriter, BlanksAroundAValueGo) {
  EXPECT_EQ(Written([](SegmentWriter& out) { out.Begin("REF").Add("  a b  ").Add("   ").End(); }),
            "REF*a b~");
}

TEST(SegmentWriter, ALongValueIsCutBetweenCharacters) {
  EXPECT_EQ(Written([](SegmentWriter& out) {
              out.Begin("X").Add("abcdef", 3).Add("ab\xC3\xA9z", 3).Add("ab\xC3\xA9z", 4).End();
            }),
            "X*abc*ab*ab\xC3\xA9~");
}

TEST(SegmentWriter, FixedElementsHaveTheirWidth) {
  EXPECT_EQ(
      Written([](SegmentWriter& out) {
        out.Begin("ISA").AddFixed("", 2).AddFixed("abc", 2).AddFixed("~", 2).AddSeparator('^');
        out.AddSeparator(':').End();
      }),
      "ISA*  *ab*  *^*:~");
}

TEST(SegmentWriter, CountsSegments) {
  std::string text, other;
  SegmentWriter out(text);
  out.Begin("A1").End();
  out.ResetCount();
  out.Begin("B1").End();
  out.WriteTo(other);
  out.Begin("C1").End();
  EXPECT_EQ(out.segments(), 2u);
  EXPECT_EQ(text, "A1~\nB1~\n");
  EXPECT_EQ(other, "C1~\n");
}

TEST(SegmentWriter, NumbersHaveNoZerosAtTheEnd) {
  EXPECT_EQ(X12Money(0), "0");
  EXPECT_EQ(X12Money(12500), "125");
  EXPECT_EQ(X12Money(12550), "125.5");
  EXPECT_EQ(X12Money(5), "0.05");
  EXPECT_EQ(X12Money(-105), "-1.05");
  EXPECT_EQ(X12Money(std::numeric_limits<int64_t>::min()), "-92233720368547758.08");
  EXPECT_EQ(X12Quantity(40500), "40.5");
  EXPECT_EQ(X12Quantity(1), "0.001");
}

}  // namespace
}  // namespace scrubline
