#include "rules_engine/tables/remittance_codes_csv.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class RemittanceCodesCsvTest : public ImportTest {};

TEST_F(RemittanceCodesCsvTest, EachTypeIsATableOfItsOwn) {
  const ImportReport report = TryImport("codes.csv",
                                        "code,type,start_date,end_date\n"
                                        "CO,Group,,\n"
                                        "16,CARC,1995-01-01,\n"
                                        "15,CARC,1995-01-01,2018-05-01\n"
                                        "99,CARC,soon,\n"
                                        "N290,RARC,2004-08-01,\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  ASSERT_EQ(report.texts.size(), 2u);
  EXPECT_EQ(report.texts[0].table, "carc");
  EXPECT_EQ(report.texts[0].rows, 2u);
  EXPECT_EQ(report.texts[0].refused, 1u);
  EXPECT_THAT(ToString(report.texts[0].diagnostics), HasSubstr("`soon` is not a day"));
  EXPECT_EQ(report.texts[1].table, "rarc");
  EXPECT_EQ(report.texts[1].rows, 1u);
  const ReferenceTable& reasons = table("carc");
  EXPECT_EQ(reasons.LookUp(Key("15"), On("2018-05-01")).listing, Listing::kListed);
  EXPECT_EQ(reasons.LookUp(Key("15"), On("2018-05-02")).listing, Listing::kEnded);
  EXPECT_EQ(reasons.LookUp(Key("16"), On("2030-01-01")).listing, Listing::kListed);
  EXPECT_EQ(reasons.FindKey(Key("CO")), 0u);
  EXPECT_EQ(table("rarc").LookUp(Key("N290"), On("2004-07-31")).listing, Listing::kNotYet);
}

}  // namespace
}  // namespace scrubline
