#include "tests/oracle/engine_tables.h"

#include <gtest/gtest.h>

#include "rules_engine/tables/import_tables.h"
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

bool Import(const std::vector<std::string>& files, const ImportOptions& options) {
  const auto report = ImportTables(files, options);
  EXPECT_TRUE(report.ok()) << report.status();
  if (!report.ok()) return false;
  EXPECT_TRUE(report->ok()) << ToString(report->errors);
  for (const ImportedText& text : report->texts) {
    EXPECT_TRUE(options.as.empty() || text.refused == 0) << text.path;
  }
  return report->ok();
}

}  // namespace

std::shared_ptr<const TableSet> PackTables(const ReferenceTables& reference,
                                           const std::vector<std::string>& published,
                                           const std::string& folder) {
  ImportOptions options;
  options.into = folder + "/packed";
  if (!Import(published, options)) return nullptr;
  for (const auto& [name, path] : WriteOwnTables(reference, folder)) {
    options.as = name;
    if (!Import({path}, options)) return nullptr;
  }
  const auto tables = TableSet::Load(options.into);
  EXPECT_TRUE(tables.ok()) << tables.status();
  return tables.ok() ? *tables : nullptr;
}

}  // namespace scrubline::oracle
