#include "rules_engine/tables/ptp_builder.h"

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "absl/strings/string_view.h"
#include "rules_engine/tables/packed_file.h"

namespace scrubline {
namespace {

using ptp_format::Block;
using ptp_format::Entry;

constexpr size_t kMaxRows = 1 << 24;  // 16 million; CMS's largest table has 2.6
constexpr size_t kMaxRationales = 1024;

bool FitsDay(Date date) { return date.days() > 0 && date.days() < ptp_format::kOpenDay; }

uint16_t ToDay(Date date) {
  return date == Date::Max() ? ptp_format::kOpenDay : static_cast<uint16_t>(date.days());
}

Entry ToEntry(const ptp_format::Row& row, uint32_t effective, uint32_t end, uint32_t number) {
  return Entry::Of(static_cast<uint16_t>(effective), static_cast<uint16_t>(end - 1), number,
                   row.indicator == 1, row.column1 < row.column2);
}

// The intervals on which the rows of one pair, numbered from `first`, stand: without overlap.
void AppendSegments(std::span<const ptp_format::Row> rows, uint32_t first,
                    std::vector<Entry>& segments) {
  std::vector<uint32_t> cuts;  // days on which the row in force may change
  for (const ptp_format::Row& row : rows) {
    if (!row.WasInForce()) continue;
    cuts.push_back(row.effective);
    cuts.push_back(row.deletion + 1u);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  const auto row_on = [&rows](uint32_t day) {
    const ptp_format::Row* best = nullptr;
    for (const ptp_format::Row& row : rows) {
      if (!row.WasInForce() || day < row.effective || day > row.deletion) continue;
      if (best == nullptr || row.effective > best->effective) best = &row;
    }
    return best;
  };
  for (size_t i = 0; i + 1 < cuts.size();) {
    const ptp_format::Row* row = row_on(cuts[i]);
    size_t end = i + 1;
    while (end + 1 < cuts.size() && row_on(cuts[end]) == row) ++end;
    if (row != nullptr) {
      const auto number = first + static_cast<uint32_t>(row - rows.data());
      segments.push_back(ToEntry(*row, cuts[i], cuts[end], number));
    }
    i = end;
  }
}

void CountRanks(std::vector<Block>& blocks) {
  uint32_t rank = 0;
  for (Block& block : blocks) {
    block.rank = rank;
    uint32_t before = 0;
    for (size_t word = 0; word < block.bits.size(); ++word) {
      block.before[word] = static_cast<uint16_t>(before);
      before += static_cast<uint32_t>(std::popcount(block.bits[word]));
    }
    rank += before;
  }
}

}  // namespace

absl::Status PtpBuilder::Add(const Row& row) {
  if (row.column1 == row.column2) {
    return absl::InvalidArgumentError("column 1 and column 2 are the same code");
  }
  if (row.indicator != 0 && row.indicator != 1 && row.indicator != 9) {
    return absl::InvalidArgumentError("modifier indicator is not 0, 1 or 9");
  }
  if (!FitsDay(row.effective)) {
    return absl::InvalidArgumentError("effective date is outside 1970 to 2149");
  }
  if (row.deletion != Date::Max() && !FitsDay(row.deletion)) {
    return absl::InvalidArgumentError("deletion date is outside 1970 to 2149");
  }
  if (rows_.size() >= kMaxRows || code_numbers_.size() + 2 > ptp_format::kMaxCodes ||
      rationales_.size() >= kMaxRationales) {
    return absl::ResourceExhaustedError(
        "more rows, codes or rationales than any PTP table has (16,777,216 rows, 32,767 codes, "
        "1,024 rationales)");
  }
  rows_.push_back({.column1 = CodeNumber(row.column1),
                   .column2 = CodeNumber(row.column2),
                   .effective = ToDay(row.effective),
                   .deletion = ToDay(row.deletion),
                   .rationale = RationaleNumber(row.rationale),
                   .indicator = row.indicator,
                   .prior_to_1996 = row.prior_to_1996});
  return absl::OkStatus();
}

uint16_t PtpBuilder::CodeNumber(Code code) {
  const auto next = static_cast<uint16_t>(code_numbers_.size() + 1);
  return code_numbers_.try_emplace(code.bits(), next).first->second;
}

uint16_t PtpBuilder::RationaleNumber(std::string_view rationale) {
  const absl::string_view key(rationale.data(), rationale.size());
  if (const auto known = rationale_numbers_.find(key); known != rationale_numbers_.end()) {
    return known->second;
  }
  const auto number = static_cast<uint16_t>(rationales_.size());
  rationales_.emplace_back(rationale);
  rationale_numbers_.emplace(rationale, number);
  return number;
}

// The codes ascending; rows then name them by their position in that order.
std::vector<uint64_t> PtpBuilder::RenumberCodes() {
  std::vector<uint64_t> codes;
  codes.reserve(code_numbers_.size());
  for (const auto& [bits, number] : code_numbers_) codes.push_back(bits);
  std::sort(codes.begin(), codes.end());
  std::vector<uint16_t> final_number(codes.size() + 1);
  for (size_t i = 0; i < codes.size(); ++i) {
    final_number[code_numbers_[codes[i]]] = static_cast<uint16_t>(i + 1);
  }
  for (ptp_format::Row& row : rows_) {
    row.column1 = final_number[row.column1];
    row.column2 = final_number[row.column2];
  }
  return codes;
}

// Two passes of a counting sort, the lower code first: the order of keys, stable, in linear time.
void PtpBuilder::SortByPair(size_t code_count) {
  std::vector<ptp_format::Row> sorted(rows_.size());
  const auto pass = [&](auto digit) {
    std::vector<uint32_t> start(code_count + 2);
    for (const ptp_format::Row& row : rows_) ++start[digit(row) + 1u];
    for (size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
    for (const ptp_format::Row& row : rows_) sorted[start[digit(row)]++] = row;
    rows_.swap(sorted);
  };
  pass([](const ptp_format::Row& row) { return std::min(row.column1, row.column2); });
  pass([](const ptp_format::Row& row) { return std::max(row.column1, row.column2); });
}

absl::StatusOr<uint64_t> PtpBuilder::Write(const std::string& path, TableInfo info,
                                           const std::vector<Code>& covered) {
  const std::vector<uint64_t> codes = RenumberCodes();
  SortByPair(codes.size());

  std::vector<Block> blocks(ptp_format::BlockCount(codes.size()));
  std::vector<Entry> entries;
  std::vector<Entry> segments;
  std::vector<Entry> of_pair;
  for (size_t begin = 0, end = 0; begin < rows_.size(); begin = end) {
    const uint32_t key = rows_[begin].key();
    while (end < rows_.size() && rows_[end].key() == key) ++end;
    of_pair.clear();
    if (end - begin == 1) {
      const ptp_format::Row& row = rows_[begin];
      if (row.WasInForce()) {
        of_pair.push_back(
            ToEntry(row, row.effective, row.deletion + 1u, static_cast<uint32_t>(begin)));
      }
    } else {
      AppendSegments(std::span<const ptp_format::Row>(rows_).subspan(begin, end - begin),
                     static_cast<uint32_t>(begin), of_pair);
    }
    if (of_pair.empty()) continue;
    if (of_pair.size() > UINT16_MAX) {
      return absl::ResourceExhaustedError("one pair of codes has more than 65,535 rows");
    }
    const uint32_t bit = key % ptp_format::kBlockBits;
    blocks[key / ptp_format::kBlockBits].bits[bit / 64] |= uint64_t{1} << (bit % 64);
    if (of_pair.size() == 1) {
      entries.push_back(of_pair.front());
    } else {
      entries.push_back(Entry::Several(static_cast<uint32_t>(segments.size()),
                                       static_cast<uint16_t>(of_pair.size())));
      segments.insert(segments.end(), of_pair.begin(), of_pair.end());
    }
  }
  CountRanks(blocks);

  info.rows = rows_.size();
  const std::vector<uint64_t> covered_bits =
      info.sample ? CoveredBits(codes, covered) : std::vector<uint64_t>();
  const std::vector<std::byte> texts = TextList::Encode(rationales_);
  PackedFileWriter writer(TableKind::kPtp, info);
  writer.Add(SectionId::kCodes, codes);
  writer.Add(SectionId::kCovered, covered_bits);
  writer.Add(SectionId::kTexts, texts);
  writer.Add(SectionId::kPairBits, blocks);
  writer.Add(SectionId::kPairEntries, entries);
  writer.Add(SectionId::kPairSegments, segments);
  writer.Add(SectionId::kRows, rows_);
  return writer.Write(path);
}

}  // namespace scrubline
