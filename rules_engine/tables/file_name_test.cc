#include "rules_engine/tables/file_name.h"

#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/quarter.h"

namespace scrubline {
namespace {

TEST(FileName, ReadsTheFormsInUse) {
  const struct {
    std::string name;
    std::string_view setting;
    std::string effective;
    bool medicaid;
    int part;
  } kCases[] = {
      {"medicare-ncci-2026q3-practitioner-ptp-edits-ccipra-v322r0-f1.zip", "practitioner",
       "2026-07-01", false, 1},
      {"ccioph-v301r1-f4.TXT", "hospital", "2024-04-01", false, 4},
      {"ccipra-v322r0.txt", "practitioner", "2026-07-01", false, 0},
      {"ccipra-2024q3-INFERRED-EFFDATES.txt", "practitioner", "2024-07-01", false, 0},
      {"MCR_MUE_OutpatientHospitalServices_Eff_07-01-2026.csv", "hospital", "2026-07-01", false, 0},
      {"MCR_MUE_DMESupplierServices_Eff_10-15-2024.csv", "dme", "2024-10-15", false, 0},
      {"AOC_V2026Q2-MCR.xlsx", "", "2026-04-01", false, 0},
      {"medicaid-ncci-q2-2026-ptp-edits-durable-medical-equipment.zip", "dme", "2026-04-01", true,
       0},
      {"medicaid-ncci-2026-q3-ptp-edits-practitioner-services.zip", "practitioner", "2026-07-01",
       true, 0},
      {"PPRRVU24_JAN.csv", "", "2024-01-01", false, 0},
      {"PPRRVU2026_Jul_nonQPP.csv", "", "2026-07-01", false, 0},
      {"RVU24A.zip", "", "2024-01-01", false, 0},
      {"rvu24d.zip", "", "2024-10-01", false, 0},
      {"rvu24e.zip", "", "", false, 0},
      {"HCPC2026_OCT_ANWEB.csv", "", "2026-10-01", false, 0},
      {"HCPC2019_CONTR_ANWEB.txt", "", "2019-01-01", false, 0},
      {"april-2026-addendum-b.zip", "", "2026-04-01", false, 0},
      {"January 2026 crosswalk.csv", "", "2026-01-01", false, 0},
      {"summary2026.csv", "", "", false, 0},
      {"decoded-2024.txt", "", "", false, 0},
      {"rows24_marked.csv", "", "", false, 0},
      {"Sept 2026.csv", "", "2026-09-01", false, 0},
      {"edits.txt", "", "", false, 0},
      {"Eff_02-30-2024.csv", "", "", false, 0},
      {"v324r0.txt", "", "", false, 0},
  };
  for (const auto& test : kCases) {
    const NameHints hints = ReadFileName(test.name);
    EXPECT_EQ(hints.setting, test.setting) << test.name;
    EXPECT_EQ(hints.effective.value_or(Date()).ToString(), test.effective) << test.name;
    EXPECT_EQ(hints.medicaid, test.medicaid) << test.name;
    EXPECT_EQ(hints.part, test.part) << test.name;
  }
}

TEST(Quarter, ParsesAndSpansItsMonths) {
  const auto quarter = Quarter::Parse("2024q4");
  ASSERT_TRUE(quarter.has_value());
  EXPECT_EQ(quarter->ToString(), "2024Q4");
  EXPECT_EQ(quarter->first_day().ToString(), "2024-10-01");
  EXPECT_EQ(quarter->last_day().ToString(), "2024-12-31");
  EXPECT_EQ(Quarter::Parse("2024Q1")->last_day().ToString(), "2024-03-31");
  EXPECT_EQ(Quarter::Of(*Date::Parse("2024-06-30")).ToString(), "2024Q2");
  for (const char* bad : {"", "2024", "2024Q0", "2024Q5", "24Q1", "2024-1", "1969Q4", "x024Q1"}) {
    EXPECT_EQ(Quarter::Parse(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace scrubline
