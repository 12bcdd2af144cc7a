// rules_engine/tables/ptp_table.h — NCCI procedure-to-procedure edits: which of two codes bundles
// the other on a date.
//
//   absl::StatusOr<PtpTable> table = PtpTable::Map("tables/ncci_ptp_practitioner-….tbl");
//   const PtpTable::CodeId a = table->FindCode(x), b = table->FindCode(y);   // once per code
//   table->Prefetch(PtpTable::PairKey(a, b));                                // ahead of its use
//   PtpTable::Hit hit;
//   if (table->Find(a, b, date, hit)) { ... table->row(hit.row) ... }
//
// The table has one bit for every unordered pair of its codes; a set bit leads by its rank to the
// pair's row. A pair without edits, which nearly every pair of a claim is, costs one bit of one
// cache line, and neighbouring codes share that line. docs/table_formats.md has the bytes, the
// numbers, and the layouts that lost.
//
// A PtpTable is read-only and shared freely between threads; it owns its mapping, and views it
// returns live as long as it does. Lookups cannot fail: Map has checked every index in the file.
// Tested by ptp_table_test.cc and, over the published tables, by published_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PTP_TABLE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PTP_TABLE_H_

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/ptp_format.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

class PtpTable {
 public:
  // The code's position in the table, from 1; 0: the code is in no pair. Every function takes 0.
  using CodeId = uint16_t;

  // InvalidArgument for a file that is damaged or of another kind; the message has the remedy.
  static absl::StatusOr<PtpTable> Map(const std::string& path);

  // Cost: a binary search, about 50 ns. A snapshot does it once for every code it knows.
  CodeId FindCode(Code code) const { return codes_.Find(code); }
  // REQUIRES: 1 <= id <= code_count().
  Code code(CodeId id) const { return codes_[id]; }
  size_t code_count() const { return codes_.size(); }

  // Names an unordered pair.
  static uint32_t PairKey(CodeId a, CodeId b) { return ptp_format::PairKey(a, b); }

  void Prefetch(uint32_t key) const { __builtin_prefetch(&blocks_[key / ptp_format::kBlockBits]); }

  // Whether the pair has a row in force on any date at all: for spans, before asking day by day.
  bool Contains(uint32_t key) const {
    const uint32_t bit = key % ptp_format::kBlockBits;
    return blocks_[key / ptp_format::kBlockBits].bits[bit / 64] >> (bit % 64) & 1;
  }

  struct Hit {
    bool first_is_column1;  // of the codes as passed; the other is column 2, the denied one
    uint8_t indicator;      // 0: no modifier helps; 1: an NCCI-associated modifier bypasses
    uint32_t row;           // for row()
  };

  // The row of {a, b} in force on `date`, in either direction: effective <= date <= deletion, and
  // not a tombstone (deleted on its effective date, or indicator 9). False when there is none.
  // At most one is in force on a date; where a file has several, the import has applied the rule of
  // docs/table_formats.md (the later effective date stands; when equal, the first in the file).
  bool Find(CodeId a, CodeId b, Date date, Hit& hit) const {
    const uint32_t key = PairKey(a, b);
    const ptp_format::Block& block = blocks_[key / ptp_format::kBlockBits];
    const uint32_t bit = key % ptp_format::kBlockBits;
    const uint64_t word = block.bits[bit / 64];
    const uint64_t mask = uint64_t{1} << (bit % 64);
    if ((word & mask) == 0) [[likely]] {
      return false;
    }
    const auto before = static_cast<uint32_t>(std::popcount(word & (mask - 1)));
    return FindEntry(block.rank + block.before[bit / 64] + before, a < b, date.days(), hit);
  }

  // A row as published.
  struct Row {
    Code column1;
    Code column2;
    Date effective;
    Date deletion;          // the last day; Date::Max() while the row is open
    uint8_t indicator = 0;  // 0, 1 or 9
    bool prior_to_1996 = false;
    std::string_view rationale;
    uint32_t row = 0;
  };
  // REQUIRES: row < row_count().
  Row row(uint32_t row) const;
  size_t row_count() const { return rows_.size(); }

  // All rows of the pair as published, both directions, tombstones too; oldest effective date
  // first. For people: a binary search.
  std::vector<Row> History(Code a, Code b) const;

  // Whether an answer about this code means anything: always, but in a sample only for its codes.
  bool covers(Code code) const { return !file_.info().sample || covered_.Find(code) != 0; }

  const TableInfo& info() const { return file_.info(); }
  uint64_t checksum() const { return file_.checksum(); }

 private:
  explicit PtpTable(PackedFile file) : file_(std::move(file)) {}
  absl::Status Read();
  absl::Status CheckPairs() const;
  absl::Status CheckEntries() const;
  absl::Status CheckRows() const;

  bool FindEntry(uint32_t index, bool first_is_lower, int32_t day, Hit& hit) const {
    std::span<const ptp_format::Entry> candidates = entries_.subspan(index, 1);
    if (candidates[0].several()) {
      candidates = segments_.subspan(candidates[0].target(), candidates[0].count());
    }
    for (const ptp_format::Entry entry : candidates) {
      if (!entry.InForce(day)) continue;
      hit = {entry.column1_is_lower() == first_is_lower, entry.indicator(), entry.target()};
      return true;
    }
    return false;
  }

  PackedFile file_;
  CodeList codes_;
  CodeList covered_;
  TextList rationales_;
  const ptp_format::Block* blocks_ = nullptr;
  size_t block_count_ = 0;
  std::span<const ptp_format::Entry> entries_;
  std::span<const ptp_format::Entry> segments_;
  std::span<const ptp_format::Row> rows_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PTP_TABLE_H_
