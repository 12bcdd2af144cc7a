#include "rules_engine/tables/ptp_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rules_engine/tables/ptp_builder.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

PtpBuilder::Row Row(std::string_view column1, std::string_view column2, std::string_view effective,
                    std::string_view deletion, int indicator,
                    std::string_view rationale = "More extensive procedure") {
  return {.column1 = *Code::Parse(column1),
          .column2 = *Code::Parse(column2),
          .effective = *Date::Parse(effective),
          .deletion = deletion == "*" ? Date::Max() : *Date::Parse(deletion),
          .indicator = static_cast<uint8_t>(indicator),
          .rationale = rationale};
}

PtpTable Build(const std::vector<PtpBuilder::Row>& rows, TableInfo info = {.name = "test"},
               const std::vector<Code>& covered = {}) {
  const std::string path = ScratchPath("ptp.tbl");
  PtpBuilder builder;
  for (const PtpBuilder::Row& row : rows) EXPECT_TRUE(builder.Add(row).ok());
  const absl::StatusOr<uint64_t> checksum = builder.Write(path, std::move(info), covered);
  EXPECT_TRUE(checksum.ok()) << checksum.status();
  absl::StatusOr<PtpTable> table = PtpTable::Map(path);
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

// What is in force of {x, y} on a date: `y under x, indicator` with column 1 first, or `-`. Asked
// in both orders, which must agree.
std::string InForce(const PtpTable& table, std::string_view x, std::string_view y,
                    std::string_view date) {
  const auto a = table.FindCode(*Code::Parse(x));
  const auto b = table.FindCode(*Code::Parse(y));
  PtpTable::Hit hit;
  PtpTable::Hit reversed;
  const bool found = table.Find(a, b, *Date::Parse(date), hit);
  EXPECT_EQ(found, table.Find(b, a, *Date::Parse(date), reversed));
  if (!found) return "-";
  EXPECT_NE(hit.first_is_column1, reversed.first_is_column1);
  EXPECT_EQ(hit.row, reversed.row);
  EXPECT_TRUE(table.Contains(PtpTable::PairKey(a, b)));
  const PtpTable::Row row = table.row(hit.row);
  EXPECT_EQ(row.column1.ToString(), hit.first_is_column1 ? x : y);
  EXPECT_EQ(row.indicator, hit.indicator);
  return row.column2.ToString() + " under " + row.column1.ToString() + ", " +
         std::to_string(hit.indicator);
}

TEST(PtpTable, BothEndsOfAnIntervalBelongToIt) {
  const PtpTable table = Build({Row("X0001", "X0002", "20100101", "20191231", 1)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2009-12-31"), "-");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2010-01-01"), "X0002 under X0001, 1");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2019-12-31"), "X0002 under X0001, 1");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2020-01-01"), "-");
}

TEST(PtpTable, OpenRowsHoldFromTheirEffectiveDateOn) {
  const PtpTable table = Build({Row("X0002", "X0001", "20100101", "*", 0)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2149-01-01"), "X0001 under X0002, 0");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "1950-01-01"), "-");
  EXPECT_EQ(table.row(0).deletion, Date::Max());
}

TEST(PtpTable, NoDateIsInNoInterval) {
  const PtpTable table = Build({Row("X0001", "X0002", "20100101", "*", 1)});
  PtpTable::Hit hit;
  EXPECT_FALSE(table.Find(1, 2, Date(), hit));
}

TEST(PtpTable, TombstonesAreNeverInForceButStayInHistory) {
  const PtpTable table = Build({Row("X0001", "X0002", "20201001", "20201001", 9),
                                Row("X0003", "X0004", "20201001", "20201001", 1),
                                Row("X0005", "X0006", "20200101", "*", 9)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2020-10-01"), "-");
  EXPECT_EQ(InForce(table, "X0003", "X0004", "2020-10-01"), "-");
  EXPECT_EQ(InForce(table, "X0005", "X0006", "2020-10-01"), "-");
  EXPECT_FALSE(table.Contains(PtpTable::PairKey(1, 2)));
  const auto history = table.History(Code::Of("X0002"), Code::Of("X0001"));
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].indicator, 9);
}

TEST(PtpTable, APairHasSeveralIntervalsAndTheirIndicatorsDiffer) {
  const PtpTable table = Build({Row("X0001", "X0002", "20000101", "20210930", 0),
                                Row("X0001", "X0002", "20211001", "*", 1),
                                Row("X0001", "X0002", "19980101", "19980101", 9)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2021-09-30"), "X0002 under X0001, 0");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2021-10-01"), "X0002 under X0001, 1");
  const auto history = table.History(Code::Of("X0001"), Code::Of("X0002"));
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].indicator, 9);
  EXPECT_EQ(history[1].indicator, 0);
}

