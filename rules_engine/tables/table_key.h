// rules_engine/tables/table_key.h — what a reference table is looked up by: a code, or an
// identifier that is longer than one.
//
//   TableKey::Of(Code::Of("99213"))                    // a code's key is the code
//   TableKey::Parse("1234567893")                      // an NPI; taxonomy codes, NDCs and CLIA
//                                                      // numbers have keys too
//
// Up to eight characters a key has the bits of the Code; from nine to twelve characters 0-9 A-Z it
// is a number in base 37 with the top bit set, which no Code has. Order is text order among keys of
// one kind. Tested by reference_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TABLE_KEY_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TABLE_KEY_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules_engine/code.h"

namespace scrubline {

class TableKey {
 public:
  static constexpr size_t kMaxLength = 12;

  constexpr TableKey() = default;
  static constexpr TableKey Of(Code code) { return FromBits(code.bits()); }
  static constexpr TableKey FromBits(uint64_t bits) {
    TableKey key;
    key.bits_ = bits;
    return key;
  }

  // As it stands: upper case, no blanks. nullopt for what no key can be: empty, too long, or long
  // with a character other than 0-9 A-Z.
  static constexpr std::optional<TableKey> Parse(std::string_view text) {
    if (text.empty() || text.size() > kMaxLength) return std::nullopt;
    if (text.size() <= Code::kMaxLength) {
      const std::optional<Code> code = Code::Parse(text);
      if (!code.has_value()) return std::nullopt;
      return Of(*code);
    }
    uint64_t number = 0;
    for (size_t i = 0; i < kMaxLength; ++i) {
      const int digit = i < text.size() ? Digit(text[i]) : 0;
      if (digit < 0) return std::nullopt;
      number = number * kBase + static_cast<uint64_t>(digit);
    }
    return FromBits(number | kLong);
  }

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  std::string ToString() const;

  friend constexpr auto operator<=>(TableKey a, TableKey b) = default;

 private:
  static constexpr uint64_t kLong = uint64_t{1} << 63;
  static constexpr uint64_t kBase = 37;  // no character, ten digits, 26 letters
  static constexpr int Digit(char c) {
    if (c >= '0' && c <= '9') return c - '0' + 1;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 11;
    return -1;
  }

  uint64_t bits_ = 0;
};

// Keys from `first` to `last`, both included; a single key has both the same.
struct KeyRange {
  TableKey first;
  TableKey last;

  static constexpr KeyRange Single(TableKey key) { return {key, key}; }
  // Every code that begins with `prefix`, itself included.
  static constexpr KeyRange Prefix(Code prefix) {
    const int used = 8 * prefix.length();
    const uint64_t rest = used >= 64 ? 0 : ~uint64_t{0} >> used;
    return {TableKey::Of(prefix), TableKey::FromBits(prefix.bits() | rest)};
  }
  constexpr bool Contains(TableKey key) const { return first <= key && key <= last; }
  friend constexpr auto operator<=>(const KeyRange&, const KeyRange&) = default;
};
static_assert(sizeof(KeyRange) == 16);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TABLE_KEY_H_
