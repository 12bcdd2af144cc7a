// rules_engine/compile/code_index.h — everything a snapshot knows of a procedure code, in one cache
// line: its places in the packed tables and the rules it activates. One probe a service line, and
// no other look-up by code after it.
//
// An open-addressing hash table of 64-byte entries, at most half full. Find never fails: a code
// nothing is known of gets an entry without a code. Immutable after building; tested by
// code_index_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_CODE_INDEX_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_CODE_INDEX_H_

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "rules_engine/code.h"
#include "rules_engine/compile/activation_index.h"
#include "rules_engine/compile/table_slots.h"

namespace scrubline {

struct alignas(64) CodeEntry {
  Code code;                                  // empty: nothing is known of the code
  std::array<uint16_t, kPtpSlotCount> ptp{};  // CodeIds; 0: not in that table
  std::array<uint16_t, kMueSlotCount> mue{};
  uint16_t add_on = 0;
  ActivationIndex::Answer rules;
};

class CodeIndex {
 public:
  CodeIndex() { Reserve(0); }

  // Room for `count` codes. Drops what is there.
  void Reserve(size_t count) {
    const size_t capacity = std::bit_ceil(count * 2 + 16);
    entries_.assign(capacity, CodeEntry());
    shift_ = 64 - std::countr_zero(capacity);
    mask_ = capacity - 1;
  }
  // The entry of `code`, made if it is not there. REQUIRES: fewer codes than reserved; code not
  // empty.
  CodeEntry& Add(Code code) {
    CodeEntry& entry = entries_[Slot(code)];
    entry.code = code;
    return entry;
  }
  const CodeEntry& Find(Code code) const { return entries_[Slot(code)]; }
  void Prefetch(Code code) const { __builtin_prefetch(&entries_[Home(code)]); }

 private:
  size_t Home(Code code) const { return (code.bits() * 0x9E3779B97F4A7C15ull) >> shift_; }
  size_t Slot(Code code) const {
    size_t slot = Home(code);
    while (entries_[slot].code != code && !entries_[slot].code.empty()) slot = (slot + 1) & mask_;
    return slot;
  }

  std::vector<CodeEntry> entries_;
  int shift_ = 0;
  size_t mask_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_CODE_INDEX_H_
