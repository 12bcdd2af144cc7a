#include "rules_engine/tables/mpfs_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

// The captions of 2024, with room for one more column after TEAM SURG.
std::string Captions(const std::string& month, bool with_pricing = false) {
  const std::string extra = with_pricing ? "," : "";
  return ",,2024 National Physician Fee Schedule Relative Value File " + month +
         " Release,,,\n"
         ",,A notice,,,\n"
         ",,,,NOT USED,,,,,,,,,,,,,,,,,,,," +
         extra +
         ",PHYSICIAN\n"
         ",,,,FOR,,,NON-FAC,,FACILITY,,,,,,,,,,,,,,," +
         extra +
         ",SUPERVISION OF\n"
         ",,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,"
         "INTRA,POST,MULT,BILAT,ASST,CO-,TEAM," +
         (with_pricing ? "PRIC," : "") +
         "ENDO,CONV,DIAGNOSTIC\n"
         "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,"
         "IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG," +
         (with_pricing ? "IND," : "") + "BASE,FACTOR,PROCEDURES\n";
}

constexpr char kWhole[] = "X0001,,d,A,,1.5,2,,0.25,NA,0.1,3.6,1.85,1,090,0.1,0.8,.1,2,1,2,0,9,";
constexpr char kPart[] = "X0001,26,d,A,+,1,2,NA,0,,0.1,3.6,1.85,1,XXX,0,0,0,0,3,0,0,0,";

using MpfsCsv = ImportTest;

