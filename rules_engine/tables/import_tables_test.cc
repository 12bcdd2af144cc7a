#include "rules_engine/tables/import_tables.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/manifest.h"
#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string PtpText(const std::string& rows) {
  return "Notice\t\t\t\t\t\t\r\nTitle\t\t\t\t\t\t\r\n"
         "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
         "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n" +
         rows;
}

std::string PtpRow(const std::string& column1, const std::string& column2) {
  return column1 + "\t" + column2 + "\t\t20200101\t*\t1\tMutually exclusive procedures\r\n";
}

std::string MueText(const std::string& setting, const std::string& rows) {
  return "\"Notice\nof lines\",,,\r\n\"HCPCS/\nCPT Code\"," + setting +
         " Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n" + rows;
}

std::string AddOnText() {
  return "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,"
         "AOC_Edit_DelDT,Special_Instruction_Notes\r\n1,X0001,,X0002,,2013091\r\n";
}

class ImportTablesTest : public ::testing::Test {
 protected:
  ImportTablesTest() : folder_(ScratchFolder()) { options_.into = folder_ + "/tables"; }

  std::string File(const std::string& name, const std::string& bytes) {
    WriteFile(folder_ + "/" + name, bytes);
    return folder_ + "/" + name;
  }

  ImportReport Import(const std::vector<std::string>& sources) {
    const absl::StatusOr<ImportReport> report = ImportTables(sources, options_);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *report : ImportReport();
  }

  // The errors of an import that must fail and change nothing.
  std::string Errors(const std::vector<std::string>& sources) {
    const std::set<std::string> before = FilesInFolder();
    const ImportReport report = Import(sources);
    EXPECT_FALSE(report.ok());
    EXPECT_THAT(report.tables, IsEmpty());
    EXPECT_EQ(FilesInFolder(), before);
    return ToString(report.errors);
  }

  std::shared_ptr<const TableSet> Load() {
    const auto tables = TableSet::Load(options_.into);
    EXPECT_TRUE(tables.ok()) << tables.status();
    return tables.ok() ? *tables : TableSet::Empty();
  }

  std::set<std::string> FilesInFolder() {
    std::set<std::string> files;
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(options_.into, ignored)) {
      if (file.path().filename() != ".import.lock") files.insert(file.path().filename());
    }
    return files;
  }

  std::string folder_;
  ImportOptions options_;
};

TEST_F(ImportTablesTest, RecognisesByContentWhateverTheWrapping) {
  const std::string ptp = PtpText(PtpRow("X0001", "X0002"));
  const ImportReport report = Import(
      {File("ccipra-v322r0-f1.zip",
            MakeZip({{"ccipra-v322r0-f1.TXT", ptp}, {"read me.pdf", "%PDF"}})),
       File("hospital_2026q3.bin.gz", MakeGzip(PtpText(PtpRow("X0003", "X0004")))),
       File("MCR_MUE_Eff_07-01-2026.dat", MueText("DME Supplier", "X0001,1,2 Date,CMS Policy\r\n")),
       File("AOC_V2026Q2-MCR.csv", AddOnText())});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const auto tables = Load();
  ASSERT_NE(tables->ptp("ncci_ptp_practitioner"), nullptr);
  ASSERT_NE(tables->ptp("ncci_ptp_hospital"), nullptr);
  ASSERT_NE(tables->mue("ncci_mue_dme"), nullptr);
  ASSERT_NE(tables->add_on("ncci_aoc"), nullptr);
  EXPECT_EQ(tables->infos().size(), 4u);
  const TableInfo& info = tables->ptp("ncci_ptp_practitioner")->info();
  EXPECT_EQ(info.release, "2026Q3");
  ASSERT_EQ(info.sources.size(), 1u);
  EXPECT_EQ(info.sources[0].file, "ccipra-v322r0-f1.zip");
  EXPECT_EQ(info.sources[0].sha256, *FileSha256(folder_ + "/ccipra-v322r0-f1.zip"));
  EXPECT_EQ(tables->add_on("ncci_aoc")->info().release, "2026Q2");
}