TEST(PtpTable, DirectionMayFlipOverTime) {
  const PtpTable table = Build({Row("X0001", "X0002", "20000101", "20050331", 1),
                                Row("X0002", "X0001", "20050401", "*", 1)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2005-03-31"), "X0002 under X0001, 1");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2005-04-01"), "X0001 under X0002, 1");
}

TEST(PtpTable, OfTwoRowsOnOneDateTheLaterEffectiveStandsAndThenTheEarlierReturns) {
  const PtpTable table = Build({Row("X0001", "X0002", "20000101", "20101231", 1),
                                Row("X0002", "X0001", "20050101", "20051231", 0)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2004-12-31"), "X0002 under X0001, 1");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2005-01-01"), "X0001 under X0002, 0");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2005-12-31"), "X0001 under X0002, 0");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2006-01-01"), "X0002 under X0001, 1");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2011-01-01"), "-");
}

TEST(PtpTable, OfTwoRowsWithOneEffectiveDateTheFirstInTheFileStands) {
  const PtpTable table = Build({Row("X0002", "X0001", "20000101", "20051231", 0),
                                Row("X0001", "X0002", "20000101", "*", 1)});
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2005-12-31"), "X0001 under X0002, 0");
  EXPECT_EQ(InForce(table, "X0001", "X0002", "2006-01-01"), "X0002 under X0001, 1");
}

TEST(PtpTable, UnknownCodesAndACodeWithItselfHitNothing) {
  const PtpTable table =
      Build({Row("X0001", "X0002", "20000101", "*", 1), Row("X0001", "X0003", "20000101", "*", 1),
             Row("X0002", "X0003", "20000101", "*", 1)});
  EXPECT_EQ(table.FindCode(Code::Of("X0009")), 0);
  PtpTable::Hit hit;
  for (PtpTable::CodeId id = 0; id <= table.code_count(); ++id) {
    EXPECT_FALSE(table.Find(0, id, *Date::Parse("20200101"), hit)) << id;
    EXPECT_FALSE(table.Find(id, id, *Date::Parse("20200101"), hit)) << id;
  }
  EXPECT_TRUE(table.History(Code::Of("X0001"), Code::Of("X0009")).empty());
}

TEST(PtpTable, PairKeysAreDistinctAndInTheTriangle) {
  std::vector<bool> seen(ptp_format::PairBits(40));
  for (uint16_t high = 1; high <= 40; ++high) {
    for (uint16_t low = 0; low < high; ++low) {
      const uint32_t key = PtpTable::PairKey(high, low);
      EXPECT_EQ(key, PtpTable::PairKey(low, high));
      ASSERT_LT(key, seen.size());
      EXPECT_FALSE(seen[key]);
      seen[key] = true;
    }
  }
}

TEST(PtpTable, AnEmptyTableAnswers) {
  const PtpTable table = Build({});
  PtpTable::Hit hit;
  EXPECT_FALSE(table.Find(0, 0, *Date::Parse("20200101"), hit));
  EXPECT_EQ(table.code_count(), 0u);
}

