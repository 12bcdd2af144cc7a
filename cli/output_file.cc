#include "cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

constexpr size_t kBuffer = 256 * 1024;

absl::Status Failed(const std::string& path, const char* what) {
  return absl::UnavailableError(absl::StrCat(path, ": ", what, ": ", std::strerror(errno)));
}

}  // namespace

OutputFile::OutputFile(std::string path, std::string part, int descriptor)
    : path_(std::move(path)), part_(std::move(part)), descriptor_(descriptor) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::exchange(other.part_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)),
      written_(other.written_),
      status_(std::move(other.status_)) {}

absl::StatusOr<OutputFile> OutputFile::Create(const std::string& path) {
  const std::filesystem::path whole(path);
  std::string part =
      (whole.parent_path() / absl::StrCat(".", whole.filename().string(), ".XXXXXX.part")).string();
  const int descriptor = mkostemps(part.data(), 5, O_CLOEXEC);
  if (descriptor < 0) return Failed(path, "cannot be written");
  // As any new file of the user's, which mkostemps leaves to the owner alone.
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(descriptor, 0666 & ~mask);
  return OutputFile(path, std::move(part), descriptor);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!part_.empty()) unlink(part_.c_str());
}

void OutputFile::Append(std::string_view text) {
  buffer_.append(text);
  if (buffer_.size() >= kBuffer) Flush();
}

void OutputFile::Flush() {
  std::string_view rest = buffer_;
  written_ = written_ || !rest.empty();
  while (!rest.empty() && status_.ok()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      status_ = Failed(path_, "cannot be written");
    }
  }
  buffer_.clear();
}

absl::Status OutputFile::Commit() {
  Flush();
  if (status_.ok() && fsync(descriptor_) != 0) status_ = Failed(path_, "cannot be written");
  if (status_.ok() && std::rename(part_.c_str(), path_.c_str()) != 0) {
    status_ = Failed(path_, "cannot be put in place");
  }
  if (!status_.ok()) return status_;
  part_.clear();
  return SyncFolder(std::filesystem::path(path_).parent_path().string());
}

absl::Status SyncFolder(const std::string& folder) {
  const std::string path = folder.empty() ? "." : folder;
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Failed(path, "cannot be opened");
  const absl::Status status =
      fsync(descriptor) == 0 ? absl::OkStatus() : Failed(path, "cannot be written");
  close(descriptor);
  return status;
}

}  // namespace scrubline
