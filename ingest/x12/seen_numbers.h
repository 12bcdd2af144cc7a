// ingest/x12/seen_numbers.h — whether a number was seen before, in bounded memory.
//
//   SeenNumbers claims(4'000'000);
//   if (claims.Insert(absl::HashOf(claim_id)) == SeenNumbers::Answer::kSeen) ...
//
// Keeps 64-bit hashes, about 10 to 20 bytes a number, in parts that grow one at a time, so that the
// largest set is never held twice. Beyond the limit nothing is known any more: kFull. Two numbers
// are taken for one with a probability of n² / 2^65. Tested by seen_numbers_test.cc.
#ifndef SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_
#define SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_

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
    auto& part = parts_[hash >> 58];
    if (part.contains(hash)) return Answer::kSeen;
    if (size_ == limit_) return Answer::kFull;
    part.insert(hash);
    ++size_;
    return Answer::kNew;
  }
  void Clear() {
    if (size_ == 0) return;
    for (auto& part : parts_) part.clear();
    size_ = 0;
  }

 private:
  const size_t limit_;
  size_t size_ = 0;
  std::array<absl::flat_hash_set<uint64_t>, 64> parts_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_SEEN_NUMBERS_H_