TEST(PtpTable, ASampleAnswersForItsCodesAndThoseListed) {
  const std::vector<PtpBuilder::Row> rows = {Row("X0001", "X0002", "20000101", "*", 1)};
  const PtpTable sample = Build(rows, {.name = "test", .sample = true}, {Code::Of("99213")});
  EXPECT_TRUE(sample.covers(Code::Of("X0001")));
  EXPECT_TRUE(sample.covers(Code::Of("99213")));
  EXPECT_FALSE(sample.covers(Code::Of("99214")));
  EXPECT_TRUE(Build(rows).covers(Code::Of("99214")));
}

TEST(PtpTable, KeepsWhereItCameFrom) {
  const TableInfo info{.name = "ncci_ptp_practitioner",
                       .release = "2024Q3",
                       .refused = 2,
                       .sources = {{"f1.zip", "ab", "2024Q3", 1, 2}}};
  const PtpTable table = Build({Row("X0001", "X0002", "20000101", "*", 1)}, info);
  TableInfo expected = info;
  expected.rows = 1;
  EXPECT_EQ(table.info(), expected);
}

TEST(PtpBuilder, RefusesRowsNoTableCanHold) {
  const struct {
    PtpBuilder::Row row;
    std::string message;
  } kCases[] = {
      {Row("X0001", "X0001", "20000101", "*", 1), "column 1 and column 2 are the same code"},
      {Row("X0001", "X0002", "20000101", "*", 2), "modifier indicator is not 0, 1 or 9"},
      {Row("X0001", "X0002", "19600101", "*", 1), "effective date is outside 1970 to 2149"},
      {Row("X0001", "X0002", "20000101", "99991231", 1), "deletion date is outside 1970 to 2149"},
  };
  for (const auto& test : kCases) {
    PtpBuilder builder;
    EXPECT_EQ(builder.Add(test.row).message(), test.message);
    EXPECT_EQ(builder.row_count(), 0u);
  }
}

// Rows in force by asking each row: the slow, obvious form of Find.
std::string NaiveInForce(const std::vector<PtpBuilder::Row>& rows, Code x, Code y, Date date) {
  const PtpBuilder::Row* best = nullptr;
  for (const PtpBuilder::Row& row : rows) {
    const bool pair =
        (row.column1 == x && row.column2 == y) || (row.column1 == y && row.column2 == x);
    const bool in_force = row.indicator != 9 && row.effective != row.deletion &&
                          row.effective <= date && date <= row.deletion;
    if (pair && in_force && (best == nullptr || row.effective > best->effective)) best = &row;
  }
  if (best == nullptr) return "-";
  return best->column2.ToString() + " under " + best->column1.ToString() + ", " +
         std::to_string(best->indicator);
}

TEST(PtpTable, AgreesWithTheObviousSearchOnRandomTables) {
  std::mt19937 random(20240701);
  const auto number = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  const Date start = *Date::Parse("20200101");
  for (int round = 0; round < 30; ++round) {
    const int code_count = 2 + number(60);
    const auto code = [](int i) { return *Code::Parse("X0" + std::to_string(100 + i)); };
    std::vector<PtpBuilder::Row> rows;
    for (int i = 0, n = number(400); i < n; ++i) {
      const int a = number(code_count);
      const int b = (a + 1 + number(code_count - 1)) % code_count;
      PtpBuilder::Row row{.column1 = code(a), .column2 = code(b), .effective = start + number(20)};
      row.deletion = number(3) == 0 ? Date::Max() : row.effective + number(12);
      row.indicator = number(5) == 0 ? 9 : static_cast<uint8_t>(number(2));
      rows.push_back(row);
    }
    const PtpTable table = Build(rows);
    for (int i = 0; i < 2000; ++i) {
      const int a = number(code_count);
      const int b = (a + 1 + number(code_count - 1)) % code_count;
      const Date date = start + (number(36) - 2);
      ASSERT_EQ(InForce(table, code(a).ToString(), code(b).ToString(), date.ToString()),
                NaiveInForce(rows, code(a), code(b), date))
          << date.ToString();
    }
  }
}

