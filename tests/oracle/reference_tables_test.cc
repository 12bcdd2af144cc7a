// Reading the published files, beside the control totals of domain.md 14.
#include "tests/oracle/reference_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

TEST(ReferenceTables, ReadsBackWhatWasWrittenInCmsLayout) {
  const ReferenceTables written = SmallTables();
  const std::string folder = ::testing::TempDir() + "reference_tables_test";
  std::filesystem::create_directories(folder);
  WriteAsPublished(written, folder);
  PtpTable ptp;
  ASSERT_TRUE(ReadPtp(folder + "/ccipra-v302r0-f1.TXT", ptp));
  EXPECT_EQ(ptp.rows.size(), written.ptp.at("ncci_ptp_practitioner").rows.size());
  EXPECT_FALSE(ptp.InForce(Code::Of("97530"), Code::Of("97116"), *Date::Parse("2020-10-01")));
  EXPECT_TRUE(ptp.InForce(Code::Of("97116"), Code::Of("97530"), *Date::Parse("2019-12-31")));
  MueTable mue;
  ASSERT_TRUE(ReadMue(folder + "/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", mue));
  EXPECT_EQ(mue.For(*Date::Parse("2024-09-30"))->rows.at(Code::Of("J7192")).limit, 22000);
  EXPECT_EQ(mue.For(*Date::Parse("2024-10-01")), nullptr);
  AddOnTable add_ons;
  ASSERT_TRUE(ReadAddOns(folder + "/AOC_V2024Q3-MCR.csv", add_ons));
  EXPECT_EQ(add_ons.Type(Code::Of("20930"), *Date::Parse("2024-07-01")), 3);
  EXPECT_EQ(add_ons.Type(Code::Of("0071U"), *Date::Parse("2024-01-01")), 0);
  EXPECT_EQ(add_ons.Type(Code::Of("96376"), *Date::Parse("2024-07-31")), 1);
  EXPECT_EQ(add_ons.Type(Code::Of("96376"), *Date::Parse("2024-08-01")), 0);
}

TEST(FactTable, AReleaseAnswersForItsDays) {
  const auto day = [](const char* text) { return *Date::Parse(text); };
  FactTable table{{"billable"}, {}, {}};
  table.AddRelease("FY2024", {day("2023-10-01"), day("2024-09-30")});
  table.Add("M5451", {}, {"yes"});
  table.Add("M545", {}, {"no"});
  table.AddRelease("FY2025", {day("2024-10-01"), day("2025-09-30")});
  table.Add("M545", {}, {"no"});
  table.Add("N400", {day("2015-10-01"), day("2024-11-30")}, {"yes"});
  table.Settle();
  const auto said = [&](const char* key, const char* date) {
    return table.LookUp(key, day(date)).said;
  };
  EXPECT_EQ(said("M5451", "2024-09-30"), Said::kListed);
  EXPECT_EQ(said("M5451", "2024-10-01"), Said::kEnded);
  EXPECT_EQ(said("M5451", "2023-09-30"), Said::kUnknown) << "no release of that day";
  EXPECT_EQ(said("M5451", "2025-10-01"), Said::kUnknown);
  EXPECT_EQ(said("N400", "2020-01-01"), Said::kListed) << "with dates of its own";
  EXPECT_EQ(said("N400", "2015-09-30"), Said::kNotYet);
  EXPECT_EQ(said("N400", "2024-12-01"), Said::kEnded);
  EXPECT_EQ(said("I10", "2024-12-01"), Said::kUnlisted);
  EXPECT_EQ(table.LookUp("I10", Date()).said, Said::kUnknown);
  ASSERT_EQ(table.Below("M54", day("2024-09-30")).size(), 2u);
  EXPECT_EQ(table.Below("M54", day("2024-10-01")).size(), 1u);
  EXPECT_EQ(table.Get(table.LookUp("M545", day("2024-10-01")).row, "billable"), "no");
}

TEST(FactTable, ALaterReleaseThatLastsAsLongReplaces) {
  FactTable table;
  table.AddRelease("January", {*Date::Parse("2024-01-01"), *Date::Parse("2024-12-31")});
  table.Add("82947", {}, {});
  table.AddRelease("July", {*Date::Parse("2024-07-01"), *Date::Parse("2024-12-31")});
  table.Add("99213", {}, {});
  table.Settle();
  EXPECT_EQ(table.LookUp("82947", *Date::Parse("2024-06-30")).said, Said::kListed);
  EXPECT_EQ(table.LookUp("82947", *Date::Parse("2024-07-01")).said, Said::kEnded);
  EXPECT_EQ(table.LookUp("99213", *Date::Parse("2024-06-30")).said, Said::kNotYet);
}

TEST(FactTable, ListsOfCodes) {
  EXPECT_TRUE(Lists("E10* I50-I52 Z23", "E109"));
  EXPECT_TRUE(Lists("E10* I50-I52 Z23", "I5201")) << "a range has what is below its last code";
  EXPECT_TRUE(Lists("E10*, I50-I52, Z23", "Z23"));
  EXPECT_FALSE(Lists("E10* I50-I52 Z23", "Z230"));
  EXPECT_FALSE(Lists("E10* I50-I52 Z23", "I49"));
  EXPECT_FALSE(Lists("", "I49"));
}

TEST(ReferenceTables, ControlTotalsOfThePublishedFiles) {
  const std::string folder = PublishedDataFolder();
  if (folder.empty()) GTEST_SKIP() << "no published tables at ../shared/data or $SCRUBLINE_DATA";
  ReferenceTables tables;
  ASSERT_TRUE(ReadPublishedTables(folder, tables));
  const auto active = [](const PtpTable& table, int indicator) {
    return std::count_if(table.rows.begin(), table.rows.end(), [indicator](const PtpRow& row) {
      return row.deletion == Date::Max() && row.indicator == indicator;
    });
  };
  EXPECT_EQ(tables.ptp["ncci_ptp_practitioner"].rows.size(), 2546017u);
  EXPECT_EQ(active(tables.ptp["ncci_ptp_practitioner"], 1), 1160873);
  EXPECT_EQ(active(tables.ptp["ncci_ptp_practitioner"], 0), 508947);
  EXPECT_EQ(tables.ptp["ncci_ptp_hospital"].rows.size(), 1775818u);
  EXPECT_EQ(active(tables.ptp["ncci_ptp_hospital"], 1), 1289116);
  EXPECT_EQ(active(tables.ptp["ncci_ptp_hospital"], 0), 46741);
  EXPECT_EQ(tables.mue["ncci_mue_practitioner"].releases[0].rows.size(), 14677u);
  EXPECT_EQ(tables.mue["ncci_mue_hospital"].releases[0].rows.size(), 14628u);
  EXPECT_EQ(tables.mue["ncci_mue_dme"].releases[0].rows.size(), 2928u);
}

}  // namespace
}  // namespace scrubline::oracle
