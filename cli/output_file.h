// cli/output_file.h — a file that is there whole or not at all.
//
//   absl::StatusOr<OutputFile> file = OutputFile::Create("out/claims.837.277ca");
//   file->Append(text);
//   absl::Status status = file->Commit();     // now it stands under its name, on the disk
//
// Until Commit the text is in a hidden file beside it (`.claims.837.277ca.XXXXXX.part`), which is
// removed when the OutputFile goes without Commit. An older file of the name is replaced in one
// step. Errors: Create when the folder cannot be written to; Commit tells of the first write that
// failed. Tested by output_file_test.cc.
#ifndef SCRUBLINE_CLI_OUTPUT_FILE_H_
#define SCRUBLINE_CLI_OUTPUT_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace scrubline {

class OutputFile {
 public:
  static absl::StatusOr<OutputFile> Create(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  void Append(std::string_view text);
  bool empty() const { return !written_ && buffer_.empty(); }
  absl::Status Commit();

 private:
  OutputFile(std::string path, std::string part, int descriptor);
  void Flush();

  std::string path_;
  std::string part_;  // empty once it has been renamed
  int descriptor_ = -1;
  std::string buffer_;
  bool written_ = false;
  absl::Status status_;
};

// Makes the renames in a folder last through a crash. Returns what fsync says of the folder.
absl::Status SyncFolder(const std::string& folder);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_OUTPUT_FILE_H_
