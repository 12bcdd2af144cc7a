#include "cli/tables_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

Outcome RunTables(std::vector<std::string> arguments) {
  CLI::App app;
  Outcome outcome;
  std::ostringstream out;
  std::ostringstream err;
  AddTablesCommand(app, outcome.exit_code, out, err);
  arguments.insert(arguments.begin(), "tables");
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    err << error.what();
    outcome.exit_code = 2;
  }
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

constexpr char kPtp[] =
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "X0001\tX0002\t\t20000101\t20041231\t1\tMutually exclusive procedures\r\n"
    "X0002\tX0001\t*\t\t*\t0\tMore extensive procedure\r\n"
    "X0001\tX0002\t\t19990701\t19990701\t9\tHCPCS/CPT procedure code definition\r\n"
    "bad row\r\n";
constexpr char kMue[] =
    "HCPCS/CPT Code,DME Supplier Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
    "X0001,4,2 Date of Service Edit: Policy,CMS Policy\n";
constexpr char kAddOn[] =
    "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,"
    "AOC_Edit_DelDT,Special_Instruction_Notes\n"
    "1,X0001,,X0002,2020366,2013091,,a note\n";

class TablesCommandTest : public ::testing::Test {
 protected:
  TablesCommandTest() : folder_(ScratchFolder()), tables_(folder_ + "/tables") {
    WriteFile(folder_ + "/ccipra-v301r0.txt", kPtp);
    WriteFile(folder_ + "/mue_Eff_07-01-2024.csv", kMue);
    WriteFile(folder_ + "/AOC_V2024Q3.csv", kAddOn);
  }

  Outcome ImportAll(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import",
                                          folder_ + "/ccipra-v301r0.txt",
                                          folder_ + "/mue_Eff_07-01-2024.csv",
                                          folder_ + "/AOC_V2024Q3.csv",
                                          "--into",
                                          tables_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunTables(arguments);
  }
  Outcome Show(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "show");
    arguments.insert(arguments.end(), {"--tables", tables_});
    return RunTables(arguments);
  }

  std::string folder_;
  std::string tables_;
};

TEST_F(TablesCommandTest, ImportSaysWhatItRecognisedAndRefused) {
  const Outcome outcome = ImportAll();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(
      outcome.out,
      "AOC_V2024Q3.csv: add-on code edits (csv), ncci_aoc 2024Q3: 1 rows, 0 refused\n"
      "mue_Eff_07-01-2024.csv: MUE values (csv), ncci_mue_dme 2024Q3: 1 rows, 0 refused\n"
      "ccipra-v301r0.txt: PTP edits (text), ncci_ptp_practitioner 2024Q2: 3 rows, 1 refused\n" +
          tables_ + ": ncci_aoc 2024Q3, 1 rows\n" + tables_ + ": ncci_mue_dme 2024Q3, 1 rows\n" +
          tables_ + ": ncci_ptp_practitioner 2024Q2, 3 rows\n");
  EXPECT_EQ(outcome.err,
            folder_ +
                "/ccipra-v301r0.txt:5: warning: row refused: expected seven fields with "
                "tabs between them\n 5 | bad row\n");
}

TEST_F(TablesCommandTest, AnImportThatFailsExitsWithTwo) {
  WriteFile(folder_ + "/letter.txt", "Dear all\n");
  const Outcome outcome = RunTables({"import", folder_ + "/letter.txt", "--into", tables_});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("letter.txt: error: no published table found"));
  EXPECT_THAT(outcome.err, HasSubstr("scrub tables: " + tables_ + ": nothing was imported\n"));
  EXPECT_EQ(RunTables({"import", folder_ + "/absent.txt", "--into", tables_}).exit_code, 2);
  EXPECT_EQ(RunTables({"import", folder_ + "/letter.txt"}).exit_code, 2);
}

TEST_F(TablesCommandTest, ListShowsReleaseRowsAndSource) {
  ASSERT_EQ(ImportAll().exit_code, 0);
  const Outcome outcome = RunTables({"list", "--tables", tables_});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("table                  release  rows  refused  kind       "));
  EXPECT_THAT(outcome.out, HasSubstr("ncci_ptp_practitioner  2024Q2   3     1        published  "
                                     "ccipra-v301r0.txt"));
}

