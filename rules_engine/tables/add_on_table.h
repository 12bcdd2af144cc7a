// rules_engine/tables/add_on_table.h — add-on codes: which primary procedures an add-on needs.
//
//   absl::StatusOr<AddOnTable> table = AddOnTable::Map("tables/ncci_aoc-….tbl");
//   const AddOnTable::CodeId id = table->FindCode(code);           // 0: not an add-on code
//   for (const AddOnTable::Row& row : table->Rows(id)) {
//     if (row.InForce(date)) { ... row.primary satisfies it ... }
//   }
//   const uint8_t type = AddOnTable::TypeOn(table->Rows(id), date);   // 0: no add-on that day
//
// Read-only and shared freely between threads; owns its mapping. Lookups cannot fail.
// Cost: Rows is two array accesses; an add-on has 1 to about 900 rows, most have fewer than 10.
// Tested by add_on_table_test.cc and published_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_TABLE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

class AddOnTable {
 public:
  using CodeId = uint16_t;  // position among the add-on codes, from 1; 0: not an add-on code

  // In the place of a primary: the contractor defines the primaries.
  static constexpr Code kContractorDefined = Code::Of("CCCCC");

  // InvalidArgument for a file that is damaged or of another kind; the message has the remedy.
  static absl::StatusOr<AddOnTable> Map(const std::string& path);

  CodeId FindCode(Code add_on) const { return add_ons_.Find(add_on); }
  Code code(CodeId id) const { return add_ons_[id]; }  // REQUIRES: 1 <= id <= code_count()
  size_t code_count() const { return add_ons_.size(); }

  struct Row {
    Code primary;  // or kContractorDefined
    Date effective;
    // The last day: the earliest of the edit's own deletion, the add-on code's and the primary
    // code's.
    Date deletion = Date::Max();
    uint8_t type = 0;  // as published: 1 closed list, 2 contractor defined, 3 open list

    bool InForce(Date date) const { return effective <= date && date <= deletion; }
  };
  // The rows that were ever in force (not those deleted on or before their effective date), by
  // primary code. Empty for 0.
  std::span<const Row> Rows(CodeId id) const {
    return std::span(rows_).subspan(starts_[id], starts_[id + 1u] - starts_[id]);
  }

  // The type to judge by on `date`: of the rows in force, the highest type published; 3 where real
  // primaries and kContractorDefined stand side by side; 0 when no row is in force.
  static uint8_t TypeOn(std::span<const Row> rows, Date date);

  // A row as published; dates that are not there are Date::Max().
  struct PublishedRow {
    Code add_on;
    Code primary;
    uint8_t type = 0;
    Date add_on_deletion = Date::Max();
    Date primary_deletion = Date::Max();
    Date effective;
    Date deletion = Date::Max();
    std::string note;
  };
  // All rows of an add-on in the order of the file, also those never in force. For people.
  std::vector<PublishedRow> History(Code add_on) const;

  // Whether an answer about this code means anything: always, but in a sample only for its codes.
  bool covers(Code code) const { return !file_.info().sample || covered_.Find(code) != 0; }

  const TableInfo& info() const { return file_.info(); }
  uint64_t checksum() const { return file_.checksum(); }

 private:
  explicit AddOnTable(PackedFile file) : file_(std::move(file)) {}
  absl::Status Read();

  PackedFile file_;
  CodeList add_ons_;
  CodeList covered_;
  std::vector<PublishedRow> published_;  // in the order of the file
  std::vector<Row> rows_;                // by add-on, then primary
  std::vector<uint32_t> starts_;         // rows of id n: starts_[n] to starts_[n + 1]
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_TABLE_H_
