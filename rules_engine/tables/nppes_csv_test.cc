#include "rules_engine/tables/nppes_csv.h"

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class NppesCsvTest : public ImportTest {
 protected:
  // A row of the published file: 330 columns, of which the test says some.
  static std::string Row(const std::vector<std::pair<std::string, std::string>>& cells) {
    std::string row;
    for (const std::string& name : Names()) {
      std::string text;
      for (const auto& [column, cell] : cells) {
        if (column == name) text = cell;
      }
      row += (row.empty() ? "\"" : ",\"") + text + "\"";
    }
    return row + "\r\n";
  }
  static std::string Header() {
    std::string row;
    for (const std::string& name : Names()) row += (row.empty() ? "\"" : ",\"") + name + "\"";
    return row + "\r\n";
  }
  const ReferenceTable& nppes() const { return table("nppes"); }
  RowId RowOf(std::string_view npi) const { return nppes().LookUp(Key(npi), On("2026-06-01")).row; }

 private:
  static const std::vector<std::string>& Names() {
    static const std::vector<std::string>* const names = [] {
      auto* made =
          new std::vector<std::string>{"NPI",
                                       "Entity Type Code",
                                       "Replacement NPI",
                                       "Provider Business Practice Location Address State Name",
                                       "Provider Enumeration Date",
                                       "NPI Deactivation Date",
                                       "NPI Reactivation Date"};
      for (int i = 1; i <= 15; ++i) {
        made->push_back("Healthcare Provider Taxonomy Code_" + std::to_string(i));
        made->push_back("Provider License Number_" + std::to_string(i));
        made->push_back("Healthcare Provider Primary Taxonomy Switch_" + std::to_string(i));
      }
      made->push_back("Is Sole Proprietor");
      while (made->size() < 330) made->push_back("Other " + std::to_string(made->size()));
      return made;
    }();
    return *names;
  }
};

TEST_F(NppesCsvTest, ProvidersByTheNamesOfTheColumns) {
  const ImportedText text =
      Import("npidata_pfile_20050523-20260111.csv",
             Header() +
                 Row({{"NPI", "1234567893"},
                      {"Entity Type Code", "1"},
                      {"Provider Business Practice Location Address State Name", "tx"},
                      {"Provider Enumeration Date", "05/23/2005"},
                      {"Healthcare Provider Taxonomy Code_1", "207Q00000X"},
                      {"Healthcare Provider Primary Taxonomy Switch_1", "N"},
                      {"Healthcare Provider Taxonomy Code_3", "207X00000X"},
                      {"Healthcare Provider Primary Taxonomy Switch_3", "Y"},
                      {"Is Sole Proprietor", "Y"}}) +
                 Row({{"NPI", "1245319599"},
                      {"NPI Deactivation Date", "02/01/2020"},
                      {"NPI Reactivation Date", "03/01/2020"}}) +
                 Row({{"NPI", "123456789"}}) +
                 Row({{"NPI", "1003000126"}, {"Provider Enumeration Date", "2005"}}));
  EXPECT_EQ(text.release, "2026-01-11");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(text.refused, 2u);
  EXPECT_THAT(ToString(text.diagnostics), HasSubstr("`2005` is not a day"));
  const RowId doctor = RowOf("1234567893");
  EXPECT_EQ(nppes().CodeAt(doctor, providers::kEntityType), Code::Of("1"));
  EXPECT_EQ(nppes().Format(doctor, providers::kTaxonomies), "207Q00000X, 207X00000X");
  EXPECT_EQ(nppes().KeyAt(doctor, providers::kPrimaryTaxonomy), Key("207X00000X"));
  EXPECT_EQ(nppes().CodeAt(doctor, providers::kState), Code::Of("TX"));
  EXPECT_EQ(nppes().DateAt(doctor, providers::kEnumerated), On("2005-05-23"));
  EXPECT_FALSE(nppes().DateAt(doctor, providers::kDeactivated).has_value());
  EXPECT_TRUE(nppes().FlagAt(doctor, providers::kSoleProprietor));
  const RowId gone = RowOf("1245319599");
  EXPECT_TRUE(nppes().CodeAt(gone, providers::kEntityType).empty());
  EXPECT_EQ(nppes().DateAt(gone, providers::kDeactivated), On("2020-02-01"));
  EXPECT_EQ(nppes().DateAt(gone, providers::kReactivated), On("2020-03-01"));
  EXPECT_TRUE(nppes().CodesAt(gone, providers::kTaxonomies).empty());
}

