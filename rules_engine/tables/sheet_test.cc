#include "rules_engine/tables/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// `line: cell|cell|...` for every row, then the error if there is one; `#` marks numbers.
std::vector<std::string> Read(SheetReader& sheet) {
  std::vector<std::string> rows;
  SheetRow row;
  while (sheet.Next(row)) {
    std::string text = std::to_string(row.line) + ":";
    for (const SheetCell& cell : row.cells) text += (cell.is_number ? "#" : "") + cell.text + "|";
    rows.push_back(text);
  }
  if (!sheet.status().ok()) rows.emplace_back(sheet.status().message());
  return rows;
}

std::vector<std::string> ReadCsv(const std::string& text) {
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  return Read(sheet);
}

TEST(CsvReader, ReadsQuotesBreaksAndLineEnds) {
  EXPECT_THAT(ReadCsv("a,b\r\n1,\n"), ElementsAre("1:a|b|", "2:1||"));
  EXPECT_THAT(ReadCsv("\"x, \"\"y\"\"\nz\",2\nb"), ElementsAre("1:x, \"y\"\nz|2|", "3:b|"));
  EXPECT_THAT(ReadCsv("a\n\n,,\n\r\nb\n"), ElementsAre("1:a|", "5:b|"));
  EXPECT_THAT(ReadCsv("a\rb"), ElementsAre("1:a\rb|"));
  EXPECT_THAT(ReadCsv("it\"s,\"q\"tail"), ElementsAre("1:it\"s|qtail|"));
  EXPECT_THAT(ReadCsv(""), ElementsAre());
}

TEST(CsvReader, IsBounded) {
  EXPECT_THAT(ReadCsv("a\n\"" + std::string(200'000, 'x')),
              ElementsAre("1:a|", HasSubstr("line 2: the quote is not closed")));
  EXPECT_THAT(ReadCsv("a\n\"never"), ElementsAre("1:a|", HasSubstr("line 2: the quote is not")));
  EXPECT_THAT(ReadCsv(std::string(200'000, 'x')), ElementsAre(HasSubstr("line 1: a cell of more")));
  EXPECT_THAT(ReadCsv(std::string(2000, ',')), ElementsAre(HasSubstr("a row of more than 1,024")));
}

constexpr char kSheetStart[] = "<worksheet><sheetData>";
constexpr char kSheetEnd[] = "</sheetData></worksheet>";

std::vector<std::string> ReadWorkbook(const std::string& rows, const std::string& texts = "") {
  std::vector<ZipMember> members = {{"[Content_Types].xml", "<Types/>"},
                                    {"xl/worksheets/sheet1.xml", kSheetStart + rows + kSheetEnd}};
  if (!texts.empty()) members.push_back({"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"});
  auto sheet = WorkbookReader::Open(MakeZip(members));
  if (!sheet.ok()) return {std::string(sheet.status().message())};
  return Read(*sheet);
}

TEST(WorkbookReader, ReadsTextsNumbersAndGaps) {
  EXPECT_THAT(
      ReadWorkbook("<row r='1'><c r='A1' t='s'><v>1</v></c><c r='C1' t='s'><v>0</v></c></row>"
                   "<row r='2'/>"
                   "<row r='3'><c r='A3'><v>100</v></c><c r='B3'><v>2.013091E6</v></c>"
                   "<c r='C3'><v>1.5</v></c>"
                   "<c r='D3' t='inlineStr'><is><t>in</t></is></c>"
                   "<c r='E3' t='str'><v>formula</v></c></row>",
                   "<si><t>zero</t></si><si><r><t>o</t></r><r><t>ne</t></r></si>"),
      ElementsAre("1:one||zero|", "3:#100|#2013091|#1.5|in|formula|"));
}

TEST(WorkbookReader, RefusesWhatItCannotRead) {
  EXPECT_THAT(ReadWorkbook("<row r='1'><c r='A1' t='s'><v>7</v></c></row>"),
              ElementsAre(HasSubstr("a cell names a text that is not there")));
  EXPECT_THAT(ReadWorkbook("<row r='1'><c r='A1'><v>"), ElementsAre(HasSubstr("is not XML")));
  const auto no_sheet = WorkbookReader::Open(MakeZip({{"[Content_Types].xml", "<Types/>"}}));
  EXPECT_THAT(std::string(no_sheet.status().message()), HasSubstr("it has no first sheet"));
  const auto no_zip = WorkbookReader::Open("PK\3\4 but no archive");
  EXPECT_THAT(std::string(no_zip.status().message()), HasSubstr("not a zip archive"));
}

}  // namespace
}  // namespace scrubline
