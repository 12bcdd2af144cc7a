#include "ingest/x12/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace scrubline {
namespace {

// Enough for an ISA of 106 bytes with overlong elements and the white space after it.
constexpr size_t kHeaderWindow = 512;
constexpr size_t kPiece = 4096;

bool IsAlnum(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
// 0x1A ends text files of old systems.
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1A'; }
bool IsSeparator(char c) {
  return !IsAlnum(c) && !IsBlank(c) && c != 0 && static_cast<unsigned char>(c) < 0x80;
}
// Whether it is more than a blank or the byte order mark of the input.
bool IsText(char c, uint64_t offset) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (IsBlank(c)) return false;
  return offset >= kByteOrderMark.size() || c != kByteOrderMark[offset];
}
bool StartsInterchange(std::string_view text) {
  return text.size() >= 4 && text.substr(0, 3) == "ISA" && IsSeparator(text[3]);
}

// Up to the separator behind ISA04.
constexpr size_t kIsaStart = 32;
// Whether the first four elements have their fixed widths.
bool HasFixedStart(std::string_view text) {
  if (text.size() < kIsaStart) return false;
  const char separator = text[3];
  return text[6] == separator && text[17] == separator && text[20] == separator &&
         text[31] == separator;
}

struct ParsedHeader {
  InterchangeHeader header;
  size_t length = 0;  // with the terminator
  bool repetition_usable = true;
};

// The terminator is the byte after the component separator, except where a line break slipped
// between: then it is the punctuation before GS, if there is one.
std::optional<char> FindTerminator(std::string_view after_component, size_t& length) {
  if (after_component.empty()) return std::nullopt;
  const char candidate = after_component[0];
  length = 1;
  if (!IsBlank(candidate)) return IsSeparator(candidate) ? std::optional(candidate) : std::nullopt;
  size_t at = 0;
  bool line_feed = false;
  bool carriage_return = false;
  while (at < after_component.size() && IsBlank(after_component[at])) {
    line_feed |= after_component[at] == '\n';
    carriage_return |= after_component[at] == '\r';
    ++at;
  }
  if (at < after_component.size() && IsSeparator(after_component[at])) {
    const std::string_view next = WithoutBlanks(after_component.substr(at + 1));
    if (next.substr(0, 2) == "GS") {
      length = at + 1;
      return after_component[at];
    }
  }
  if (line_feed) return '\n';
  if (carriage_return) return '\r';
  return std::nullopt;
}

std::optional<ParsedHeader> ParseHeader(std::string_view text) {
  constexpr std::array<size_t, 15> kWidths = {2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1};
  ParsedHeader parsed;
  Delimiters& delimiters = parsed.header.delimiters;
  delimiters.element = text[3];
  size_t from = 4;
  parsed.header.elements[0] = text.substr(0, 3);
  for (size_t i = 0; i < kWidths.size(); ++i) {
    const size_t to = text.find(delimiters.element, from);
    if (to == std::string_view::npos) return std::nullopt;
    const std::string_view element = text.substr(from, to - from);
    if (element.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
    if (element.size() != kWidths[i]) parsed.header.fixed_width = false;
    parsed.header.elements[i + 1] = WithoutBlanks(element);
    from = to + 1;
  }
  if (from >= text.size()) return std::nullopt;
  parsed.header.elements[16] = text.substr(from, 1);
  parsed.length = from + 1;
  delimiters.component = text[from];
  if (!IsSeparator(delimiters.component) || delimiters.component == delimiters.element) {
    parsed.header.unreadable = X12Problem::kComponentSeparatorUnusable;
    return parsed;
  }
  size_t terminator_length = 0;
  const auto terminator = FindTerminator(text.substr(from + 1), terminator_length);
  if (!terminator || *terminator == delimiters.element || *terminator == delimiters.component) {
    parsed.header.unreadable = X12Problem::kSegmentTerminator;
    return parsed;
  }
  delimiters.segment = *terminator;
  // Before 00402, ISA11 was the constant `U`.
  if (parsed.header[12] >= "00402") {
    const std::string_view repetition = parsed.header[11];
    const char c = repetition.size() == 1 ? repetition[0] : 0;
    parsed.repetition_usable = c != 0 && IsSeparator(c) && c != delimiters.element &&
                               c != delimiters.component && c != delimiters.segment;
    if (parsed.repetition_usable) delimiters.repetition = c;
  }
  parsed.length = from + 1 + terminator_length;
  return parsed;
}

}  // namespace

void Tokenizer::Feed(std::string_view bytes) {
  RememberFirstBytes(bytes);
  size_ += bytes.size();
  while (!bytes.empty()) {
    if (carry_.empty()) {
      carry_.assign(bytes.substr(Consume(bytes, false)));
      return;
    }
    // Only as much is copied as finishes the unfinished segment; then the caller's bytes are read
    // in place again.
    const size_t carried = carry_.size();
    const size_t taken = std::min(bytes.size(), kPiece);
    carry_.append(bytes.substr(0, taken));
    const size_t consumed = Consume(carry_, false);
    if (consumed >= carried) {
      bytes.remove_prefix(consumed - carried);
      carry_.clear();
      scanned_ = 0;
    } else {
      carry_.erase(0, consumed);
      bytes.remove_prefix(taken);
    }
  }
}

void Tokenizer::Finish() {
  Consume(carry_, true);
  carry_.clear();
  if (skipping_ && found_any_) sink_.OnProblem(X12Problem::kBytesSkipped, skipped_from_);
}

size_t Tokenizer::Consume(std::string_view window, bool at_end) {
  size_t at = 0;
  while (at < window.size()) {
    const std::string_view rest = window.substr(at);
    const State before = state_;
    size_t consumed = rest.size();
    switch (state_) {
      case State::kSeek:
        consumed = Seek(rest, at_end);
        break;
      case State::kHeader:
        consumed = ReadHeader(rest, at_end);
        break;
      case State::kSegments:
        consumed = ReadSegments(rest, at_end);
        break;
      case State::kSkipSegment:
        consumed = SkipSegment(rest);
        break;
      case State::kStopped:
        break;
    }
    at += consumed;
    base_ += consumed;
    if (state_ == before) break;
    scanned_ = 0;
  }
  return at;
}

void Tokenizer::AssumeIsa(uint64_t offset) {
  found_any_ = true;
  delimiters_ = {'*', ':', '^', '~'};
  InterchangeHeader header;
  header.delimiters = delimiters_;
  header.offset = offset;
  sink_.OnInterchange(header);
  state_ = State::kSegments;
}

// Up to the next `ISA` that is followed by a separator and is a word of its own, or begins a
// segment of the fixed widths.
size_t Tokenizer::Seek(std::string_view window, bool at_end) {
  if (assume_isa_ && !found_any_ && !skipping_) {
    // Behind a byte order mark and blanks.
    size_t start = 0;
    while (start < window.size() && !IsText(window[start], base_ + start)) ++start;
    const std::string_view begin = window.substr(start, 3);
    if (begin == "GS*" || begin == "ST*") {
      AssumeIsa(base_ + start);
      return start;
    }
    if (begin.size() < 3 && !at_end) {
      PassOver(window.substr(0, start));
      return start;
    }
  }
  size_t from = 0;
  while (true) {
    const size_t at = window.find("ISA", from);
    const bool in_reach = at != std::string_view::npos && at + 3 < window.size();
    // Without a decision the last three bytes stay: they may be the start of `ISA*`.
    const size_t decided = in_reach ? at
                           : at_end ? window.size()
                                    : window.size() - std::min<size_t>(3, window.size());
    if (!found_any_ && base_ + decided > kMaxSearch) {
      state_ = State::kStopped;
      return window.size();
    }
    if (!in_reach) {
      PassOver(window.substr(0, decided));
      return decided;
    }
    const char before = at == 0 ? previous_ : window[at - 1];
    if (IsSeparator(window[at + 3])) {
      // Behind a letter it may be the end of a word: then it must look like an ISA for a while.
      const bool is_word = !IsAlnum(before);
      if (!is_word && window.size() - at < kIsaStart && !at_end) {
        PassOver(window.substr(0, at));
        return at;
      }
      if (is_word || HasFixedStart(window.substr(at))) {
        PassOver(window.substr(0, at));
        state_ = State::kHeader;
        return at;
      }
    }
    from = at + 3;
  }
}

size_t Tokenizer::ReadHeader(std::string_view window, bool at_end) {
  if (window.size() < kHeaderWindow && !at_end) return 0;
  auto parsed = ParseHeader(window.substr(0, kHeaderWindow));
  if (!parsed) {
    sink_.OnProblem(X12Problem::kIsaGarbled, base_);
    PassOver(window.substr(0, 3));
    state_ = State::kSeek;
    return 3;
  }
  if (skipping_) sink_.OnProblem(X12Problem::kBytesSkipped, skipped_from_);
  skipping_ = false;
  found_any_ = true;
  delimiters_ = parsed->header.delimiters;
  parsed->header.offset = base_;
  sink_.OnInterchange(parsed->header);
  if (parsed->header.unreadable) {
    previous_ = window[parsed->length - 1];
    state_ = State::kSeek;
    return parsed->length;
  }
  if (!parsed->repetition_usable) sink_.OnProblem(X12Problem::kRepetitionSeparator, base_);
  state_ = State::kSegments;
  return parsed->length;
}

size_t Tokenizer::ReadSegments(std::string_view window, bool at_end) {
  size_t at = 0;
  while (true) {
    while (at < window.size() && (IsBlank(window[at]) || window[at] == delimiters_.segment)) {
      ++at;
      scanned_ = 0;
    }
    const std::string_view rest = window.substr(at);
    if (rest.empty()) return at;
    if (StartsInterchange(rest)) {
      state_ = State::kHeader;
      return at;
    }
    const void* found =
        scanned_ >= rest.size()
            ? nullptr
            : std::memchr(rest.data() + scanned_, delimiters_.segment, rest.size() - scanned_);
    const size_t length = found == nullptr
                              ? rest.size()
                              : static_cast<size_t>(static_cast<const char*>(found) - rest.data());
    if (length > kMaxSegment) {
      sink_.OnProblem(X12Problem::kSegmentTooLong, base_ + at);
      state_ = State::kSkipSegment;
      return at;
    }
    if (found == nullptr) {
      if (!at_end) {
        scanned_ = length;
        return at;
      }
      // A last trailer without a terminator is whole all the same.
      if (rest.substr(0, 3) == "IEA") {
        EmitSegment(rest, base_ + at);
      } else {
        sink_.OnUnfinishedSegment(base_ + window.size());
      }
      return window.size();
    }
    EmitSegment(rest.substr(0, length), base_ + at);
    at += length + 1;
    scanned_ = 0;
    if (segment_.id() == SegmentId("IEA")) {
      previous_ = '\n';
      state_ = State::kSeek;
      return at;
    }
  }
}

size_t Tokenizer::SkipSegment(std::string_view window) {
  const size_t at = window.find(delimiters_.segment);
  if (at == std::string_view::npos) return window.size();
  state_ = State::kSegments;
  return at + 1;
}

void Tokenizer::EmitSegment(std::string_view text, uint64_t offset) {
  segment_.Split(text, delimiters_, offset);
  sink_.OnSegment(segment_);
}

void Tokenizer::PassOver(std::string_view bytes) {
  if (bytes.empty()) return;
  previous_ = bytes.back();
  if (skipping_) return;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const uint64_t offset = base_ + i;
    if (!IsText(bytes[i], offset) || (found_any_ && bytes[i] == delimiters_.segment)) continue;
    skipping_ = true;
    skipped_from_ = offset;
    return;
  }
}

void Tokenizer::RememberFirstBytes(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size() && first_bytes_.size() < 4; ++i) {
    if (!IsBlank(bytes[i])) first_bytes_.push_back(bytes[i]);
  }
}

}  // namespace scrubline
