// rules_engine/code.h — a healthcare code of up to eight ASCII characters, held in one integer.
//
//   Code code = Code::Parse("99213").value();   // nullopt for more than 8 characters or anything
//   outside printable ASCII code < *Code::Parse("99214")                // integer comparison, the
//   same order as comparing the text
//
// Procedure codes, modifiers, diagnosis codes without the dot, revenue codes, places of service and
// types of bill are all text with meaning in their leading zeros (`00100`, `0131`): they are never
// numbers. The characters are packed from the top byte down and the rest is zero, so that integer
// order is text order and an empty Code is 0. A Code is a value: copy it, pass it by value. Tested
// by code_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_CODE_H_
#define SCRUBLINE_RULES_ENGINE_CODE_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace scrubline {

class Code {
 public:
  static constexpr int kMaxLength = 8;

  constexpr Code() = default;

  // The text as it stands: no trimming, no change of case. nullopt when it is longer than eight
  // characters or holds a character outside 0x21..0x7E.
  static constexpr std::optional<Code> Parse(std::string_view text) {
    if (text.size() > kMaxLength) return std::nullopt;
    uint64_t bits = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < 0x21 || byte > 0x7E) return std::nullopt;
      bits |= static_cast<uint64_t>(byte) << (56 - 8 * i);
    }
    return FromBits(bits);
  }

  // The normal form of domain rules: surrounding blanks off, letters upper case; then as Parse.
  static std::optional<Code> ParseNormalized(std::string_view text);

  // As ParseNormalized, and one dot is dropped (`E11.9` is `E119`).
  static std::optional<Code> ParseDiagnosis(std::string_view text);

  // For literals in code and tests: `Code::Of("25")`. The text must be a valid code.
  static consteval Code Of(std::string_view text) { return Parse(text).value(); }

  static constexpr Code FromBits(uint64_t bits) {
    Code code;
    code.bits_ = bits;
    return code;
  }
  constexpr uint64_t bits() const { return bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int length() const {
    int length = 0;
    while (length < kMaxLength && (bits_ << (8 * length)) != 0) ++length;
    return length;
  }
  constexpr char operator[](int i) const { return static_cast<char>(bits_ >> (56 - 8 * i)); }
  std::string ToString() const;

  constexpr bool StartsWith(Code prefix) const {
    const int n = prefix.length();
    return n == 0 || (bits_ >> (64 - 8 * n)) == (prefix.bits_ >> (64 - 8 * n));
  }

  friend constexpr auto operator<=>(Code a, Code b) = default;

  template <typename H>
  friend H AbslHashValue(H h, Code code) {
    return H::combine(std::move(h), code.bits_);
  }

 private:
  uint64_t bits_ = 0;
};

// A diagnosis code with its dot: `E11.9`.
std::string FormatDiagnosis(Code code);

}  // namespace scrubline

template <>
struct std::hash<scrubline::Code> {
  size_t operator()(scrubline::Code code) const noexcept {
    return static_cast<size_t>(code.bits() * 0x9E3779B97F4A7C15ull >> 1);
  }
};

#endif  // SCRUBLINE_RULES_ENGINE_CODE_H_
