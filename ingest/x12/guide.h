// ingest/x12/guide.h — an implementation guide as data: its loops, segments and elements.
//
//   const GuideTable* table = GuideTable::Of(Guide::kProfessional);
//   for (const GuideTable::Child& child : table->ChildrenOf(table->loop(0))) ...
//
// Written in guides/837p.guide and guides/837i.guide, whose head explains the form; compiled in and
// read once, when first asked for. Threads: any. Tested by guide_test.cc.
#ifndef SCRUBLINE_INGEST_X12_GUIDE_H_
#define SCRUBLINE_INGEST_X12_GUIDE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/loops.h"
#include "rules_engine/code.h"

namespace scrubline {

class GuideTable {
 public:
  enum class Usage : uint8_t { kRequired, kSituational, kNotUsed };
  enum class Type : uint8_t { kText, kNumber, kDecimal, kDate, kTime, kBinary };
  static constexpr uint32_t kNoLimit = 0xFFFFFFFF;

  // A part of one of the lists below.
  struct Run {
    uint32_t from = 0;
    uint32_t count = 0;
  };
  struct Element {
    uint16_t number = 0;  // of the data element; 0 for a composite
    Type type = Type::kText;
    Usage usage = Usage::kSituational;
    uint16_t min = 0;
    uint16_t max = 0;
    uint16_t repetitions = 1;
    bool is_composite = false;
    Run codes;       // none: any value
    Run components;  // of a composite that is used
  };
  struct Note {
    char kind = 0;  // P R C L E
    std::vector<uint8_t> elements;
  };
  struct Segment {
    uint32_t id = 0;  // SegmentId
    Run elements;
    Run notes;
  };
  // A segment or loop in its place in a loop.
  struct Child {
    uint32_t opener = 0;  // SegmentId of the segment, or of the first one of the loop
    uint32_t position = 0;
    Usage usage = Usage::kSituational;
    uint32_t max = 1;
    uint32_t segment = 0;  // index of that segment
    int32_t loop = -1;     // index of the loop; -1: a segment alone
    bool keyed = false;    // known by its qualifier, not by its name alone
  };
  struct Loop {
    std::string id;
    Run children;  // by position
  };

  // Null for a guide that is not served.
  static const GuideTable* Of(Guide guide);

  // nullopt if the text is not of the form; `error` says where.
  static std::optional<GuideTable> Parse(std::string_view text, std::string& error);

  // The loop of index 0 is the transaction itself.
  const Loop& loop(size_t index) const { return loops_[index]; }
  size_t loop_count() const { return loops_.size(); }
  const Segment& segment(size_t index) const { return segments_[index]; }
  size_t child_count() const { return children_.size(); }
  std::span<const Child> ChildrenOf(const Loop& loop) const { return In(children_, loop.children); }
  std::span<const Element> ElementsOf(const Segment& segment) const {
    return In(elements_, segment.elements);
  }
  std::span<const Element> ComponentsOf(const Element& element) const {
    return In(elements_, element.components);
  }
  std::span<const Note> NotesOf(const Segment& segment) const { return In(notes_, segment.notes); }
  std::span<const Code> CodesOf(const Element& element) const { return In(codes_, element.codes); }

  // Where a segment's qualifier stands: element 1, its first component, or HL03.
  static int KeyElement(uint32_t segment_id);
  // The codes of that place.
  std::span<const Code> KeysOf(const Segment& segment) const;

 private:
  friend class GuideReader;

  template <typename T>
  static std::span<const T> In(const std::vector<T>& all, Run run) {
    return std::span<const T>(all).subspan(run.from, run.count);
  }

  std::vector<Loop> loops_;
  std::vector<Child> children_;
  std::vector<Segment> segments_;
  std::vector<Element> elements_;
  std::vector<Note> notes_;
  std::vector<Code> codes_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_GUIDE_H_