TEST_F(MpfsCsv, ReadsARowForEachComponent) {
  const auto report = Import("PPRRVU24_JAN.csv", Captions("January") + kWhole + ",32.7442,02\r\n" +
                                                     kPart + "X0009,32.7442,09\r\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 2u);
  EXPECT_EQ(report.texts[0].refused, 0u) << ToString(report.texts[0].diagnostics);
  const ReferenceTable& table = Table("mpfs");
  const RowId row = table.LookUp(Key("X0001"), On("2024-02-29")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_EQ(table.CodeAt(row, mpfs::kStatus), Code::Of("A"));
  EXPECT_FALSE(table.FlagAt(row, mpfs::kNotUsedForMedicare));
  EXPECT_EQ(table.CodeAt(row, mpfs::kPcTc), Code::Of("1"));
  EXPECT_EQ(table.CodeAt(row, mpfs::kGlobalDays), Code::Of("090"));
  EXPECT_EQ(table.NumberAt(row, mpfs::kPreoperative), 100);
  EXPECT_EQ(table.NumberAt(row, mpfs::kIntraoperative), 800);
  EXPECT_EQ(table.NumberAt(row, mpfs::kPostoperative), 100);
  EXPECT_EQ(table.CodeAt(row, mpfs::kMultipleProcedure), Code::Of("2"));
  EXPECT_EQ(table.CodeAt(row, mpfs::kBilateral), Code::Of("1"));
  EXPECT_EQ(table.CodeAt(row, mpfs::kAssistant), Code::Of("2"));
  EXPECT_EQ(table.CodeAt(row, mpfs::kCoSurgeon), Code::Of("0"));
  EXPECT_EQ(table.CodeAt(row, mpfs::kTeam), Code::Of("9"));
  EXPECT_TRUE(table.CodeAt(row, mpfs::kEndoscopicBase).empty());
  EXPECT_EQ(table.CodeAt(row, mpfs::kSupervision), Code::Of("02"));
  EXPECT_FALSE(table.FlagAt(row, mpfs::kNonFacilityNa));
  EXPECT_TRUE(table.FlagAt(row, mpfs::kFacilityNa));
  EXPECT_EQ(table.NumberAt(row, mpfs::kWorkRvu), 1500);
  EXPECT_EQ(table.NumberAt(row, mpfs::kNonFacilityTotal), 3600);
  EXPECT_EQ(table.NumberAt(row, mpfs::kFacilityTotal), 1850);
  const RowId part = table.LookUp(Key("X000126"), On("2024-02-29")).row;
  ASSERT_NE(part, kNoRow);
  EXPECT_EQ(table.CodeAt(part, mpfs::kBilateral), Code::Of("3"));
  EXPECT_EQ(table.CodeAt(part, mpfs::kEndoscopicBase), Code::Of("X0009"));
  EXPECT_TRUE(table.FlagAt(part, mpfs::kNotUsedForMedicare));
  EXPECT_TRUE(table.FlagAt(part, mpfs::kNonFacilityNa));
  EXPECT_EQ(table.LookUp(Key("X0001TC"), On("2024-02-29")).listing, Listing::kUnlisted);
}

TEST_F(MpfsCsv, AColumnMoreMovesNothing) {
  ASSERT_TRUE(
      Import("PPRRVU2026_Jul_nonQPP.csv", Captions("July", true) + kWhole + "9,,33.4009,02\n")
          .ok());
  const ReferenceTable& table = Table("mpfs");
  const RowId row = table.LookUp(Key("X0001"), On("2026-07-01")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_TRUE(table.CodeAt(row, mpfs::kEndoscopicBase).empty());
  EXPECT_EQ(table.CodeAt(row, mpfs::kSupervision), Code::Of("02"));
  EXPECT_EQ(table.LookUp(Key("X0001"), On("2027-01-01")).listing, Listing::kUnknown);
}

TEST_F(MpfsCsv, ALaterReleaseOfTheYearStandsFromItsFirstDay) {
  std::string july = kWhole;
  july.replace(july.find(",A,"), 3, ",T,");
  ASSERT_TRUE(Import("PPRRVU24_JUL.csv", Captions("July") + july + ",33,09\n").ok());
  ASSERT_TRUE(Import("PPRRVU24_JAN.csv", Captions("July") + kWhole + ",33,09\n").ok());
  const ReferenceTable& table = Table("mpfs");
  EXPECT_EQ(table.info().release, "2024Q1, 2024Q3");
  const auto status = [&](std::string_view day) {
    const auto answer = table.LookUp(Key("X0001"), On(day));
    return answer.listing == Listing::kListed ? table.CodeAt(answer.row, mpfs::kStatus).ToString()
                                              : "";
  };
  EXPECT_EQ(status("2023-12-31"), "");
  EXPECT_EQ(status("2024-01-01"), "A");
  EXPECT_EQ(status("2024-06-30"), "A");
  EXPECT_EQ(status("2024-07-01"), "T");
  EXPECT_EQ(status("2024-12-31"), "T");
  EXPECT_EQ(status("2025-01-01"), "");
}

TEST_F(MpfsCsv, OfTheDaysBeforeAReleaseNothingIsKnown) {
  std::string other = kWhole;
  other.replace(other.find("X0001"), 5, "X0002");
  const std::string rest = ",33,09\n";
  ASSERT_TRUE(Import("PPRRVU24_JUL.csv", Captions("July") + kWhole + rest + other + rest).ok());
  EXPECT_EQ(Table("mpfs").LookUp(Key("X0001"), On("2024-06-30")).listing, Listing::kUnknown);
  ASSERT_TRUE(Import("PPRRVU24_JAN.csv", Captions("July") + kWhole + rest).ok());
  const ReferenceTable& table = Table("mpfs");
  EXPECT_EQ(table.LookUp(Key("X0001"), On("2023-12-31")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("X0002"), On("2023-12-31")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("X0002"), On("2024-06-30")).listing, Listing::kNotYet)
      << "the release before it does not have it";
}

TEST(MpfsRelease, TheNameDecidesAndTheTitleHelpsOut) {
  const std::string title = Captions("July");
  const struct {
    std::string_view name, download, given, expected;
  } kCases[] = {
      {"pprrvu24_jan.csv", "rvu24a.zip", "", "2024Q1 2024-01-01"},
      {"pprrvu24.csv", "rvu24b.zip", "", "2024Q2 2024-04-01"},
      {"pprrvu25_mar.csv", "rvu25a.zip", "", "2025Q1 2025-03-01"},
      {"values.csv", "values.zip", "", "2024Q3 2024-07-01"},
      {"pprrvu24_jan.csv", "", "2023Q4", "2023Q4 2023-10-01"},
      {"pprrvu24_jan.csv", "", "latest", ""},
  };
  for (const auto& test : kCases) {
    const auto release =
        MpfsRelease({std::string(test.name), std::string(test.download), title}, test.given);
    std::string text;
    if (release.has_value()) text = release->name + " " + release->covered.first.ToString();
    EXPECT_EQ(text, test.expected) << test.name << " " << test.given;
  }
  EXPECT_FALSE(MpfsRelease({"a.csv", "a.csv", "HCPCS,MOD,DESCRIPTION\n"}, "").has_value());
}

TEST_F(MpfsCsv, OfTheTwoFilesOfAYearTheNonQualifyingIsRead) {
  const std::string text = Captions("July") + kWhole + ",33,09\n";
  const auto report =
      Import("RVU26C.zip", MakeZip({{"PPRRVU2026_Jul_QPP.csv", text},
                                    {"PPRRVU2026_Jul_nonQPP.csv", text},
                                    {"GPCI2026.csv", "Medicare Administrative Contractor\n"}}));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  ASSERT_EQ(report.texts.size(), 1u);
  EXPECT_EQ(report.texts[0].name, "PPRRVU2026_Jul_nonQPP.csv");
}

TEST_F(MpfsCsv, RefusesRowsItCannotUnderstand) {
  std::string letters = kWhole, flag = kWhole;
  letters.replace(letters.find("1.5"), 3, "1.x");
  flag.replace(flag.find(",A,,"), 4, ",A,-,");
  const auto report = Import("PPRRVU24_JAN.csv", Captions("January") + kWhole + ",33,09\n" +
                                                     kWhole + ",33,09\nX001,,d,A\nX0002,27,d,A\n" +
                                                     "X0003" + (letters.substr(5) + ",33,09\n") +
                                                     "X0003" + (flag.substr(5) + ",33,09\n"));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 5u);
  const std::string warnings = ToString(report.texts[0].diagnostics);
  for (const char* expected :
       {"a second row for it", "code `X001` is not five", "`27` is none of 26, TC, 53",
        "`1.x` under WORK RVU", "`-` under NOT USED FOR MEDICARE PAYMENT"}) {
    EXPECT_THAT(warnings, HasSubstr(expected));
  }
}

TEST_F(MpfsCsv, NamesACaptionThatIsMissing) {
  std::string captions = Captions("January");
  captions.replace(captions.find("BILAT"), 5, "BOTH");
  EXPECT_THAT(ToString(Import("PPRRVU24_JAN.csv", captions + kWhole + ",33,09\n").errors),
              HasSubstr("no column is captioned `BILAT SURG`"));
}

}  // namespace
}  // namespace scrubline
