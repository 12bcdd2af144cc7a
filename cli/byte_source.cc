#include "cli/byte_source.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

constexpr size_t kPieceBytes = 256 * 1024;

}  // namespace

absl::StatusOr<ByteSource> ByteSource::Open(const std::string& path) {
  FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
  }
  struct stat info {};
  if (fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
    std::fclose(file);
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder; name the files in it"));
  }
  return ByteSource(path, file);
}

std::string_view ByteSource::Peek(size_t bytes) {
  while (buffer_.size() < bytes && Fill()) {
  }
  return std::string_view(buffer_).substr(0, bytes);
}

std::string_view ByteSource::Read() {
  if (std::exchange(handed_out_, false)) buffer_.clear();
  if (buffer_.empty()) Fill();
  handed_out_ = true;
  return buffer_;
}

absl::Status ByteSource::status() const {
  if (std::ferror(file_.get()) == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path_, ": cannot be read to its end"));
}

bool ByteSource::Fill() {
  const size_t old = buffer_.size();
  buffer_.resize(old + kPieceBytes);
  const size_t read = std::fread(buffer_.data() + old, 1, kPieceBytes, file_.get());
  buffer_.resize(old + read);
  return read > 0;
}

}  // namespace scrubline
