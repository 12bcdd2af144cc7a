#include "rules_engine/tables/byte_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Name and text of every member, or the error.
std::vector<std::string> Members(const std::string& path) {
  const auto members = ListMembers(path);
  if (!members.ok()) return {std::string(members.status().message())};
  std::vector<std::string> all;
  for (const SourceMember& member : *members) {
    const auto source = OpenMember(member);
    if (!source.ok()) return {std::string(source.status().message())};
    const auto text = ReadAll(**source, 256 << 20);
    all.push_back(member.name + ": " + (text.ok() ? *text : std::string(text.status().message())));
  }
  return all;
}

std::string Written(const std::string& name, const std::string& bytes) {
  const std::string path = ScratchPath(name);
  WriteFile(path, bytes);
  return path;
}

TEST(ByteSource, ReadsPlainGzipAndZip) {
  EXPECT_THAT(Members(Written("a.txt", "text")), ElementsAre("a.txt: text"));
  EXPECT_THAT(Members(Written("a.txt.gz", MakeGzip("text"))), ElementsAre("a.txt: text"));
  EXPECT_THAT(Members(Written("misnamed.csv", MakeGzip("text"))),
              ElementsAre("misnamed.csv: text"));
  EXPECT_THAT(Members(Written("two.gz", MakeGzip("text") + MakeGzip(" and more"))),
              ElementsAre("two: text and more"));
  EXPECT_THAT(Members(Written("a.zip", MakeZip({{"one.TXT", "1"}, {"folder/two.csv", "2"}}))),
              ElementsAre("one.TXT: 1", "folder/two.csv: 2"));
  EXPECT_THAT(Members(Written("empty.txt", "")), ElementsAre("empty.txt: "));
}

TEST(ByteSource, AWorkbookIsOneMember) {
  const std::string bytes =
      MakeZip({{"[Content_Types].xml", ""}, {"xl/worksheets/sheet1.xml", ""}});
  EXPECT_THAT(Members(Written("a.xlsx", bytes)), ElementsAre("a.xlsx: " + bytes));
}

TEST(ByteSource, ReportsDamage) {
  const std::string gzip = MakeGzip(std::string(5000, 'x') + "tail");
  EXPECT_THAT(Members(Written("cut.gz", gzip.substr(0, gzip.size() - 6))),
              ElementsAre(HasSubstr("the gzip data is cut off; download the file again")));
  std::string flipped = gzip;
  flipped[gzip.size() - 6] = static_cast<char>(flipped[gzip.size() - 6] ^ 1);  // the checksum
  EXPECT_THAT(Members(Written("flipped.gz", flipped)),
              ElementsAre(HasSubstr("the gzip data is damaged")));
  const std::string zip = MakeZip({{"one.txt", "text"}});
  EXPECT_THAT(Members(Written("cut.zip", zip.substr(0, zip.size() / 2))),
              ElementsAre(HasSubstr("the zip archive cannot be read")));
  EXPECT_THAT(Members(ScratchPath("absent.txt")), ElementsAre(HasSubstr("cannot open")));
  EXPECT_THAT(Members(ScratchFolder()), ElementsAre(HasSubstr("a folder; name the files in it")));
}

TEST(ByteSource, GivesUpOnAZipBomb) {
  const std::string bomb(100 << 20, '\0');
  EXPECT_THAT(Members(Written("bomb.zip", MakeZip({{"bomb.txt", bomb}}))),
              ElementsAre(HasSubstr("unpacks to more than 200 times its size")));
  EXPECT_THAT(Members(Written("bomb.txt.gz", MakeGzip(bomb))),
              ElementsAre(HasSubstr("unpacks to more than 200 times its size")));
}

TEST(ByteSource, ReadAllIsBounded) {
  const auto source = FromMemory("0123456789");
  EXPECT_THAT(std::string(ReadAll(*source, 9).status().message()), HasSubstr("longer than the 9"));
}

TEST(ByteSource, HashesAsEveryoneDoes) {
  constexpr char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(Sha256("abc"), kAbc);
  EXPECT_EQ(*FileSha256(Written("abc.txt", "abc")), kAbc);
}

TEST(LineReader, EndsLinesWithLfOrCrLfOrTheText) {
  const struct {
    std::string text;
    std::vector<std::string> lines;
  } kCases[] = {{"", {}},
                {"a", {"a"}},
                {"a\n", {"a"}},
                {"a\r\nb", {"a", "b"}},
                {"\n\na", {"", "", "a"}},
                {"a\rb\r\r\n", {"a\rb\r"}}};
  for (const auto& test : kCases) {
    const auto source = FromMemory(test.text);
    LineReader reader(*source);
    std::vector<std::string> lines;
    std::string_view line;
    while (reader.Next(line)) lines.emplace_back(line);
    EXPECT_EQ(lines, test.lines);
    EXPECT_EQ(reader.number(), static_cast<int>(test.lines.size()));
    EXPECT_TRUE(reader.status().ok());
  }
}

TEST(LineReader, TakesLinesUpToItsBoundAcrossRefills) {
  std::string text;
  for (size_t i = 0; i < 40; ++i)
    text += std::string(i * 1600, static_cast<char>('a' + i % 26)) + "\n";
  const auto source = FromMemory(text);
  LineReader reader(*source);
  std::string_view line;
  for (size_t i = 0; i < 40; ++i) {
    ASSERT_TRUE(reader.Next(line));
    EXPECT_EQ(line, std::string(i * 1600, static_cast<char>('a' + i % 26)));
  }
  EXPECT_FALSE(reader.Next(line));

  const std::string endless(LineReader::kMaxLength + 1, 'x');
  const auto long_source = FromMemory(endless);
  LineReader long_reader(*long_source);
  EXPECT_FALSE(long_reader.Next(line));
  EXPECT_THAT(std::string(long_reader.status().message()), HasSubstr("line 1 is longer"));
}

}  // namespace
}  // namespace scrubline
