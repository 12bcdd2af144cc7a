#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

TEST(X12Values, DecimalsAreFixedPoint) {
  struct Case {
    std::string text;
    int places;
    std::optional<int64_t> value;
  };
  const std::vector<Case> cases = {
      {"75", 2, 7500},
      {"75.", 2, 7500},
      {".01", 2, 1},
      {"12.5", 2, 1250},
      {"12.500", 2, 1250},
      {"0", 2, 0},
      {"000000000000000000001", 2, 100},
      {"40.5", 3, 40500},
      {"999999999999999", 3, 999999999999999000},
      {"1000000000000000", 3, std::nullopt},
      {"12.345", 2, std::nullopt},
      {"", 2, std::nullopt},
      {".", 2, std::nullopt},
      {"-1", 2, std::nullopt},
      {"+1", 2, std::nullopt},
      {"1e3", 2, std::nullopt},
      {"1,000", 2, std::nullopt},
      {"$1", 2, std::nullopt},
      {"1.2.3", 2, std::nullopt},
      {"1 2", 2, std::nullopt},
      {"nan", 2, std::nullopt},
  };
  for (const Case& test : cases)
    EXPECT_EQ(ParseDecimal(test.text, test.places), test.value) << test.text;
}

TEST(X12Values, SignedDecimalsTakeOneMinus) {
  EXPECT_EQ(ParseSignedDecimal("-1.27", 2), -127);
  EXPECT_EQ(ParseSignedDecimal("12.5", 2), 1250);
  EXPECT_EQ(ParseSignedDecimal("-0", 2), 0);
  for (const char* text : {"", "-", "--1", "+1", "1-", "- 1"}) {
    EXPECT_EQ(ParseSignedDecimal(text, 2), std::nullopt) << text;
  }
}

TEST(X12Values, WholeNumbersAreUnsignedAndShort) {
  EXPECT_EQ(ParseWhole("0012"), 12);
  EXPECT_EQ(ParseWhole("999999999"), 999999999);
  for (const char* text : {"", "1000000000", "-1", "1.0", "x"})
    EXPECT_EQ(ParseWhole(text), std::nullopt);
}

TEST(X12Values, DatesAreDaysOfTheCalendar) {
  EXPECT_EQ(ParseDate("D8", "20240229")->ToString(), "2024-02-29");
  EXPECT_EQ(ParseDate("DT", "202402291230")->ToString(), "2024-02-29");
  for (const auto& [format, text] :
       std::vector<std::pair<std::string, std::string>>{{"D8", "20230229"},
                                                        {"D8", "2024-02-29"},
                                                        {"D8", "240229"},
                                                        {"D8", ""},
                                                        {"", "20240229"},
                                                        {"DT", "20240229"},
                                                        {"RD8", "20240229"},
                                                        {"D8", "2024022x"}}) {
    EXPECT_EQ(ParseDate(format, text), std::nullopt) << format << " " << text;
  }
}

TEST(X12Values, RangesHaveTwoDates) {
  const auto range = ParseDateRange("RD8", "20240510-20240512");
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->from.ToString(), "2024-05-10");
  EXPECT_EQ(range->through.ToString(), "2024-05-12");
  const auto day = ParseDateRange("D8", "20240510");
  ASSERT_TRUE(day.has_value());
  EXPECT_FALSE(day->through.has_value());
  // Reversed ranges are for the rules to find.
  EXPECT_TRUE(ParseDateRange("RD8", "20240512-20240510").has_value());
  for (const char* text : {"20240510", "20240510-20240532", "20240510 20240512", "-"}) {
    EXPECT_EQ(ParseDateRange("RD8", text), std::nullopt) << text;
  }
}

TEST(X12Values, HyphenatedDrugCodesHaveElevenDigits) {
  struct Case {
    std::string text, digits;
  };
  const std::vector<Case> cases = {
      {"00003-0293-05", "00003029305"},
      {"0003-0293-05", "00003029305"},
      {"00003-293-05", "00003029305"},
      {"00003-0293-5", "00003029305"},
      {"0003-293-05", ""},
      {"00003029305", ""},
      {"00003-0293", ""},
      {"00003-0293-05-1", ""},
      {"0000x-0293-05", ""},
      {"", ""},
      {"--", ""},
  };
  for (const Case& test : cases)
    EXPECT_EQ(ParseHyphenatedDrugCode(test.text), test.digits) << test.text;
}

TEST(X12Text, TellsUtf8FromOtherBytes) {
  for (const char* text : {"", "plain", "caf\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const char* text : {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                           "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE2\x82"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
  EXPECT_EQ(FromLatin1("caf\xE9"), "caf\xC3\xA9");
}

TEST(X12Text, KnowsDigitsAndLetters) {
  EXPECT_EQ(DigitsOf("12-345 a"), "12345");
  EXPECT_TRUE(IsAlphanumeric("aZ09"));
  EXPECT_FALSE(IsAlphanumeric("a-b"));
  EXPECT_FALSE(IsAlphanumeric("\xC3\xA9"));
}

}  // namespace
}  // namespace scrubline
