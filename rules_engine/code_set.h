// rules_engine/code_set.h — a set of codes as an author writes it: single codes, ranges, prefixes.
//
//   CodeSet set;
//   set.Add(Code::Of("11102"));
//   set.AddRange(Code::Of("99202"), Code::Of("99215"));   // inclusive
//   set.AddPrefix(Code::Of("J9"));                        // "J9*"
//   set.Seal();
//   set.Contains(code);                                   // one binary search
//
// A range holds only codes of its ends' own shape — the same length, digits where the ends have
// digits, letters where they have letters — so that the anesthesia codes 00100-01999 do not take in
// 0101T. Diagnosis ranges (`E11-E13`) are written with AddDiagnosisRange and take in every code
// under their ends. Immutable after Seal(); values, cheap to share. Tested by code_set_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_CODE_SET_H_
#define SCRUBLINE_RULES_ENGINE_CODE_SET_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "rules_engine/code.h"

namespace scrubline {

class CodeSet {
 public:
  // An inclusive interval of codes. `shape` is the shape every member has, or kAnyShape; `letters`
  // masks the bytes that hold the same letter in both ends, and so in every member.
  struct Range {
    Code first;
    Code last;
    uint32_t shape;
    uint64_t letters;
    friend auto operator<=>(const Range&, const Range&) = default;
  };
  static constexpr uint32_t kAnyShape = ~0u;

  void Add(Code code) { singles_.push_back(code); }
  // REQUIRES: first <= last and both of one shape (see SameShape).
  void AddRange(Code first, Code last) {
    ranges_.push_back({first, last, Shape(first), SharedLetters(first, last)});
  }
  // A range of another set, as it is.
  void AddRange(const Range& range) { ranges_.push_back(range); }
  void AddPrefix(Code prefix) { ranges_.push_back({prefix, LastWithPrefix(prefix), kAnyShape, 0}); }
  void AddDiagnosisRange(Code first, Code last) {
    ranges_.push_back({first, LastWithPrefix(last), kAnyShape, 0});
  }
  void AddAll(const CodeSet& other);
  // Takes out every member that `other` has as a single code; ranges lose nothing. For `{remove:
  // [...]}` of list parameters.
  void RemoveSingles(const CodeSet& other);
  // Sorts and drops repeats. REQUIRED before Contains and comparisons.
  void Seal();

  bool Contains(Code code) const {
    if (std::binary_search(singles_.begin(), singles_.end(), code)) return true;
    return !ranges_.empty() && InRanges(code);
  }
  bool empty() const { return singles_.empty() && ranges_.empty(); }
  const std::vector<Code>& singles() const { return singles_; }
  const std::vector<Range>& ranges() const { return ranges_; }
  static bool InRange(const Range& range, Code code) {
    return range.first <= code && code <= range.last &&
           ((code.bits() ^ range.first.bits()) & range.letters) == 0 &&
           (range.shape == kAnyShape || range.shape == Shape(code));
  }
  static bool SameShape(Code a, Code b) { return Shape(a) == Shape(b); }
  // `["11102", "99202-99215", "J9*"]`, in order.
  std::string ToString() const;
  static std::string ToString(const Range& range);  // `99202-99215`, `J9*`

  friend bool operator==(const CodeSet&, const CodeSet&) = default;

 private:
  // Length in the low four bits, then one bit a character: set where it is no digit.
  static uint32_t Shape(Code code);
  static uint64_t SharedLetters(Code a, Code b);
  static Code LastWithPrefix(Code prefix) {
    const int n = prefix.length();
    return n == 8 ? prefix : Code::FromBits(prefix.bits() | (~0ull >> (8 * n)));
  }
  bool InRanges(Code code) const {
    return std::any_of(ranges_.begin(), ranges_.end(),
                       [code](const Range& range) { return InRange(range, code); });
  }

  std::vector<Code> singles_;
  std::vector<Range> ranges_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_CODE_SET_H_
