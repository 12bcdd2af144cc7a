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

FactTable FactsOf(const ReferenceTable& table) {
  FactTable facts;
  const std::vector<ReferenceColumn>& columns = table.schema().columns;
  for (const ReferenceColumn& column : columns) facts.columns.emplace_back(column.name);
  std::vector<std::vector<std::pair<KeyId, RowId>>> rows(
      static_cast<size_t>(table.release_count()));
  for (KeyId key = 1; key <= table.key_count(); ++key) {
    for (RowId row = table.RowsOf(key).begin; row != table.RowsOf(key).end; ++row) {
      rows[static_cast<size_t>(table.release(row))].emplace_back(key, row);
    }
  }
  for (int release = 0; release < table.release_count(); ++release) {
    facts.AddRelease(std::string(table.release_name(release)), table.release_dates(release));
    for (const auto& [key, row] : rows[static_cast<size_t>(release)]) {
      const FactDates dates = {table.starts_open(row) ? Date() : table.dates(row).first,
                               table.is_open(row) ? Date::Max() : table.dates(row).last};
      std::vector<std::string> fields;
      for (size_t column = 0; column < columns.size(); ++column) {
        fields.push_back(table.Format(row, static_cast<int>(column)));
      }
      facts.Add(table.key(key).ToString(), dates, std::move(fields));
    }
  }
  facts.Settle();
  return facts;
}

}  // namespace scrubline::oracle
