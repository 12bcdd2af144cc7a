// rules_engine/snapshot.h — an immutable set of compiled rules and the tables they read, with an
// id.
//
//   Diagnostics diagnostics;
//   absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = LoadSnapshot("rulesets", "tables",
//   diagnostics); if (!snapshot.ok()) { ... }                         // errors of the author's are
//   in `diagnostics`, warnings too const Findings& findings = Evaluate(**snapshot, claim, options,
//   scratch);
//
// A request holds one snapshot from its first to its last use of it, so that an answer never mixes
// two rule versions. The id is a hash of all rules' text and all tables' bytes: the same id gives
// the same findings for the same claim and options. Threads: share freely. Tested by
// snapshot_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_SNAPSHOT_H_
#define SCRUBLINE_RULES_ENGINE_SNAPSHOT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

class Program;
class TableSet;

class Snapshot {
 public:
  // Compiles. An Internal status is a bug in the compiler, never the author's fault.
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Build(
      std::shared_ptr<const ResolvedRulesets> rulesets, std::shared_ptr<const TableSet> tables);
  ~Snapshot();

  const std::string& id() const { return id_; }
  const ResolvedRulesets& rulesets() const { return *rulesets_; }
  const TableSet& tables() const { return *tables_; }
  const Program& program() const { return *program_; }

 private:
  Snapshot() = default;
  std::string id_;
  std::shared_ptr<const ResolvedRulesets> rulesets_;
  std::shared_ptr<const TableSet> tables_;
  std::unique_ptr<const Program> program_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_SNAPSHOT_H_
