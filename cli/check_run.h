// cli/check_run.h — checks files against rules that were loaded once: the work behind `scrub
// check`, for files named, a folder walked, and a drop folder served.
//
//   absl::StatusOr<CheckRun> run = CheckRun::Create(settings, std::cerr);
//   CheckOutcome outcome = run->Check({{"in/a.837", "a.837"}}, "out", std::cout, std::cerr);
//
// Errors: Create when the rules cannot be loaded or nobody answers at the server; what is wrong
// with a file is told on `err` and in the outcome, and the next file goes on. Threads: one at a
// time. Tested by check_command_test.cc.
#ifndef SCRUBLINE_CLI_CHECK_RUN_H_
#define SCRUBLINE_CLI_CHECK_RUN_H_

#include <atomic>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/answers.h"
#include "cli/claim_input.h"
#include "cli/progress.h"
#include "cli/result_writer.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct CheckSettings {
  InputFormat input = InputFormat::kDetect;
  bool strict = false;
  std::vector<OutputFormat> formats = {OutputFormat::kJsonLines};
  WriterSettings writer;
  std::string rulesets;
  std::string tables;
  std::string server;  // its address; empty: evaluate here
  int jobs = 1;
  std::string today;  // empty: the local calendar's
  std::string tenant_id;
  bool include_bypassed = false;
};

struct InputFile {
  std::string path;
  std::string name;      // of its answers, below the output folder
  std::string shown_as;  // in messages; empty: its path
};

struct CheckOutcome {
  // Of the first file that could not be read whole, or write that failed; Cancelled.
  absl::Status status;
  ResultTally tally;

  // 0, 1 or 3 by the results; 2 when something could not be read or written.
  int exit_code() const { return status.ok() ? tally.exit_code() : 2; }
};

class CheckRun {
 public:
  static absl::StatusOr<CheckRun> Create(CheckSettings settings, std::ostream& err);

  // `folder` is empty for standard output. `stop` may be null.
  CheckOutcome Check(const std::vector<InputFile>& files, const std::string& folder,
                     std::ostream& out, std::ostream& err, Progress& progress,
                     const std::atomic<bool>* stop);

 private:
  CheckRun(CheckSettings settings, std::shared_ptr<const Snapshot> snapshot)
      : settings_(std::move(settings)), snapshot_(std::move(snapshot)) {}
  absl::StatusOr<std::unique_ptr<ClaimChecker>> MakeChecker(OnAnswered on_answered) const;

  CheckSettings settings_;
  std::shared_ptr<const Snapshot> snapshot_;  // null with a server
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CHECK_RUN_H_
