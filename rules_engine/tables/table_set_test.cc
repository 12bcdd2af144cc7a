#include "rules_engine/tables/table_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/manifest.h"
#include "rules_engine/tables/table_names.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class TableSetTest : public ::testing::Test {
 protected:
  TableSetTest() : folder_(ScratchFolder()) {}

  void ImportAddOns(const std::string& primary, const std::string& quarter) {
    const std::string source = folder_ + "/AOC_V" + quarter + ".csv";
    WriteFile(source,
              "AOC_Edit_Type,Add-On_Code,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n1,X0001," +
                  primary + ",2013091,\n");
    ImportOptions options;
    options.into = tables();
    const auto report = ImportTables({source}, options);
    ASSERT_TRUE(report.ok() && report->ok());
  }

  std::string tables() const { return folder_ + "/tables"; }
  std::string LoadError() const { return std::string(TableSet::Load(tables()).status().message()); }

  std::string folder_;
};

TEST_F(TableSetTest, AbsentTablesAreNull) {
  ImportAddOns("X0002", "2026Q2");
  const auto tables_loaded = TableSet::Load(tables());
  ASSERT_TRUE(tables_loaded.ok()) << tables_loaded.status();
  EXPECT_NE((*tables_loaded)->add_on("ncci_aoc"), nullptr);
  EXPECT_EQ((*tables_loaded)->ptp("ncci_ptp_practitioner"), nullptr);
  EXPECT_EQ((*tables_loaded)->mue("ncci_aoc"), nullptr);
  EXPECT_TRUE(TableSet::Empty()->infos().empty());
}

TEST_F(TableSetTest, TheContentHashChangesWithTheContentOnly) {
  const auto hash = [this] { return (*TableSet::Load(tables()))->content_hash(); };
  ImportAddOns("X0002", "2026Q2");
  const std::string first = hash();
  EXPECT_EQ(first.size(), 64u);
  ImportAddOns("X0003", "2026Q2");
  EXPECT_NE(hash(), first);
  ImportAddOns("X0002", "2026Q2");
  EXPECT_EQ(hash(), first);
  EXPECT_NE(TableSet::Empty()->content_hash(), first);
}

TEST_F(TableSetTest, AFolderWithoutTablesSaysHowToGetThem) {
  EXPECT_EQ(LoadError(), tables() +
                             "/manifest.json: no tables here; import CMS's files with `scrub "
                             "tables import FILE... --into " +
                             tables() + "`");
  EXPECT_TRUE(absl::IsNotFound(TableSet::Load(tables()).status()));
}

TEST_F(TableSetTest, EveryBadTableIsReported) {
  ImportAddOns("X0002", "2026Q2");
  absl::StatusOr<Manifest> manifest = ReadManifest(tables());
  ManifestEntry second = manifest->tables[0];
  second.info.name = "ncci_mue_dme";
  second.file = PackedFileName(second.info.name, second.checksum);
  manifest->Set(second);
  ASSERT_TRUE(WriteManifest(tables(), *manifest).ok());
  WriteFile(tables() + "/" + manifest->tables[0].file, "damaged");
  EXPECT_THAT(LoadError(), HasSubstr(manifest->tables[0].file + ": not a packed table"));
  EXPECT_THAT(LoadError(), HasSubstr(second.file + ": cannot open"));
}

TEST_F(TableSetTest, ATableThatIsNotTheOneListedIsRefused) {
  ImportAddOns("X0002", "2026Q2");
  absl::StatusOr<Manifest> manifest = ReadManifest(tables());
  manifest->tables[0].info.release = "2026Q3";
  ASSERT_TRUE(WriteManifest(tables(), *manifest).ok());
  EXPECT_THAT(LoadError(), HasSubstr("not the table that manifest.json lists"));
}

TEST_F(TableSetTest, MappedTablesOutliveTheirFiles) {
  ImportAddOns("X0002", "2026Q2");
  const auto old = TableSet::Load(tables());
  ImportAddOns("X0003", "2026Q3");
  const AddOnTable* table = (*old)->add_on("ncci_aoc");
  EXPECT_EQ(table->Rows(1)[0].primary, Code::Of("X0002"));
  EXPECT_EQ((*TableSet::Load(tables()))->add_on("ncci_aoc")->Rows(1)[0].primary, Code::Of("X0003"));
}

TEST_F(TableSetTest, ManifestsThatCannotBeUnderstoodAreRefused) {
  const std::string entry =
      R"({"name": "ncci_aoc", "file": "ncci_aoc-00000000000000ff.tbl", "checksum": "00000000000000ff",)"
      R"( "release": "2026Q2", "rows": 1, "refused": 0, "sample": false, "sources": []})";
  const struct {
    std::string text, cause;
  } kCases[] = {
      {"", "not a manifest of packed tables"},
      {"[]", "not a manifest of packed tables"},
      {"{\"tables\": []}", "not a manifest of packed tables"},
      {"{\"format\": 2, \"tables\": []}", "manifest of format 2, this program reads format 1"},
      {"{\"format\": 1}", "`tables` is missing"},
      {"{\"format\": 1, \"tables\": [{}]}", "a table's entry is incomplete"},
      {"{\"format\": 1, \"tables\": [3]}", "a table's entry is incomplete"},
      {"{\"format\": 1, \"tables\": [{\"name\": \"ncci_aoc\"}]}", "a table's entry is incomplete"},
      {std::string(2 << 20, ' '), "longer than"},
  };
  std::filesystem::create_directories(tables());
  for (const auto& test : kCases) {
    WriteFile(ManifestPath(tables()), test.text);
    EXPECT_THAT(LoadError(), HasSubstr(test.cause));
    EXPECT_THAT(LoadError(), HasSubstr("remove the file and import the tables again"));
  }
  const auto with = [&entry](const std::string& from, const std::string& to) {
    std::string changed = entry;
    changed.replace(changed.find(from), from.size(), to);
    return "{\"format\": 1, \"tables\": [" + changed + "]}";
  };
  WriteFile(ManifestPath(tables()), with("\"ncci_aoc\"", "\"ncci_xyz\""));
  EXPECT_THAT(LoadError(), HasSubstr("`ncci_xyz` is not the name of a table"));
  WriteFile(ManifestPath(tables()), with("ncci_aoc-00000000000000ff.tbl", "../../etc/passwd"));
  EXPECT_THAT(LoadError(), HasSubstr("does not go with its file and checksum"));
  WriteFile(ManifestPath(tables()), with("\"rows\": 1", "\"rows\": -1"));
  EXPECT_THAT(LoadError(), HasSubstr("a table's entry is incomplete"));
  WriteFile(ManifestPath(tables()),
            with("\"checksum\": \"00000000000000ff\"", "\"checksum\": \"xyz\""));
  EXPECT_THAT(LoadError(), HasSubstr("a table's entry is incomplete"));
}

TEST(TableNames, AreDistinctAndKnowTheirKind) {
  EXPECT_EQ(KindOfTable("ncci_ptp_practitioner"), TableKind::kPtp);
  EXPECT_EQ(KindOfTable("medicaid_ncci_mue_dme"), TableKind::kMue);
  EXPECT_EQ(KindOfTable("ncci_aoc"), TableKind::kAddOn);
  EXPECT_EQ(KindOfTable("ncci"), std::nullopt);
}

}  // namespace
}  // namespace scrubline
