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
