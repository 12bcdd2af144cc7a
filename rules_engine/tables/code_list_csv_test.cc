#include "rules_engine/tables/code_list_csv.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class CodeListCsvTest : public ImportTest {
 protected:
  bool Has(std::string_view name, std::string_view code) const {
    return table(name).FindKey(Key(code)) != 0;
  }
};

TEST_F(CodeListCsvTest, TheFilesNameSaysTheTable) {
  const std::string list = "code,description\n01,One\n11,Eleven\n";
  const struct {
    const char *file, *table;
  } cases[] = {
      {"revenue_center_codes.csv", "revenue_codes"},
      {"Type of Bill codes.csv", "types_of_bill"},
      {"condition-codes.csv", "condition_codes"},
      {"occurrence_codes.csv", "occurrence_codes"},
      {"value_codes.csv", "value_codes"},
      {"patient_discharge_status.csv", "discharge_status"},
  };
  for (const auto& c : cases) {
    const ImportedText text = Import(c.file, list);
    EXPECT_EQ(text.table, c.table);
    EXPECT_EQ(text.release, "current");
    EXPECT_EQ(text.rows, 2u);
  }
  EXPECT_TRUE(Has("revenue_codes", "0011"));
  EXPECT_TRUE(Has("types_of_bill", "0011"));
  EXPECT_TRUE(Has("condition_codes", "11"));
  EXPECT_FALSE(Has("condition_codes", "12"));
  EXPECT_EQ(table("value_codes").LookUp(Key("12"), On("1999-01-01")).listing, Listing::kUnlisted);
}

TEST_F(CodeListCsvTest, OtherNamesAndOtherColumnsAreNotRecognised) {
  EXPECT_THAT(ToString(TryImport("admission_type.csv", "code,description\n1,One\n").errors),
              HasSubstr("no published table found"));
  EXPECT_THAT(ToString(TryImport("revenue.csv", "code,amount\n0450,1\n").errors),
              HasSubstr("no published table found"));
}

TEST_F(CodeListCsvTest, TheEditorsListKeepsItsDatesAndVersion) {
  const ImportedText text =
      Import("mce_v43.1_discharge_status.csv",
             "code,start_date,end_date\n8,19941001,20050930\n10,19931001,20030930\n"
             "10,20051001,20060930\n30,19801001,\n");
  EXPECT_EQ(text.release, "43.1");
  const ReferenceTable& table = this->table("discharge_status");
  EXPECT_EQ(table.LookUp(Key("08"), On("2005-09-30")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("08"), On("2005-10-01")).listing, Listing::kEnded);
  EXPECT_EQ(table.LookUp(Key("10"), On("2004-01-01")).listing, Listing::kEnded);
  EXPECT_EQ(table.LookUp(Key("10"), On("2006-01-01")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("30"), On("2026-01-01")).listing, Listing::kListed);
}

}  // namespace
}  // namespace scrubline
