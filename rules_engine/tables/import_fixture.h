// rules_engine/tables/import_fixture.h — a test of a published layout: text in, table out.
//
//   TEST_F(ImportTest, ...) {
//     const ImportReport report = Import("RVU24A.csv", "HCPCS,MOD,...\n");
//     const ReferenceTable& table = Table("mpfs");
//     ... table.LookUp(Key("99213"), On("2024-01-01")) ...
//   }
//
// For tests only.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_FIXTURE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {

inline TableKey Key(std::string_view text) { return *TableKey::Parse(text); }
inline Date On(std::string_view text) { return *Date::Parse(text); }

class ImportTest : public ::testing::Test {
 protected:
  struct File {
    std::string name, text;
  };

  ImportTest() : folder_(ScratchFolder()) { options_.into = folder_ + "/tables"; }

  // The files in one call; what is wrong with them is in the report.
  ImportReport Import(const std::vector<File>& files) {
    std::vector<std::string> paths;
    for (const File& file : files) {
      paths.push_back(folder_ + "/" + file.name);
      WriteFile(paths.back(), file.text);
    }
    auto report = ImportTables(paths, options_);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : ImportReport();
  }
  ImportReport Import(const std::string& name, const std::string& text) {
    return Import({{name, text}});
  }
  static std::string Warnings(const ImportReport& report) {
    std::string warnings;
    for (const ImportedText& text : report.texts) warnings += ToString(text.diagnostics);
    return warnings;
  }

  // Of what has been imported last. REQUIRES: it is there.
  const ReferenceTable& Table(std::string_view name) {
    tables_ = TableSet::Load(options_.into).value();
    return *tables_->reference(name);
  }
  bool Has(std::string_view name) {
    return TableSet::Load(options_.into).value()->reference(name) != nullptr;
  }

  const std::string folder_;
  ImportOptions options_;

 private:
  std::shared_ptr<const TableSet> tables_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_FIXTURE_H_
