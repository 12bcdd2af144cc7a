// The tables of procedure codes over CMS's published files, where they are at hand: control totals,
// the reference facts the worked examples stand on, and a second, plain reading of the fee
// schedule.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/import_fixture.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/recognize.h"

namespace scrubline {
namespace {

using ::testing::UnorderedElementsAre;

// Imported once for all tests: nothing here changes them.
class PublishedProcedureTables : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (PublishedData().empty()) return;
    const std::string folder = PublishedData() + "/cms/";
    const std::vector<std::string> files = {
        folder + "mpfs/PPRRVU24_JAN.csv.gz",
        folder + "mpfs/PPRRVU24_JUL.csv.gz",
        folder + "hcpcs/HCPC2019_CONTR_ANWEB.txt",
        folder + "hcpcs/hcpcs_level2_2024_jul_attributes.csv",
        folder + "hcpcs/hcpcs_level2_2024_jul_descriptions.csv",
        folder + "hcpcs/rbcs_2024_code_added_ended_dates.csv",
        folder + "opps/2026_apr_addendum_b_codes_only.csv",
        folder + "asp/2026_jan_asp_ndc_hcpcs_crosswalk.csv",
    };
    ImportOptions options;
    options.into = ::testing::TempDir() + "/published_procedure_tables." + std::to_string(getpid());
    const auto report = ImportTables(files, options);
    ASSERT_TRUE(report.ok() && report->ok())
        << report.status() << (report.ok() ? ToString(report->errors) : "");
    for (const ImportedText& text : report->texts) {
      rows().push_back(absl::StrCat(text.table, " ", text.release, ": ", text.rows, ", ",
                                    text.refused, " refused"));
    }
    tables() = TableSet::Load(options.into).value();
    std::filesystem::remove_all(options.into);
  }
  static void TearDownTestSuite() { tables().reset(); }
  void SetUp() override {
    if (PublishedData().empty()) GTEST_SKIP() << "no published data: set SCRUBLINE_DATA";
    ASSERT_NE(tables(), nullptr);
  }

  static std::shared_ptr<const TableSet>& tables() {
    static auto* const tables = new std::shared_ptr<const TableSet>();
    return *tables;
  }
  static std::vector<std::string>& rows() {
    static auto* const rows = new std::vector<std::string>();
    return *rows;
  }
  // The cell of the row in force; how the code is listed where none is.
  static std::string Say(std::string_view table, std::string_view key, std::string_view day,
                         std::string_view column) {
    const ReferenceTable& reference = *tables()->reference(table);
    const auto answer = reference.LookUp(Key(key), On(day));
    switch (answer.listing) {
      case Listing::kEnded:
        return "ended " + reference.dates(answer.row).last.ToString();
      case Listing::kNotYet:
        return "from " + reference.dates(answer.row).first.ToString();
      case Listing::kUnlisted:
        return "unlisted";
      case Listing::kUnknown:
        return "unknown";
      case Listing::kListed:
        break;
    }
    return column.empty() ? "listed"
                          : reference.Format(answer.row, reference.schema().FindColumn(column));
  }
};

TEST_F(PublishedProcedureTables, ImportEveryRow) {
  EXPECT_THAT(rows(),
              UnorderedElementsAre(
                  "mpfs 2024Q1: 18499, 0 refused", "mpfs 2024Q3: 18664, 0 refused",
                  "hcpcs 2019Q1: 6440, 0 refused", "hcpcs 2024Q3: 8033, 0 refused",
                  "hcpcs 2024Q3: 16066, 0 refused", "hcpcs_modifiers 2019Q1: 360, 0 refused",
                  "drug_dosages 2019Q1: 1175, 0 refused", "drug_dosages 2024Q3: 1742, 0 refused",
                  "code_calendar 2024: 17033, 0 refused", "addendum_b 2026Q2: 19059, 0 refused",
                  // One NDC of the file has twelve digits.
                  "asp_ndc 2026Q1: 7124, 1 refused"));
}

TEST_F(PublishedProcedureTables, FeeScheduleIndicatorsBelongToTheComponent) {
  const struct {
    std::string_view key, column, expected;
  } kFacts[] = {
      {"76519", "bilateral", "2"},     {"7651926", "bilateral", "3"},
      {"83020", "pc_tc", "9"},         {"8302026", "pc_tc", "6"},
      {"4537853", "status", "A"},      {"69210", "bilateral", "2"},
      {"27447", "bilateral", "1"},     {"27447", "global_days", "090"},
      {"17110", "global_days", "010"}, {"20610", "global_days", "000"},
      {"11045", "global_days", "ZZZ"}, {"20610", "assistant", "1"},
      {"27447", "co_surgeon", "1"},    {"22551", "co_surgeon", "2"},
      {"93005", "pc_tc", "3"},         {"93010", "pc_tc", "2"},
      {"93000", "pc_tc", "4"},         {"96372", "pc_tc", "5"},
      {"71046", "pc_tc", "1"},         {"80053", "status", "X"},
      {"36416", "status", "B"},        {"45380", "endoscopic_base", "45378"},
      {"99213", "work_rvu", "1.3"},    {"9921326", "status", "unlisted"},
  };
  for (const auto& fact : kFacts) {
    EXPECT_EQ(Say("mpfs", fact.key, "2024-03-01", fact.column), fact.expected)
        << fact.key << " " << fact.column;
  }
  EXPECT_EQ(Say("mpfs", "99213", "2025-01-01", "status"), "unknown");
}

