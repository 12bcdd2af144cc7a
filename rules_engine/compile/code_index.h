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
#include <map>
#include <vector>

#include "rules_engine/code.h"
#include "rules_engine/compile/activation_index.h"
#include "rules_engine/compile/table_slots.h"
#include "rules_engine/tables/reference_table.h"

namespace scrubline {

struct alignas(64) CodeEntry {
  Code code;                                  // empty: nothing is known of the code
  std::array<uint16_t, kPtpSlotCount> ptp{};  // CodeIds; 0: not in that table
  std::array<uint16_t, kMueSlotCount> mue{};
  uint16_t add_on = 0;
  uint32_t references = 0;  // place in the index's list of CodeReferences
  uint32_t lists = 0;       // place in the index's list of which lists of codes have the code
  ActivationIndex::Answer rules;
};
static_assert(sizeof(CodeEntry) == 64);

// The reference tables that are looked up by procedure code; CodeReferences is parallel to it.
inline constexpr std::array kProcedureReferences = {
    ReferenceId::kPhysicianFeeSchedule, ReferenceId::kHcpcs,
    ReferenceId::kCodeCalendar,         ReferenceId::kOutpatientStatus,
    ReferenceId::kCoveragePolicies,     ReferenceId::kTelehealthServices,
    ReferenceId::kTherapyServices,      ReferenceId::kCliaTests,
    ReferenceId::kDrugDosages,          ReferenceId::kFeeSchedule};
using CodeReferences = std::array<KeyId, kProcedureReferences.size()>;
constexpr size_t PlaceOfReference(ReferenceId id) {
  size_t place = 0;
  while (kProcedureReferences[place] != id) ++place;
  return place;
}

class CodeIndex {
 public:
  CodeIndex() { Reserve(0); }

  // Room for `count` codes. Drops what is there.
  void Reserve(size_t count) {
    const size_t capacity = std::bit_ceil(count * 2 + 16);
    entries_.assign(capacity, CodeEntry());
    references_.assign(1, CodeReferences{});
    lists_.clear();
    lists_of_.clear();
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
  void SetReferences(CodeEntry& entry, const CodeReferences& references) {
    if (references == CodeReferences{}) return;
    entry.references = static_cast<uint32_t>(references_.size());
    references_.push_back(references);
  }
  // The code's key in a table of kProcedureReferences; 0: not in it, or the table is not loaded.
  KeyId KeyOf(const CodeEntry& entry, ReferenceId id) const {
    return references_[entry.references][PlaceOfReference(id)];
  }
  // Which of the graph's lists of procedure codes have the code, a bit each. REQUIRES: as many
  // words each time.
  void SetLists(CodeEntry& entry, const std::vector<uint64_t>& lists) {
    const auto [it, added] =
        lists_of_.emplace(lists, static_cast<uint32_t>(lists_.size()));  // few codes differ in them
    if (added) lists_.insert(lists_.end(), lists.begin(), lists.end());
    entry.lists = it->second;
  }
  // REQUIRES: SetLists was called for the entry.
  bool IsOnList(const CodeEntry& entry, uint32_t list) const {
    return lists_[entry.lists + list / 64] >> (list % 64) & 1;
  }
  void DropScaffolding() { lists_of_.clear(); }  // once all are set

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
  std::vector<CodeReferences> references_;  // the first: of codes that are in none
  std::vector<uint64_t> lists_;
  std::map<std::vector<uint64_t>, uint32_t> lists_of_;
  int shift_ = 0;
  size_t mask_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_CODE_INDEX_H_
