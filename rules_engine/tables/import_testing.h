// rules_engine/tables/import_testing.h — what the tests of the published layouts share. For tests
// only.
//
//   class MceCsvTest : public ImportTest {};
//   TEST_F(MceCsvTest, ...) {
//     const ImportedText text = Import("mce_v43.1.csv", "code,start_date,...\n...");
//     EXPECT_EQ(text.refused, 1u);
//     table("mce_diagnoses").LookUp(Key("N400"), On("2024-10-01"))
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TESTING_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TESTING_H_

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <string_view>

#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {

class ImportTest : public ::testing::Test {
 protected:
  static Date On(std::string_view text) { return *Date::Parse(text); }
  static TableKey Key(std::string_view text) { return *TableKey::Parse(text); }

  // Imports one text that is one table; nothing is imported where it fails, which fails the test.
  ImportedText Import(const std::string& name, const std::string& bytes) {
    const ImportReport report = TryImport(name, bytes);
    EXPECT_TRUE(report.ok()) << ToString(report.errors);
    if (!report.ok() || report.texts.size() != 1) {
      ADD_FAILURE() << report.texts.size() << " texts";
      return {};
    }
    return report.texts[0];
  }

  // As it comes.
  ImportReport TryImport(const std::string& name, const std::string& bytes) {
    WriteFile(folder_ + "/" + name, bytes);
    options_.into = folder_ + "/tables";
    const auto report = ImportTables({folder_ + "/" + name}, options_);
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) return {};
    if (report->ok()) tables_ = TableSet::Load(options_.into).value();
    return *report;
  }

  const ReferenceTable& table(std::string_view name) const { return *tables_->reference(name); }

  ImportOptions options_;

 private:
  const std::string folder_ = ScratchFolder();
  std::shared_ptr<const TableSet> tables_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TESTING_H_
