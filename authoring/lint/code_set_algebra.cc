#include "authoring/lint/code_set_algebra.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace scrubline {
namespace {

// More pieces than this are not worth a lint's time: nothing is proved then.
constexpr size_t kMaxPieces = 4096;

// What is left of ranges that were intersected: the codes from `first` to `last` of `shape` (or
// any) whose bytes under `letters` are those of `value`.
struct Piece {
  uint64_t first, last;
  uint32_t shape;
  uint64_t letters, value;
};

Piece PieceOf(const CodeSet::Range& range) {
  return {range.first.bits(), range.last.bits(), range.shape, range.letters,
          range.first.bits() & range.letters};
}

int LengthOf(uint32_t shape) { return static_cast<int>(shape & 15); }
bool IsDigitAt(uint32_t shape, int i) { return (shape >> (4 + i) & 1) == 0; }
uint8_t ByteAt(uint64_t bits, int i) { return static_cast<uint8_t>(bits >> (56 - 8 * i)); }

// Whether the codes of the piece differ in digits only, so that each has a next one.
bool IsCounted(const Piece& piece) {
  if (piece.shape == CodeSet::kAnyShape) return false;
  for (int i = 0; i < LengthOf(piece.shape); ++i) {
    if (!IsDigitAt(piece.shape, i) && ByteAt(piece.letters, i) == 0) return false;
  }
  return true;
}

// The smallest code of a counted piece's form at or after `bits`, whatever the piece's ends.
std::optional<uint64_t> AtOrAfter(const Piece& piece, uint64_t bits) {
  const int length = LengthOf(piece.shape);
  std::array<uint8_t, Code::kMaxLength> least{}, most{};
  for (int i = 0; i < length; ++i) {
    const bool digit = IsDigitAt(piece.shape, i);
    least[static_cast<size_t>(i)] = digit ? '0' : ByteAt(piece.value, i);
    most[static_cast<size_t>(i)] = digit ? '9' : ByteAt(piece.value, i);
  }
  const auto make = [&](int kept, int raised) {  // `kept` bytes of bits, one set, then the least
    uint64_t code = 0;
    for (int i = 0; i < length; ++i) {
      const uint8_t byte = i < kept    ? ByteAt(bits, i)
                           : i == kept ? static_cast<uint8_t>(raised)
                                       : least[static_cast<size_t>(i)];
      code |= static_cast<uint64_t>(byte) << (56 - 8 * i);
    }
    return code;
  };
  int same = 0;  // bytes of `bits` that the form allows as they stand
  while (same < length && ByteAt(bits, same) >= least[static_cast<size_t>(same)] &&
         ByteAt(bits, same) <= most[static_cast<size_t>(same)]) {
    ++same;
  }
  if (same == length && (length == 8 || bits << (8 * length) == 0)) return bits;
  if (same < length && ByteAt(bits, same) < least[static_cast<size_t>(same)]) {
    return make(same, least[static_cast<size_t>(same)]);
  }
  for (int i = same - 1; i >= 0; --i) {
    if (ByteAt(bits, i) < most[static_cast<size_t>(i)]) return make(i, ByteAt(bits, i) + 1);
  }
  return std::nullopt;
}

std::optional<Piece> Intersect(const Piece& a, const Piece& b) {
  if (a.shape != CodeSet::kAnyShape && b.shape != CodeSet::kAnyShape && a.shape != b.shape) {
    return std::nullopt;
  }
  const uint64_t shared = a.letters & b.letters;
  if ((a.value & shared) != (b.value & shared)) return std::nullopt;
  const Piece both = {std::max(a.first, b.first), std::min(a.last, b.last),
                      a.shape == CodeSet::kAnyShape ? b.shape : a.shape, a.letters | b.letters,
                      a.value | b.value};
  if (both.last < both.first) return std::nullopt;
  return both;
}

// The smallest code that may be in the piece at or after `bits`; for a piece that is not counted,
// `bits` itself.
std::optional<uint64_t> Next(const Piece& piece, uint64_t bits) {
  const std::optional<uint64_t> next =
      IsCounted(piece) ? AtOrAfter(piece, bits) : std::optional(bits);
  return next && *next <= piece.last ? next : std::nullopt;
}

// Whether every code of `piece` is in one of `out`.
bool IsCovered(const Piece& piece, std::span<const CodeSet* const> out) {
  struct Stretch {
    uint64_t first, last;
  };
  std::vector<Stretch> stretches;
  for (const CodeSet* set : out) {
    for (const Code code : set->singles()) stretches.push_back({code.bits(), code.bits()});
    for (const CodeSet::Range& range : set->ranges()) {
      const Piece other = PieceOf(range);
      const bool form = other.shape == CodeSet::kAnyShape || other.shape == piece.shape;
      const bool letters =
          (other.letters & ~piece.letters) == 0 && (piece.value & other.letters) == other.value;
      if (form && letters) stretches.push_back({other.first, other.last});
    }
  }
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.first < b.first; });
  std::optional<uint64_t> cursor = Next(piece, piece.first);
  for (const Stretch& stretch : stretches) {
    if (!cursor || stretch.first > *cursor) break;
    if (stretch.last < *cursor) continue;
    if (stretch.last == ~0ull) return true;
    cursor = Next(piece, stretch.last + 1);
  }
  return !cursor;
}

bool InAll(std::span<const CodeSet* const> sets, Code code) {
  return std::all_of(sets.begin(), sets.end(),
                     [code](const CodeSet* set) { return set->Contains(code); });
}

bool InNone(std::span<const CodeSet* const> sets, Code code) {
  return std::none_of(sets.begin(), sets.end(),
                      [code](const CodeSet* set) { return set->Contains(code); });
}

}  // namespace

bool IsNowhere(std::span<const CodeSet* const> in, std::span<const CodeSet* const> out) {
  // A code in all of `in` is a single of one of them, or comes from a range of each.
  for (const CodeSet* set : in) {
    for (const Code code : set->singles()) {
      if (InAll(in, code) && InNone(out, code)) return false;
    }
  }
  std::vector<Piece> pieces;
  for (const CodeSet::Range& range : in.front()->ranges()) pieces.push_back(PieceOf(range));
  for (const CodeSet* set : in.subspan(1)) {
    std::vector<Piece> both;
    for (const Piece& piece : pieces) {
      for (const CodeSet::Range& range : set->ranges()) {
        if (const auto meet = Intersect(piece, PieceOf(range))) both.push_back(*meet);
        if (both.size() > kMaxPieces) return false;
      }
    }
    pieces = std::move(both);
  }
  return std::all_of(pieces.begin(), pieces.end(),
                     [out](const Piece& piece) { return IsCovered(piece, out); });
}

bool AreDisjoint(const CodeSet& a, const CodeSet& b) {
  const CodeSet* both[] = {&a, &b};
  return IsNowhere(both, {});
}

bool IsSubset(const CodeSet& inner, const CodeSet& outer) {
  const CodeSet* in[] = {&inner};
  const CodeSet* out[] = {&outer};
  return IsNowhere(in, out);
}

}  // namespace scrubline
