#include "rules_engine/tables/code_calendar_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using CodeCalendarCsv = ImportTest;

constexpr char kHeader[] =
    "hcpcs_code,rbcs_category,hcpcs_date_added,hcpcs_date_ended,rbcs_date_effective\n";

TEST_F(CodeCalendarCsv, AnswersToTheEndOfTheYearItKnows) {
  const auto report =
      Import("rbcs_2024_dates.csv", std::string(kHeader) +
                                        "0001U,Test,2017-02-01,9999-12-31,2014-01-01\n"
                                        "0001U,Test,2017-02-01,9999-12-31,2016-01-01\n"
                                        "0002M,Test,2013-01-01,2018-12-31,2017-01-01\n"
                                        "X0003,Test,1982-01-01,,2017-01-01\n"
                                        "X0004,Test,2022-10-01,9999-12-31,2017-01-01\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 5u);
  const ReferenceTable& table = Table("code_calendar");
  EXPECT_EQ(table.info().release, "2024");
  EXPECT_EQ(table.release_dates(0), (DateInterval{On("2014-01-01"), On("2022-12-31")}));
  const KeyId twice = table.FindKey(Key("0001U"));
  EXPECT_EQ(table.RowsOf(twice).end - table.RowsOf(twice).begin, 1u);
  const struct {
    std::string_view code, day;
    Listing expected;
  } kCases[] = {
      {"0001U", "2017-01-31", Listing::kNotYet},   {"0001U", "2022-12-31", Listing::kListed},
      {"0001U", "2023-01-01", Listing::kUnknown},  {"0002M", "2018-12-31", Listing::kListed},
      {"0002M", "2019-01-01", Listing::kEnded},    {"X0003", "2020-01-01", Listing::kListed},
      {"X0009", "2014-01-01", Listing::kUnlisted}, {"X0009", "2013-12-31", Listing::kUnknown},
      {"X0009", "2023-01-01", Listing::kUnknown},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(table.LookUp(Key(test.code), On(test.day)).listing, test.expected)
        << test.code << " " << test.day;
  }
}

TEST_F(CodeCalendarCsv, ReadsCmssOwnCaptions) {
  const auto report = Import("RBCS_Taxonomy_2024.csv",
                             "HCPCS_Cd,RBCS_Id,HCPCS_Cd_Add_Dt,HCPCS_Cd_End_Dt,"
                             "RBCS_Analysis_Start_Dt,RBCS_Analysis_End_Dt\n"
                             "X0001,MP010N,1/1/2002,12/31/9999,01/01/2014,12/31/9999\n"
                             "X0002,MP010N,1/1/2002,12/31/2019,01/01/2014,12/31/9999\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const ReferenceTable& table = Table("code_calendar");
  EXPECT_EQ(table.LookUp(Key("X0001"), On("2019-12-31")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("X0002"), On("2019-12-31")).listing, Listing::kListed);
  EXPECT_EQ(table.release_dates(0).last, On("2019-12-31"));
}

TEST_F(CodeCalendarCsv, RefusesRowsItCannotUnderstand) {
  const auto report = Import("rbcs_2024.csv", std::string(kHeader) +
                                                  "X0001,,2002-01-01,9999-12-31,2014-01-01\n"
                                                  "X01,,2002-01-01,9999-12-31,2014-01-01\n"
                                                  "X0002,,2002-02-30,9999-12-31,2014-01-01\n"
                                                  "X0003,,2002-02-28,never,2014-01-01\n"
                                                  "X0004,,2002-02-28,2002-02-27,2014-01-01\n"
                                                  "X0005,,2002-02-28,,\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 5u);
  for (const char* expected :
       {"code `X01` is not five", "one of its dates is not a day", "it ends before it begins"}) {
    EXPECT_THAT(Warnings(report), HasSubstr(expected));
  }
}

TEST(CodeCalendarRelease, IsTheYearOfTheName) {
  const auto release = [](std::string_view name, std::string_view given) {
    const auto said = CodeCalendarRelease({std::string(name), "download.zip", ""}, given);
    return said.has_value() ? said->name : "";
  };
  EXPECT_EQ(release("rbcs_2024_code_dates.csv", ""), "2024");
  EXPECT_EQ(release("rbcs_2024_code_dates.csv", "2023"), "2023");
  EXPECT_EQ(release("rbcs.csv", ""), "");
  EXPECT_EQ(release("rbcs_120245.csv", ""), "");
}

}  // namespace
}  // namespace scrubline