TEST(PtpTable, RefusesDamagedFiles) {
  const std::string path = ScratchPath("ptp.tbl");
  PtpBuilder builder;
  ASSERT_TRUE(builder.Add(Row("X0001", "X0002", "20000101", "20051231", 1)).ok());
  ASSERT_TRUE(builder.Add(Row("X0001", "X0002", "20060101", "*", 0)).ok());
  ASSERT_TRUE(builder.Add(Row("X0001", "X0003", "20060101", "*", 0)).ok());
  ASSERT_TRUE(builder.Write(path, {.name = "test"}, {}).ok());
  ExpectDamageIsRefused(path,
                        [](const std::string& damaged) { return PtpTable::Map(damaged).status(); });
}

TEST(PtpTable, RefusesContentThatContradictsItselfEvenWithARightChecksum) {
  using ptp_format::Block;
  using ptp_format::Entry;
  const std::vector<uint64_t> codes = {Code::Of("X0001").bits(), Code::Of("X0002").bits()};
  Block block = {};
  block.bits[0] = 1u << PtpTable::PairKey(1, 2);
  for (size_t i = 1; i < block.before.size(); ++i) block.before[i] = 1;
  const ptp_format::Row row = {1, 2, 10000, 20000, 0, 1, 0};
  const struct Parts {
    std::vector<uint64_t> codes;
    std::vector<Block> blocks;
    std::vector<Entry> entries;
    std::vector<Entry> segments;
    std::vector<ptp_format::Row> rows;
  } sound = {codes, {block}, {Entry::Of(10000, 20000, 0, true, true)}, {}, {row}};
  const auto map = [](const Parts& parts) {
    const std::string path = ScratchPath("forged.tbl");
    const std::vector<std::byte> texts = TextList::Encode({"Mutually exclusive procedures"});
    PackedFileWriter writer(TableKind::kPtp, {.name = "test"});
    writer.Add(SectionId::kCodes, parts.codes);
    writer.Add(SectionId::kCovered, std::vector<uint64_t>());
    writer.Add(SectionId::kTexts, texts);
    writer.Add(SectionId::kPairBits, parts.blocks);
    writer.Add(SectionId::kPairEntries, parts.entries);
    writer.Add(SectionId::kPairSegments, parts.segments);
    writer.Add(SectionId::kRows, parts.rows);
    EXPECT_TRUE(writer.Write(path).ok());
    return PtpTable::Map(path).status();
  };
  EXPECT_TRUE(map(sound).ok()) << map(sound);

  Parts parts = sound;
  std::swap(parts.codes[0], parts.codes[1]);
  EXPECT_THAT(map(parts).message(), HasSubstr("codes are out of order"));
  parts = sound;
  parts.blocks.push_back(block);
  EXPECT_THAT(map(parts).message(), HasSubstr("pair bits do not fit its codes"));
  parts = sound;
  parts.blocks[0].rank = 1;
  EXPECT_THAT(map(parts).message(), HasSubstr("miscounted"));
  parts = sound;
  parts.blocks[0].before[3] = 7;
  EXPECT_THAT(map(parts).message(), HasSubstr("miscounted"));
  parts = sound;
  parts.entries.clear();
  EXPECT_THAT(map(parts).message(), HasSubstr("do not match"));
  parts = sound;
  parts.entries = {Entry::Of(10000, 20000, 1, true, true)};
  EXPECT_THAT(map(parts).message(), HasSubstr("outside its rows"));
  parts = sound;
  parts.entries = {Entry::Several(0, 2)};
  EXPECT_THAT(map(parts).message(), HasSubstr("outside its rows"));
  parts = sound;
  parts.rows[0].column2 = 3;
  EXPECT_THAT(map(parts).message(), HasSubstr("not there"));
  parts = sound;
  parts.rows[0].rationale = 1;
  EXPECT_THAT(map(parts).message(), HasSubstr("not there"));
}

}  // namespace
}  // namespace scrubline
