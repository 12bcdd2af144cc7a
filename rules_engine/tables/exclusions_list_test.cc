#include "rules_engine/tables/exclusions_list.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class ExclusionsListTest : public ImportTest {
 protected:
  Listing ListingOf(std::string_view npi, std::string_view date) const {
    return table("oig_exclusions").LookUp(Key(npi), On(date)).listing;
  }
};

TEST_F(ExclusionsListTest, AnExclusionHoldsUntilReinstatement) {
  const ImportedText text =
      Import("UPDATED.csv",
             "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,"
             "ZIP,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE\n"
             ",,,\"ACME, INC\",,,,1234567893,,,,TX,,1128b8,20200120,00000000,00000000,\n"
             "DOE,A,,,,,,1245319599,19600101,,,TX,,1128a1,20100101,20150630,00000000,\n"
             "ROE,B,,,,,,0000000000,19600101,,,TX,,1128a1,20100101,00000000,00000000,\n"
             "POE,C,,,,,,1003000126,19600101,,,TX,,1128a1,2010,00000000,00000000,\n");
  EXPECT_EQ(text.table, "oig_exclusions");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(text.refused, 1u);
  EXPECT_THAT(ToString(text.diagnostics), HasSubstr("`2010` is not a day"));
  EXPECT_EQ(ListingOf("1234567893", "2020-01-19"), Listing::kNotYet);
  EXPECT_EQ(ListingOf("1234567893", "2026-01-01"), Listing::kListed);
  EXPECT_EQ(ListingOf("1245319599", "2015-06-29"), Listing::kListed);
  EXPECT_EQ(ListingOf("1245319599", "2015-06-30"), Listing::kEnded);
  EXPECT_EQ(ListingOf("1003000126", "2026-01-01"), Listing::kUnlisted);
}

TEST_F(ExclusionsListTest, ATextOfNpis) {
  const ImportedText text = Import("oig_leie_npis.txt", "1234567893\r\n\r\n124531959\n1245319599");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(text.refused, 1u);
  EXPECT_EQ(ListingOf("1245319599", "2015-06-29"), Listing::kListed);
  EXPECT_FALSE(TryImport("npis.txt", "1234567893\n").ok());
}

}  // namespace
}  // namespace scrubline
