#include "rules_engine/tables/own_csv.h"

#include <gmock/gmock.h>

#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class OwnCsvTest : public ::testing::Test {
 protected:
  OwnCsvTest() : folder_(ScratchFolder()) { options_.into = folder_ + "/tables"; }

  ImportReport Import(const std::string& as, const std::string& csv,
                      const std::string& release = "") {
    WriteFile(folder_ + "/own.csv", csv);
    options_.as = as;
    options_.release = release;
    auto report = ImportTables({folder_ + "/own.csv"}, options_);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : ImportReport();
  }
  std::shared_ptr<const TableSet> Load() { return TableSet::Load(options_.into).value(); }

  const std::string folder_;
  ImportOptions options_;
};

TableKey Key(std::string_view text) { return *TableKey::Parse(text); }
Date On(std::string_view text) { return *Date::Parse(text); }

TEST_F(OwnCsvTest, ReadsColumnsInAnyOrder) {
  const auto report = Import("enrolments",
                             "\xEF\xBB\xBFpayer,NPI,through,from,status\n"
                             "12345,1234567893,,2024-01-01,participating\n"
                             "12345,1245319599,2024-06-30,,opted_out\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const auto tables = Load();
  const ReferenceTable& table = *tables->reference("enrolments");
  const auto open = table.LookUp(Key("1234567893"), On("2031-01-01"));
  ASSERT_EQ(open.listing, Listing::kListed);
  EXPECT_EQ(table.TextAt(open.row, enrolments::kPayer), "12345");
  EXPECT_EQ(table.LookUp(Key("1234567893"), On("2023-12-31")).listing, Listing::kNotYet);
  EXPECT_EQ(table.LookUp(Key("1245319599"), On("2024-07-01")).listing, Listing::kEnded);
  EXPECT_EQ(table.LookUp(Key("1003000126"), On("2024-07-01")).listing, Listing::kUnlisted);
}

TEST_F(OwnCsvTest, ReadsEveryTypeOfColumn) {
  const auto report = Import("coverage_policies",
                             "code,policy,kind,states,group,covered,secondary_all,from\n"
                             "83036,L1,lcd,tx;ok,1,E08-E13 R73.0*,yes,2024-01-01\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const auto tables = Load();
  const ReferenceTable& table = *tables->reference("coverage_policies");
  const RowId row = table.LookUp(Key("83036"), On("2024-05-01")).row;
  EXPECT_EQ(table.Format(row, coverage_policies::kCovered), "E08-E13, R730*");
  EXPECT_TRUE(Contains(table.CodesAt(row, coverage_policies::kCovered), Key("E139")));
  EXPECT_TRUE(Contains(table.CodesAt(row, coverage_policies::kStates), Key("OK")));
  EXPECT_EQ(table.NumberAt(row, coverage_policies::kGroup), 1000);
  EXPECT_TRUE(table.FlagAt(row, coverage_policies::kSecondaryAll));
  EXPECT_EQ(table.CodeAt(row, coverage_policies::kKind), Code::Of("LCD"));
}

TEST_F(OwnCsvTest, AComponentIsPartOfTheKey) {
  ASSERT_TRUE(Import("fee_schedule", "code,component,payer,allowed\n93000,26,P1,8.50\n").ok());
  const auto tables = Load();
  const ReferenceTable& table = *tables->reference("fee_schedule");
  const RowId row = table.LookUp(Key("9300026"), On("2024-05-01")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_EQ(table.NumberAt(row, fee_schedule::kAllowed), 850);
}

TEST_F(OwnCsvTest, RefusesRowsByNameAndKeepsTheOthers) {
  const auto report = Import("fee_schedule",
                             "code,payer,allowed,from,through\n"
                             "99213,P1,12.345,,\n"
                             "99213 ,P1,1O.00,,\n"
                             ",P1,10.00,,\n"
                             "99213,P1,10.00,2024-02-30,\n"
                             "99213,P1,10.00,2024-03-01,2024-02-01\n"
                             "99214,P1,\"1,310.50\",,\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 5u);
  const std::string warnings = ToString(report.texts[0].diagnostics);
  for (const std::string_view expected :
       {"allowed: `12.345` is not an amount", "allowed: `1O.00` is not an amount",
        "`` is not a procedure_code", "`2024-02-30` is not a day", "it ends before it begins"}) {
    EXPECT_THAT(warnings, HasSubstr(std::string(expected)));
  }
  const auto tables = Load();
  const ReferenceTable& table = *tables->reference("fee_schedule");
  EXPECT_EQ(table.FindKey(Key("99213")), 0u);
  EXPECT_EQ(table.NumberAt(table.FindRow(table.FindKey(Key("99214")), On("2024-01-01")),
                           fee_schedule::kAllowed),
            131050);
}

TEST_F(OwnCsvTest, CodesOfFixedLengthGetBackTheirZeros) {
  ASSERT_TRUE(Import("types_of_bill", "code,description\n131,Outpatient\n0111,\n11a,\n").ok());
  ASSERT_TRUE(Import("discharge_status", "code\n1\n30\n").ok());
  const auto report = Import("condition_codes", "code\n~\nD9\n123\n");
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 2u);
  const auto tables = Load();
  for (const std::string_view bill : {"0131", "0111", "011A"}) {
    EXPECT_NE(tables->reference("types_of_bill")->FindKey(Key(bill)), 0u) << bill;
  }
  EXPECT_NE(tables->reference("discharge_status")->FindKey(Key("01")), 0u);
  EXPECT_NE(tables->reference("discharge_status")->FindKey(Key("30")), 0u);
}

TEST_F(OwnCsvTest, NamesTheColumnItDoesNotKnow) {
  EXPECT_THAT(ToString(Import("enrolments", "npi,payor\n1,2\n").errors),
              HasSubstr("`payor` is no column of enrolments, did you mean `payer`?"));
  EXPECT_THAT(ToString(Import("enrolments", "payer,status\n1,2\n").errors),
              HasSubstr("the header has no column `npi`"));
}

TEST_F(OwnCsvTest, AReleaseOfTheSameNameReplacesAnotherIsKept) {
  ASSERT_TRUE(Import("enrolments", "npi,payer\n1234567893,A\n", "2024").ok());
  ASSERT_TRUE(Import("enrolments", "npi,payer\n1245319599,A\n", "2025").ok());
  EXPECT_EQ(Load()->reference("enrolments")->key_count(), 2u);
  EXPECT_EQ(Load()->reference("enrolments")->info().rows, 2u);
  ASSERT_TRUE(Import("enrolments", "npi,payer\n1003000126,A\n", "2024").ok());
  const auto tables = Load();
  EXPECT_EQ(tables->reference("enrolments")->FindKey(Key("1234567893")), 0u);
  EXPECT_NE(tables->reference("enrolments")->FindKey(Key("1003000126")), 0u);
  EXPECT_EQ(tables->reference("enrolments")->info().release, "2024, 2025");
}

}  // namespace
}  // namespace scrubline
