#include "rules_engine/tables/asp_ndc_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using AspNdcCsv = ImportTest;

std::string Crosswalk(const std::string& rows, const std::string& title = "ASP NDC - HCPCS") {
  return "January 2026 " + title +
         " Crosswalk for Medicare Part B Drugs\n"
         "\"     Effective January 1, 2026 through March 31, 2026\"\n\n\"A notice, long\"\n"
         "_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,"
         "BILLUNITS,BILLUNITSPKG\n" +
         rows;
}

TEST_F(AspNdcCsv, ReadsPackagesByElevenDigits) {
  const auto report =
      Import("2026_jan_crosswalk.csv",
             Crosswalk("J0881,Alpha,\"Labs, Inc\",55513-0002-04,Brand\xAE,1 MCG,0.42,4,25,100\n"
                       "J0882,Alpha,\"Labs, Inc\",55513-0002-04,Brand\xAE,1 MCG,0.42,4,25,100\n"
                       "J0001,Beta,Labs,00143965910,Brand,10 MG,1,1,2.5,2.5\n"));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Warnings(report), "");
  const ReferenceTable& table = Table("asp_ndc");
  EXPECT_EQ(table.info().release, "2026Q1");
  const auto rows = table.RowsOf(table.FindKey(Key("55513000204")));
  ASSERT_EQ(rows.end - rows.begin, 2u) << "one for each code it is billed by";
  EXPECT_EQ(table.CodeAt(rows.begin, ndc_crosswalk::kProcedureCode), Code::Of("J0881"));
  EXPECT_EQ(table.CodeAt(rows.begin + 1, ndc_crosswalk::kProcedureCode), Code::Of("J0882"));
  EXPECT_EQ(table.NumberAt(rows.begin, ndc_crosswalk::kPackageSize), 420);
  EXPECT_EQ(table.NumberAt(rows.begin, ndc_crosswalk::kPackageQuantity), 4'000);
  EXPECT_EQ(table.NumberAt(rows.begin, ndc_crosswalk::kBillingUnits), 100'000);
  EXPECT_EQ(table.TextAt(rows.begin, ndc_crosswalk::kDosage), "1 MCG");
  EXPECT_EQ(table.LookUp(Key("00143965910"), On("2026-03-31")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("00143965910"), On("2026-04-01")).listing, Listing::kUnknown);
}

TEST_F(AspNdcCsv, TheOtherCrosswalksOfTheDownloadAreNotRead) {
  const std::string row = "J0001,Beta,Labs,00143-9659-10,Brand,10 MG,1,1,2,2\n";
  const auto report = Import("january-2026-ndc-hcpcs-crosswalk.zip",
                             MakeZip({{"Jan 2026 AWP NDC-HCPCS.csv", Crosswalk(row, "ASP")},
                                      {"noc.csv", Crosswalk(row, "NOC NDC-HCPCS")},
                                      {"Jan 2026 ASP NDC-HCPCS.csv", Crosswalk(row)}}));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  ASSERT_EQ(report.texts.size(), 1u);
  EXPECT_EQ(report.texts[0].name, "Jan 2026 ASP NDC-HCPCS.csv");
}

TEST_F(AspNdcCsv, RefusesRowsItCannotUnderstand) {
  const auto report = Import("2026_jan_crosswalk.csv",
                             Crosswalk("J0001,Beta,Labs,00143-9659-10,Brand,10 MG,1,1,2,2\n"
                                       "J001,Beta,Labs,00143-9659-10,Brand,10 MG,1,1,2,2\n"
                                       "J0001,Beta,Labs,888867413689,Brand,10 MG,1,1,2,2\n"
                                       "J0001,Beta,Labs,0143-9659-10,Brand,10 MG,1,1,2,2\n"
                                       "J0001,Beta,Labs,00143-9659-10,Brand,10 MG,1,one,2,2\n"));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 4u);
  for (const char* expected :
       {"code `J001` is not five", "`888867413689` is not an NDC of 5-4-2 digits",
        "`0143-9659-10` is not an NDC", "billing units is not a number"}) {
    EXPECT_THAT(Warnings(report), HasSubstr(expected));
  }
}

TEST(AspNdcRelease, TheNameDecidesAndTheTitleHelpsOut) {
  const std::string text = Crosswalk("");
  const auto release = [&](std::string_view name, std::string_view given) {
    const auto said = AspNdcRelease({std::string(name), "", text}, given);
    return said.has_value() ? said->name : "";
  };
  EXPECT_EQ(release("2026_apr_crosswalk.csv", ""), "2026Q2");
  EXPECT_EQ(release("crosswalk.csv", ""), "2026Q1");
  EXPECT_EQ(release("crosswalk.csv", "2025Q4"), "2025Q4");
  EXPECT_EQ(release("crosswalk.csv", "latest"), "");
  EXPECT_FALSE(AspNdcRelease({"crosswalk.csv", "", "*_CODE"}, "").has_value());
}

}  // namespace
}  // namespace scrubline