// By fixed places, which hold for these two files.
TEST_F(PublishedProcedureTables, FeeScheduleAgreesWithAPlainReading) {
  const ReferenceTable& mpfs = *tables()->reference("mpfs");
  const std::map<std::string, std::string> files = {{"JAN", "2024-06-30"}, {"JUL", "2024-07-01"}};
  for (const auto& [month, day] : files) {
    const auto members = ListMembers(PublishedData() + "/cms/mpfs/PPRRVU24_" + month + ".csv.gz");
    ASSERT_TRUE(members.ok()) << members.status();
    const auto source = OpenMember(members->front());
    LineReader lines(**source);
    std::string_view line;
    int compared = 0;
    while (lines.Next(line)) {
      if (lines.number() <= 10) continue;
      const std::vector<std::string> f =
          absl::StrSplit(absl::string_view(line.data(), line.size()), ',');
      const RowId row = mpfs.FindRow(mpfs.FindKey(Key(f[0] + f[1])), On(day));
      ASSERT_NE(row, kNoRow) << f[0] << f[1];
      const auto code = [&](int column) { return mpfs.CodeAt(row, column).ToString(); };
      const std::string said =
          absl::StrCat(code(mpfs::kStatus), mpfs.FlagAt(row, mpfs::kNotUsedForMedicare) ? "+" : "",
                       code(mpfs::kPcTc), code(mpfs::kGlobalDays), code(mpfs::kMultipleProcedure),
                       code(mpfs::kBilateral), code(mpfs::kAssistant), code(mpfs::kCoSurgeon),
                       code(mpfs::kTeam), code(mpfs::kEndoscopicBase), code(mpfs::kSupervision),
                       mpfs.FlagAt(row, mpfs::kNonFacilityNa) ? "NA" : "",
                       mpfs.FlagAt(row, mpfs::kFacilityNa) ? "NA" : "");
      ASSERT_EQ(said, absl::StrCat(f[3], f[4], f[13], f[14], f[18], f[19], f[20], f[21], f[22],
                                   f[23], f[25], f[7], f[9]))
          << f[0] << f[1];
      ++compared;
    }
    EXPECT_GT(compared, 18'000);
  }
}

TEST_F(PublishedProcedureTables, HcpcsCodesEndOnTheirLastUsableDay) {
  EXPECT_EQ(Say("hcpcs", "J1030", "2024-03-31", "coverage"), "D");
  EXPECT_EQ(Say("hcpcs", "J1030", "2024-08-01", "coverage"), "ended 2024-03-31");
  EXPECT_EQ(Say("hcpcs", "J1010", "2024-08-01", "type_of_service"), "1, P");
  EXPECT_EQ(Say("hcpcs", "J1010", "2024-03-31", "coverage"), "from 2024-04-01");
  EXPECT_EQ(Say("hcpcs", "J2505", "2024-08-01", "coverage"), "ended 2021-12-31");
  EXPECT_EQ(Say("hcpcs", "C9014", "2018-12-31", "successors"), "J0567");
  EXPECT_EQ(Say("hcpcs", "J1885", "2024-08-01", "description"),
            "Injection, ketorolac tromethamine, per 15 mg");
  EXPECT_EQ(Say("hcpcs", "J1885", "2024-10-01", "coverage"), "unknown");
  EXPECT_EQ(Say("hcpcs", "J0000", "2024-08-01", "coverage"), "unlisted");
  EXPECT_EQ(Say("hcpcs_modifiers", "CP", "2017-12-31", "description").substr(0, 18),
            "Adjunctive service");
  EXPECT_EQ(Say("hcpcs_modifiers", "CP", "2019-01-01", "description"), "ended 2017-12-31");
}

TEST_F(PublishedProcedureTables, TheCodeCalendarKnowsCptToo) {
  EXPECT_EQ(Say("code_calendar", "99241", "2022-12-31", ""), "listed");
  EXPECT_EQ(Say("code_calendar", "99241", "2023-01-01", ""), "unknown");
  EXPECT_EQ(tables()->reference("code_calendar")->release_dates(0),
            (DateInterval{On("2014-01-01"), On("2022-12-31")}));
}

TEST_F(PublishedProcedureTables, DosagesOfTheWorkedExamples) {
  const struct {
    std::string_view code, expected;
  } kFacts[] = {{"J1885", "15 MG PER"}, {"J3301", "10 MG PER"},      {"J0696", "250 MG PER"},
                {"J9035", "10 MG PER"}, {"J3420", "1000 MCG UP_TO"}, {"J0897", "1 MG PER"},
                {"J1010", "1 MG PER"},  {"J7323", "  DOSE"},         {"J3490", "  NOC"},
                {"J7040", "500 ML PER"}};
  for (const auto& fact : kFacts) {
    const auto say = [&](std::string_view column) {
      return Say("drug_dosages", fact.code, "2024-08-01", column);
    };
    EXPECT_EQ(say("amount") + " " + say("unit") + " " + say("kind"), fact.expected) << fact.code;
  }
}

// Nothing is guessed, so some J codes have no dosage; this holds how many.
TEST_F(PublishedProcedureTables, NearlyAllDrugCodesHaveADosage) {
  const ReferenceTable& codes = *tables()->reference("hcpcs");
  const ReferenceTable& dosages = *tables()->reference("drug_dosages");
  const auto ids = codes.KeysIn(KeyRange::Prefix(Code::Of("J")));
  int in_use = 0, understood = 0;
  for (KeyId id = ids.begin; id != ids.end; ++id) {
    if (codes.LookUp(codes.key(id), On("2024-07-01")).listing != Listing::kListed) continue;
    ++in_use;
    const bool has = dosages.LookUp(codes.key(id), On("2024-07-01")).listing == Listing::kListed;
    understood += has ? 1 : 0;
  }
  EXPECT_EQ(in_use, 1030);
  EXPECT_EQ(understood, 996);
}

TEST_F(PublishedProcedureTables, OutpatientStatusAndPackages) {
  EXPECT_EQ(Say("addendum_b", "0071T", "2026-04-01", "status"), "J1");
  EXPECT_EQ(Say("addendum_b", "0071T", "2026-06-30", "payment_rate"), "3307.24");
  EXPECT_EQ(Say("addendum_b", "A4341", "2026-06-30", "status"), "N");
  EXPECT_EQ(Say("addendum_b", "0071T", "2026-03-31", "status"), "unknown");
  EXPECT_EQ(Say("asp_ndc", "65219082626", "2026-02-01", "procedure_code"), "Q9999");
  EXPECT_EQ(Say("asp_ndc", "65219082626", "2026-02-01", "billing_units"), "90");
  EXPECT_EQ(Say("asp_ndc", "00000000000", "2026-02-01", "procedure_code"), "unlisted");
}

TEST_F(PublishedProcedureTables, TheNewestSamplesOfTheirLayouts) {
  const std::string samples = PublishedData() + "/cms/format-samples/";
  ImportOptions options;
  options.into = ScratchFolder();
  auto report = ImportTables({samples + "PPRRVU2026_Jul_nonQPP.excerpt.redacted.csv"}, options);
  ASSERT_TRUE(report.ok() && report->ok()) << (report.ok() ? ToString(report->errors) : "");
  EXPECT_EQ(report->texts[0].refused, 0u) << ToString(report->texts[0].diagnostics);
  // The excerpt has modifiers only.
  options.as = "hcpcs_modifiers";
  report = ImportTables({samples + "HCPC2026_OCT_ANWEB.excerpt.csv"}, options);
  ASSERT_TRUE(report.ok() && report->ok()) << (report.ok() ? ToString(report->errors) : "");
  EXPECT_EQ(report->texts[0].rows, 4u);
  EXPECT_EQ(report->texts[0].refused, 0u);
  const auto loaded = TableSet::Load(options.into);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const ReferenceTable& mpfs = *(*loaded)->reference("mpfs");
  const auto answer = mpfs.LookUp(Key("00100"), On("2026-07-01"));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_EQ(mpfs.Format(answer.row, mpfs::kStatus), "J");
  EXPECT_EQ(mpfs.Format(answer.row, mpfs::kSupervision), "09");
  EXPECT_EQ((*loaded)->reference("hcpcs_modifiers")->LookUp(Key("GD"), On("2026-10-01")).listing,
            Listing::kEnded);
}

// Everything at hand in one call, as someone does who has just downloaded it; and every file that
// is not read is known not to be.
TEST_F(PublishedProcedureTables, EverythingAtHandComesInOneCall) {
  // Beside another file of the same release, or excerpts.
  const std::vector<std::string> second = {"AOC_V2026Q2-MCR.csv", "medicare_aoc_active_2024q3.csv",
                                           "article_icd10_format_sample.csv"};
  std::vector<std::string> files, unread;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(PublishedData() + "/cms")) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().parent_path().filename() == "format-samples" ||
        std::count(second.begin(), second.end(), name) > 0) {
      continue;
    }
    if (RecognizeFile(entry.path().string()).ok()) {
      files.push_back(entry.path().string());
    } else {
      unread.push_back(name);
    }
  }
  EXPECT_THAT(unread, ::testing::IsSupersetOf({"HCPCS2019_recordlayout.txt", "gpci_2024.csv",
                                               "modifiers_codes_only.csv", "status_indicators.csv",
                                               "2026_jan_asp_payment_limits.csv"}));
  EXPECT_LE(unread.size(), 14u) << ::testing::PrintToString(unread);
  ImportOptions options;
  options.into = ScratchFolder();
  const auto report = ImportTables(files, options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << ToString(report->errors);
  EXPECT_GE(report->tables.size(), 21u);
  std::filesystem::remove_all(options.into);
}

}  // namespace
}  // namespace scrubline
