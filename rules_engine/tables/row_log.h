// rules_engine/tables/row_log.h — the count of a published file's rows, and why some were refused.
//
//   RowLog log("ccipra-v322r0-f1.TXT");
//   log.Keep();
//   log.Refuse(line_number, column, line, "effective date `20260231` is not a day", "");
//
// Every refused row is counted; the first kMaxShown are kept as warnings with their place and text,
// so that a file of nothing but rubbish costs no memory. Tested by ptp_text_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ROW_LOG_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ROW_LOG_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "rules_engine/diagnostic.h"

namespace scrubline {

class RowLog {
 public:
  static constexpr size_t kMaxShown = 20;

  explicit RowLog(std::string file) : file_(std::move(file)) {}

  void Keep() { ++kept_; }
  // `line` and `column` count from 1, 0 is unknown; `text` is the line as published, or empty.
  void Refuse(int line, int column, std::string_view text, std::string message, std::string hint);
  // Worth a look, nothing refused.
  void Note(int line, std::string message, std::string hint);

  uint64_t kept() const { return kept_; }
  uint64_t refused() const { return refused_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  std::string file_;
  uint64_t kept_ = 0;
  uint64_t refused_ = 0;
  Diagnostics diagnostics_;
};

// `text` for a message: control and non-ASCII bytes as `?`, cut after 120 characters.
std::string Printable(std::string_view text);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ROW_LOG_H_
