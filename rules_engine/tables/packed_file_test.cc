#include "rules_engine/tables/packed_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "rules_engine/tables/atomic_file.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const TableInfo kInfo = {
    .name = "ncci_mue_dme",
    .release = "2024Q3, 2024Q4",
    .rows = 3,
    .refused = 1,
    .sample = true,
    .sources = {{"a.csv", "00ff", "2024Q3", 2, 1}, {"b.csv", "", "2024Q4", 1}}};

std::string WriteNumbers(const std::vector<uint64_t>& numbers) {
  const std::string path = ScratchPath("numbers.tbl");
  PackedFileWriter writer(TableKind::kMue, kInfo);
  writer.Add(SectionId::kCodes, numbers);
  writer.Add(SectionId::kCovered, std::vector<uint64_t>());
  EXPECT_TRUE(writer.Write(path).ok());
  return path;
}

TEST(PackedFile, GivesBackWhatWasWritten) {
  const absl::StatusOr<PackedFile> file = PackedFile::Map(WriteNumbers({7, 8, 9}), TableKind::kMue);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->info(), kInfo);
  const auto numbers = file->Section<uint64_t>(SectionId::kCodes);
  ASSERT_TRUE(numbers.ok());
  EXPECT_THAT(std::vector<uint64_t>(numbers->begin(), numbers->end()), ElementsAre(7, 8, 9));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(numbers->data()) % 64, 0u);
  EXPECT_TRUE(file->Section<uint64_t>(SectionId::kCovered)->empty());
}

TEST(PackedFile, SectionsThatAreNotThereOrEndWithinAnItemAreErrors) {
  const absl::StatusOr<PackedFile> file = PackedFile::Map(WriteNumbers({7}), TableKind::kMue);
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(std::string(file->Section<uint64_t>(SectionId::kRows).status().message()),
              HasSubstr("damaged: section 5 is missing"));
  struct Twelve {
    uint32_t a, b, c;
  };
  EXPECT_THAT(std::string(file->Section<Twelve>(SectionId::kCodes).status().message()),
              HasSubstr("a section ends in the middle of an item"));
}

TEST(PackedFile, RefusesOtherFilesKindsAndVersions) {
  const std::string path = WriteNumbers({7});
  const auto message = [](const std::string& file, TableKind kind) {
    return std::string(PackedFile::Map(file, kind).status().message());
  };
  EXPECT_EQ(message(path, TableKind::kPtp),
            path + ": not a PTP table; import the table again with `scrub tables import`");
  EXPECT_THAT(message(ScratchPath("absent.tbl"), TableKind::kPtp), HasSubstr("cannot open"));

  const std::string other = ScratchPath("other.tbl");
  WriteFile(other, std::string(200, 'x'));
  EXPECT_THAT(message(other, TableKind::kMue), HasSubstr("wrong first bytes"));
  WriteFile(other, "short");
  EXPECT_THAT(message(other, TableKind::kMue), HasSubstr("shorter than its header"));
  EXPECT_THAT(message(ScratchFolder(), TableKind::kMue), HasSubstr("not a packed table"));

  std::string newer = ReadFile(WriteNumbers({7}));
  newer[8] = 2;
  WriteFile(other, newer);
  EXPECT_THAT(message(other, TableKind::kMue),
              HasSubstr("packed table of format 2, this program reads format 1"));
}

TEST(PackedFile, RefusesDamage) {
  ExpectDamageIsRefused(WriteNumbers({7, 8, 9}), [](const std::string& damaged) {
    return PackedFile::Map(damaged, TableKind::kMue).status();
  });
}

