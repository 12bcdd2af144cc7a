#include "rules_engine/compile/column_test.h"

#include "gtest/gtest.h"
#include "rules_engine/tables/own_csv.h"

namespace scrubline {
namespace {

std::shared_ptr<const TableSet> Fees(std::string_view csv) {
  RowLog log("mpfs");
  const std::string_view texts[] = {csv};
  auto table = TableOfOwnCsv(ReferenceSchemaOf(ReferenceId::kPhysicianFeeSchedule), texts, log);
  EXPECT_TRUE(table.ok()) << table.status();
  std::vector<ReferenceTable> tables;
  tables.push_back(*std::move(table));
  return TableSet::WithReferences(TableSet::Empty(), std::move(tables));
}

Condition HasStatus(Code status) {
  Condition condition;
  condition.kind = Condition::Kind::kRow;
  condition.field = FieldId::kProcedureCode;
  condition.field_of = Item::kLine;
  ColumnTest test;
  test.kind = ColumnTest::Kind::kCodes;
  test.column = mpfs::kStatus;
  test.codes.Add(status);
  test.codes.Seal();
  condition.row.columns.push_back(test);
  return condition;
}

TEST(ColumnTestTest, TheCodesOfRowsThatPassActivateWhatAsksForThem) {
  const auto tables = Fees("code,component,status\n36416,,B\n71046,,A\n71046,26,B\n99213,,A\n");
  const auto trigger = FindTableTrigger(HasStatus(Code::Of("B")), *tables);
  ASSERT_TRUE(trigger.has_value());
  EXPECT_EQ(trigger->codes.ToString(), "[\"36416\", \"71046\"]");
}

TEST(ColumnTestTest, OfSeveralThatMustAllHoldTheFewestCodes) {
  const auto tables = Fees("code,status\n1,A\n2,A\n3,B\n");
  Condition all;
  all.children = {HasStatus(Code::Of("A")), HasStatus(Code::Of("B"))};
  EXPECT_EQ(FindTableTrigger(all, *tables)->codes.ToString(), "[\"3\"]");
  all.kind = Condition::Kind::kAny;
  EXPECT_FALSE(FindTableTrigger(all, *tables).has_value());
}

TEST(ColumnTestTest, WithoutTheTableThereIsNone) {
  EXPECT_FALSE(FindTableTrigger(HasStatus(Code::Of("B")), *TableSet::Empty()).has_value());
}

TEST(ColumnTestTest, WhatTakesTheClaimIsNotDecided) {
  const auto tables = Fees("code,status,work_rvu\n36416,B,1\n");
  const ReferenceTable& table = *tables->reference("mpfs");
  ColumnTest test;
  test.kind = ColumnTest::Kind::kNumber;
  test.column = mpfs::kWorkRvu;
  test.number = {NumberTest::Op::kAtLeast, 1000, 0};
  EXPECT_EQ(ColumnHolds(table, 0, test), true);
  test.other_field = FieldId::kUnits;
  EXPECT_EQ(ColumnHolds(table, 0, test), std::nullopt);
  test.column = mpfs::kFacilityTotal;
  EXPECT_EQ(ColumnHolds(table, 0, test), false);  // absent, whatever the claim says
}

}  // namespace
}  // namespace scrubline
