#include "rules_engine/code_set.h"

namespace scrubline {

uint32_t CodeSet::Shape(Code code) {
  const int length = code.length();
  uint32_t shape = static_cast<uint32_t>(length);
  for (int i = 0; i < length; ++i) {
    if (code[i] < '0' || code[i] > '9') shape |= 16u << i;
  }
  return shape;
}

uint64_t CodeSet::SharedLetters(Code a, Code b) {
  uint64_t mask = 0;
  for (int i = 0; i < Code::kMaxLength; ++i) {
    if (a[i] == b[i] && a[i] >= 'A') mask |= 0xFFull << (56 - 8 * i);
  }
  return mask;
}

void CodeSet::AddAll(const CodeSet& other) {
  singles_.insert(singles_.end(), other.singles_.begin(), other.singles_.end());
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
}

void CodeSet::RemoveSingles(const CodeSet& other) {
  std::erase_if(singles_, [&other](Code code) {
    return std::binary_search(other.singles_.begin(), other.singles_.end(), code);
  });
}

void CodeSet::Seal() {
  std::sort(singles_.begin(), singles_.end());
  singles_.erase(std::unique(singles_.begin(), singles_.end()), singles_.end());
  std::sort(ranges_.begin(), ranges_.end());
  ranges_.erase(std::unique(ranges_.begin(), ranges_.end()), ranges_.end());
}

std::string CodeSet::ToString(const Range& range) {
  if (range.last == LastWithPrefix(range.first) && range.shape == kAnyShape) {
    return range.first.ToString() + "*";
  }
  if (range.shape != kAnyShape) return range.first.ToString() + "-" + range.last.ToString();
  // The end of a diagnosis range is its prefix filled up with 0xFF.
  std::string last;
  for (int i = 0; i < 8 && static_cast<unsigned char>(range.last[i]) != 0xFF; ++i)
    last += range.last[i];
  return range.first.ToString() + "-" + last;
}

std::string CodeSet::ToString() const {
  std::string text = "[";
  const auto add = [&text](const std::string& item) {
    if (text.size() > 1) text += ", ";
    text += '"' + item + '"';
  };
  for (Code code : singles_) add(code.ToString());
  for (const Range& range : ranges_) add(ToString(range));
  return text + "]";
}

}  // namespace scrubline
