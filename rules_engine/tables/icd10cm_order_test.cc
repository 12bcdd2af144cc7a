#include "rules_engine/tables/icd10cm_order.h"

#include <gmock/gmock.h>

#include "rules_engine/tables/import_testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

// One line: order, code, flag, descriptions.
std::string Line(int order, std::string_view code, char flag, std::string_view description) {
  char line[256];
  std::snprintf(line, sizeof(line), "%05d %-7s %c %-60.60s %s\r\n", order,
                std::string(code).c_str(), flag, std::string(description).c_str(),
                std::string(description).c_str());
  return line;
}

class Icd10CmOrderTest : public ImportTest {
 protected:
  const std::string order_ = Line(1, "M17", '0', "Osteoarthritis of knee") +
                             Line(2, "M1711", '1', "Unilateral osteoarthritis, right knee");
};

TEST_F(Icd10CmOrderTest, TheOrderFileOfTheDownloadIsRead) {
  const ImportedText text =
      Import("cms_2025_dx.zip",
             MakeZip({{"icd10cm_codes_2025.txt", "M1711   Unilateral osteoarthritis, right knee\n"},
                      {"icd10cm_order_2025.txt", order_},
                      {"icd10cm_order_addenda_2025.txt", "Add:         1 M1711   Unilateral\n"},
                      {"icd10OrderFiles.pdf", "%PDF-1.4"}}));
  EXPECT_EQ(text.table, "icd10cm");
  EXPECT_EQ(text.release, "FY2025");
  EXPECT_EQ(text.rows, 2u);
  const ReferenceTable& table = this->table("icd10cm");
  const auto knee = table.LookUp(Key("M1711"), On("2024-10-01"));
  ASSERT_EQ(knee.listing, Listing::kListed);
  EXPECT_TRUE(table.FlagAt(knee.row, diagnoses::kBillable));
  EXPECT_EQ(table.CodeAt(knee.row, diagnoses::kSide), Code::Of("R"));
  EXPECT_EQ(table.TextAt(knee.row, diagnoses::kDescription),
            "Unilateral osteoarthritis, right knee");
  EXPECT_FALSE(table.FlagAt(table.LookUp(Key("M17"), On("2025-09-30")).row, diagnoses::kBillable));
  EXPECT_EQ(table.LookUp(Key("M171"), On("2025-09-30")).listing, Listing::kUnlisted);
}

// A fiscal year knows nothing of others, of codes it lists and of codes it does not.
TEST_F(Icd10CmOrderTest, AYearAnswersForItsOwnDaysOnly) {
  Import("icd10cm_order_2024.txt", order_ + Line(3, "M545", '1', "Low back pain"));
  Import("icd10cm_order_2025.txt", order_);
  const ReferenceTable& table = this->table("icd10cm");
  EXPECT_EQ(table.info().release, "FY2024, FY2025");
  const struct {
    std::string_view code, date;
    Listing expected;
  } cases[] = {
      {"M1711", "2023-09-30", Listing::kUnknown},  {"M1711", "2023-10-01", Listing::kListed},
      {"M1711", "2025-09-30", Listing::kListed},   {"M1711", "2025-10-01", Listing::kUnknown},
      {"M545", "2024-09-30", Listing::kListed},    {"M545", "2024-10-01", Listing::kEnded},
      {"M545", "2025-10-01", Listing::kUnknown},   {"M5450", "2023-09-30", Listing::kUnknown},
      {"M5450", "2023-10-01", Listing::kUnlisted},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(table.LookUp(Key(c.code), On(c.date)).listing, c.expected) << c.code << " " << c.date;
  }
}

TEST_F(Icd10CmOrderTest, TheAprilFileAnswersFromAprilOn) {
  Import("icd10cm_order_2025.txt", order_);
  const std::string april = Line(1, "M17", '0', "Osteoarthritis of knee") +
                            Line(2, "M17A", '1', "Osteoarthritis of knee, new in April");
  Import("april-1-2025-tabular-order.zip", MakeZip({{"icd10cm_order_2025.txt", april}}));
  const ReferenceTable& table = this->table("icd10cm");
  EXPECT_EQ(table.info().release, "FY2025, FY2025-04");
  EXPECT_EQ(table.LookUp(Key("M17A"), On("2025-03-31")).listing, Listing::kNotYet);
  EXPECT_EQ(table.LookUp(Key("M17A"), On("2025-04-01")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("M1711"), On("2025-03-31")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("M1711"), On("2025-04-01")).listing, Listing::kEnded);
}

TEST_F(Icd10CmOrderTest, TheYearMustBeSaid) {
  EXPECT_THAT(ToString(TryImport("diagnoses.txt", order_).errors), HasSubstr("--release"));
  options_.release = "FY2026";
  Import("diagnoses.txt", order_);
  EXPECT_EQ(table("icd10cm").info().release, "FY2026");
}

TEST_F(Icd10CmOrderTest, TheSecondCharacterMayBeALetter) {
  Import("icd10cm_order_2026.txt", order_ + Line(3, "QA00101", '1', "SCN2A-related disorder"));
  EXPECT_NE(table("icd10cm").FindKey(Key("QA00101")), 0u);
}

TEST_F(Icd10CmOrderTest, RefusesLinesThatAreNone) {
  const ImportedText text =
      Import("icd10cm_order_2025.txt", order_ + "00003 M1712   2 Unilateral\n\n00004\n");
  EXPECT_EQ(text.rows, 2u);
  EXPECT_EQ(text.refused, 2u);
}

TEST_F(Icd10CmOrderTest, ProcedureCodesAreNotDiagnoses) {
  EXPECT_FALSE(
      TryImport("icd10pcs_order_2025.txt", Line(1, "001", '0', "Central nervous system")).ok());
}

TEST_F(Icd10CmOrderTest, DaysOfAFiscalYear) {
  const auto year = FiscalYearRelease("FY2025");
  ASSERT_TRUE(year.has_value());
  EXPECT_EQ(year->covered, (DateInterval{On("2024-10-01"), On("2025-09-30")}));
  EXPECT_EQ(FiscalYearRelease("FY2025-04")->covered.first, On("2025-04-01"));
  for (const std::string_view name : {"2025", "FY25", "FY2025-10", "FYabcd", ""}) {
    EXPECT_FALSE(FiscalYearRelease(name).has_value()) << name;
  }
}

TEST(DescribedSideTest, Words) {
  const struct {
    std::string_view description, side;
  } cases[] = {
      {"Unilateral primary osteoarthritis, right knee", "R"},
      {"Age-related nuclear cataract, left eye", "L"},
      {"Bilateral primary osteoarthritis of knee", "B"},
      {"Unilateral primary osteoarthritis, unspecified knee", "U"},
      {"Pain in unspecified upper arm", "U"},
      {"Injury of unspecified toe(s), sequela", "U"},
      {"Corns of unspecified limbs", "U"},
      {"Unspecified fracture of the lower end of right radius", "R"},
      {"Pain in unspecified joint", ""},
      {"Juvenile arthritis, unspecified, knee", ""},
      {"Ingrowing nail", ""},
      {"Blindness right eye category 3, blindness left eye category 4", "B"},
      {"Blindness right eye category 3, normal vision left eye", "R"},
      {"Unqualified visual loss, left eye, normal vision right eye", "L"},
      {"Homonymous bilateral field defects, right side", "B"},
      {"Brightness of the leftover", ""},
      {"", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(DescribedSide(c.description).ToString(), c.side) << c.description;
  }
}

}  // namespace
}  // namespace scrubline
