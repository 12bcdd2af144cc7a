#include "rules_engine/tables/addendum_b_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using AddendumBCsv = ImportTest;

TEST_F(AddendumBCsv, ReadsCmssOwnLayout) {
  const auto report =
      Import("April 2026 Web Addendum B.csv",
             "Addendum B.-Final OPPS APCs for CY 2026,,,,,,,,\n"
             "A notice,,,,,,,,\n"
             "HCPCS Code,Short Descriptor,SI ,APC ,Relative Weight,\"Payment\nRate\","
             "National Unadjusted Copayment,Minimum Unadjusted Copayment,* Indicates a Change\n"
             "X0001,alpha,J1,5112,15.2,\"$1,419.93 \",,$283.99 ,\n"
             "X0002\xA0,beta,K,9000,,$140.209 ,,,*\n"
             "X0003,gamma,N,,,,,,\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Warnings(report), "");
  const ReferenceTable& table = Table("addendum_b");
  EXPECT_EQ(table.info().release, "2026Q2");
  const auto status = [&](std::string_view code, std::string_view day) {
    const auto answer = table.LookUp(Key(code), On(day));
    return answer.listing == Listing::kListed
               ? table.Format(answer.row, outpatient_status::kStatus) + " " +
                     table.Format(answer.row, outpatient_status::kPaymentRate)
               : "";
  };
  EXPECT_EQ(status("X0001", "2026-04-01"), "J1 1419.93");
  EXPECT_EQ(status("X0002", "2026-06-30"), "K 140.209");
  EXPECT_EQ(status("X0003", "2026-06-30"), "N ");
  EXPECT_EQ(table.LookUp(Key("X0001"), On("2026-07-01")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("X0001"), On("2026-03-31")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("X0009"), On("2026-06-30")).listing, Listing::kUnlisted);
}

TEST_F(AddendumBCsv, ReadsCodesAndStatusesAlone) {
  ASSERT_TRUE(Import("2026_apr_addendum_b_codes_only.csv",
                     "hcpcs,si,payment_rate,source\n0001F,E1,,2026-04\nX0002\xC2\xA0,T,12.5,\n")
                  .ok());
  EXPECT_EQ(Table("addendum_b").key_count(), 2u);
}

TEST_F(AddendumBCsv, RefusesRowsItCannotUnderstand) {
  const auto report = Import("2026_apr_addendum_b.csv",
                             "hcpcs,si,payment_rate\nX0001,A,\nX0001,B,\nX002,A,\nX0003,,\n"
                             "X0004,ABC,\nX0005,A,free\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 5u);
  for (const char* expected :
       {"a second row for its code", "code `X002` is not five", "`` is not a status indicator",
        "`ABC` is not a status indicator", "`free` is not an amount"}) {
    EXPECT_THAT(Warnings(report), HasSubstr(expected));
  }
}

TEST_F(AddendumBCsv, AsksForTheQuarterItDoesNotSay) {
  EXPECT_THAT(ToString(Import("addendum_b.csv", "hcpcs,si,payment_rate\nX0001,A,\n").errors),
              HasSubstr("neither content nor name says of which release"));
}

}  // namespace
}  // namespace scrubline
