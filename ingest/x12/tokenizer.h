// ingest/x12/tokenizer.h — bytes to segments, a piece at a time.
//
//   Tokenizer tokenizer(sink);
//   while (more) tokenizer.Feed(piece);      // calls sink.OnInterchange, sink.OnSegment, ...
//   tokenizer.Finish();
//
// The separators are discovered from each ISA. What real files do is taken as it comes: a byte
// order mark, blanks or prose before the ISA, indented segments, line breaks after (or as, or
// before) the terminator, empty segments, many interchanges with separators of their own.
// How the input is cut into pieces makes no difference to what the sink sees.
// Memory: at most one unfinished segment (64 KiB) and a few hundred bytes are kept between calls;
// complete segments are views into the caller's piece, valid during the sink's call.
// Errors: the tokenizer never fails; what cannot be read is told to the sink. Threads: one at a
// time. Tested by x12_tokenizer_test.cc.
#ifndef SCRUBLINE_INGEST_X12_TOKENIZER_H_
#define SCRUBLINE_INGEST_X12_TOKENIZER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/x12/issue.h"
#include "ingest/x12/segment.h"

namespace scrubline {

// What an ISA says; views as in Segment. Without any elements, it is missing, and the usual
// separators are assumed.
struct InterchangeHeader {
  Delimiters delimiters;
  std::array<std::string_view, 17> elements;  // blanks off; 0 is its name
  uint64_t offset = 0;
  bool fixed_width = true;
  // kSegmentTerminator or kComponentSeparatorUnusable: nothing of this interchange can be read.
  std::optional<X12Problem> unreadable;

  bool is_missing() const { return elements[0].empty(); }
  std::string_view operator[](size_t element) const { return elements[element]; }
};

class Tokenizer {
 public:
  static constexpr size_t kMaxSegment = 64 * 1024;
  // An input without an ISA among its first bytes is not X12.
  static constexpr size_t kMaxSearch = 64 * 1024;

  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void OnInterchange(const InterchangeHeader& header) = 0;
    // Every segment of an interchange after the ISA. Never empty; its name may be unreadable.
    virtual void OnSegment(const Segment& segment) = 0;
    // kBytesSkipped, kIsaGarbled, kRepetitionSeparator or kSegmentTooLong, at `offset`.
    virtual void OnProblem(X12Problem problem, uint64_t offset) = 0;
    // The input ended at `offset`, in the middle of a segment.
    virtual void OnUnfinishedSegment(uint64_t offset) = 0;
  };

  // `sink` must outlive the tokenizer. `assume_isa`: take an input that begins with GS or ST for an
  // interchange with the usual separators.
  explicit Tokenizer(Sink& sink, bool assume_isa = false) : sink_(sink), assume_isa_(assume_isa) {}

  void Feed(std::string_view bytes);
  void Finish();

  // Bytes fed so far.
  uint64_t size() const { return size_; }
  // The end of the bytes that kBytesSkipped told of, during its call.
  uint64_t skipped_to() const { return base_; }
  // The first bytes that are no blanks, up to four: what the input looks like if it is no X12.
  std::string_view first_bytes() const { return first_bytes_; }

 private:
  enum class State : uint8_t { kSeek, kHeader, kSegments, kSkipSegment, kStopped };

  // Each takes the bytes it can from the front of `window` and returns how many; fewer than all
  // with an unchanged state means that it needs more to decide.
  size_t Consume(std::string_view window, bool at_end);
  size_t Seek(std::string_view window, bool at_end);
  void AssumeIsa(uint64_t offset);
  size_t ReadHeader(std::string_view window, bool at_end);
  size_t ReadSegments(std::string_view window, bool at_end);
  size_t SkipSegment(std::string_view window);

  void EmitSegment(std::string_view text, uint64_t offset);
  void PassOver(std::string_view bytes);
  void RememberFirstBytes(std::string_view bytes);

  Sink& sink_;
  const bool assume_isa_;
  State state_ = State::kSeek;
  Delimiters delimiters_;
  Segment segment_;
  std::string carry_;   // bytes fed but not consumed
  size_t scanned_ = 0;  // of these, known to hold no terminator
  uint64_t base_ = 0;   // offset of the first byte not consumed
  uint64_t size_ = 0;
  char previous_ = '\n';    // the last byte consumed while seeking
  bool found_any_ = false;  // an interchange was read
  bool skipping_ = false;   // bytes other than blanks were passed over since the last interchange
  uint64_t skipped_from_ = 0;
  std::string first_bytes_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_TOKENIZER_H_