TEST_F(ImportTablesTest, MedicaidFilesMakeTablesOfTheirOwn) {
  const ImportReport report =
      Import({File("medicaid-ncci-2026-q3-ptp-edits-durable-medical-equipment.txt",
                   PtpText(PtpRow("X0001", "X0002"))),
              File("medicaid_mue_2026q3.csv", MueText("Practitioner", "X0001,1,2 D,r\r\n"))});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_NE(Load()->ptp("medicaid_ncci_ptp_dme"), nullptr);
  EXPECT_NE(Load()->mue("medicaid_ncci_mue_practitioner"), nullptr);
}

TEST_F(ImportTablesTest, ThePartsOfATableBecomeOne) {
  const ImportReport report =
      Import({File("ccipra-v322r0-f2.txt", PtpText(PtpRow("X0003", "X0004"))),
              File("ccipra-v322r0-f1.txt", PtpText(PtpRow("X0001", "X0002")))});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const auto tables = Load();
  const PtpTable* table = tables->ptp("ncci_ptp_practitioner");
  EXPECT_EQ(table->row_count(), 2u);
  EXPECT_EQ(table->info().rows, 2u);
  ASSERT_EQ(table->info().sources.size(), 2u);
  EXPECT_EQ(table->info().sources[0].file, "ccipra-v322r0-f1.txt");
  for (const ImportedText& text : report.texts) EXPECT_THAT(text.diagnostics, IsEmpty());
}

TEST_F(ImportTablesTest, WarnsWhenPartsAreMissing) {
  const std::string f1 = File("ccipra-v322r0-f1.txt", PtpText(PtpRow("X0001", "X0002")));
  const std::string f3 = File("ccipra-v322r0-f3.txt", PtpText(PtpRow("X0003", "X0004")));
  for (const auto& [sources, parts] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{f1}, "only part 1 of"}, {{f1, f3}, "only part 1, 3"}}) {
    const ImportReport report = Import(sources);
    ASSERT_TRUE(report.ok());
    EXPECT_THAT(ToString(report.texts[0].diagnostics), HasSubstr(parts));
  }
}

TEST_F(ImportTablesTest, OfAnArchiveWithTextAndWorkbookTheTextIsTaken) {
  const std::string workbook = MakeZip({{"[Content_Types].xml", ""}});
  const ImportReport report =
      Import({File("ccipra-v322r0-f1.zip",
                   MakeZip({{"ccipra-v322r0-f1.xlsx", workbook},
                            {"ccipra-v322r0-f1.TXT", PtpText(PtpRow("X0001", "X0002"))}}))});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  ASSERT_EQ(report.texts.size(), 1u);
  EXPECT_EQ(report.texts[0].name, "ccipra-v322r0-f1.TXT");
}

