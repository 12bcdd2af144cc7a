#include "rules_engine/tables/ptp_table.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

Date FromDay(uint16_t day) {
  return day == ptp_format::kOpenDay ? Date::Max() : Date::FromDays(day);
}

}  // namespace

absl::StatusOr<PtpTable> PtpTable::Map(const std::string& path) {
  absl::StatusOr<PackedFile> file = PackedFile::Map(path, TableKind::kPtp);
  if (!file.ok()) return file.status();
  PtpTable table(*std::move(file));
  SCRUB_RETURN_IF_ERROR(table.Read());
  SCRUB_RETURN_IF_ERROR(table.CheckPairs());
  SCRUB_RETURN_IF_ERROR(table.CheckEntries());
  SCRUB_RETURN_IF_ERROR(table.CheckRows());
  return table;
}

absl::Status PtpTable::Read() {
  SCRUB_ASSIGN_OR_RETURN(const auto codes, file_.Section<uint64_t>(SectionId::kCodes));
  SCRUB_ASSIGN_OR_RETURN(const auto covered, file_.Section<uint64_t>(SectionId::kCovered));
  SCRUB_ASSIGN_OR_RETURN(const auto blocks, file_.Section<ptp_format::Block>(SectionId::kPairBits));
  if (!CodeList::IsValid(codes) || !CodeList::IsValid(covered) ||
      codes.size() > ptp_format::kMaxCodes) {
    return file_.Damaged("its codes are out of order");
  }
  codes_ = CodeList(codes);
  covered_ = CodeList(covered);
  if (blocks.size() != ptp_format::BlockCount(codes_.size())) {
    return file_.Damaged("its pair bits do not fit its codes");
  }
  blocks_ = blocks.data();
  block_count_ = blocks.size();
  SCRUB_ASSIGN_OR_RETURN(rationales_, TextList::Read(file_));
  SCRUB_ASSIGN_OR_RETURN(entries_, file_.Section<ptp_format::Entry>(SectionId::kPairEntries));
  SCRUB_ASSIGN_OR_RETURN(segments_, file_.Section<ptp_format::Entry>(SectionId::kPairSegments));
  SCRUB_ASSIGN_OR_RETURN(rows_, file_.Section<ptp_format::Row>(SectionId::kRows));
  return absl::OkStatus();
}

// Every set bit's rank is an entry's index: ranks count up without a gap to the entries' number.
absl::Status PtpTable::CheckPairs() const {
  uint64_t rank = 0;
  for (size_t i = 0; i < block_count_; ++i) {
    const ptp_format::Block& block = blocks_[i];
    bool sound = block.rank == rank;
    uint32_t before = 0;
    for (size_t word = 0; word < block.bits.size(); ++word) {
      sound &= block.before[word] == before;
      before += static_cast<uint32_t>(std::popcount(block.bits[word]));
    }
    if (!sound) return file_.Damaged("its pair bits are miscounted");
    rank += before;
  }
  if (rank != entries_.size()) return file_.Damaged("its pair bits and entries do not match");
  return absl::OkStatus();
}

absl::Status PtpTable::CheckEntries() const {
  bool sound = true;
  for (const ptp_format::Entry& entry : entries_) {
    sound &= entry.several() ? entry.target() + size_t{entry.count()} <= segments_.size()
                             : entry.target() < rows_.size();
  }
  for (const ptp_format::Entry& segment : segments_) {
    sound &= !segment.several() && segment.target() < rows_.size();
  }
  return sound ? absl::OkStatus() : file_.Damaged("an entry leads outside its rows");
}

absl::Status PtpTable::CheckRows() const {
  bool sound = true;
  for (const ptp_format::Row& row : rows_) {
    sound &= row.column1 != 0 && row.column1 <= codes_.size() && row.column2 != 0 &&
             row.column2 <= codes_.size() && row.rationale < rationales_.size();
  }
  return sound ? absl::OkStatus() : file_.Damaged("a row names a code or text that is not there");
}

PtpTable::Row PtpTable::row(uint32_t row) const {
  const ptp_format::Row& packed = rows_[row];
  return {.column1 = codes_[packed.column1],
          .column2 = codes_[packed.column2],
          .effective = FromDay(packed.effective),
          .deletion = FromDay(packed.deletion),
          .indicator = packed.indicator,
          .prior_to_1996 = packed.prior_to_1996 != 0,
          .rationale = rationales_[packed.rationale],
          .row = row};
}

std::vector<PtpTable::Row> PtpTable::History(Code a, Code b) const {
  const CodeId first = FindCode(a);
  const CodeId second = FindCode(b);
  std::vector<Row> history;
  if (first == 0 || second == 0) return history;
  const uint32_t key = PairKey(first, second);
  const auto begin = std::lower_bound(
      rows_.begin(), rows_.end(), key,
      [](const ptp_format::Row& row, uint32_t wanted) { return row.key() < wanted; });
  for (auto at = begin; at != rows_.end() && at->key() == key; ++at) {
    history.push_back(row(static_cast<uint32_t>(at - rows_.begin())));
  }
  std::stable_sort(history.begin(), history.end(),
                   [](const Row& x, const Row& y) { return x.effective < y.effective; });
  return history;
}

}  // namespace scrubline
