// The importers and tables over CMS's published files, where they are at hand: control totals, and
// look-ups compared with a plain map of the text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

std::string PtpFile(std::string_view table) {
  return PublishedData() + "/cms/ptp/" + (table == "ncci_ptp_practitioner" ? "ccipra" : "ccioph") +
         "-2024q3-INFERRED-EFFDATES.txt.gz";
}

std::string MueFile(const std::string& setting) {
  return PublishedData() + "/cms/mue/MCR_MUE_" + setting + "Services_Eff_07-01-2024.csv";
}

std::string AddOnFile(const std::string& ending) {
  return PublishedData() + "/cms/aoc/AOC_V2026Q2-MCR." + ending;
}

class PublishedTables : public ::testing::Test {
 protected:
  void SetUp() override {
    if (PublishedData().empty()) GTEST_SKIP() << "no published data: set SCRUBLINE_DATA";
  }

  // The tables of these files, of which no row may be refused.
  static std::shared_ptr<const TableSet> Import(const std::vector<std::string>& files) {
    ImportOptions options;
    options.into = ScratchFolder();
    const absl::StatusOr<ImportReport> report = ImportTables(files, options);
    if (!report.ok() || !report->ok()) {
      ADD_FAILURE() << report.status() << (report.ok() ? ToString(report->errors) : "");
      return TableSet::Empty();
    }
    for (const ImportedText& text : report->texts) EXPECT_EQ(text.refused, 0u) << text.name;
    const auto tables = TableSet::Load(options.into);
    EXPECT_TRUE(tables.ok()) << tables.status();
    std::filesystem::remove_all(options.into);
    return tables.ok() ? *tables : TableSet::Empty();
  }
};

struct Totals {
  uint64_t rows = 0;
  uint64_t open_with_modifier = 0;     // indicator 1
  uint64_t open_without_modifier = 0;  // indicator 0

  friend bool operator==(const Totals&, const Totals&) = default;
};

Totals Count(const PtpTable& table) {
  Totals totals;
  for (uint32_t i = 0; i < table.row_count(); ++i) {
    const PtpTable::Row row = table.row(i);
    ++totals.rows;
    if (row.deletion != Date::Max()) continue;
    totals.open_with_modifier += row.indicator == 1 ? 1 : 0;
    totals.open_without_modifier += row.indicator == 0 ? 1 : 0;
  }
  return totals;
}

// A second reading of the text that shares nothing with the importer but the line reader: all rows
// by unordered pair, in the order of the file.
struct PlainRow {
  std::string column1, column2;
  int32_t effective, deletion;
  std::string indicator;
};
using PlainTable = std::map<std::pair<std::string, std::string>, std::vector<PlainRow>>;

int32_t Days(const std::string& text) { return Date::Parse(text)->days(); }

PlainTable ReadPlainly(const std::string& path, size_t keep_one_in) {
  PlainTable table;
  const auto members = ListMembers(path);
  const auto source = OpenMember(members->front());
  LineReader lines(**source);
  std::string_view line;
  while (lines.Next(line)) {
    if (lines.number() <= 6) continue;
    std::vector<std::string> f = absl::StrSplit(absl::string_view(line.data(), line.size()), '\t');
    std::pair<std::string, std::string> pair = std::minmax(f[0], f[1]);
    if (std::hash<std::string>()(pair.first + pair.second) % keep_one_in != 0) continue;
    table[pair].push_back({f[0], f[1], Days(f[3]), f[4] == "*" ? 1 << 30 : Days(f[4]), f[5]});
  }
  return table;
}

std::string PlainlyInForce(const std::vector<PlainRow>& rows, int32_t day) {
  const PlainRow* best = nullptr;
  for (const PlainRow& row : rows) {
    if (row.indicator == "9" || row.effective == row.deletion) continue;
    if (day < row.effective || day > row.deletion) continue;
    if (best == nullptr || row.effective > best->effective) best = &row;
  }
  return best == nullptr ? "-" : best->column2 + " under " + best->column1 + " " + best->indicator;
}

