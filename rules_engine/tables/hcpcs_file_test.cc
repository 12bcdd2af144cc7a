// The HCPCS layouts (text, csv, attributes and descriptions) and the tables they fill.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

// One record of the fixed-width text; fields are put at their first place, from 1.
class TextRecord {
 public:
  TextRecord(std::string_view code, char type) : line_(320, ' ') {
    Put(code.size() == 2 ? 4 : 1, code).Put(6, "00100").Put(11, std::string(1, type));
  }
  TextRecord& Put(size_t place, std::string_view text) {
    line_.replace(place - 1, text.size(), text);
    return *this;
  }
  TextRecord& Added(std::string_view day) { return Put(269, day); }
  TextRecord& Ended(std::string_view day) { return Put(285, day); }
  std::string Line() const { return line_ + "\r\n"; }

 private:
  std::string line_;
};

std::string Text() {
  return "***Disclaimers\t\t\r\n\t\r\n" +
         TextRecord("A1", '7').Put(12, "One wound").Added("20020701").Line() +
         TextRecord("GD", '7').Put(12, "Units").Added("20080101").Ended("20191231").Line() +
         TextRecord("J0001", '3')
             .Put(12, "Injection, alpha,\xA0 for use only in")
             .Put(92, "Alpha inj")
             .Put(120, "5138")
             .Put(128, "A")
             .Put(181, "110610")
             .Put(205, "J0002J0003")
             .Put(230, "D")
             .Put(257, "O1E")
             .Put(261, "1P")
             .Put(293, "N")
             .Added("19860101")
             .Ended("20190331")
             .Line() +
         TextRecord("J0001", '4').Put(12, "emergencies, 10 mg \xE9").Line() +
         TextRecord("J0002", '3').Put(12, "Alpha kit").Put(205, "CPT").Added("20190401").Line() +
         "\r\n";
}

using HcpcsFile = ImportTest;

TEST_F(HcpcsFile, TheTextFillsThreeTables) {
  const auto report = Import("HCPC2019_CONTR_ANWEB.txt", Text());
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Warnings(report), "");
  const ReferenceTable& codes = Table("hcpcs");
  EXPECT_EQ(codes.info().release, "2019Q1");
  EXPECT_EQ(codes.key_count(), 1u) << "the other is announced for a day after the release";
  const RowId row = codes.LookUp(Key("J0001"), On("2019-03-31")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_EQ(codes.dates(row), (DateInterval{On("1986-01-01"), On("2019-03-31")}));
  EXPECT_EQ(codes.CodeAt(row, hcpcs::kCoverage), Code::Of("D"));
  EXPECT_EQ(codes.CodeAt(row, hcpcs::kAction), Code::Of("N"));
  EXPECT_EQ(codes.Format(row, hcpcs::kPricing), "38, 51");
  EXPECT_EQ(codes.Format(row, hcpcs::kLabCertifications), "110, 610");
  EXPECT_EQ(codes.Format(row, hcpcs::kSuccessors), "J0002, J0003");
  EXPECT_EQ(codes.Format(row, hcpcs::kTypeOfService), "1, P");
  EXPECT_EQ(codes.CodeAt(row, hcpcs::kBetos), Code::Of("O1E"));
  EXPECT_EQ(codes.TextAt(row, hcpcs::kShortDescription), "Alpha inj");
  EXPECT_EQ(codes.TextAt(row, hcpcs::kDescription),
            "Injection, alpha,  for use only in emergencies, 10 mg \u00E9");
  EXPECT_EQ(codes.LookUp(Key("J0001"), On("2019-04-01")).listing, Listing::kUnknown);
}

TEST_F(HcpcsFile, ModifiersHaveTheirDates) {
  ASSERT_TRUE(Import("HCPC2020_JAN_ANWEB.txt", Text()).ok());
  const ReferenceTable& modifiers = Table("hcpcs_modifiers");
  EXPECT_EQ(modifiers.key_count(), 2u);
  EXPECT_EQ(modifiers.LookUp(Key("GD"), On("2019-12-31")).listing, Listing::kListed);
  EXPECT_EQ(modifiers.LookUp(Key("GD"), On("2020-01-01")).listing, Listing::kEnded);
  EXPECT_EQ(modifiers.LookUp(Key("A1"), On("2002-06-30")).listing, Listing::kNotYet);
  const auto answer = modifiers.LookUp(Key("A1"), On("2020-01-01"));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_EQ(modifiers.TextAt(answer.row, 0), "One wound");
}

