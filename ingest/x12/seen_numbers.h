// ingest/x12/seen_numbers.h — whether a number was seen before, in bounded memory.
//
//   SeenNumbers claims(4'000'000);
//   if (claims.Insert(absl::HashOf(claim_id)) == SeenNumbers::Answer::kSeen) ...
//
// Keeps 64-bit hashes, about 10 to 20 bytes a number: a few in a row, more of them in parts that
// grow one at a time, so that the largest set is never held twice. Beyond the limit nothing is
// known any more: kFull. Two numbers are taken for one with a probability of n² / 2^65. Tested by
// seen_numbers_test.cc.
#ifndef SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_
#define SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"

namespace scrubline {

class SeenNumbers {
 public:
  enum class Answer : uint8_t { kNew, kSeen, kFull };

  explicit SeenNumbers(size_t limit) : limit_(limit) {}

  Answer Insert(uint64_t hash) {
    if (Contains(hash)) return Answer::kSeen;
    if (size_ == limit_) return Answer::kFull;
    if (size_ < few_.size()) {
      few_[size_] = hash;
    } else {
      if (size_ == few_.size()) {
        for (uint64_t few : few_) PartOf(few).insert(few);
      }
      PartOf(hash).insert(hash);
    }
    ++size_;
    return Answer::kNew;
  }
  void Clear() {
    if (size_ > few_.size()) {
      for (auto& part : parts_) part.clear();
    }
    size_ = 0;
  }

 private:
  using Part = absl::flat_hash_set<uint64_t>;

  Part& PartOf(uint64_t hash) { return parts_[hash >> 58]; }
  bool Contains(uint64_t hash) {
    if (size_ > few_.size()) return PartOf(hash).contains(hash);
    const auto end = few_.begin() + static_cast<ptrdiff_t>(size_);
    return std::find(few_.begin(), end, hash) != end;
  }

  const size_t limit_;
  size_t size_ = 0;
  std::array<uint64_t, 32> few_;
  std::array<Part, 64> parts_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_
