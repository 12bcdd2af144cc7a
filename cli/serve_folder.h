// cli/serve_folder.h — `scrub check --watch DIR`: answers each file that is put into a drop folder,
// until told to stop.
//
//   int code = ServeFolder("inbox", run, {.settle = absl::Seconds(2)}, std::cerr, InterruptFlag());
//
// What a file cannot be blamed for (no server, no space) is waited out and tried again; a file that
// cannot be read goes to failed/ with the reason. Each file is one line on `err`.
// Returns 0 after a stop, 2 where the folder cannot be served. Tested by serve_folder_test.cc and
// tests/end_to_end/.
#ifndef SCRUBLINE_CLI_SERVE_FOLDER_H_
#define SCRUBLINE_CLI_SERVE_FOLDER_H_

#include <atomic>
#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "cli/check_run.h"

namespace scrubline {

struct ServeSettings {
  absl::Duration settle = absl::Seconds(2);
  absl::Duration look = absl::Milliseconds(250);  // between two looks into the folder
  absl::Duration retry = absl::Seconds(5);        // after what is not the file's fault
};

int ServeFolder(const std::string& path, CheckRun& run, const ServeSettings& settings,
                std::ostream& err, const std::atomic<bool>& stop);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_SERVE_FOLDER_H_
