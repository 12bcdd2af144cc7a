#include "rules_engine/load.h"

#include <utility>

#include "rules_engine/resolve/resolver.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

absl::StatusOr<std::shared_ptr<const Snapshot>> LoadSnapshot(const std::string& rulesets_dir,
                                                             const std::string& tables_dir,
                                                             Diagnostics& diagnostics) {
  absl::StatusOr<std::shared_ptr<const ResolvedRulesets>> rulesets =
      LoadRulesets(rulesets_dir, diagnostics);
  if (!rulesets.ok()) return rulesets.status();
  std::shared_ptr<const TableSet> tables = TableSet::Empty();
  if (!tables_dir.empty()) {
    absl::StatusOr<std::shared_ptr<const TableSet>> loaded = TableSet::Load(tables_dir);
    if (!loaded.ok()) return loaded.status();
    tables = *std::move(loaded);
  }
  return Snapshot::Build(*std::move(rulesets), std::move(tables));
}

}  // namespace scrubline
