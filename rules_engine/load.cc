#include "rules_engine/load.h"

#include <utility>

#include "rules_engine/resolve/resolver.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

absl::StatusOr<std::shared_ptr<const TableSet>> LoadTables(const std::string& folder) {
  if (folder.empty()) return TableSet::Empty();
  return TableSet::Load(folder);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> LoadSnapshot(const std::string& rulesets_dir,
                                                             const std::string& tables_dir,
                                                             Diagnostics& diagnostics) {
  auto rulesets = LoadRulesets(rulesets_dir, diagnostics);
  if (!rulesets.ok()) return rulesets.status();
  auto tables = LoadTables(tables_dir);
  if (!tables.ok()) return tables.status();
  return Snapshot::Build(*std::move(rulesets), *std::move(tables));
}

absl::StatusOr<std::shared_ptr<const Snapshot>> LoadTriedSnapshot(const std::string& rulesets_dir,
                                                                  const std::string& tables_dir,
                                                                  const TryOut& try_out,
                                                                  Diagnostics& diagnostics) {
  auto rulesets = LoadRulesets(rulesets_dir, diagnostics);
  if (!rulesets.ok()) return rulesets.status();
  auto tables = LoadTables(tables_dir);
  if (!tables.ok()) return tables.status();
  auto snapshot = Snapshot::Build(*rulesets, *std::move(tables));
  if (!snapshot.ok()) return snapshot;
  if (absl::Status status = try_out(**snapshot); !status.ok()) return status;
  (*rulesets)->DropExamples();  // nobody else has the snapshot yet
  return snapshot;
}

}  // namespace scrubline
