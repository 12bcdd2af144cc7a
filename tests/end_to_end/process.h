// tests/end_to_end/process.h — a program run beside a test, with its output.
#ifndef SCRUBLINE_TESTS_END_TO_END_PROCESS_H_
#define SCRUBLINE_TESTS_END_TO_END_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace scrubline {

class Process {
 public:
  // Starts `program` (a path) with `arguments`; standard error goes to a file of its own.
  Process(const std::string& program, const std::vector<std::string>& arguments);
  ~Process();  // kills what still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The next line of standard output, without its end; empty when there is none any more.
  std::string ReadLine();
  // All that is left of standard output.
  std::string ReadAll();
  void Signal(int signal);
  // Waits for the end: the exit code, or -1 when a signal ended it.
  int Wait();
  std::string StandardError() const;

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string error_path_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_TESTS_END_TO_END_PROCESS_H_
