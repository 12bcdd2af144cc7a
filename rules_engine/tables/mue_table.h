// rules_engine/tables/mue_table.h — medically unlikely edits: how many units of a code a day, by
// release.
//
//   absl::StatusOr<MueTable> table = MueTable::Map("tables/ncci_mue_practitioner-….tbl");
//   const MueTable::CodeId id = table->FindCode(code);   // once per code
//   const int release = table->FindRelease(date);        // once per date
//   MueTable::Entry entry;
//   if (release < 0) { ... not evaluated: no release for that date is loaded ... }
//   else if (table->Find(id, release, entry)) { ... entry.limit, entry.mai ... }
//
// CMS's file has no dates: it is what holds during its quarter, and the next quarter has another
// file. One packed table holds every quarter imported. A date in a quarter that was not imported
// has no release, so that what is not known is never taken for what is allowed; nothing is carried
// over from a neighbouring quarter.
//
// Read-only and shared freely between threads; owns its mapping. Lookups cannot fail.
// Cost: Find is one array access. Tested by mue_table_test.cc and published_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MUE_TABLE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MUE_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/mue_format.h"
#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

class MueTable {
 public:
  using CodeId = uint16_t;  // position in the table, from 1; 0: no release has the code

  // InvalidArgument for a file that is damaged or of another kind; the message has the remedy.
  static absl::StatusOr<MueTable> Map(const std::string& path);

  CodeId FindCode(Code code) const { return codes_.Find(code); }
  Code code(CodeId id) const { return codes_[id]; }  // REQUIRES: 1 <= id <= code_count()
  size_t code_count() const { return codes_.size(); }

  // The release in force on `date`, 0 .. release_count()-1 in order of time; -1 when none is
  // loaded.
  int FindRelease(Date date) const;
  int release_count() const { return static_cast<int>(releases_.size()); }
  std::string_view release_name(int release) const {
    return release_names_[static_cast<size_t>(release)];
  }
  DateInterval release_dates(int release) const;

  struct Entry {
    uint32_t limit;  // units; 0: not payable in this setting
    uint8_t mai;     // adjudication indicator: 1 a line, 2 a day (policy), 3 a day (clinical)
  };

  // False when the release has no published limit for the code: that is not "unlimited", CMS keeps
  // some limits to itself. REQUIRES: 0 <= release < release_count(); id is 0 or of this table.
  bool Find(CodeId id, int release, Entry& entry) const {
    const mue_format::Limit& limit = At(id, release);
    entry = {limit.limit, limit.mai};
    return limit.mai != 0;
  }
  // Asks for the limit's cache line ahead of Find. REQUIRES: as Find.
  void Prefetch(CodeId id, int release) const { __builtin_prefetch(&At(id, release)); }
  // CMS's reason for the limit; empty where Find is false.
  std::string_view rationale(CodeId id, int release) const;

  // Whether an answer about this code means anything: always, but in a sample only for its codes.
  bool covers(Code code) const { return !file_.info().sample || covered_.Find(code) != 0; }

  const TableInfo& info() const { return file_.info(); }
  uint64_t checksum() const { return file_.checksum(); }

 private:
  explicit MueTable(PackedFile file) : file_(std::move(file)) {}
  absl::Status Read();
  const mue_format::Limit& At(CodeId id, int release) const {
    return limits_[static_cast<size_t>(release) * (codes_.size() + 1) + id];
  }

  PackedFile file_;
  CodeList codes_;
  CodeList covered_;
  TextList rationales_;
  std::span<const mue_format::Release> releases_;
  std::span<const mue_format::Limit> limits_;
  std::vector<std::string> release_names_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MUE_TABLE_H_
