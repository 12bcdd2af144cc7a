#include "rules_engine/snapshot.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/tables/byte_source.h"

namespace scrubline {

Snapshot::~Snapshot() = default;

absl::StatusOr<std::shared_ptr<const Snapshot>> Snapshot::Build(
    std::shared_ptr<const ResolvedRulesets> rulesets, std::shared_ptr<const TableSet> tables) {
  absl::StatusOr<std::unique_ptr<const Program>> program = Compile(*rulesets, *tables);
  if (!program.ok()) return program.status();
  auto snapshot = std::shared_ptr<Snapshot>(new Snapshot());
  // Sixteen hexadecimal digits are enough to tell the versions one house will ever serve apart, and
  // short enough to read.
  snapshot->id_ =
      Sha256(absl::StrCat(rulesets->content_hash, "\n", tables->content_hash())).substr(0, 16);
  snapshot->rulesets_ = std::move(rulesets);
  snapshot->tables_ = std::move(tables);
  snapshot->program_ = *std::move(program);
  return snapshot;
}

}  // namespace scrubline