// A directory or description that leads outside, under a checksum that is right.
TEST(PackedFile, RefusesADirectoryThatLeadsOutside) {
  const std::string sound = ReadFile(WriteNumbers({7, 8, 9}));
  const struct {
    size_t offset;
    uint64_t value;
    std::string cause;
  } kCases[] = {
      {24, 1000, "the directory does not fit"},  // section count (and a reserved field)
      {64 + 8, 1, "a section lies outside"},     // offset: not aligned
      {64 + 8, 0, "a section lies outside"},     // offset: in the header
      {64 + 8, uint64_t{1} << 63, "a section lies outside"},
      {64 + 16, uint64_t{1} << 63, "a section lies outside"},      // size
      {64 + 16, 8, "its description does not parse"},              // size: cut short
      {192, uint64_t{1} << 40, "its description does not parse"},  // length of the name
  };
  for (const auto& test : kCases) {
    std::string forged = sound;
    std::memcpy(forged.data() + test.offset, &test.value, sizeof test.value);
    const auto bytes = std::as_bytes(std::span(forged));
    const uint64_t checksum = Checksum(bytes.subspan(64), Checksum(bytes.first(56), 0));
    std::memcpy(forged.data() + 56, &checksum, sizeof checksum);
    const std::string path = ScratchPath("forged.tbl");
    WriteFile(path, forged);
    EXPECT_THAT(std::string(PackedFile::Map(path, TableKind::kMue).status().message()),
                HasSubstr(test.cause));
  }
}

TEST(Checksum, NoticesLengthOrderAndSeed) {
  const auto sum = [](std::string_view text, uint64_t seed) {
    return Checksum(std::as_bytes(std::span(text)), seed);
  };
  EXPECT_NE(sum("", 0), sum(std::string_view("\0", 1), 0));
  EXPECT_NE(sum("abcdefgh12345678", 0), sum("12345678abcdefgh", 0));
  EXPECT_NE(sum(std::string(32, 'a') + std::string(32, 'b'), 0),
            sum(std::string(32, 'b') + std::string(32, 'a'), 0));
  EXPECT_NE(sum("a", 0), sum("a", 1));
  EXPECT_EQ(sum("a", 1), sum("a", 1));
}

TEST(CodeList, FindsByBinarySearchAndChecksOrder) {
  const std::vector<uint64_t> codes = {Code::Of("00100").bits(), Code::Of("99213").bits(),
                                       Code::Of("J7192").bits()};
  EXPECT_TRUE(CodeList::IsValid(codes));
  const CodeList list(codes);
  EXPECT_EQ(list.Find(Code::Of("00100")), 1);
  EXPECT_EQ(list.Find(Code::Of("J7192")), 3);
  EXPECT_EQ(list.Find(Code::Of("100")), 0);
  EXPECT_EQ(list.Find(Code()), 0);
  EXPECT_FALSE(CodeList::IsValid(std::vector<uint64_t>{0}));
  EXPECT_FALSE(CodeList::IsValid(std::vector<uint64_t>{5, 5}));
  EXPECT_FALSE(CodeList::IsValid(std::vector<uint64_t>{6, 5}));
}

TEST(TextList, RefusesTextsThatRunPastTheSection) {
  const std::vector<std::byte> whole = TextList::Encode({"one", "two"});
  for (const int cut : {1, 2, 3}) {
    const std::vector<std::byte> bytes(whole.begin(), whole.end() - cut);
    const std::string path = ScratchPath("texts.tbl");
    PackedFileWriter writer(TableKind::kMue, kInfo);
    writer.Add(SectionId::kTexts, bytes);
    ASSERT_TRUE(writer.Write(path).ok());
    const auto file = PackedFile::Map(path, TableKind::kMue);
    ASSERT_TRUE(file.ok());
    EXPECT_THAT(std::string(TextList::Read(*file).status().message()),
                HasSubstr("a text is cut off"));
  }
}

TEST(WriteFileAtomically, ReplacesOrLeavesTheOldFile) {
  const std::string folder = ScratchFolder();
  const std::string path = folder + "/file";
  const auto write = [](const std::string& to, std::string_view text) {
    return WriteFileAtomically(to, std::as_bytes(std::span(text)));
  };
  ASSERT_TRUE(write(path, "old").ok());
  ASSERT_TRUE(write(path, "new").ok());
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_FALSE(write(folder + "/absent/file", "x").ok());
  // A folder of that name cannot be replaced by a file: nothing is left behind.
  std::filesystem::create_directories(folder + "/taken/full");
  EXPECT_FALSE(write(folder + "/taken", "x").ok());
  size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    files += file.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, 1u);
}

}  // namespace
}  // namespace scrubline
