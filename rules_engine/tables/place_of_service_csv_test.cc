#include "rules_engine/tables/place_of_service_csv.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class PlaceOfServiceCsvTest : public ImportTest {};

TEST_F(PlaceOfServiceCsvTest, FacilitiesOfficesAndWhatIsUnassigned) {
  const ImportedText text = Import("pos.csv",
                                   "pos_code,pos_type,pos_name,pos_description\n"
                                   "02,Facility,Telehealth,\"Somewhere, not at home.\"\n"
                                   "11,Non-Facility,Office,Rooms.\n"
                                   "28,Unassigned,Unassigned,N/A\n"
                                   "1,Facility,One,\n"
                                   "22,Hospital,Outpatient,\n");
  EXPECT_EQ(text.table, "place_of_service");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(text.refused, 2u);
  const std::string warnings = ToString(text.diagnostics);
  EXPECT_THAT(warnings, HasSubstr("`1` is not a place of service of two digits"));
  EXPECT_THAT(warnings, HasSubstr("`Hospital` is neither Facility nor Non-Facility"));
  const ReferenceTable& table = this->table("place_of_service");
  const RowId telehealth = table.LookUp(Key("02"), On("2024-01-01")).row;
  EXPECT_TRUE(table.FlagAt(telehealth, places_of_service::kFacility));
  EXPECT_EQ(table.TextAt(telehealth, places_of_service::kName), "Telehealth");
  EXPECT_FALSE(
      table.FlagAt(table.LookUp(Key("11"), On("2024-01-01")).row, places_of_service::kFacility));
  EXPECT_EQ(table.LookUp(Key("28"), On("2024-01-01")).listing, Listing::kUnlisted);
}

}  // namespace
}  // namespace scrubline
