#include "rules_engine/tables/taxonomy_csv.h"

#include <gmock/gmock.h>

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class TaxonomyCsvTest : public ImportTest {
 protected:
  Listing ListingOf(std::string_view code, std::string_view date) const {
    return table("nucc_taxonomy").LookUp(Key(code), On(date)).listing;
  }
  RowId RowOf(std::string_view code) const {
    return table("nucc_taxonomy").LookUp(Key(code), On("2005-01-01")).row;
  }
  bool IsIndividual(std::string_view code) const {
    return table("nucc_taxonomy").FlagAt(RowOf(code), nucc_taxonomy::kIndividual);
  }
  std::string_view NameOf(std::string_view code) const {
    return table("nucc_taxonomy").TextAt(RowOf(code), nucc_taxonomy::kDisplayName);
  }
};

TEST_F(TaxonomyCsvTest, CodesOfTodaysLayout) {
  const ImportedText text = Import(
      "nucc_taxonomy_251.csv",
      "\xEF\xBB\xBF\"Code\",Grouping,Classification,Specialization,Definition,Notes,Display Name,"
      "Section\r\n"
      "207X00000X,Physicians,Surgery,,\"Cuts, and\nmends.\",[7/1/2003: new],Surgeon,Individual\r\n"
      "193200000X,Group,Multi,,,,Group of Many,Individual\r\n"
      "282N00000X,Hospitals,Hospital,,,,Hospital,Non-Individual\r\n"
      "103TE1000X,Other,Old,,,[1/1/2007: marked inactive],Old,Individual\r\n"
      "246YC3301X,Other,Old,,,[1/1/2023: marked inactive]<br/>Deactivation Date: 3/31/2023,Old,"
      "Individual\r\n"
      "207X,Physicians,Surgery,,,,Surgeon,Individual\r\n");
  EXPECT_EQ(text.release, "25.1");
  EXPECT_EQ(text.rows, 5u);
  EXPECT_THAT(ToString(text.diagnostics),
              HasSubstr("`207X` is not a taxonomy code of ten characters"));
  EXPECT_TRUE(IsIndividual("207X00000X"));
  EXPECT_FALSE(IsIndividual("193200000X"));
  EXPECT_FALSE(IsIndividual("282N00000X"));
  EXPECT_EQ(NameOf("207X00000X"), "Surgeon");
  EXPECT_EQ(ListingOf("103TE1000X", "2007-01-01"), Listing::kListed);
  EXPECT_EQ(ListingOf("103TE1000X", "2007-01-02"), Listing::kEnded);
  EXPECT_EQ(ListingOf("246YC3301X", "2023-03-31"), Listing::kListed);
  EXPECT_EQ(ListingOf("246YC3301X", "2023-04-01"), Listing::kEnded);
  EXPECT_EQ(ListingOf("999X00000X", "2024-01-01"), Listing::kUnlisted);
}

TEST_F(TaxonomyCsvTest, CodesOfOlderLayouts) {
  const ImportedText text =
      Import("taxonomy.csv",
             "Code,Grouping,Classification,Specialization,Definition,Effective Date,"
             "Deactivation Date,Last Modified Date,Notes\n"
             "207X00000X,Physicians,Surgery,Hand,,4/1/2002,,,\n"
             "282N00000X,Hospitals,Hospital,,,4/1/2002,12/31/2010,,\n");
  EXPECT_EQ(text.release, "current");
  EXPECT_TRUE(IsIndividual("207X00000X"));
  EXPECT_FALSE(IsIndividual("282N00000X"));
  EXPECT_EQ(NameOf("207X00000X"), "Surgery, Hand");
  EXPECT_EQ(ListingOf("207X00000X", "2002-03-31"), Listing::kNotYet);
  EXPECT_EQ(ListingOf("282N00000X", "2011-01-01"), Listing::kEnded);
}

}  // namespace
}  // namespace scrubline
