#include "rules_engine/tables/captions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/byte_source.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kCaptions[] = {"*_CODE", "NDC2|NDC", "PKG SIZE"};

TEST(Captions, AreFoundWhereverTheyStand) {
  const std::string text =
      "A title,,\n\"a notice\nof two lines\"\n\n"
      "\xEF\xBB\xBFndc,\"Pkg\r\n  size\",Other,_2026_code\n1,2,3,4\n";
  EXPECT_TRUE(HasCaptions(text, kCaptions));
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  const auto columns = ReadHeader(sheet, kCaptions);
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_THAT(*columns, ElementsAre(3, 0, 1));
  SheetRow row;
  ASSERT_TRUE(sheet.Next(row));
  EXPECT_EQ(row.Text((*columns)[2]), "2");
}

TEST(Captions, OneMissingIsNoHeader) {
  EXPECT_FALSE(HasCaptions("2026_CODE,NDC2\n", kCaptions));
  EXPECT_FALSE(HasCaptions("2026_CODES,NDC2,PKG SIZE\n", kCaptions));
  EXPECT_FALSE(HasCaptions("", kCaptions));
  std::string late;
  for (int i = 0; i <= kMaxRowsAboveHeader; ++i) late += "title\n";
  EXPECT_FALSE(HasCaptions(late + "2026_CODE,NDC2,PKG SIZE\n", kCaptions));
  const auto source = FromMemory("a,b\n");
  CsvReader sheet(*source);
  EXPECT_THAT(std::string(ReadHeader(sheet, kCaptions).status().message()),
              HasSubstr("no header with the columns `*_CODE`, `NDC2|NDC`, `PKG SIZE`"));
}

TEST(Captions, AFileThatCannotBeReadHasNone) {
  const auto source = FromMemory("\"never closed");
  CsvReader sheet(*source);
  EXPECT_THAT(std::string(ReadHeader(sheet, kCaptions).status().message()),
              HasSubstr("the quote is not closed"));
}

}  // namespace
}  // namespace scrubline
