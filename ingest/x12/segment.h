// ingest/x12/segment.h — one segment of an X12 interchange, split into elements.
//
//   segment.id() == SegmentId("CLM")
//   segment[1]                                  // element 1 (CLM01), blanks off; empty if absent
//   Composite place(segment[5], delimiters.component);
//   place[2]                                    // component 2 (CLM05-2)
//
// Elements are numbered from 1 as the guides number them. Everything is a view into the bytes being
// read: valid while the handler that was given the segment runs. Tested by x12_tokenizer_test.cc.
#ifndef SCRUBLINE_INGEST_X12_SEGMENT_H_
#define SCRUBLINE_INGEST_X12_SEGMENT_H_

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace scrubline {

// The separators one interchange declares in its ISA. They are per interchange: a file may hold
// several with different ones.
struct Delimiters {
  char element = '*';
  char component = ':';
  char repetition = 0;  // 0: the interchange has none
  char segment = '~';
};

constexpr int kMaxElements = 64;
constexpr int kMaxComponents = 16;

// A segment's name as one integer, for switches and tables. REQUIRES: two or three characters.
constexpr uint32_t SegmentId(std::string_view name) {
  uint32_t id = 0;
  for (char c : name) id = id << 8 | static_cast<unsigned char>(c);
  return id;
}

inline std::string_view WithoutBlanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

class Segment {
 public:
  // Splits `text`, a segment without its terminator. More than kMaxElements elements: the last one
  // holds the rest and overflows() says so.
  void Split(std::string_view text, const Delimiters& delimiters, uint64_t offset) {
    delimiters_ = &delimiters;
    offset_ = offset;
    overflows_ = false;
    count_ = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    starts_[0] = at;
    const auto cut = [this](const char* separator) {
      if (count_ == kMaxElements) {
        overflows_ = true;
      } else {
        starts_[static_cast<size_t>(++count_)] = separator + 1;
      }
    };
#ifdef __SSE2__
    const __m128i separator = _mm_set1_epi8(delimiters.element);
    for (; end - at >= 16; at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      for (auto found = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, separator)));
           found != 0; found &= found - 1) {
        cut(at + std::countr_zero(found));
      }
    }
#endif
    if constexpr (std::endian::native == std::endian::little) {
      // Eight bytes at a time: the high bit of each byte that equals the separator.
      constexpr uint64_t kOnes = 0x0101010101010101;
      constexpr uint64_t kLow = 0x7F * kOnes;
      const uint64_t separators = static_cast<unsigned char>(delimiters.element) * kOnes;
      for (; end - at >= 8; at += 8) {
        uint64_t word;
        std::memcpy(&word, at, sizeof(word));
        word ^= separators;
        for (uint64_t found = ~(((word & kLow) + kLow) | word | kLow); found != 0;
             found &= found - 1) {
          cut(at + std::countr_zero(found) / 8);
        }
      }
    }
    for (; at != end; ++at) {
      if (*at == delimiters.element) cut(at);
    }
    starts_[static_cast<size_t>(count_ + 1)] = end + 1;
    const std::string_view name = (*this)[0];
    id_ = IsName(name) ? SegmentId(name) : 0;
  }

  // 0 when the text does not begin with a segment name: a capital and one or two capitals or
  // digits.
  uint32_t id() const { return id_; }
  std::string_view operator[](int element) const {
    if (element > count_) return {};
    const char* const from = starts_[static_cast<size_t>(element)];
    const char* const to = starts_[static_cast<size_t>(element + 1)] - 1;
    return WithoutBlanks({from, static_cast<size_t>(to - from)});
  }
  // The number of the last element.
  int size() const { return count_; }
  bool overflows() const { return overflows_; }
  const Delimiters& delimiters() const { return *delimiters_; }
  // Of the segment's first byte, from the start of the input.
  uint64_t offset() const { return offset_; }

 private:
  static bool IsName(std::string_view name) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() < 2 || name.size() > 3 || !capital(name[0])) return false;
    for (char c : name) {
      if (!capital(c) && (c < '0' || c > '9')) return false;
    }
    return true;
  }

  // Where each element begins, the name being element 0; one behind the last is where another
  // would.
  std::array<const char*, kMaxElements + 2> starts_;
  int count_ = 0;
  uint32_t id_ = 0;
  bool overflows_ = false;
  const Delimiters* delimiters_ = nullptr;
  uint64_t offset_ = 0;
};

// A composite element's components, numbered from 1.
class Composite {
 public:
  Composite(std::string_view text, char separator) {
    if (text.empty()) return;
    const char* const end = text.data() + text.size();
    starts_[0] = text.data();
    for (const char* at = text.data(); at != end; ++at) {
      if (*at != separator) continue;
      starts_[static_cast<size_t>(++count_)] = at + 1;
      if (count_ == kMaxComponents) {
        overflows_ = true;
        return;
      }
    }
    starts_[static_cast<size_t>(++count_)] = end + 1;
  }

  std::string_view operator[](int component) const {
    if (component > count_) return {};
    const char* const from = starts_[static_cast<size_t>(component - 1)];
    const char* const to = starts_[static_cast<size_t>(component)] - 1;
    return WithoutBlanks({from, static_cast<size_t>(to - from)});
  }
  int size() const { return count_; }
  bool overflows() const { return overflows_; }

 private:
  // Where each component begins; one behind the last is where another would.
  std::array<const char*, kMaxComponents + 1> starts_;
  int count_ = 0;
  bool overflows_ = false;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_SEGMENT_H_
