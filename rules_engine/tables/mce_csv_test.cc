#include "rules_engine/tables/mce_csv.h"

#include <gmock/gmock.h>

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class MceCsvTest : public ImportTest {};

TEST_F(MceCsvTest, FlagsHoldForTheirIntervals) {
  const ImportedText text = Import("mce_v43.1_master.csv",
                                   "code,start_date,end_date,flags\r\n"
                                   "A000,20151001,,\r\n"
                                   "N400,20151001,20240930,male|adult\r\n"
                                   "N400,20241001,,adult|diabtypeI\r\n"
                                   "D631,20151001,,manifestation\r\n");
  EXPECT_EQ(text.release, "43.1");
  const ReferenceTable& table = this->table("mce_diagnoses");
  const auto before = table.LookUp(Key("N400"), On("2024-09-30"));
  EXPECT_TRUE(table.FlagAt(before.row, diagnosis_flags::kMale));
  EXPECT_TRUE(table.FlagAt(before.row, diagnosis_flags::kAdult));
  EXPECT_FALSE(table.FlagAt(before.row, diagnosis_flags::kFemale));
  const auto after = table.LookUp(Key("N400"), On("2024-10-01"));
  EXPECT_FALSE(table.FlagAt(after.row, diagnosis_flags::kMale));
  EXPECT_TRUE(table.FlagAt(after.row, diagnosis_flags::kAdult));
  EXPECT_TRUE(table.FlagAt(table.LookUp(Key("D631"), On("2020-01-01")).row,
                           diagnosis_flags::kManifestation));
  EXPECT_EQ(table.LookUp(Key("A000"), On("2026-09-30")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("A000"), On("2026-10-01")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("Z999"), On("2020-01-01")).listing, Listing::kUnlisted);
}

TEST_F(MceCsvTest, RefusesRowsAndNeedsTheVersion) {
  const std::string bad =
      "code,start_date,end_date,flags\nA0 0,20151001,,\nA001,2015,,\nA002,20151001,99999999,\n"
      "A003,20151001,,adult\n";
  EXPECT_THAT(ToString(TryImport("master.csv", bad).errors), HasSubstr("--release"));
  options_.release = "42";
  const ImportedText text = Import("master.csv", bad);
  EXPECT_EQ(text.rows, 1u);
  EXPECT_EQ(text.refused, 3u);
  const std::string warnings = ToString(text.diagnostics);
  EXPECT_THAT(warnings, HasSubstr("`A0 0` is not a diagnosis code"));
  EXPECT_THAT(warnings, HasSubstr("`2015` is not a day"));
  EXPECT_THAT(warnings, HasSubstr("`99999999` is not a day"));
}

}  // namespace
}  // namespace scrubline
