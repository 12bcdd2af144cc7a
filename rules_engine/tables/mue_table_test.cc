#include "rules_engine/tables/mue_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "rules_engine/tables/mue_builder.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

struct Limit {
  std::string code;
  uint32_t limit;
  uint8_t mai;
};

MueRelease Release(const std::string& effective, const std::vector<Limit>& limits) {
  MueRelease release;
  release.effective = *Date::Parse(effective);
  for (const Limit& limit : limits) {
    release.limits[*Code::Parse(limit.code)] = {limit.limit, limit.mai, "CMS Policy"};
  }
  release.source = {.file = effective + ".csv",
                    .release = Quarter::Of(release.effective).ToString(),
                    .rows = limits.size()};
  return release;
}

MueTable Write(const MueBuilder& builder, bool sample = false) {
  const std::string path = ScratchPath("mue.tbl");
  EXPECT_TRUE(builder.Write(path, "ncci_mue_dme", sample, {Code::Of("99213")}).ok());
  absl::StatusOr<MueTable> table = MueTable::Map(path);
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

// `limit/mai`, `-` without a limit, `no release`.
std::string Find(const MueTable& table, std::string_view code, std::string_view date) {
  const int release = table.FindRelease(*Date::Parse(date));
  if (release < 0) return "no release";
  MueTable::Entry entry;
  if (!table.Find(table.FindCode(*Code::Parse(code)), release, entry)) return "-";
  return std::to_string(entry.limit) + "/" + std::to_string(entry.mai);
}

TEST(MueTable, EveryQuarterHasItsOwnLimits) {
  MueBuilder builder;
  builder.AddRelease(Release("2024-10-01", {{"X0001", 3, 2}, {"X0003", 0, 3}}));
  builder.AddRelease(Release("2024-07-01", {{"X0001", 2, 2}, {"X0002", 22000, 1}}));
  const MueTable table = Write(builder);
  const struct {
    std::string_view code, date, expected;
  } kCases[] = {
      {"X0001", "2024-06-30", "no release"}, {"X0001", "2024-07-01", "2/2"},
      {"X0001", "2024-09-30", "2/2"},        {"X0001", "2024-10-01", "3/2"},
      {"X0001", "2024-12-31", "3/2"},        {"X0001", "2025-01-01", "no release"},
      {"X0002", "2024-08-01", "22000/1"},    {"X0002", "2024-11-01", "-"},
      {"X0003", "2024-08-01", "-"},          {"X0003", "2024-11-01", "0/3"},
      {"X0009", "2024-08-01", "-"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Find(table, test.code, test.date), test.expected) << test.code << " " << test.date;
  }
  EXPECT_EQ(table.FindRelease(Date()), -1);
  EXPECT_EQ(table.release_name(0), "2024Q3");
  EXPECT_EQ(table.release_name(1), "2024Q4");
  EXPECT_EQ(table.info().release, "2024Q3, 2024Q4");
  EXPECT_EQ(table.info().rows, 4u);
  EXPECT_EQ(table.rationale(table.FindCode(Code::Of("X0001")), 0), "CMS Policy");
  EXPECT_EQ(table.rationale(table.FindCode(Code::Of("X0003")), 0), "");
}

TEST(MueTable, AMissingQuarterBetweenTwoIsNotFilled) {
  MueBuilder builder;
  builder.AddRelease(Release("2024-01-01", {{"X0001", 2, 2}}));
  builder.AddRelease(Release("2024-07-01", {{"X0001", 2, 2}}));
  EXPECT_EQ(Find(Write(builder), "X0001", "2024-05-10"), "no release");
}

TEST(MueTable, AReleaseOfMidQuarterHoldsFromItsDayToTheQuartersEnd) {
  MueBuilder builder;
  builder.AddRelease(Release("2024-08-15", {{"X0001", 2, 2}}));
  const MueTable table = Write(builder);
  EXPECT_EQ(Find(table, "X0001", "2024-08-14"), "no release");
  EXPECT_EQ(Find(table, "X0001", "2024-08-15"), "2/2");
  EXPECT_EQ(Find(table, "X0001", "2024-09-30"), "2/2");
}

TEST(MueBuilder, ANewImportAddsAQuarterAndReplacesTheSameOne) {
  MueBuilder first;
  first.AddRelease(Release("2024-07-01", {{"X0001", 2, 2}}));
  first.AddRelease(Release("2024-10-01", {{"X0001", 3, 2}}));
  const MueTable existing = Write(first);

  MueBuilder second;
  second.AddRelease(Release("2024-10-01", {{"X0002", 9, 3}}));
  second.AddReleasesOf(existing);
  const MueTable table = Write(second);
  EXPECT_EQ(Find(table, "X0001", "2024-08-01"), "2/2");
  EXPECT_EQ(Find(table, "X0001", "2024-11-01"), "-");
  EXPECT_EQ(Find(table, "X0002", "2024-11-01"), "9/3");
  ASSERT_EQ(table.info().sources.size(), 2u);
  EXPECT_EQ(table.info().sources[0].file, "2024-07-01.csv");
}

TEST(MueTable, ASampleAnswersForItsCodesAndThoseListed) {
  MueBuilder builder;
  builder.AddRelease(Release("2024-07-01", {{"X0001", 2, 2}}));
  const MueTable sample = Write(builder, /*sample=*/true);
  EXPECT_TRUE(sample.covers(Code::Of("X0001")));
  EXPECT_TRUE(sample.covers(Code::Of("99213")));
  EXPECT_FALSE(sample.covers(Code::Of("99214")));
  EXPECT_TRUE(Write(builder).covers(Code::Of("99214")));
}

TEST(MueTable, RefusesDamagedFiles) {
  MueBuilder builder;
  builder.AddRelease(Release("2024-07-01", {{"X0001", 2, 2}}));
  Write(builder);
  ExpectDamageIsRefused(ScratchPath("mue.tbl"),
                        [](const std::string& damaged) { return MueTable::Map(damaged).status(); });
}

TEST(MueTable, RefusesContentThatContradictsItselfEvenWithARightChecksum) {
  const struct {
    std::vector<mue_format::Release> releases;
    std::vector<mue_format::Limit> limits;
    std::string cause;
  } kCases[] = {
      {{{19905, 19996}}, {{}}, "limits do not fit"},
      {{{19996, 19905}}, {{}, {}}, "releases are out of order"},
      {{{19905, 19996}, {19950, 20088}}, {{}, {}, {}, {}}, "releases are out of order"},
      {{{19905, 19996}}, {{}, {1, 0, 4, 0}}, "no such indicator"},
      {{{19905, 19996}}, {{}, {1, 1, 2, 0}}, "no such indicator or rationale"},
      {{{19905, 19996}}, {{1, 0, 2, 0}, {}}, "no code has a limit"},
  };
  const std::vector<uint64_t> codes = {Code::Of("X0001").bits()};
  for (const auto& test : kCases) {
    const std::string path = ScratchPath("forged.tbl");
    const std::vector<std::byte> texts = TextList::Encode({"CMS Policy"});
    PackedFileWriter writer(TableKind::kMue, {.name = "test"});
    writer.Add(SectionId::kCodes, codes);
    writer.Add(SectionId::kCovered, std::vector<uint64_t>());
    writer.Add(SectionId::kTexts, texts);
    writer.Add(SectionId::kReleases, test.releases);
    writer.Add(SectionId::kLimits, test.limits);
    ASSERT_TRUE(writer.Write(path).ok());
    EXPECT_THAT(std::string(MueTable::Map(path).status().message()), HasSubstr(test.cause));
  }
}

}  // namespace
}  // namespace scrubline
