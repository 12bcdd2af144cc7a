// rules_engine/tables/line_reader.h — a byte source, line by line.
//
//   LineReader lines(*source);
//   std::string_view line;
//   while (lines.Next(line)) { ... lines.number() ... }    // the view lives until the next call
//   if (!lines.status().ok()) ...
//
// A line ends with LF or CR LF, which are not part of it; the last may end with the text. Memory:
// one buffer. A line longer than kMaxLength ends the reading with InvalidArgument.
// Tested by byte_source_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_LINE_READER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_LINE_READER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "rules_engine/tables/byte_source.h"

namespace scrubline {

class LineReader {
 public:
  static constexpr size_t kMaxLength = 64 * 1024;

  // `source` must outlive the reader.
  explicit LineReader(ByteSource& source) : source_(source), buffer_(4 * kMaxLength) {}

  // False at the end and after an error.
  bool Next(std::string_view& line);
  // Of the line last returned, from 1; stays at the highest int beyond it.
  int number() const { return number_; }
  const absl::Status& status() const { return status_; }

 private:
  bool Refill();

  ByteSource& source_;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // the unread bytes in the buffer
  size_t end_ = 0;
  bool ended_ = false;
  int number_ = 0;
  absl::Status status_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_LINE_READER_H_
