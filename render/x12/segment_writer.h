// render/x12/segment_writer.h — elements to X12 segments.
//
//   SegmentWriter out(text);                       // appends to `text`
//   out.Begin("NM1").Add("85").Add("2").Add(name).Skip(4).Add("XX").Add(npi).End();
//   out.Begin("STC").AddComposite({"A7", "562", "85"}).Add("20240510").End();
//
// Whatever a value holds, the file stays whole: separators and control characters in it come out as
// blanks, blanks around it go, and so do empty elements and components at the end. Characters
// beyond ASCII pass as they are. A value longer than its limit is cut, between characters.
// Total. Threads: one at a time. Tested by segment_writer_test.cc.
#ifndef SCRUBLINE_RENDER_X12_SEGMENT_WRITER_H_
#define SCRUBLINE_RENDER_X12_SEGMENT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/segment.h"

namespace scrubline {

// The separators of what we write.
constexpr Delimiters kOurDelimiters{
    .element = '*', .component = ':', .repetition = '^', .segment = '~'};

class SegmentWriter {
 public:
  // Longer than any element of the guides that we write.
  static constexpr size_t kNoLimit = 10'000;

  // `text` must outlive the writer, or the next call of WriteTo. With `line_breaks` each segment is
  // a line, which every reader passes over.
  explicit SegmentWriter(std::string& text, const Delimiters& delimiters = kOurDelimiters,
                         bool line_breaks = true)
      : text_(&text), delimiters_(delimiters), line_breaks_(line_breaks) {}

  // The segments that follow go there.
  void WriteTo(std::string& text) { text_ = &text; }

  SegmentWriter& Begin(std::string_view name);
  SegmentWriter& Add(std::string_view value, size_t max_length = kNoLimit);
  SegmentWriter& AddComposite(const std::vector<std::string_view>& components);
  // Of exactly this many characters, as ISA has them: blanks behind, or the front of a longer one.
  SegmentWriter& AddFixed(std::string_view value, size_t length);
  // One of the separators themselves (ISA11, ISA16).
  SegmentWriter& AddSeparator(char separator);
  // Elements that are not used.
  SegmentWriter& Skip(int elements);
  void End();

  // Since the last ResetCount: what SE01 states.
  uint64_t segments() const { return segments_; }
  void ResetCount() { segments_ = 0; }
  // That many were written elsewhere and stand here.
  void CountMore(uint64_t segments) { segments_ += segments; }

  const Delimiters& delimiters() const { return delimiters_; }

 private:
  void Separate();
  void AppendClean(std::string_view value, size_t max_length);

  std::string* text_;
  const Delimiters delimiters_;
  const bool line_breaks_;
  uint64_t segments_ = 0;
  int skipped_ = 0;  // empty elements that are written only if another one follows
};

// `125`, `125.5`, `0.05`: the decimal that X12 has for money.
std::string X12Money(int64_t cents);
// The same of thousandths: `40.5`.
std::string X12Quantity(int64_t thousandths);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_SEGMENT_WRITER_H_
