// cli/progress.h — how far a run has come, on a terminal:
//
//   [=============>                ] 43 %  21,504 claims, 98,113 a second, 0:12 left
//
// Redrawn ten times a second; silent where standard error is no terminal, or results go to the same
// one. Threads: any. Tested by progress_test.cc.
#ifndef SCRUBLINE_CLI_PROGRESS_H_
#define SCRUBLINE_CLI_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <ostream>
#include <string>

namespace scrubline {

// The line for `done` of `total` bytes (0: not known) after `seconds`.
std::string ProgressLine(uint64_t done, uint64_t total, uint64_t claims, double seconds);

class Progress {
 public:
  Progress(std::ostream& err, bool shown) : err_(err), shown_(shown) {}

  // Bytes of everything to be read; 0: not known.
  void SetTotal(uint64_t bytes) { total_ = bytes; }
  void SetBytes(uint64_t bytes);
  void SetClaims(uint64_t claims) { claims_ = claims; }
  // Takes the line away, so that something else can be written.
  void Clear();

 private:
  std::ostream& err_;
  const bool shown_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::atomic<uint64_t> total_ = 0;
  std::atomic<uint64_t> claims_ = 0;
  std::mutex mutex_;  // guards what follows, and the line on the terminal
  std::chrono::steady_clock::time_point drawn_;
  bool drawn_any_ = false;
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_PROGRESS_H_
