// rules_engine/tables/reference_table.h — facts about codes, each true for an interval of dates.
//
//   absl::StatusOr<ReferenceTable> mpfs = ReferenceTable::Map("tables/mpfs-….tbl");
//   const KeyId key = mpfs->FindKey(TableKey::Of(code));     // once per code
//   const ReferenceTable::Answer answer = mpfs->LookUp(key, date);
//   if (answer.listing == Listing::kListed) { ... mpfs->CodeAt(answer.row, mpfs::kBilateral) ... }
//   else if (answer.listing == Listing::kUnknown) { ... not evaluated: no release for that date }
//
// What the columns are stands in table_catalogue.h. A table may hold several releases; where two
// speak of one date the newer is believed. What no release covers is kUnknown, never "not listed":
// a file says nothing of days after its own, and of days before it only what its rows say.
//
// Read-only and shared freely between threads; owns its mapping. Look-ups cannot fail.
// Cost: FindKey is one probe of a hash; the rest are array reads. Tested by
// reference_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_TABLE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/reference_format.h"
#include "rules_engine/tables/table_catalogue.h"
#include "rules_engine/tables/table_info.h"
#include "rules_engine/tables/table_key.h"

namespace scrubline {

using KeyId = uint32_t;  // position in a reference table, from 1; 0: not in it
using RowId = uint32_t;  // from 0
inline constexpr RowId kNoRow = UINT32_MAX;

class ReferenceTable {
 public:
  // InvalidArgument for a file that is damaged or of another kind; the message has the remedy.
  static absl::StatusOr<ReferenceTable> Map(const std::string& path);
  // The same of a packed table in memory, which is copied.
  static absl::StatusOr<ReferenceTable> Copy(std::string name, std::span<const std::byte> bytes);

  const ReferenceSchema& schema() const { return *schema_; }

  KeyId FindKey(TableKey key) const {
    if (key.empty()) return 0;
    size_t slot = reference_format::Home(key.bits(), slots_.size());
    while (slots_[slot] != 0 && keys_[slots_[slot] - 1] != key.bits())
      slot = (slot + 1) & (slots_.size() - 1);
    return slots_[slot];
  }
  TableKey key(KeyId id) const { return TableKey::FromBits(keys_[id - 1]); }  // REQUIRES: id > 0
  size_t key_count() const { return keys_.size(); }
  // The keys from `first` to `last`, as ids in ascending order: [begin, end).
  struct KeyIds {
    KeyId begin, end;
  };
  KeyIds KeysIn(KeyRange range) const;

  // The rows of a key: [begin, end), newest release first. None for key 0.
  struct Rows {
    RowId begin, end;
  };
  Rows RowsOf(KeyId id) const {
    return id == 0 ? Rows{0, 0} : Rows{key_rows_[id - 1], key_rows_[id]};
  }
  DateInterval dates(RowId row) const {
    return {Date::FromDays(rows_[row].first_day), Date::FromDays(rows_[row].last_day)};
  }
  // Published without an end: `dates` ends where its release does.
  bool is_open(RowId row) const { return (rows_[row].open & reference_format::kOpenEnd) != 0; }
  // Published without a first day: `dates` begins where its release does.
  bool starts_open(RowId row) const {
    return (rows_[row].open & reference_format::kOpenStart) != 0;
  }
  // The first of `dates` as people read it: `the beginning` where the table gives none.
  std::string FirstDay(RowId row) const;
  int release(RowId row) const { return rows_[row].release; }

  // The row that holds on `date`, of the newest release that has one; kNoRow.
  RowId FindRow(KeyId id, Date date) const {
    const Rows rows = RowsOf(id);
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (rows_[row].first_day <= date.days() && date.days() <= rows_[row].last_day) return row;
    }
    return kNoRow;
  }
  // `row`: the one in force; for kEnded and kNotYet the nearest; else kNoRow. `key` is what `id`
  // was found by, needed where it is 0 in a sample.
  struct Answer {
    Listing listing;
    RowId row;
  };
  Answer LookUp(KeyId id, TableKey key, Date date) const;
  Answer LookUp(TableKey key, Date date) const { return LookUp(FindKey(key), key, date); }

  // Whether a release answers for this date.
  bool Covers(Date date) const;
  // Whether an answer about this key means anything: always, but in a sample only for its own.
  bool covers(TableKey key) const;

  int release_count() const { return static_cast<int>(releases_.size()); }
  std::string_view release_name(int release) const;
  DateInterval release_dates(int release) const;

  // A row's column; REQUIRES the column to be of that type. Absent: empty key, kUnset, Date(),
  // empty text, no ranges.
  TableKey KeyAt(RowId row, int column) const { return TableKey::FromBits(Cell(row, column)); }
  // As KeyAt, for columns of codes of up to eight characters.
  Code CodeAt(RowId row, int column) const { return Code::FromBits(Cell(row, column)); }
  // kNumber and kMoney.
  int64_t NumberAt(RowId row, int column) const { return static_cast<int64_t>(Cell(row, column)); }
  bool FlagAt(RowId row, int column) const { return Cell(row, column) != 0; }
  Date DateAt(RowId row, int column) const {
    return Date::FromDays(static_cast<int32_t>(Cell(row, column)));
  }
  std::string_view TextAt(RowId row, int column) const { return Text(Cell(row, column)); }
  std::span<const KeyRange> CodesAt(RowId row, int column) const {
    const uint64_t cell = Cell(row, column);
    return lists_.subspan(reference_format::Begin(cell), reference_format::Count(cell));
  }
  // The cell as people read it, whatever its type.
  std::string Format(RowId row, int column) const;

  const TableInfo& info() const { return file_.info(); }
  uint64_t checksum() const { return file_.checksum(); }

 private:
  explicit ReferenceTable(PackedFile file) : file_(std::move(file)) {}
  absl::Status Read();
  absl::Status CheckCells() const;
  uint64_t Cell(RowId row, int column) const {
    return cells_[row * columns_ + static_cast<size_t>(column)];
  }
  std::string_view Text(uint64_t cell) const {
    return {reinterpret_cast<const char*>(texts_.data()) + reference_format::Begin(cell),
            reference_format::Count(cell)};
  }

  PackedFile file_;
  const ReferenceSchema* schema_ = nullptr;
  size_t columns_ = 0;
  Date covered_until_;  // the last day any release covers
  std::span<const uint64_t> keys_;
  std::span<const uint32_t> slots_;
  std::span<const uint32_t> key_rows_;
  std::span<const reference_format::Row> rows_;
  std::span<const uint64_t> cells_;
  std::span<const KeyRange> lists_;
  std::span<const std::byte> texts_;
  std::span<const reference_format::Release> releases_;
  std::span<const uint64_t> covered_;
};

// Whether one of the ranges, which are sorted and do not overlap, has `key`.
bool Contains(std::span<const KeyRange> ranges, TableKey key);

// `E11*, E13.1-E13.9` — the ranges as people read them: a prefix with `*`.
std::string FormatRanges(std::span<const KeyRange> ranges);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_TABLE_H_