std::string Workbook(const std::string& texts, const std::string& rows = "") {
  return MakeZip(
      {{"[Content_Types].xml", "<Types/>"},
       {"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"},
       {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

TEST_F(ImportTablesTest, PtpAndMueWorkbooksAreRefusedWithTheReason) {
  const std::string ptp = Workbook("<si><t>Column1/Column2 Edits</t></si>");
  EXPECT_THAT(Errors({File("ccipra-v322r0-f1.xlsx", ptp)}),
              HasSubstr("spreadsheets drop the leading zeros of codes (00100 becomes 100), so "
                        "workbooks of it are not read: import the .TXT file of the same download"));
  EXPECT_THAT(Errors({File("ccipra-v322r0-f1.zip", MakeZip({{"a.xlsx", ptp}}))}),
              HasSubstr("`a.xlsx` is the PTP edits as a workbook"));
  EXPECT_THAT(Errors({File("mue.xlsx", Workbook("<si><t>DME Supplier MUE Values</t></si>"))}),
              HasSubstr("is the MUE values as a workbook"));
  EXPECT_THAT(Errors({File("other.xlsx", Workbook("<si><t>Budget</t></si>"))}),
              HasSubstr("is no table known here"));
  EXPECT_THAT(Errors({File("broken.xlsx", "PK\3\4 and no more")}),
              HasSubstr("the zip archive cannot be read"));
}

TEST_F(ImportTablesTest, TheAddOnWorkbookIsRead) {
  const ImportReport report = Import({File(
      "AOC_V2026Q2-MCR.xlsx",
      Workbook(
          "<si><t>AOC_Edit_Type</t></si><si><t>Add-On_Code</t></si><si><t>Primary_Code</t></si>"
          "<si><t>AOC_Edit_EffDT</t></si><si><t>AOC_Edit_DelDT</t></si><si><t>X0001</t></si>",
          "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
          "<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c>"
          "<c r='E1' t='s'><v>4</v></c></row>"
          "<row r='2'><c r='A2'><v>1</v></c><c r='B2' t='s'><v>5</v></c>"
          "<c r='C2'><v>790</v></c><c r='D2'><v>2013091</v></c></row>"))});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  const auto tables = Load();
  const AddOnTable* table = tables->add_on("ncci_aoc");
  const auto rows = table->Rows(table->FindCode(Code::Of("X0001")));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].primary, Code::Of("00790"));
}

TEST_F(ImportTablesTest, WhatNeitherContentNorNameSaysMustBeGiven) {
  const std::string ptp = File("edits.txt", PtpText(PtpRow("X0001", "X0002")));
  const std::string errors = Errors({ptp});
  EXPECT_THAT(errors, HasSubstr("edits.txt: error: PTP edits (text), but neither content nor name "
                                "says for which setting\nhint: add `--as NAME`, one of: "
                                "ncci_ptp_practitioner, ncci_ptp_hospital, "));
  EXPECT_THAT(errors, HasSubstr("of which quarter\nhint: add `--release`"));
  options_.as = "medicaid_ncci_ptp_hospital";
  options_.release = "2024Q3";
  ASSERT_TRUE(Import({ptp}).ok());
  EXPECT_EQ(Load()->infos()[0].name, "medicaid_ncci_ptp_hospital");
  EXPECT_EQ(Load()->infos()[0].release, "2024Q3");
  options_.as = "ncci_mue_dme";
  EXPECT_THAT(Errors({ptp}),
              HasSubstr("it holds PTP edits (text), which `ncci_mue_dme` cannot hold"));
  options_.as = "ncci_ptp_hospital";
  options_.release = "Q3 2024";
  EXPECT_THAT(Errors({ptp}),
              HasSubstr("PTP edits (text), of which release `Q3 2024` is not a quarter"));
}

TEST_F(ImportTablesTest, WrongOptionsAreAnError) {
  options_.as = "ncci_ptp_practitoner";
  EXPECT_EQ(ImportTables({"x"}, options_).status().message(),
            "`ncci_ptp_practitoner` is not the name of a table; did you mean "
            "`ncci_ptp_practitioner`?");
  options_.as = "";
  EXPECT_EQ(ImportTables({}, options_).status().message(), "no file to import");
}

TEST_F(ImportTablesTest, UnknownFilesAreNamedAndAllFaultsComeAtOnce) {
  const std::string errors =
      Errors({File("letter.txt", "Dear Sir or Madam,\n"), folder_ + "/absent.zip",
              File("empty.txt", ""), File("pictures.zip", MakeZip({{"a.png", "x"}}))});
  EXPECT_THAT(errors, HasSubstr("letter.txt: error: no published table found in `letter.txt`"));
  EXPECT_THAT(errors, HasSubstr("absent.zip: error: cannot open"));
  EXPECT_THAT(errors, HasSubstr("empty.txt: error: no published table found"));
  EXPECT_THAT(errors, HasSubstr("no published table found in `a.png`"));
}

TEST_F(ImportTablesTest, SourcesThatContradictEachOtherAreRefused) {
  const std::string part = File("ccipra-v322r0-f1.txt", PtpText(PtpRow("X0001", "X0002")));
  EXPECT_THAT(Errors({part, part}), HasSubstr("given twice"));
  EXPECT_THAT(Errors({part, File("ccipra-v321r0-f2.txt", PtpText(PtpRow("X0003", "X0004")))}),
              HasSubstr("is release 2026Q"));
  const std::string mue = MueText("DME Supplier", "X0001,1,2 D,r\r\n");
  EXPECT_THAT(Errors({File("a_Eff_07-01-2026.csv", mue), File("b_Eff_07-15-2026.csv", mue + "\n")}),
              HasSubstr("a second file for ncci_mue_dme 2026Q3"));
  EXPECT_THAT(
      Errors({File("AOC_V2026Q2.csv", AddOnText()), File("AOC_V2026Q1.csv", AddOnText() + "\n")}),
      HasSubstr("a second file for ncci_aoc"));
}

TEST_F(ImportTablesTest, RefusedRowsAreCountedAndATableOfNoneIsAnError) {
  const ImportReport report =
      Import({File("ccipra-v322r0.txt", PtpText("bad\r\n" + PtpRow("X0001", "X0002")))});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.texts[0].rows, 1u);
  EXPECT_EQ(report.texts[0].refused, 1u);
  EXPECT_THAT(ToString(report.texts[0].diagnostics),
              HasSubstr("ccipra-v322r0.txt:5: warning: row"));
  EXPECT_EQ(Load()->infos()[0].refused, 1u);
  EXPECT_THAT(Errors({File("ccioph-v322r0.txt", PtpText("bad\r\n"))}),
              HasSubstr("it has no row that can be used"));
}

TEST_F(ImportTablesTest, QuartersOfAnMueTableGatherAndAreReplaced) {
  const auto import = [&](const std::string& date, const std::string& rows) {
    ASSERT_TRUE(Import({File("mue_Eff_" + date + ".csv", MueText("DME Supplier", rows))}).ok());
  };
  import("07-01-2026", "X0001,1,2 D,r\r\n");
  import("10-01-2026", "X0001,2,2 D,r\r\n");
  import("07-01-2026", "X0001,3,2 D,r\r\n");
  const auto tables = Load();
  const MueTable* table = tables->mue("ncci_mue_dme");
  ASSERT_EQ(table->release_count(), 2);
  MueTable::Entry entry;
  const MueTable::CodeId id = table->FindCode(Code::Of("X0001"));
  ASSERT_TRUE(table->Find(id, table->FindRelease(*Date::Parse("2026-08-01")), entry));
  EXPECT_EQ(entry.limit, 3u);
  ASSERT_TRUE(table->Find(id, table->FindRelease(*Date::Parse("2026-11-01")), entry));
  EXPECT_EQ(entry.limit, 2u);
  EXPECT_EQ(FilesInFolder().size(), 2u) << "files no longer listed are removed";
}

TEST_F(ImportTablesTest, ANewImportKeepsTheOtherTables) {
  ASSERT_TRUE(Import({File("AOC_V2026Q2.csv", AddOnText())}).ok());
  ASSERT_TRUE(Import({File("ccipra-v322r0.txt", PtpText(PtpRow("X0001", "X0002")))}).ok());
  EXPECT_EQ(Load()->infos().size(), 2u);
}

TEST_F(ImportTablesTest, SamplesSayWhatTheyCoverAndNeverReplacePublishedTables) {
  const std::string text = File("ccipra-v322r0.txt", PtpText(PtpRow("X0001", "X0002")));
  const std::string mue =
      File("mue_Eff_07-01-2026.csv", MueText("DME Supplier", "X0001,1,2 D,r\r\n"));
  options_.sample = true;
  options_.covers = {Code::Of("99213")};
  ASSERT_TRUE(Import({text, mue}).ok());
  EXPECT_TRUE(Load()->ptp("ncci_ptp_practitioner")->info().sample);
  EXPECT_TRUE(Load()->ptp("ncci_ptp_practitioner")->covers(Code::Of("99213")));
  EXPECT_FALSE(Load()->ptp("ncci_ptp_practitioner")->covers(Code::Of("99214")));

  options_.sample = false;
  const std::string published =
      File("new_Eff_10-01-2026.csv", MueText("DME Supplier", "X0001,1,2 D,r\r\n"));
  ASSERT_TRUE(Import({text, published}).ok());
  EXPECT_FALSE(Load()->ptp("ncci_ptp_practitioner")->info().sample);
  EXPECT_EQ(Load()->mue("ncci_mue_dme")->info().release, "2026Q4")
      << "the sample's quarter is gone";
  options_.sample = true;
  EXPECT_THAT(Errors({text}), HasSubstr("the sample would replace the published"));
}

TEST_F(ImportTablesTest, AFailureLeavesTheFolderAsItWas) {
  ASSERT_TRUE(Import({File("AOC_V2026Q2.csv", AddOnText())}).ok());
  const std::string manifest = ReadFile(ManifestPath(options_.into));
  Errors(
      {File("ccipra-v322r0.txt", PtpText(PtpRow("X0001", "X0002"))),
       File("ccioph-v322r0.txt.gz", MakeGzip(PtpText(PtpRow("X0001", "X0002"))).substr(0, 150))});
  EXPECT_EQ(ReadFile(ManifestPath(options_.into)), manifest);
}

TEST_F(ImportTablesTest, LeftoversOfAnInterruptedImportAreRemovedAndOthersFilesKept) {
  std::filesystem::create_directories(options_.into);
  WriteFile(options_.into + "/ncci_aoc.importing", "half");
  WriteFile(options_.into + "/ncci_aoc-0123456789abcdef.tbl", "unlisted");
  WriteFile(options_.into + "/notes.tbl", "mine");
  ASSERT_TRUE(Import({File("AOC_V2026Q2.csv", AddOnText())}).ok());
  const std::set<std::string> files = FilesInFolder();
  EXPECT_EQ(files.size(), 3u);
  EXPECT_EQ(files.count("notes.tbl"), 1u);
  EXPECT_EQ(files.count("manifest.json"), 1u);
}

TEST_F(ImportTablesTest, ADamagedMueTableIsReplacedAndSaysWhatWasLost) {
  ASSERT_TRUE(
      Import({File("a_Eff_07-01-2026.csv", MueText("DME Supplier", "X0001,1,2 D,r\r\n"))}).ok());
  const auto manifest = ReadManifest(options_.into);
  WriteFile(options_.into + "/" + manifest->tables[0].file, "damaged");
  const ImportReport report =
      Import({File("b_Eff_10-01-2026.csv", MueText("DME Supplier", "X0001,1,2 D,r\r\n"))});
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(ToString(report.texts[0].diagnostics),
              HasSubstr("import its other quarters again; it had 2026Q3"));
  EXPECT_EQ(Load()->mue("ncci_mue_dme")->info().release, "2026Q4");
}

TEST_F(ImportTablesTest, TwoImportsAtATimeAreNotMixed) {
  std::filesystem::create_directories(options_.into);
  const int fd = open((options_.into + "/.import.lock").c_str(), O_RDWR | O_CREAT, 0644);
  ASSERT_EQ(flock(fd, LOCK_EX), 0);
  const auto report = ImportTables({File("AOC_V2026Q2.csv", AddOnText())}, options_);
  EXPECT_THAT(std::string(report.status().message()), HasSubstr("another import into this folder"));
  close(fd);
}

}  // namespace
}  // namespace scrubline
