// The tables of a few rows that tests of built-ins stand on.
#include "rules_engine/evaluate/testing.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

TEST(TestTableTest, ReferenceRowsAreACsv) {
  const std::shared_ptr<const TableSet> tables =
      MakeTables({{"icd10cm", {"diagnosis,billable,side", "S52.501A,yes,R", "S52.501,no,"}}});
  const ReferenceTable* table = tables->reference("icd10cm");
  ASSERT_NE(table, nullptr);
  const ReferenceTable::Answer answer =
      table->LookUp(TableKey::Of(Code::Of("S52501A")), *Date::FromCivil(2024, 5, 10));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_TRUE(table->FlagAt(answer.row, diagnoses::kBillable));
  EXPECT_EQ(table->CodeAt(answer.row, diagnoses::kSide), Code::Of("R"));
}

TEST(TestTableTest, ReleasesBeginWithARowOfTheirOwn) {
  const std::shared_ptr<const TableSet> tables =
      MakeTables({{"icd10cm",
                   {"diagnosis,billable", "release FY2021 2020-10-01 2021-09-30", "M545,yes",
                    "release FY2022 2021-10-01 2022-09-30", "M545,no", "M5450,yes"}}});
  const ReferenceTable* table = tables->reference("icd10cm");
  ASSERT_NE(table, nullptr);
  const auto listing = [table](Code code, int year) {
    return table->LookUp(TableKey::Of(code), *Date::FromCivil(year, 5, 10)).listing;
  };
  EXPECT_EQ(table->release_count(), 2);
  EXPECT_EQ(listing(Code::Of("M5450"), 2021), Listing::kNotYet);
  EXPECT_EQ(listing(Code::Of("M5450"), 2022), Listing::kListed);
  EXPECT_EQ(listing(Code::Of("M5450"), 2023), Listing::kUnknown);
}

}  // namespace
}  // namespace scrubline
