// cli/input_files.h — the files a user means by the names he gives: files as they are, folders with
// all the claims below them.
//
//   absl::StatusOr<std::vector<InputFile>> files = FindInputFiles({"in", "a.837"}, "out",
//   std::cerr);
//
// A folder is walked to its depth, in the order of names; hidden entries and the folder of answers
// are passed over, and files that hold no claims are named on `err`: nothing is left out silently.
// Errors: a folder without any claims; two files whose answers would have one name.
// Tested by input_files_test.cc.
#ifndef SCRUBLINE_CLI_INPUT_FILES_H_
#define SCRUBLINE_CLI_INPUT_FILES_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/check_run.h"

namespace scrubline {

// `answer_folder` is empty for standard output: then names do not matter.
absl::StatusOr<std::vector<InputFile>> FindInputFiles(const std::vector<std::string>& names,
                                                      const std::string& answer_folder,
                                                      std::ostream& err);

// Their size together; 0 where it is not known of one.
uint64_t TotalBytes(const std::vector<InputFile>& files);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_INPUT_FILES_H_