TEST_F(HcpcsFile, DosagesComeFromTheDescriptionsOfDrugs) {
  ASSERT_TRUE(Import("HCPC2019_CONTR_ANWEB.txt", Text()).ok());
  const ReferenceTable& dosages = Table("drug_dosages");
  EXPECT_EQ(dosages.key_count(), 1u);
  const RowId row = dosages.LookUp(Key("J0001"), On("2019-01-01")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_EQ(dosages.NumberAt(row, drug_dosages::kAmount), 10'000);
  EXPECT_EQ(dosages.CodeAt(row, drug_dosages::kUnit), Code::Of("MG"));
  EXPECT_EQ(dosages.CodeAt(row, drug_dosages::kKind), Code::Of("PER"));
}

TEST_F(HcpcsFile, TheUsersOwnDosagesStandAbove) {
  ASSERT_TRUE(Import("HCPC2019_CONTR_ANWEB.txt", Text()).ok());
  options_.as = "drug_dosages";
  ASSERT_TRUE(Import("own.csv", "code,amount,unit,kind\nJ0001,5,mg,PER\n").ok());
  const ReferenceTable& dosages = Table("drug_dosages");
  const RowId row = dosages.LookUp(Key("J0001"), On("2019-01-01")).row;
  EXPECT_EQ(dosages.NumberAt(row, drug_dosages::kAmount), 5'000);
}

TEST_F(HcpcsFile, RefusesRecordsItCannotUnderstand) {
  const std::string text = TextRecord("J0001", '4').Line() + Text() +
                           TextRecord("J0003", '4').Line() + "garbage\r\n" +
                           TextRecord("J 003", '3').Added("20190101").Line() +
                           TextRecord("J0004", '3').Added("20190231").Line() +
                           TextRecord("J0005", '3').Added("20190101").Ended("201901").Line() +
                           TextRecord("J0006", '3').Added("20190101").Ended("20181231").Line() +
                           TextRecord("Z", '7').Added("20190101").Line();
  const auto report = Import("HCPC2019_CONTR_ANWEB.txt", text);
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const std::string warnings = Warnings(report);
  for (const char* expected :
       {"it goes on with a code that does not stand before it", "it is no HCPCS record",
        "code `J 003` is not five characters", "added on `20190231`, which is not a day",
        "ended on `201901`, which is not a day", "it ends before it begins",
        "modifier `Z` is not two characters"}) {
    EXPECT_THAT(warnings, HasSubstr(expected));
  }
  EXPECT_EQ(report.texts[0].refused + report.texts[1].refused + report.texts[2].refused, 8u);
}

constexpr char kCsvHeader[] =
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,"
    "CIM2,CIM3,MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,"
    "LABCERT7,LABCERT8,XREF1,XREF2,XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,"
    "PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n";
constexpr char kCsvRows[] =
    "   A1,0010,7,One wound,One,,,,,,,,,,,,,,,,,,,,,,,,,,C,,,,,,,,,,,,,,20020701,20020701,,N\n"
    "J0001,0010,3,\"Injection, alpha, up to 2 ml\",Alpha,51,,,,A,,,,2049,,,,610,,,,,,,,J0002,,,,,D,"
    "YY,,,,,,O1E,1,P,,,,,19860101,20260101,20260331,N\n";

TEST_F(HcpcsFile, TheCsvSaysTheSame) {
  const auto report = Import("HCPC2026_JAN_ANWEB.csv", std::string(kCsvHeader) + kCsvRows);
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Warnings(report), "");
  const ReferenceTable& codes = Table("hcpcs");
  const auto answer = codes.LookUp(Key("J0001"), On("2026-03-31"));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_EQ(codes.CodeAt(answer.row, hcpcs::kCoverage), Code::Of("D"));
  EXPECT_EQ(codes.CodeAt(answer.row, hcpcs::kAction), Code::Of("N"));
  EXPECT_EQ(codes.Format(answer.row, hcpcs::kPricing), "51");
  EXPECT_EQ(codes.Format(answer.row, hcpcs::kLabCertifications), "610");
  EXPECT_EQ(codes.Format(answer.row, hcpcs::kSuccessors), "J0002");
  EXPECT_EQ(codes.Format(answer.row, hcpcs::kTypeOfService), "1, P");
  EXPECT_EQ(codes.CodeAt(answer.row, hcpcs::kBetos), Code::Of("O1E"));
  EXPECT_EQ(codes.TextAt(answer.row, hcpcs::kDescription), "Injection, alpha, up to 2 ml");
  EXPECT_EQ(codes.TextAt(answer.row, hcpcs::kShortDescription), "Alpha");
  EXPECT_EQ(codes.dates(answer.row).first, On("1986-01-01"));
  EXPECT_EQ(Table("hcpcs_modifiers").key_count(), 1u);
  const ReferenceTable& dosages = Table("drug_dosages");
  const RowId row = dosages.LookUp(Key("J0001"), On("2026-01-01")).row;
  EXPECT_EQ(dosages.CodeAt(row, drug_dosages::kKind), Code::Of("UP_TO"));
}

TEST_F(HcpcsFile, AnUnknownKindOfRecordIsRefused) {
  const auto report =
      Import("HCPC2026_JAN_ANWEB.csv", std::string(kCsvHeader) + kCsvRows + "J0002,0020,4,more\n");
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_THAT(Warnings(report), HasSubstr("RECID `4` is not 3 or 7"));
}

TEST_F(HcpcsFile, OfTextAndCsvOfOneNameOneIsTaken) {
  const auto report =
      Import("2026-jan-alpha-numeric.zip",
             MakeZip({{"HCPC2026_JAN_ANWEB.csv", kCsvHeader + std::string(kCsvRows)},
                      {"HCPC2026_JAN_ANWEB.txt", Text()}}));
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  for (const ImportedText& text : report.texts) EXPECT_EQ(text.name, "HCPC2026_JAN_ANWEB.txt");
  EXPECT_EQ(report.texts.size(), 3u);
}

TEST_F(HcpcsFile, ATableItHasNothingForIsLeftAlone) {
  const auto report = Import("HCPC2026_JAN_ANWEB.txt",
                             TextRecord("A0021", '3').Put(12, "Ride").Added("19860101").Line());
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_TRUE(Has("hcpcs"));
  EXPECT_FALSE(Has("hcpcs_modifiers"));
  EXPECT_FALSE(Has("drug_dosages"));
  ASSERT_TRUE(Import("HCPC2026_APR_ANWEB.txt", Text()).ok());
  ASSERT_TRUE(Import("HCPC2026_JUL_ANWEB.txt",
                     TextRecord("A0021", '3').Put(12, "Ride").Added("19860101").Line())
                  .ok());
  EXPECT_EQ(Table("hcpcs").info().release, "2026Q1, 2026Q2, 2026Q3");
  EXPECT_EQ(Table("drug_dosages").info().release, "2026Q2");
}

TEST_F(HcpcsFile, AFileWithoutACodeIsAnError) {
  const auto report = Import("HCPC2026_JAN_ANWEB.txt",
                             TextRecord("A1", '7').Put(12, "Wound").Added("19860101").Line());
  EXPECT_THAT(ToString(report.errors), HasSubstr("it has no row that can be used"));
}

constexpr char kAttributes[] =
    "hcpcs_code,price,multi,cov,betos,tos,action,cim,mcm,statute,lab,xref,asc_grp,proc,anes,"
    "date_term,date_added,date_asc,date_action\n"
    "J0001,51,A,D,O1E,1:P,N,,,,\"110, 610\",\"J0002, J0003\",,,0,2024-03-31,1986-01-01,,\n"
    "A0021,00,9,I,O1A,D,N,,,,,,,,0,,1985-01-01,,1996-09-10\n";
constexpr char kDescriptions[] =
    "hcpcs_code,hcpcs_desc_type,hcpcs_description\n"
    "J0001,Long,\"Injection, alpha, per 15 mg\"\n"
    "J0001,Short,Alpha inj\n";

TEST_F(HcpcsFile, DescriptionsCompleteTheAttributesOfTheirRelease) {
  const auto report = Import({{"hcpcs_2024_jul_descriptions.csv", kDescriptions},
                              {"hcpcs_2024_jul_attributes.csv", kAttributes}});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Warnings(report), "");
  const ReferenceTable& codes = Table("hcpcs");
  const RowId row = codes.LookUp(Key("J0001"), On("2024-03-31")).row;
  ASSERT_NE(row, kNoRow);
  EXPECT_EQ(codes.Format(row, hcpcs::kSuccessors), "J0002, J0003");
  EXPECT_EQ(codes.Format(row, hcpcs::kLabCertifications), "110, 610");
  EXPECT_EQ(codes.Format(row, hcpcs::kTypeOfService), "1, P");
  EXPECT_EQ(codes.TextAt(row, hcpcs::kDescription), "Injection, alpha, per 15 mg");
  EXPECT_EQ(codes.TextAt(row, hcpcs::kShortDescription), "Alpha inj");
  EXPECT_EQ(codes.LookUp(Key("J0001"), On("2024-04-01")).listing, Listing::kEnded);
  const RowId other = codes.LookUp(Key("A0021"), On("2024-07-01")).row;
  EXPECT_EQ(codes.TextAt(other, hcpcs::kDescription), "");
  EXPECT_EQ(codes.CodeAt(other, hcpcs::kCoverage), Code::Of("I"));
  const ReferenceTable& dosages = Table("drug_dosages");
  const RowId dosage = dosages.LookUp(Key("J0001"), On("2024-01-01")).row;
  ASSERT_NE(dosage, kNoRow);
  EXPECT_EQ(dosages.NumberAt(dosage, drug_dosages::kAmount), 15'000);
}

TEST_F(HcpcsFile, AttributesAreEnoughDescriptionsAreNot) {
  EXPECT_TRUE(Import("hcpcs_2024_jul_attributes.csv", kAttributes).ok());
  EXPECT_THAT(ToString(Import("hcpcs_2024_oct_descriptions.csv", kDescriptions).errors),
              HasSubstr("import both files in one call"));
  options_.as = "drug_dosages";
  EXPECT_TRUE(Import("hcpcs_2024_oct_descriptions.csv", kDescriptions).ok());
}

TEST_F(HcpcsFile, ADescriptionOfNoCodeIsRefused) {
  const auto report =
      Import({{"hcpcs_2024_jul_attributes.csv", kAttributes},
              {"hcpcs_2024_jul_descriptions.csv",
               std::string(kDescriptions) + "J0009,Long,beta\nA0021,Lang,gamma\n"}});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_THAT(Warnings(report), HasSubstr("its code is not among the attributes"));
  EXPECT_THAT(Warnings(report), HasSubstr("`Lang` is neither Long nor Short"));
}

}  // namespace
}  // namespace scrubline
