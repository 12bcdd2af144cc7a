// rules_engine/tables/table_set.h — the tables of one folder, mapped.
//
//   absl::StatusOr<std::shared_ptr<const TableSet>> tables = TableSet::Load("tables");
//   const PtpTable* ptp = (*tables)->ptp("ncci_ptp_practitioner");   // null: not imported
//
// A table that was not imported is simply absent; one that is listed but cannot be used is an
// error, and all such errors are reported at once: a set either stands or does not. Read-only and
// shared freely between threads; a snapshot holds the shared_ptr. Files replaced by a later import
// stay mapped until the last holder lets go.
// Cost of Load: one pass over every byte (checksums, indexes), about 40 ms for all of CMS's NCCI
// tables. Private memory: under 2 MB; the tables are the page cache's.
// Tested by table_set_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TABLE_SET_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TABLE_SET_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/tables/add_on_table.h"
#include "rules_engine/tables/mue_table.h"
#include "rules_engine/tables/ptp_table.h"
#include "rules_engine/tables/reference_table.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

class TableSet {
 public:
  // NotFound when the folder has no manifest; InvalidArgument with a line for every table that
  // cannot be used: file, cause, remedy.
  static absl::StatusOr<std::shared_ptr<const TableSet>> Load(const std::string& folder);
  // A set of no tables, for rulesets that need none.
  static std::shared_ptr<const TableSet> Empty();

  // NCCI's tables of `base`, and of the reference tables these alone: what examples run on.
  static std::shared_ptr<const TableSet> WithReferences(std::shared_ptr<const TableSet> base,
                                                        std::vector<ReferenceTable> references);

  bool is_for_examples() const { return base_ != nullptr; }
  bool has_references() const { return !reference_.empty(); }

  // Null when there is no such table, or it is of another kind. Names: table_names.h.
  const PtpTable* ptp(std::string_view name) const;
  const MueTable* mue(std::string_view name) const;
  const AddOnTable* add_on(std::string_view name) const;
  const ReferenceTable* reference(std::string_view name) const;

  // By name.
  std::vector<TableInfo> infos() const;

  // SHA-256 over the tables' names and checksums: equal exactly when the tables are.
  std::string content_hash() const;

 private:
  std::shared_ptr<const TableSet> base_;  // of a set made with WithReferences
  std::map<std::string, PtpTable, std::less<>> ptp_;
  std::map<std::string, MueTable, std::less<>> mue_;
  std::map<std::string, AddOnTable, std::less<>> add_on_;
  std::map<std::string, ReferenceTable, std::less<>> reference_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TABLE_SET_H_