// What the file says stands; what it does not have may have come after it.
TEST_F(NppesCsvTest, AbsenceCountsUpToTheDayOfTheFile) {
  Import("npidata_pfile_20050523-20260111.csv",
         Header() + Row({{"NPI", "1234567893"}, {"Entity Type Code", "1"}}));
  EXPECT_EQ(nppes().LookUp(Key("1234567893"), On("2026-06-01")).listing, Listing::kListed);
  EXPECT_EQ(nppes().LookUp(Key("1003000126"), On("2026-01-11")).listing, Listing::kUnlisted);
  EXPECT_EQ(nppes().LookUp(Key("1003000126"), On("2026-01-12")).listing, Listing::kUnknown);
}

TEST_F(NppesCsvTest, AWeeklyFileChangesTheWholeOne) {
  Import("npidata_pfile_20260112-20260118.csv",
         Header() + Row({{"NPI", "1234567893"}, {"Entity Type Code", "2"}}));
  EXPECT_EQ(nppes().LookUp(Key("1003000126"), On("2026-01-01")).listing, Listing::kUnknown);
  Import("npidata_pfile_20050523-20260111.csv",
         Header() + Row({{"NPI", "1234567893"}, {"Entity Type Code", "1"}}) +
             Row({{"NPI", "1245319599"}, {"Entity Type Code", "1"}}));
  EXPECT_EQ(nppes().info().release, "2026-01-11, 2026-01-18");
  EXPECT_EQ(nppes().CodeAt(RowOf("1234567893"), providers::kEntityType), Code::Of("2"));
  EXPECT_EQ(nppes().CodeAt(RowOf("1245319599"), providers::kEntityType), Code::Of("1"));
  EXPECT_EQ(nppes().LookUp(Key("1003000126"), On("2026-01-01")).listing, Listing::kUnlisted);
}

TEST_F(NppesCsvTest, AnExtractNeverSaysThatAnNpiDoesNotExist) {
  const ImportedText text =
      Import("providers.csv",
             "npi,entity_type_code,primary_taxonomy_code,practice_state,deactivation_date\n"
             "1234567893,1,207X00000X,TX,\n"
             "1245319599,,,,2020-02-01\n");
  EXPECT_EQ(text.release, "extract");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(nppes().KeyAt(RowOf("1234567893"), providers::kPrimaryTaxonomy), Key("207X00000X"));
  EXPECT_EQ(nppes().Format(RowOf("1234567893"), providers::kTaxonomies), "207X00000X");
  EXPECT_EQ(nppes().DateAt(RowOf("1245319599"), providers::kDeactivated), On("2020-02-01"));
  EXPECT_EQ(nppes().LookUp(Key("1003000126"), On("2020-01-01")).listing, Listing::kUnknown);
}

TEST_F(NppesCsvTest, TheDayMustBeSaidAndTheHeaderFileIsNoTable) {
  const std::string file = Header() + Row({{"NPI", "1234567893"}});
  EXPECT_THAT(ToString(TryImport("npi.csv", file).errors), HasSubstr("--release"));
  options_.release = "2026-01-11";
  EXPECT_EQ(Import("npi.csv", file).release, "2026-01-11");
  options_.release = "";
  EXPECT_FALSE(TryImport("npidata_pfile_20050523-20260111_fileheader.csv", Header()).ok());
}

}  // namespace
}  // namespace scrubline
