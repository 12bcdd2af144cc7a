#include "rules_engine/tables/add_on_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "rules_engine/tables/add_on_builder.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using Row = AddOnTable::PublishedRow;

Date Day(std::string_view text) { return text.empty() ? Date::Max() : *Date::Parse(text); }

Row Edit(std::string_view add_on, std::string_view primary, int type,
         std::string_view effective = "2013-04-01", std::string_view deletion = "") {
  return {.add_on = *Code::Parse(add_on),
          .primary = *Code::Parse(primary),
          .type = static_cast<uint8_t>(type),
          .effective = Day(effective),
          .deletion = Day(deletion)};
}

AddOnTable Build(const std::vector<Row>& rows, bool sample = false) {
  const std::string path = ScratchPath("aoc.tbl");
  EXPECT_TRUE(
      WriteAddOnTable(path, {.name = "ncci_aoc", .sample = sample}, rows, {Code::Of("99213")})
          .ok());
  absl::StatusOr<AddOnTable> table = AddOnTable::Map(path);
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

// `type: primaries` in force on the date.
std::string InForce(const AddOnTable& table, std::string_view add_on, std::string_view date) {
  const auto rows = table.Rows(table.FindCode(*Code::Parse(add_on)));
  std::string text = std::to_string(AddOnTable::TypeOn(rows, Day(date))) + ":";
  for (const AddOnTable::Row& row : rows) {
    if (row.InForce(Day(date))) text += " " + row.primary.ToString();
  }
  return text;
}

TEST(AddOnTable, ListsThePrimariesOfAnAddOnInOrder) {
  const AddOnTable table = Build({Edit("X0002", "X0011", 1), Edit("X0001", "X0012", 1),
                                  Edit("X0001", "X0010", 1), Edit("X0003", "CCCCC", 2)});
  EXPECT_EQ(InForce(table, "X0001", "2024-05-10"), "1: X0010 X0012");
  EXPECT_EQ(InForce(table, "X0002", "2024-05-10"), "1: X0011");
  EXPECT_EQ(InForce(table, "X0003", "2024-05-10"), "2: CCCCC");
  EXPECT_EQ(InForce(table, "X0010", "2024-05-10"), "0:");
  EXPECT_EQ(InForce(table, "X0001", "2013-03-31"), "0:");
}

TEST(AddOnTable, TheEarliestDeletionEndsARowAndItsDayBelongsToIt) {
  Row by_edit = Edit("X0001", "X0010", 1, "2020-01-01", "2021-06-30");
  Row by_add_on = Edit("X0002", "X0010", 1, "2020-01-01", "2022-12-31");
  by_add_on.add_on_deletion = Day("2021-06-30");
  Row by_primary = Edit("X0003", "X0010", 1, "2020-01-01");
  by_primary.primary_deletion = Day("2021-06-30");
  const AddOnTable table = Build({by_edit, by_add_on, by_primary});
  for (const std::string_view add_on : {"X0001", "X0002", "X0003"}) {
    EXPECT_EQ(InForce(table, add_on, "2021-06-30"), "1: X0010") << add_on;
    EXPECT_EQ(InForce(table, add_on, "2021-07-01"), "0:") << add_on;
  }
}

TEST(AddOnTable, RowsDeletedOnTheirEffectiveDateAreOnlyHistory) {
  const AddOnTable table = Build({Edit("X0001", "X0010", 1, "2020-01-01", "2020-01-01")});
  EXPECT_EQ(InForce(table, "X0001", "2020-01-01"), "0:");
  EXPECT_TRUE(table.Rows(table.FindCode(Code::Of("X0001"))).empty());
  ASSERT_EQ(table.History(Code::Of("X0001")).size(), 1u);
  EXPECT_EQ(table.History(Code::Of("X0001"))[0].deletion, Day("2020-01-01"));
}

TEST(AddOnTable, RealPrimariesBesideContractorDefinedMakeTypeThreeWhileBothHold) {
  const AddOnTable table = Build({Edit("X0001", "X0010", 1, "2013-04-01"),
                                  Edit("X0001", "CCCCC", 2, "2013-04-01", "2015-12-31")});
  EXPECT_EQ(InForce(table, "X0001", "2015-12-31"), "3: CCCCC X0010");
  EXPECT_EQ(InForce(table, "X0001", "2016-01-01"), "1: X0010");
}

TEST(AddOnTable, ASampleAnswersForItsCodesTheirPrimariesAndThoseListed) {
  const std::vector<Row> rows = {Edit("X0001", "X0010", 1), Edit("X0002", "CCCCC", 2)};
  const AddOnTable sample = Build(rows, /*sample=*/true);
  for (const Code code : {Code::Of("X0001"), Code::Of("X0010"), Code::Of("99213")}) {
    EXPECT_TRUE(sample.covers(code)) << code.ToString();
  }
  EXPECT_FALSE(sample.covers(Code::Of("99214")));
  EXPECT_FALSE(sample.covers(AddOnTable::kContractorDefined));
  EXPECT_TRUE(Build(rows).covers(Code::Of("99214")));
}

TEST(AddOnTable, RefusesDamagedFiles) {
  Build({Edit("X0001", "X0010", 1)});
  ExpectDamageIsRefused(ScratchPath("aoc.tbl"), [](const std::string& damaged) {
    return AddOnTable::Map(damaged).status();
  });
}

TEST(AddOnTable, RefusesATableOfAnotherKind) {
  const std::string path = ScratchPath("ptp.tbl");
  ASSERT_TRUE(PackedFileWriter(TableKind::kPtp, {.name = "test"}).Write(path).ok());
  EXPECT_THAT(std::string(AddOnTable::Map(path).status().message()),
              ::testing::HasSubstr("not an add-on table; import the table again"));
}

}  // namespace
}  // namespace scrubline
