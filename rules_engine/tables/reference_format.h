// rules_engine/tables/reference_format.h — the items of a packed reference table, as they lie in
// the file. docs/table_formats.md describes the same bytes in words.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_FORMAT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_FORMAT_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace scrubline::reference_format {

// What one published file answers for. Oldest first.
struct Release {
  int32_t first_day;  // days since 1970-01-01, both ends belong to it
  int32_t last_day;
  uint64_t name;  // as a cell of text
};
static_assert(sizeof(Release) == 16);

// The rows of one key stand together, those of the newest release first.
struct Row {
  int32_t first_day;
  int32_t last_day;  // open ends are cut to the days of the release
  uint16_t release;
  uint16_t open;  // kOpenEnd: published without an end; kOpenStart: without a first day
};
static_assert(sizeof(Row) == 12);
constexpr uint16_t kOpenEnd = 1, kOpenStart = 2;

// Cells are 64 bits. Numbers and money: as claims have them, the absent one included. Dates: days,
// sign extended. Codes: the bits of the key. Flags: 0, 1. Text and lists: where they begin in their
// heap (upper 32 bits) and how long they are (lower 32), in bytes or ranges.
constexpr uint64_t Span(uint32_t begin, uint32_t count) {
  return static_cast<uint64_t>(begin) << 32 | count;
}
constexpr uint32_t Begin(uint64_t cell) { return static_cast<uint32_t>(cell >> 32); }
constexpr uint32_t Count(uint64_t cell) { return static_cast<uint32_t>(cell); }

// Slots of the hash of `keys` keys: a power of two, at most half full.
constexpr size_t SlotCount(size_t keys) { return std::bit_ceil(keys * 2 + 2); }
constexpr size_t Home(uint64_t key, size_t slots) {
  return (key * 0x9E3779B97F4A7C15ull) >> (64 - std::countr_zero(slots));
}

}  // namespace scrubline::reference_format

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_REFERENCE_FORMAT_H_