std::string InForce(const PtpTable& table, Code a, Code b, int32_t day) {
  PtpTable::Hit hit;
  if (!table.Find(table.FindCode(a), table.FindCode(b), Date::FromDays(day), hit)) return "-";
  const Code column1 = hit.first_is_column1 ? a : b;
  const Code column2 = hit.first_is_column1 ? b : a;
  const PtpTable::Row row = table.row(hit.row);
  EXPECT_EQ(row.column1, column1);
  EXPECT_EQ(row.column2, column2);
  return column2.ToString() + " under " + column1.ToString() + " " + std::to_string(hit.indicator);
}

struct PublishedFile {
  std::string name;
  Totals totals;
};

class PublishedPtp : public PublishedTables, public ::testing::WithParamInterface<PublishedFile> {};

// Control totals; every day on which a sampled pair could change, before and after too; pairs that
// are not in the file.
TEST_P(PublishedPtp, HoldsTheFileAndAnswersLikeAPlainMap) {
  const auto tables = Import({PtpFile(GetParam().name)});
  ASSERT_NE(tables->ptp(GetParam().name), nullptr);
  const PtpTable& table = *tables->ptp(GetParam().name);
  EXPECT_EQ(Count(table), GetParam().totals);

  const PlainTable plain = ReadPlainly(PtpFile(GetParam().name), 20);
  ASSERT_GT(plain.size(), 50'000u);
  for (const auto& [pair, rows] : plain) {
    const Code a = *Code::Parse(pair.first);
    const Code b = *Code::Parse(pair.second);
    std::vector<int32_t> days = {Days("20240510")};
    for (const PlainRow& row : rows) {
      for (const int32_t day : {row.effective, row.deletion}) {
        for (const int32_t near : {day - 1, day, day + 1}) {
          if (near < 60'000) days.push_back(near);
        }
      }
    }
    for (const int32_t day : days) {
      ASSERT_EQ(InForce(table, a, b, day), PlainlyInForce(rows, day))
          << pair.first << " " << pair.second << " " << Date::FromDays(day).ToString();
    }
    ASSERT_EQ(table.History(a, b).size(), rows.size());
  }

  std::mt19937 random(7);
  const auto any = [&] { return static_cast<PtpTable::CodeId>(1 + random() % table.code_count()); };
  size_t absent = 0;
  for (int i = 0; i < 200'000; ++i) {
    const PtpTable::CodeId a = any();
    const PtpTable::CodeId b = any();
    if (a == b || !table.History(table.code(a), table.code(b)).empty()) continue;
    ++absent;
    ASSERT_FALSE(table.Contains(PtpTable::PairKey(a, b)));
  }
  EXPECT_GT(absent, 150'000u);
}

INSTANTIATE_TEST_SUITE_P(
    Both, PublishedPtp,
    ::testing::Values(PublishedFile{"ncci_ptp_practitioner", {2'546'017, 1'160'873, 508'947}},
                      PublishedFile{"ncci_ptp_hospital", {1'775'818, 1'289'116, 46'741}}),
    [](const auto& info) { return info.param.name; });

// The rows behind the worked examples of the edits.
TEST_F(PublishedTables, AnswerTheWorkedExamples) {
  const auto tables =
      Import({PtpFile("ncci_ptp_practitioner"), PtpFile("ncci_ptp_hospital"),
              MueFile("Practitioner"), MueFile("OutpatientHospital"), MueFile("DMESupplier")});
  ASSERT_EQ(tables->infos().size(), 5u);
  EXPECT_EQ(tables->mue("ncci_mue_practitioner")->info().rows, 14'677u);
  EXPECT_EQ(tables->mue("ncci_mue_hospital")->info().rows, 14'628u);
  EXPECT_EQ(tables->mue("ncci_mue_dme")->info().rows, 2'928u);
  const struct {
    const char* table;
    const char* pair[2];
    const char* date;
    const char* expected;
  } kPtp[] = {
      {"ncci_ptp_practitioner", {"45385", "45380"}, "2024-05-10", "45380 under 45385 1"},
      {"ncci_ptp_practitioner", {"45385", "45378"}, "2024-05-10", "45378 under 45385 0"},
      {"ncci_ptp_practitioner", {"20610", "99213"}, "2024-05-10", "99213 under 20610 1"},
      {"ncci_ptp_hospital", {"27447", "99213"}, "2024-05-10", "-"},
      {"ncci_ptp_practitioner", {"97530", "97116"}, "2024-05-10", "-"},
      {"ncci_ptp_practitioner", {"97530", "97116"}, "2020-10-01", "-"},
      {"ncci_ptp_practitioner", {"97530", "97116"}, "2019-06-01", "97116 under 97530 1"},
      {"ncci_ptp_practitioner", {"90471", "99211"}, "2021-09-30", "99211 under 90471 0"},
      {"ncci_ptp_practitioner", {"90471", "99211"}, "2021-10-01", "99211 under 90471 1"},
      {"ncci_ptp_practitioner", {"99233", "99232"}, "2024-05-10", "99232 under 99233 0"},
      {"ncci_ptp_hospital", {"99233", "99232"}, "2024-05-10", "99232 under 99233 1"},
      {"ncci_ptp_practitioner", {"17000", "17110"}, "2024-05-10", "17000 under 17110 1"},
  };
  for (const auto& test : kPtp) {
    EXPECT_EQ(InForce(*tables->ptp(test.table), *Code::Parse(test.pair[0]),
                      *Code::Parse(test.pair[1]), Date::Parse(test.date)->days()),
              test.expected)
        << test.pair[0] << " " << test.pair[1] << " " << test.date;
  }

  const struct {
    const char* table;
    const char* code;
    uint32_t limit;
    int mai;
  } kMue[] = {
      {"ncci_mue_practitioner", "97110", 6, 3}, {"ncci_mue_hospital", "97110", 8, 3},
      {"ncci_mue_practitioner", "27447", 1, 2}, {"ncci_mue_practitioner", "J7192", 22000, 1},
      {"ncci_mue_dme", "J1885", 0, 3},
  };
  for (const auto& test : kMue) {
    const MueTable& table = *tables->mue(test.table);
    MueTable::Entry entry = {};
    ASSERT_EQ(table.FindRelease(*Date::Parse("2024-08-01")), 0);
    EXPECT_TRUE(table.Find(table.FindCode(*Code::Parse(test.code)), 0, entry));
    EXPECT_EQ(entry.limit, test.limit) << test.table << " " << test.code;
    EXPECT_EQ(entry.mai, test.mai) << test.table << " " << test.code;
  }
  EXPECT_EQ(tables->mue("ncci_mue_dme")->FindRelease(*Date::Parse("2024-06-30")), -1);
}

std::string AddOnsInForce(const AddOnTable& table, const char* add_on, const char* date) {
  const auto rows = table.Rows(table.FindCode(*Code::Parse(add_on)));
  const Date day = *Date::Parse(date);
  std::string text = std::to_string(AddOnTable::TypeOn(rows, day)) + ":";
  for (const AddOnTable::Row& row : rows) {
    if (row.InForce(day)) text += " " + row.primary.ToString();
  }
  return text;
}

TEST_F(PublishedTables, AnswerForAddOnCodesAlikeFromWorkbookAndCsv) {
  const auto from_workbook = Import({AddOnFile("xlsx")});
  const auto from_csv = Import({AddOnFile("csv")});
  const AddOnTable& a = *from_workbook->add_on("ncci_aoc");
  const AddOnTable& b = *from_csv->add_on("ncci_aoc");
  EXPECT_EQ(AddOnsInForce(a, "11045", "2024-05-10"), "1: 11042");
  EXPECT_EQ(AddOnsInForce(a, "99100", "2024-05-10"), "2: CCCCC");
  EXPECT_EQ(AddOnsInForce(a, "99292", "2024-05-10"), "1: 99291");
  EXPECT_EQ(AddOnsInForce(a, "11042", "2024-05-10"), "0:");
  EXPECT_EQ(a.info().rows, 9'000u);
  EXPECT_EQ(b.info().rows, 9'000u);
  ASSERT_EQ(a.code_count(), b.code_count());
  for (AddOnTable::CodeId id = 1; id <= a.code_count(); ++id) {
    ASSERT_EQ(a.code(id), b.code(id));
    ASSERT_EQ(a.Rows(id).size(), b.Rows(id).size());
    for (size_t i = 0; i < a.Rows(id).size(); ++i) {
      EXPECT_EQ(a.Rows(id)[i].primary, b.Rows(id)[i].primary);
      EXPECT_EQ(a.Rows(id)[i].effective, b.Rows(id)[i].effective);
      EXPECT_EQ(a.Rows(id)[i].deletion, b.Rows(id)[i].deletion);
      EXPECT_EQ(a.Rows(id)[i].type, b.Rows(id)[i].type);
    }
  }
}

TEST_F(PublishedTables, TheListOfActiveAddOnsAndTheSamplesOfFormatsAreRead) {
  ImportOptions options;
  options.into = ScratchFolder();
  const std::string cms = PublishedData() + "/cms";
  const auto report = ImportTables(
      {cms + "/aoc/medicare_aoc_active_2024q3.csv",
       cms + "/format-samples/ccipra-v322r0-f1.excerpt.txt",
       cms + "/format-samples/MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv"},
      options);
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_TRUE(report->ok()) << ToString(report->errors);
  std::map<std::string, std::string> tables;
  for (const TableInfo& info : report->tables) {
    tables[info.name] = info.release + " " + std::to_string(info.rows);
    EXPECT_EQ(info.refused, 0u) << info.name;
  }
  EXPECT_EQ(tables["ncci_aoc"], "2024Q3 7465");
  EXPECT_EQ(tables["ncci_ptp_practitioner"], "2026Q3 154");
  EXPECT_EQ(tables["ncci_mue_practitioner"].substr(0, 6), "2026Q3");
}

TableKey Key(std::string_view text) { return *TableKey::Parse(text); }
Date On(std::string_view text) { return *Date::Parse(text); }

TEST_F(PublishedTables, AnswerForDiagnosesByFiscalYear) {
  const std::string folder = PublishedData() + "/cms/icd10cm/";
  const auto tables =
      Import({folder + "cms_2024_dx.zip", folder + "cms_2025_dx.zip", folder + "cms_2026_dx.zip",
              folder + "mce_v43.1_icd10cm_code_master.csv"});
  const ReferenceTable& codes = *tables->reference("icd10cm");
  EXPECT_EQ(codes.info().release, "FY2024, FY2025, FY2026");
  EXPECT_EQ(codes.info().rows, 97'296u + 97'584u + 98'186u);
  const struct {
    const char *code, *date;
    Listing listing;
    bool billable;
    const char* side;
  } cases[] = {
      {"M545", "2023-10-01", Listing::kListed, false, ""},
      {"M5450", "2025-09-30", Listing::kListed, true, ""},
      {"E11", "2025-01-01", Listing::kListed, false, ""},
      {"M1711", "2025-01-01", Listing::kListed, true, "R"},
      {"M170", "2025-01-01", Listing::kListed, true, "B"},
      {"M1710", "2025-01-01", Listing::kListed, true, "U"},
      {"H2512", "2025-01-01", Listing::kListed, true, "L"},
      {"QA00101", "2025-10-01", Listing::kListed, true, ""},
      {"C810A", "2024-09-30", Listing::kNotYet, false, ""},
      {"C810A", "2024-10-01", Listing::kListed, true, ""},
      {"C810A", "2023-09-30", Listing::kUnknown, false, ""},
      {"Z9999", "2024-10-01", Listing::kUnlisted, false, ""},
      {"M1711", "2026-10-01", Listing::kUnknown, false, ""},
  };
  for (const auto& c : cases) {
    const auto answer = codes.LookUp(Key(c.code), On(c.date));
    ASSERT_EQ(answer.listing, c.listing) << c.code << " " << c.date;
    if (c.listing != Listing::kListed) continue;
    EXPECT_EQ(codes.FlagAt(answer.row, diagnoses::kBillable), c.billable) << c.code;
    EXPECT_EQ(codes.CodeAt(answer.row, diagnoses::kSide).ToString(), c.side) << c.code;
  }

  const ReferenceTable& flags = *tables->reference("mce_diagnoses");
  EXPECT_EQ(flags.info().release, "43.1");
  EXPECT_EQ(flags.info().rows, 84'932u);
  const auto has = [&](const char* code, const char* date, int flag) {
    const auto answer = flags.LookUp(Key(code), On(date));
    EXPECT_EQ(answer.listing, Listing::kListed) << code;
    return flags.FlagAt(answer.row, flag);
  };
  EXPECT_TRUE(has("D631", "2024-05-10", diagnosis_flags::kManifestation));
  EXPECT_TRUE(has("Z0000", "2024-05-10", diagnosis_flags::kUnacceptablePrincipal));
  EXPECT_TRUE(has("W19XXXA", "2024-05-10", diagnosis_flags::kExternalCause));
  EXPECT_TRUE(has("Z00121", "2024-05-10", diagnosis_flags::kPediatric));
  EXPECT_TRUE(has("N400", "2024-09-30", diagnosis_flags::kMale));
  EXPECT_FALSE(has("N400", "2024-10-01", diagnosis_flags::kMale));
  EXPECT_TRUE(has("N400", "2024-10-01", diagnosis_flags::kAdult));
}

TEST_F(PublishedTables, AnswerForCodeLists) {
  const std::string lists = PublishedData() + "/cms/codesets/";
  ImportOptions options;
  options.into = ScratchFolder();
  const auto report = ImportTables(
      {lists + "place_of_service.csv", lists + "revenue_center_codes.csv",
       lists + "type_of_bill_codes.csv", lists + "condition_codes.csv",
       lists + "patient_discharge_status.csv",
       PublishedData() + "/cms/icd10cm/mce_v43.1_discharge_status.csv",
       lists + "carc_rarc_codes_only.csv", PublishedData() + "/cms/taxonomy/nucc_taxonomy_251.csv"},
      options);
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_TRUE(report->ok()) << ToString(report->errors);
  std::map<std::string, std::string> rows;
  for (const ImportedText& text : report->texts) {
    rows[text.table] += std::to_string(text.rows) + " " + std::to_string(text.refused) + ";";
  }
  // `~` stands for codes that are unknown.
  EXPECT_EQ(rows["place_of_service"], "52 0;");
  EXPECT_EQ(rows["revenue_codes"], "539 0;");
  EXPECT_EQ(rows["types_of_bill"], "1938 1;");
  EXPECT_EQ(rows["condition_codes"], "1035 1;");
  EXPECT_EQ(rows["discharge_status"], "100 1;45 0;");
  EXPECT_EQ(rows["carc"], "405 0;");
  EXPECT_EQ(rows["rarc"], "1171 0;");
  EXPECT_EQ(rows["nucc_taxonomy"], "883 0;");

  const auto tables = TableSet::Load(options.into).value();
  const auto listing = [&](const char* table, const char* code) {
    return tables->reference(table)->LookUp(Key(code), On("2024-05-10")).listing;
  };
  EXPECT_EQ(listing("types_of_bill", "0131"), Listing::kListed);
  EXPECT_EQ(listing("types_of_bill", "011A"), Listing::kListed);
  EXPECT_EQ(listing("types_of_bill", "0136"), Listing::kUnlisted);
  EXPECT_EQ(listing("revenue_codes", "0360"), Listing::kListed);
  EXPECT_EQ(listing("place_of_service", "28"), Listing::kUnlisted);
  EXPECT_EQ(listing("discharge_status", "01"), Listing::kListed);
  EXPECT_EQ(listing("carc", "15"), Listing::kEnded);
  EXPECT_EQ(listing("rarc", "N290"), Listing::kListed);
  EXPECT_EQ(listing("nucc_taxonomy", "207X00000X"), Listing::kListed);
  EXPECT_EQ(listing("nucc_taxonomy", "2472V0600X"), Listing::kEnded);
  const ReferenceTable& places = *tables->reference("place_of_service");
  for (const auto& [code, facility] :
       std::vector<std::pair<const char*, bool>>{{"02", true}, {"10", false}, {"22", true}}) {
    EXPECT_EQ(
        places.FlagAt(places.LookUp(Key(code), On("2024-05-10")).row, places_of_service::kFacility),
        facility)
        << code;
  }
}

TEST_F(PublishedTables, AnswerForTheTabularListsNotes) {
  const auto tables = Import({PublishedData() + "/cms/icd10cm/icd10cm_tabular_2021.xml.gz"});
  const ReferenceTable& notes = *tables->reference("icd10cm_notes");
  EXPECT_EQ(notes.info().release, "FY2021");
  const auto has = [&](const char* code, int column, const char* other) {
    const auto answer = notes.LookUp(Key(code), On("2024-05-10"));
    EXPECT_EQ(answer.listing, Listing::kListed) << code;
    return Contains(notes.CodesAt(answer.row, column), Key(other));
  };
  EXPECT_TRUE(has("E11", diagnosis_notes::kExcludes1, "E109"));
  EXPECT_TRUE(has("E11", diagnosis_notes::kExcludes1, "P702"));  // of the chapter
  EXPECT_FALSE(has("E11", diagnosis_notes::kExcludes1, "E119"));
  EXPECT_TRUE(has("D631", diagnosis_notes::kCodeFirst, "N184"));
  EXPECT_TRUE(has("S52", diagnosis_notes::kSeventhCharacters, "A"));
  EXPECT_TRUE(has("V43", diagnosis_notes::kExcludes1, "X820"));  // of a block of blocks
  // No note speaks against what stands below its own code.
  size_t within = 0;
  for (KeyId id = 1; id <= notes.key_count(); ++id) {
    const KeyRange own = KeyRange::Prefix(Code::FromBits(notes.key(id).bits()));
    const RowId row = notes.RowsOf(id).begin;
    for (const KeyRange& range : notes.CodesAt(row, diagnosis_notes::kExcludes1)) {
      within += own.Contains(range.first) && own.Contains(range.last) ? 1u : 0u;
    }
  }
  EXPECT_EQ(within, 0u);
}

TEST_F(PublishedTables, AnswerForProviders) {
  const std::string folder = PublishedData() + "/cms/npi/";
  const auto tables =
      Import({folder + "nppes_sample_1050_no_names.csv", folder + "oig_leie_excluded_npis.txt"});
  const ReferenceTable& nppes = *tables->reference("nppes");
  EXPECT_EQ(nppes.info().rows, 1'050u);
  const RowId doctor = nppes.LookUp(Key("1003011404"), On("2024-05-10")).row;
  EXPECT_EQ(nppes.CodeAt(doctor, providers::kEntityType), Code::Of("1"));
  EXPECT_EQ(nppes.KeyAt(doctor, providers::kPrimaryTaxonomy), Key("207N00000X"));
  size_t deactivated = 0;
  for (KeyId id = 1; id <= nppes.key_count(); ++id) {
    const RowId row = nppes.RowsOf(id).begin;
    deactivated += nppes.DateAt(row, providers::kDeactivated).has_value() ? 1u : 0u;
  }
  EXPECT_EQ(deactivated, 25u);
  const ReferenceTable& excluded = *tables->reference("oig_exclusions");
  EXPECT_EQ(excluded.info().rows, 8'172u);
  EXPECT_EQ(excluded.LookUp(Key("1003005315"), On("2024-05-10")).listing, Listing::kListed);
  EXPECT_EQ(excluded.LookUp(Key("1003011404"), On("2024-05-10")).listing, Listing::kUnlisted);
}

}  // namespace
}  // namespace scrubline