TEST_F(TablesCommandTest, ShowPrintsAPairsHistory) {
  ASSERT_EQ(ImportAll().exit_code, 0);
  const Outcome outcome = Show({"ncci_ptp_practitioner", "x0001", "X0002"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out,
            "column 1  column 2  effective   deletion    indicator  in force  prior to 1996  "
            "rationale\n"
            "X0002     X0001     1996-01-01  open        0          to date   yes            "
            "More extensive procedure\n"
            "X0001     X0002     1999-07-01  1999-07-01  9          never                    "
            "HCPCS/CPT procedure code definition\n"
            "X0001     X0002     2000-01-01  2004-12-31  1          ended                    "
            "Mutually exclusive procedures\n");
}

TEST_F(TablesCommandTest, ShowPrintsLimitsAndPrimaries) {
  ASSERT_EQ(ImportAll().exit_code, 0);
  EXPECT_EQ(Show({"ncci_mue_dme", "X0001"}).out,
            "release  first day   last day    code   limit  mai  rationale\n"
            "2024Q3   2024-07-01  2024-09-30  X0001  4      2    CMS Policy\n");
  EXPECT_EQ(
      Show({"ncci_aoc", "X0001"}).out,
      "add-on  type  primary  effective   deletion  add-on deleted  primary deleted  note\n"
      "X0001   1     X0002    2013-04-01  open                      2020-12-31       a note\n");
}

TEST_F(TablesCommandTest, WhatIsNotThereIsSaid) {
  ASSERT_EQ(ImportAll().exit_code, 0);
  const struct {
    std::vector<std::string> arguments;
    int exit_code;
    std::string err;
  } kCases[] = {
      {{"ncci_ptp_practitioner", "X0001", "X0009"}, 0, "no row for this pair, in either order"},
      {{"ncci_mue_dme", "X0009"}, 0, "no published limit for this code, which is not `unlimited`"},
      {{"ncci_aoc", "X0002"}, 0, "this code is not an add-on code"},
      {{"ncci_ptp_practitioner", "X0001"},
       2,
       "expected `scrub tables show ncci_ptp_practitioner CODE CODE`"},
      {{"ncci_mue_dme", "X0001", "X0002"}, 2, "expected `scrub tables show ncci_mue_dme CODE`"},
      {{"ncci_mue_dme", "100"}, 2, "`100` is not a code of five characters"},
      {{"ncci_mue_practitioner", "X0001"}, 2, "`ncci_mue_practitioner` is not loaded; import it"},
      {{"ncci_mue_dmee", "X0001"}, 2, "did you mean `ncci_mue_dme`?"},
  };
  for (const auto& test : kCases) {
    const Outcome outcome = Show(test.arguments);
    EXPECT_EQ(outcome.exit_code, test.exit_code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(test.err));
  }
  EXPECT_EQ(RunTables({"list", "--tables", folder_ + "/absent"}).exit_code, 2);
  EXPECT_THAT(RunTables({"list", "--tables", folder_ + "/absent"}).err,
              HasSubstr("no tables here"));
}

TEST_F(TablesCommandTest, ASampleSaysWhatItDoesNotCover) {
  WriteFile(folder_ + "/covers.txt", "# everyday\n99213 99214\nX0009  # no edits\n");
  const Outcome imported = ImportAll({"--sample", "--covers", folder_ + "/covers.txt"});
  EXPECT_EQ(imported.exit_code, 0);
  EXPECT_THAT(imported.out, HasSubstr("ncci_aoc 2024Q3, 1 rows, a sample\n"));
  EXPECT_THAT(Show({"ncci_mue_dme", "99215"}).err,
              HasSubstr("ncci_mue_dme is a sample that does not cover 99215: import CMS's files"));
  EXPECT_THAT(Show({"ncci_mue_dme", "99213"}).err, Not(HasSubstr("sample")));

  WriteFile(folder_ + "/covers.txt", "99213\n9921\n");
  const Outcome wrong = ImportAll({"--sample", "--covers", folder_ + "/covers.txt"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("covers.txt:2: `9921` is not a code of five characters"));
  EXPECT_THAT(ImportAll({"--covers", folder_ + "/covers.txt"}).err,
              HasSubstr("`--covers` goes with `--sample`"));
}

TEST(SampleTables, OfTheRepositoryAreImportedWithoutARefusedRow) {
  const std::string into = ScratchFolder();
  const Outcome outcome =
      RunTables({"import", "sample_data/tables/ccipra-sample-2024q3.txt",
                 "sample_data/tables/ccioph-sample-2024q3.txt",
                 "sample_data/tables/sample_MUE_PractitionerServices_Eff_04-01-2024.csv",
                 "sample_data/tables/sample_MUE_PractitionerServices_Eff_07-01-2024.csv",
                 "sample_data/tables/sample_MUE_OutpatientHospitalServices_Eff_04-01-2024.csv",
                 "sample_data/tables/sample_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv",
                 "sample_data/tables/sample_AOC_V2024Q3.csv", "--sample", "--covers",
                 "sample_data/tables/covers.txt", "--into", into});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(RunTables({"show", "ncci_ptp_practitioner", "45380", "45385", "--tables", into}).out,
              HasSubstr("45385     45380     1996-01-01  open"));
}

}  // namespace
}  // namespace scrubline
