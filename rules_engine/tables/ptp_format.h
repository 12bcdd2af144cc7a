// rules_engine/tables/ptp_format.h — the items of a packed PTP table, as they lie in the file.
//
// Shared by PtpTable, which reads them, and PtpBuilder, which makes them. docs/table_formats.md
// describes the same bytes in words; change both, and PackedFile::kVersion.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PTP_FORMAT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PTP_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace scrubline::ptp_format {

// Days are 16 bits since 1970-01-01; the highest value is "open".
inline constexpr uint16_t kOpenDay = 0xFFFF;

// Bounds the bit triangle to 90 MB; CMS's tables have 13,000 codes.
inline constexpr size_t kMaxCodes = 32767;

// The triangle's bit of an unordered pair. Row 0 belongs to the absent code and is empty, and a
// code paired with itself falls on the next row's bit 0, which is empty too: no case needs a test.
inline constexpr uint32_t PairKey(uint16_t a, uint16_t b) {
  const uint32_t low = a < b ? a : b;
  const uint32_t high = a < b ? b : a;
  return high * (high - 1) / 2 + low;
}

// Bits needed for ids 0..code_count, and one for the last code paired with itself.
inline constexpr uint64_t PairBits(uint64_t code_count) {
  return code_count * (code_count + 1) / 2 + 1;
}

// One cache line: 384 bits of the triangle and what is needed to rank a bit among all.
inline constexpr uint32_t kBlockBits = 384;
struct alignas(64) Block {
  uint32_t rank;                   // set bits in all blocks before this one
  std::array<uint16_t, 6> before;  // set bits in the words before this one
  std::array<uint64_t, 6> bits;
};
static_assert(sizeof(Block) == 64);

inline constexpr size_t BlockCount(uint64_t code_count) {
  return (PairBits(code_count) + kBlockBits - 1) / kBlockBits;
}

// A row in force. In eight bytes, from the lowest bit: effective day 16, deletion day 16, row 29,
// indicator 1, column 1 is the lower code 1, several 1. When several, the first 16 bits are a count
// and the 29 are the first of that many segments.
class Entry {
 public:
  constexpr Entry() = default;
  static constexpr Entry Of(uint16_t effective, uint16_t deletion, uint32_t row, bool indicator,
                            bool column1_is_lower) {
    return Entry(effective | uint64_t{deletion} << 16 | uint64_t{row} << 32 |
                 uint64_t{indicator} << 61 | uint64_t{column1_is_lower} << 62);
  }
  static constexpr Entry Several(uint32_t first, uint16_t count) {
    return Entry(count | uint64_t{first} << 32 | uint64_t{1} << 63);
  }

  constexpr uint16_t effective() const { return static_cast<uint16_t>(bits_); }
  constexpr uint16_t deletion() const { return static_cast<uint16_t>(bits_ >> 16); }
  constexpr uint16_t count() const { return static_cast<uint16_t>(bits_); }
  constexpr uint32_t target() const { return static_cast<uint32_t>(bits_ >> 32) & kMaxTarget; }
  constexpr uint8_t indicator() const { return bits_ >> 61 & 1; }
  constexpr bool column1_is_lower() const { return bits_ >> 62 & 1; }
  constexpr bool several() const { return bits_ >> 63 & 1; }
  constexpr bool InForce(int32_t day) const { return effective() <= day && day <= deletion(); }

  static constexpr uint32_t kMaxTarget = (1u << 29) - 1;

 private:
  constexpr explicit Entry(uint64_t bits) : bits_(bits) {}
  uint64_t bits_ = 0;
};
static_assert(sizeof(Entry) == 8);

// A row as published. Rows stand in the order of their pair's key, rows of one pair in the order of
// the file.
struct Row {
  uint16_t column1;
  uint16_t column2;
  uint16_t effective;
  uint16_t deletion;
  uint16_t rationale;
  uint8_t indicator;
  uint8_t prior_to_1996;

  constexpr uint32_t key() const { return PairKey(column1, column2); }
  // A row deleted on its effective date, or with indicator 9, was never in force.
  constexpr bool WasInForce() const { return effective < deletion && indicator != 9; }
};
static_assert(sizeof(Row) == 12);

}  // namespace scrubline::ptp_format

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PTP_FORMAT_H_
